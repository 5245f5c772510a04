import Testing
import Validation

@Suite struct ReferenceSiblingsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            ReferenceSiblings.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string}
                    B: {$ref: '#/components/schemas/A', 1️⃣nullable: true}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            ReferenceSiblings.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: string}
                    B: {$ref: '#/components/schemas/A'}

                """#)
    }
}
