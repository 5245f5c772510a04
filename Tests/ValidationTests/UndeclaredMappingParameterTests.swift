import Testing
import Validation

@Suite struct UndeclaredMappingParameterTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UndeclaredMappingParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      parameters: [{name: A, in: header, schema: {type: string}}]
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: https://a.example.com/
                        requestParameters:
                          integration.request.header.A: 1️⃣method.request.header.B

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UndeclaredMappingParameter.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      parameters: [{name: A, in: header, schema: {type: string}}]
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: https://a.example.com/
                        requestParameters:
                          integration.request.header.A: method.request.header.A

                """#)
    }
}
