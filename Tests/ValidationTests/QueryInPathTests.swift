import Testing
import Validation

@Suite struct QueryInPathTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            QueryInPath.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  1️⃣/pets?all=true:
                    get: {responses: {'200': {description: fine}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            QueryInPath.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get: {responses: {'200': {description: fine}}}

                """#)
    }
}
