import Testing
import Validation

@Suite struct DuplicateParameterTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            DuplicateParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    parameters:
                    - {name: a, in: query, schema: {type: string}}
                    - {name: 1️⃣a, in: query, schema: {type: string}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            DuplicateParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    parameters:
                    - {name: a, in: query, schema: {type: string}}
                    - {name: a, in: header, schema: {type: string}}

                """#)
    }
}
