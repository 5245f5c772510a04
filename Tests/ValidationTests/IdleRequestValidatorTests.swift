import Testing
import Validation

@Suite struct IdleRequestValidatorTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            IdleRequestValidator.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-request-validators:
                  all: {validateRequestParameters: true}
                paths:
                  /a:
                    post:
                      x-amazon-apigateway-request-validator: 1️⃣all
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            IdleRequestValidator.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-request-validators:
                  all: {validateRequestParameters: true}
                paths:
                  /a:
                    post:
                      parameters: [{name: a, in: query, schema: {type: string}}]
                      x-amazon-apigateway-request-validator: all
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }
}
