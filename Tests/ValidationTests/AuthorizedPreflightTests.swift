import Testing
import Validation

@Suite struct AuthorizedPreflightTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            AuthorizedPreflight.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    options:
                      responses: {'200': {description: fine}}
                      1️⃣security: [{iam: []}]
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                components:
                  securitySchemes:
                    iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            AuthorizedPreflight.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    options:
                      responses: {'200': {description: fine}}
                      security: []
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                components:
                  securitySchemes:
                    iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}

                """#)
    }
}
