import Testing
import Validation

@Suite struct PreflightMethodsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            PreflightMethods.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    options:
                      responses: {'200': {description: fine, headers: {Access-Control-Allow-Origin: {schema: {type: string}}, Access-Control-Allow-Methods: {schema: {type: string}}, Access-Control-Allow-Headers: {schema: {type: string}}, Access-Control-Allow-Credentials: {schema: {type: string}}}}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default:
                            statusCode: '200'
                            responseParameters:
                              method.response.header.Access-Control-Allow-Origin: '''*'''
                              method.response.header.Access-Control-Allow-Methods: 1️⃣'''PUT'''
                              method.response.header.Access-Control-Allow-Headers: '''Authorization'''
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            PreflightMethods.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    options:
                      responses: {'200': {description: fine, headers: {Access-Control-Allow-Origin: {schema: {type: string}}, Access-Control-Allow-Methods: {schema: {type: string}}, Access-Control-Allow-Headers: {schema: {type: string}}, Access-Control-Allow-Credentials: {schema: {type: string}}}}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default:
                            statusCode: '200'
                            responseParameters:
                              method.response.header.Access-Control-Allow-Origin: '''*'''
                              method.response.header.Access-Control-Allow-Methods: '''PUT,GET'''
                              method.response.header.Access-Control-Allow-Headers: '''Authorization'''
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }
}
