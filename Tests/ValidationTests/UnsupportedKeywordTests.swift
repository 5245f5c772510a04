import Testing
import Validation

@Suite struct UnsupportedKeywordTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnsupportedKeyword.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                x-amazon-apigateway-api-key-source: HEADER
                components:
                  schemas:
                    A: {type: string, 1️⃣nullable: true}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnsupportedKeyword.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                x-amazon-apigateway-api-key-source: HEADER
                components:
                  schemas:
                    A: {type: string}

                """#)
    }
}
