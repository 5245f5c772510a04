import Testing
import Validation

@Suite struct InvalidPatternTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InvalidPattern.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, pattern: '^1️⃣[a-z'}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InvalidPattern.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, pattern: '^[a-z]'}

                """#)
    }
}
