import Testing
import Validation

@Suite struct ParameterWithoutSchemaTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            ParameterWithoutSchema.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    parameters:
                    - {name: 1️⃣a, in: query}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            ParameterWithoutSchema.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    parameters:
                    - {name: a, in: query, schema: {type: string}}

                """#)
    }
}
