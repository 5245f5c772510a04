import Testing
import Validation

@Suite struct InvalidChoiceTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InvalidChoice.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      parameters:
                      - {name: a, in: 1️⃣querystring, schema: {type: string}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InvalidChoice.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      parameters:
                      - {name: a, in: query, schema: {type: string}}

                """#)
    }
}
