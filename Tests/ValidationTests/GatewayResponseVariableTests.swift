import Testing
import Validation

@Suite struct GatewayResponseVariableTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            GatewayResponseVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                x-amazon-apigateway-gateway-responses:
                  DEFAULT_4XX:
                    responseTemplates:
                      application/json: '{"message": $context.error.1️⃣messageStrng, "ip": "${context.2️⃣sourceIp}"}'

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            GatewayResponseVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                x-amazon-apigateway-gateway-responses:
                  DEFAULT_4XX:
                    responseTemplates:
                      application/json: '{"message": $context.error.messageString, "who": "${context.authorizer.user}", "s": "$stageVariables.side"}'

                """#)
    }
}
