import Testing
import Validation

@Suite struct MissingCredentialsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            MissingCredentials.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      1️⃣x-amazon-apigateway-integration:
                        type: aws
                        httpMethod: POST
                        uri: arn:aws:apigateway:eu-west-1:sqs:action/SendMessage
                        responses: {default: {statusCode: '200'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            MissingCredentials.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: aws
                        credentials: arn:aws:iam::111122223333:role/r
                        httpMethod: POST
                        uri: arn:aws:apigateway:eu-west-1:sqs:action/SendMessage
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
