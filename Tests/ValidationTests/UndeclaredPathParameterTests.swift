import Testing
import Validation

@Suite struct UndeclaredPathParameterTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UndeclaredPathParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}:
                    1️⃣get: {responses: {'200': {description: fine}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UndeclaredPathParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}:
                    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
                    get: {responses: {'200': {description: fine}}}

                """#)
    }
}
