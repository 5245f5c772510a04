import Diagnostics
import Model
import Testing

/// Documents for HTTP APIs that are read as REST APIs.
@Suite struct HTTPDocumentTests {
    @Test(arguments: [
        "1️⃣payloadFormatVersion: '2.0'", "httpMethod: POST",
    ])
    func onePlaceTellsThatTheDocumentIsForAnotherKind(line: String) throws {
        let text = operationText(
            """
                  responses: {'200': {description: fine}}
                  x-amazon-apigateway-integration:
                    type: aws_proxy
                    \(line)
                    uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations
            """)
        if line.contains("payload") {
            try check(text, ("1️⃣", "http-api-document"))
        } else {
            try check(text)
        }
    }

    @Test func anIntegrationOfAServiceIsOneErrorOnly() throws {
        try check(
            operationText(
                """
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: aws_proxy
                        1️⃣integrationSubtype: SQS-SendMessage
                        requestParameters: {QueueUrl: q, MessageBody: $request.body}
                """), ("1️⃣", "http-api-integration"), ("1️⃣", "http-api-document"))
    }

    @Test func conditionalAndUnknownSourcesAreNoMistakes() throws {
        let (api, log) = try lowerText(
            operationText(
                """
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        responses:
                          default:
                            statusCode: '200'
                            responseParameters:
                              method.response.header.A: !If [Live, "'a'", "'b'"]
                              method.response.header.B: !Ref Origin
                """))
        let sources = api.methods.first.map(\.method)?.integration?.responses[0]
            .responseParameters.map(\.source.value)
        #expect(sources == ["'a'"])
        #expect(log.diagnostics.map(\.id.rawValue) == ["value-known-at-deployment"])
    }

    @Test func samsNoneAsksForNothing() throws {
        try check(
            operationText(
                """
                      security: [{NONE: []}]
                      responses: {'200': {description: fine}}
                """))
    }
}
