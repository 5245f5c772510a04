import Testing
import Validation

@Suite struct ContradictoryBoundsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            ContradictoryBounds.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, minLength: 1️⃣8, maxLength: 4}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            ContradictoryBounds.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string, minLength: 2, maxLength: 4}

                """#)
    }
}
