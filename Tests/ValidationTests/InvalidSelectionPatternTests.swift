import Testing
import Validation

@Suite struct InvalidSelectionPatternTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InvalidSelectionPattern.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}, '500': {description: bad}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default: {statusCode: '200'}
                          '1️⃣[45': {statusCode: '500'}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InvalidSelectionPattern.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}, '500': {description: bad}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses:
                          default: {statusCode: '200'}
                          '500': {statusCode: '500'}
                          '${Pattern}': {statusCode: '500'}

                """#)
    }
}
