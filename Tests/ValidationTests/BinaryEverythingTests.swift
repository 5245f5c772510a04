import Testing
import Validation

@Suite struct BinaryEverythingTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            BinaryEverything.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-binary-media-types: [1️⃣'*/*']
                paths:
                  /a:
                    post:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http
                        httpMethod: POST
                        uri: https://a.example.com/
                        requestTemplates: {application/json: "$input.json('$')"}
                        responses: {default: {statusCode: '200'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            BinaryEverything.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-binary-media-types: ['image/*']
                paths:
                  /a:
                    post:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http
                        httpMethod: POST
                        uri: https://a.example.com/
                        requestTemplates: {application/json: "$input.json('$')"}
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
