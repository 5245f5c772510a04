import Testing
import Validation

@Suite struct UnknownMappedVariableTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnknownMappedVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine, headers: {X-Id: {schema: {type: string}}}}}
                      x-amazon-apigateway-integration:
                        type: http
                        httpMethod: GET
                        uri: https://example.com/pets
                        requestParameters:
                          integration.request.header.X-Ip: 1️⃣context.identity.sourceIP
                        responses:
                          default: {statusCode: '200', responseParameters: {method.response.header.X-Id: 2️⃣context.requestID}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnknownMappedVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine, headers: {X-Id: {schema: {type: string}}}}}
                      x-amazon-apigateway-integration:
                        type: http
                        httpMethod: GET
                        uri: https://example.com/pets
                        requestParameters:
                          integration.request.header.X-Ip: context.identity.sourceIp
                          integration.request.header.X-Tenant: context.authorizer.tenant
                        responses:
                          default: {statusCode: '200', responseParameters: {method.response.header.X-Id: context.requestId}}

                """#)
    }
}
