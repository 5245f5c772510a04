import Testing
import Validation

@Suite struct MissingHTTPMethodTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            MissingHTTPMethod.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      1️⃣x-amazon-apigateway-integration:
                        type: aws_proxy
                        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            MissingHTTPMethod.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: aws_proxy
                        httpMethod: POST
                        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations

                """#)
    }
}
