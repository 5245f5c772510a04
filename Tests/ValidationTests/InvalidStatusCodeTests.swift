import Testing
import Validation

@Suite struct InvalidStatusCodeTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InvalidStatusCode.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {1️⃣ok: {description: fine}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InvalidStatusCode.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}

                """#)
    }
}
