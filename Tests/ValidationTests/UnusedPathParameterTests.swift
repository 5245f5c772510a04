import Testing
import Validation

@Suite struct UnusedPathParameterTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnusedPathParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}:
                    parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: 1️⃣idd, in: path, required: true, schema: {type: string}}]

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnusedPathParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}/{idd}:
                    parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: idd, in: path, required: true, schema: {type: string}}]

                """#)
    }
}
