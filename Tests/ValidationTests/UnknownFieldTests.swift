import Testing
import Validation

@Suite struct UnknownFieldTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnknownField.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      1️⃣operationID: list
                      responses: {'200': {description: fine}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnknownField.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      operationId: list
                      responses: {'200': {description: fine}}

                """#)
    }
}
