import Testing
import Validation

@Suite struct GatewayResponseMappingTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            GatewayResponseMapping.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                x-amazon-apigateway-gateway-responses:
                  THROTTLED:
                    responseParameters:
                      1️⃣gatewayresponse.headers.Retry-After: "'5'"
                      gatewayresponse.header.X-Why: 2️⃣slow
                      gatewayresponse.header.X-Body: 3️⃣method.request.body

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            GatewayResponseMapping.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                x-amazon-apigateway-gateway-responses:
                  THROTTLED:
                    responseParameters:
                      gatewayresponse.header.Retry-After: "'5'"
                      gatewayresponse.header.X-Host: method.request.header.host
                      gatewayresponse.header.X-Id: context.requestId
                      gatewayresponse.header.X-Side: stageVariables.side

                """#)
    }
}
