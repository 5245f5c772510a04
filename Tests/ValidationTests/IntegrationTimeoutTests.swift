import Testing
import Validation

@Suite struct IntegrationTimeoutTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            IntegrationTimeout.self,
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
                        timeoutInMillis: 1️⃣30000

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            IntegrationTimeout.self,
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
                        timeoutInMillis: 29000

                """#)
    }
}
