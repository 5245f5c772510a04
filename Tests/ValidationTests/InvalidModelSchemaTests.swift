import Testing
import Validation

@Suite struct InvalidModelSchemaTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InvalidModelSchema.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      x-amazon-apigateway-auth: {type: AWS_IAM}
                      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                components:
                  schemas:
                    Pet:
                      type: object
                      required: 1️⃣[]
                      properties:
                        age: {type: integer, exclusiveMinimum: 2️⃣true}
                        tags: {type: array, maxItems: -1, items: {type: string}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InvalidModelSchema.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      x-amazon-apigateway-auth: {type: AWS_IAM}
                      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                components:
                  schemas:
                    Pet:
                      type: object
                      required: [age]
                      properties:
                        age: {type: integer, minimum: 1, exclusiveMinimum: true}
                        tags: {type: array, maxItems: 1, items: {type: string}}

                """#)
    }
}
