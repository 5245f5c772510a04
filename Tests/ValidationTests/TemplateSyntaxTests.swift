import Testing
import Validation

@Suite struct TemplateSyntaxTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            TemplateSyntax.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: 1️⃣'{"statusCode": 200} #if($input.body'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            TemplateSyntax.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200} #if($input.body)#end'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
