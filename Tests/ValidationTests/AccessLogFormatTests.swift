import Diagnostics
import Testing
import Validation

@Suite struct AccessLogFormatTests {
    @Test(arguments: [
        (
            "$context.status",
            ["the access log of stage 'prod' does not say which request a line is about"]
        ),
        (
            "$context.requestId $context.resourcepath",
            ["there is no context variable 'resourcepath'"]
        ),
        ("$context.requestId", []),
        ("{\"id\":\"$context.extendedRequestId\",\"key\":\"$context.identity.apiKeyId\"}", []),
    ])
    func wantsARequestsIdentifierAndKnownVariables(format: String, expected: [String]) {
        let settings = """
            stages:
              prod:
                accessLogSettings: { destination: stdout, format: '\(format)' }

            """
        let found = findings(in: document, settings: settings).filter {
            $0.id == AccessLogFormat.id
        }
        #expect(found.map(\.message) == expected)
        #expect(found.allSatisfy { $0.range.file.rawValue == 1 })
    }

    private let document = #"""
        openapi: 3.0.1
        info: {title: t, version: '1'}
        paths:
          /pets:
            get:
              responses: {'200': {description: fine}}
              x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{"statusCode": 200}'}, responses: {default: {statusCode: '200'}}}

        """#
}
