import Testing
import Validation

@Suite struct IncompleteSchemeTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            IncompleteScheme.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  securitySchemes:
                    1️⃣key: {type: apiKey, name: key}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            IncompleteScheme.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                components:
                  securitySchemes:
                    key: {type: apiKey, name: key, in: header}

                """#)
    }
}
