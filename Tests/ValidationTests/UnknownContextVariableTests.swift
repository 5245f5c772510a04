import Testing
import Validation

@Suite struct UnknownContextVariableTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnknownContextVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200, "a": "$context.identity.1️⃣sourceIP"}'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnknownContextVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200, "a": "$context.identity.sourceIp"}'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
