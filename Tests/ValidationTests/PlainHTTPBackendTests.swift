import Testing
import Validation

@Suite struct PlainHTTPBackendTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            PlainHTTPBackend.self,
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
                        uri: 1️⃣http://a.example.com/

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            PlainHTTPBackend.self,
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
