import Testing
import Validation

@Suite struct UnusedRequestValidatorTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnusedRequestValidator.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-request-validators:
                  1️⃣all: {validateRequestBody: true}
                paths: {}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnusedRequestValidator.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                x-amazon-apigateway-request-validators:
                  all: {validateRequestBody: true}
                x-amazon-apigateway-request-validator: all
                paths: {}

                """#)
    }
}
