import Testing
import Validation

@Suite struct UndeclaredResponseHeaderTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UndeclaredResponseHeader.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default:
                            statusCode: '200'
                            responseParameters:
                              1️⃣method.response.header.X-A: '''a'''

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UndeclaredResponseHeader.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine, headers: {X-A: {schema: {type: string}}}}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default:
                            statusCode: '200'
                            responseParameters:
                              method.response.header.X-A: '''a'''

                """#)
    }
}
