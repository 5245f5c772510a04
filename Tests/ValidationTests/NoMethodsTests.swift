import Testing
import Validation

@Suite struct NoMethodsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            NoMethods.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-api-key-source: HEADER
                1️⃣paths: {/a: {summary: nothing here}}

                """#)
    }

    @Test(arguments: [
        "x-amazon-apigateway-api-key-source: HEADER\npaths: {/a: {get: {responses: {}}}}",
        // No document of API Gateway's: nothing will be deployed.
        "paths: {}",
    ])
    func staysSilentWhereItIsRight(rest: String) {
        expect(NoMethods.self, in: "openapi: 3.0.1\ninfo: {title: t, version: '1'}\n\(rest)\n")
    }
}
