import Testing
import Validation

@Suite struct UndeclaredIntegrationStatusTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UndeclaredIntegrationStatus.self,
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
                        responses: {default: {statusCode: 1️⃣'201'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UndeclaredIntegrationStatus.self,
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
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
