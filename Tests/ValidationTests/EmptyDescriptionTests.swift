import Testing
import Validation

@Suite struct EmptyDescriptionTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            EmptyDescription.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1', description: 1️⃣''}
                paths: {}
                x-amazon-apigateway-api-key-source: HEADER

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            EmptyDescription.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1', description: pets}
                paths: {}
                x-amazon-apigateway-api-key-source: HEADER

                """#)
    }
}
