import Testing
import Validation

@Suite struct TrailingSlashTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            TrailingSlash.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  1️⃣/pets/:
                    get: {responses: {'200': {description: fine}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            TrailingSlash.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get: {responses: {'200': {description: fine}}}

                """#)
    }

    @Test func reportsAnEmptySegment() {
        expect(
            TrailingSlash.self,
            in: """
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {1️⃣/a//b: {}, /c/d: {}, /: {}}

                """)
    }
}
