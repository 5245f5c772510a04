import Testing
import Validation

@Suite struct InvalidMappingTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InvalidMapping.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: https://a.example.com/
                        requestParameters:
                          integration.request.header.A: 1️⃣plain

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InvalidMapping.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: https://a.example.com/
                        requestParameters:
                          integration.request.header.A: '''plain'''

                """#)
    }
}
