import Testing
import Validation

@Suite struct SeveralBodiesTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            SeveralBodies.self,
            in: #"""
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      parameters: [{name: a, in: body, schema: {type: object}}, {name: 1️⃣b, in: body, schema: {type: object}}]
                      responses: {'200': {description: fine}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            SeveralBodies.self,
            in: #"""
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      parameters: [{name: a, in: body, schema: {type: object}}, {name: b, in: query, type: string}]
                      responses: {'200': {description: fine}}

                """#)
    }
}
