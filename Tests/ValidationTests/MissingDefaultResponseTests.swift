import Testing
import Validation

@Suite struct MissingDefaultResponseTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            MissingDefaultResponse.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          1️⃣'200': {statusCode: '200'}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            MissingDefaultResponse.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default: {statusCode: '200'}

                """#)
    }
}
