import Testing
import Validation

@Suite struct UnreachableMethodTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnreachableMethod.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    1️⃣x-amazon-apigateway-any-method:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    get:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    put:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    post:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    delete:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    patch:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    options:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    head:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnreachableMethod.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    x-amazon-apigateway-any-method:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    get:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    put:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    post:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    delete:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    patch:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    options:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}
                    trace:
                      x-amazon-apigateway-auth: {type: NONE}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }
}
