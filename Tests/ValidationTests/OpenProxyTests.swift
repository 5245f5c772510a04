import Testing
import Validation

@Suite struct OpenProxyTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            OpenProxy.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /admin:
                    get:
                      x-amazon-apigateway-auth: {type: AWS_IAM}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                  /{path+}:
                    1️⃣x-amazon-apigateway-any-method:
                      x-amazon-apigateway-auth: {type: NONE}
                      parameters: [{name: path, in: path, required: true, schema: {type: string}}]
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            OpenProxy.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /admin:
                    x-amazon-apigateway-any-method:
                      x-amazon-apigateway-auth: {type: AWS_IAM}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                  /{path+}:
                    x-amazon-apigateway-any-method:
                      x-amazon-apigateway-auth: {type: NONE}
                      parameters: [{name: path, in: path, required: true, schema: {type: string}}]
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }
}
