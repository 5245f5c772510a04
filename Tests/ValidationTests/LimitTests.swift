import Diagnostics
import Testing

/// API Gateway's limits on a description, each at the limit and one past it.
@Suite struct LimitTests {
    private func reports(_ id: String, _ text: String) -> Bool {
        findings(in: text).contains { $0.id.rawValue == id }
    }

    private func document(_ paths: String, _ more: String = "") -> String {
        "openapi: 3.0.1\ninfo: {title: t, version: '1'}\n\(more)\npaths:\n\(paths)"
    }

    private func mock(_ path: String, _ template: String = "{\"statusCode\": 200}") -> String {
        """
          \(path):
            get:
              responses: {'200': {description: fine}}
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: {application/json: '\(template)'}
                responses: {default: {statusCode: '200'}}

        """
    }

    @Test(arguments: [(49, true), (50, false), (29_000, false), (29_001, true)])
    func timeouts(milliseconds: Int, isReported: Bool) {
        let text = document(
            """
              /a:
                get:
                  responses: {'200': {description: fine}}
                  x-amazon-apigateway-integration:
                    type: http_proxy
                    httpMethod: GET
                    uri: https://a.example.com/
                    timeoutInMillis: \(milliseconds)
            """)
        #expect(reports("integration-timeout", text) == isReported)
    }

    /// The root is a resource too.
    @Test(arguments: [(299, false), (300, true)])
    func resources(paths: Int, isReported: Bool) {
        let text = document((0..<paths).map { mock("/a\($0)") }.joined())
        #expect(reports("quota", text) == isReported)
    }

    @Test(arguments: [(10, false), (11, true)])
    func authorizers(count: Int, isReported: Bool) {
        let schemes = (0..<count).map { index in
            """
                guard\(index):
                  type: apiKey
                  name: X-Token
                  in: header
                  x-amazon-apigateway-authtype: custom
                  x-amazon-apigateway-authorizer:
                    type: token
                    authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:guard/invocations'

            """
        }
        let more = "components:\n  securitySchemes:\n" + schemes.joined()
        #expect(reports("quota", document(mock("/a"), more)) == isReported)
    }

    @Test(arguments: [(307_200, false), (307_201, true)])
    func templates(size: Int, isReported: Bool) {
        let opening = "{\"statusCode\": 200, \"a\": \""
        let filler = String(repeating: "x", count: size - opening.utf8.count - 2)
        let text = document(mock("/a", "\(opening)\(filler)\"}"))
        #expect(reports("quota", text) == isReported)
    }

    /// The policy's own text is `{"Statement":[…]}`; what fills it up is the resource.
    @Test(arguments: [(8_192, false), (8_193, true)])
    func policies(size: Int, isReported: Bool) {
        func policy(_ resource: String) -> String {
            #"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"\#(resource)"}]}"#
        }
        let filler = String(repeating: "r", count: size - policy("").utf8.count)
        let text = document(mock("/a"), "x-amazon-apigateway-policy: \(policy(filler))")
        #expect(reports("quota", text) == isReported)
    }

    @Test(arguments: [(-1, true), (0, false), (10_485_760, false), (10_485_761, true)])
    func compression(size: Int, isReported: Bool) {
        let more = "x-amazon-apigateway-minimum-compression-size: \(size)"
        #expect(reports("minimum-compression-size", document(mock("/a"), more)) == isReported)
    }

    @Test(arguments: [(-1, true), (0, false), (3_600, false), (3_601, true)])
    func authorizerTimes(seconds: Int, isReported: Bool) {
        let more = """
            components:
              securitySchemes:
                guard:
                  type: apiKey
                  name: X-Token
                  in: header
                  x-amazon-apigateway-authtype: custom
                  x-amazon-apigateway-authorizer:
                    type: token
                    authorizerResultTtlInSeconds: \(seconds)
                    authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:guard/invocations'
            """
        #expect(reports("authorizer-ttl", document(mock("/a"), more)) == isReported)
    }
}
