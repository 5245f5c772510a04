import Testing
import Validation

@Suite struct UndeclaredRequiredTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UndeclaredRequired.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: object, required: [1️⃣nmae], properties: {name: {type: string}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UndeclaredRequired.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: object, required: [name], properties: {name: {type: string}}}

                """#)
    }
}
