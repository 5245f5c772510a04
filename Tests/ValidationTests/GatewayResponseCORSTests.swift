import Testing
import Validation

@Suite struct GatewayResponseCORSTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            GatewayResponseCORS.self,
            in: #"""
                1️⃣openapi: 3.0.1
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
                              method.response.header.Access-Control-Allow-Methods: '''GET'''
                              method.response.header.Access-Control-Allow-Headers: '''Authorization'''

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            GatewayResponseCORS.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-gateway-responses:
                  DEFAULT_4XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: '''*'''}}
                  DEFAULT_5XX: {responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: '''*'''}}
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
                              method.response.header.Access-Control-Allow-Methods: '''GET'''
                              method.response.header.Access-Control-Allow-Headers: '''Authorization'''

                """#)
    }
}
