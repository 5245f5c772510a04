import Testing
import Validation

@Suite struct WildcardCredentialsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            WildcardCredentials.self,
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
                              method.response.header.Access-Control-Allow-Origin: 1️⃣'''*'''
                              method.response.header.Access-Control-Allow-Methods: '''GET'''
                              method.response.header.Access-Control-Allow-Headers: '''Authorization'''
                              method.response.header.Access-Control-Allow-Credentials: '''true'''

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            WildcardCredentials.self,
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
                              method.response.header.Access-Control-Allow-Origin: '''https://a.example.com'''
                              method.response.header.Access-Control-Allow-Methods: '''GET'''
                              method.response.header.Access-Control-Allow-Headers: '''Authorization'''
                              method.response.header.Access-Control-Allow-Credentials: '''true'''

                """#)
    }
}
