import Testing
import Validation

@Suite struct OpenMethodTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            OpenMethod.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    1️⃣get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            OpenMethod.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    get:
                      x-amazon-apigateway-auth: {type: AWS_IAM}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }
}
