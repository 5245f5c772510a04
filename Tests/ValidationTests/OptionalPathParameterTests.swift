import Testing
import Validation

@Suite struct OptionalPathParameterTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            OptionalPathParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}:
                    parameters:
                    - {name: id, in: 1️⃣path, schema: {type: string}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            OptionalPathParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}:
                    parameters:
                    - {name: id, in: path, required: true, schema: {type: string}}

                """#)
    }
}
