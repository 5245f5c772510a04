import Testing
import Validation

@Suite struct DuplicateEnumValueTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            DuplicateEnumValue.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, enum: [a, b, 1️⃣a]}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            DuplicateEnumValue.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, enum: [a, b, c]}

                """#)
    }
}
