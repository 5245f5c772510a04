import Testing
import Validation

@Suite struct EnumTypeTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            EnumType.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, enum: [1️⃣1, a]}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            EnumType.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, enum: ['1', a]}

                """#)
    }
}
