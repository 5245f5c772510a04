import Testing
import Validation

@Suite struct ReservedPathTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            ReservedPath.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  1️⃣/ping:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            ReservedPath.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /health:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

                """#)
    }
}
