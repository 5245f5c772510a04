import Testing
import Validation

@Suite struct BracesInPathTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            BracesInPath.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  1️⃣/pets/{}:
                    get: {responses: {'200': {description: fine}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            BracesInPath.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/all:
                    get: {responses: {'200': {description: fine}}}

                """#)
    }
}
