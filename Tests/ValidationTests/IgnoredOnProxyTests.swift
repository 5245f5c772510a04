import Testing
import Validation

@Suite struct IgnoredOnProxyTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            IgnoredOnProxy.self,
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
                        requestTemplates: {1️⃣application/json: '{}'}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            IgnoredOnProxy.self,
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

                """#)
    }
}
