import Testing
import Validation

@Suite struct UnusedModelTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnusedModel.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                x-amazon-apigateway-api-key-source: HEADER
                components:
                  schemas:
                    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, a: {$ref: '#/components/schemas/A'}}}
                    B: {type: string}
                    1️⃣C: {type: string}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnusedModel.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}
                x-amazon-apigateway-api-key-source: HEADER
                components:
                  schemas:
                    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, a: {$ref: '#/components/schemas/A'}}}
                    B: {type: string}

                """#)
    }
}
