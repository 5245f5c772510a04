import Testing
import Validation

@Suite struct TemplateInjectionTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            TemplateInjection.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200, "a": "1️⃣$input.params("a")"}'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            TemplateInjection.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200, "a": "$util.escapeJavaScript($input.params("a"))"}'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
