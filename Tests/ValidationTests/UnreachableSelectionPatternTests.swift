import Testing
import Validation

@Suite struct UnreachableSelectionPatternTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnreachableSelectionPattern.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}, '404': {description: none}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default: {statusCode: '200'}
                          1️⃣.*NotFound.*: {statusCode: '404'}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnreachableSelectionPattern.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}, '404': {description: none}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default: {statusCode: '200'}
                          '404': {statusCode: '404'}

                """#)
    }
}
