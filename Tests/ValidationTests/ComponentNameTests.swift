import Testing
import Validation

@Suite struct ComponentNameTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            ComponentName.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    1️⃣Pet Food: {type: object}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            ComponentName.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  schemas:
                    PetFood: {type: object}

                """#)
    }
}
