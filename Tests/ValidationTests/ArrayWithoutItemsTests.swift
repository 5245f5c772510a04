import Testing
import Validation

@Suite struct ArrayWithoutItemsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            ArrayWithoutItems.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: 1️⃣array}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            ArrayWithoutItems.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    A: {type: array, items: {type: string}}

                """#)
    }
}
