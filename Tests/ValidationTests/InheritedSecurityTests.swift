import Testing
import Validation

@Suite struct InheritedSecurityTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InheritedSecurity.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                1️⃣security: [{tok: []}]
                paths:
                  /a:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                components:
                  securitySchemes:
                    tok: {type: apiKey, name: x-api-key, in: header}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InheritedSecurity.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                security: [{tok: []}]
                paths:
                  /a:
                    get:
                      security: [{tok: []}]
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                components:
                  securitySchemes:
                    tok: {type: apiKey, name: x-api-key, in: header}

                """#)
    }
}
