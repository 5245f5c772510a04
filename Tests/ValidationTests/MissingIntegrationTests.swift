import Testing
import Validation

@Suite struct MissingIntegrationTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            MissingIntegration.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                  /b:
                    1️⃣get:
                      responses: {'200': {description: fine}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            MissingIntegration.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                  /b:
                    get:
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                      responses: {'200': {description: fine}}

                """#)
    }
}
