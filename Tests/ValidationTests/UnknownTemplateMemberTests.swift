import Testing
import Validation

@Suite struct UnknownTemplateMemberTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnknownTemplateMember.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates:
                          application/json: |
                            {"statusCode": 200,
                              "a": $input.1️⃣jsn('$')}
                        responses: {default: {statusCode: '200'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnknownTemplateMember.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates:
                          application/json: |
                            {"statusCode": 200,
                              "a": $input.json('$')}
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
