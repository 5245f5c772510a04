import Gateway
import JSON
import Settings
import Testing

/// What an edge-optimized endpoint does to requests on their way to an API.
@Suite struct EdgeTests {
    private let yaml = """
        openapi: 3.0.1
        info: {title: Cookies, version: '1'}
        paths:
          /jar:
            get:
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:jar/invocations
        """

    private func cookies(
        _ headers: [(String, String)], endpoint: EndpointType = .edge
    ) throws -> [String: String] {
        let harness = try Harness(yaml, endpoint: endpoint)
        harness.functions["jar"] = Array(#"{"statusCode": 200}"#.utf8)
        _ = harness.send("GET", "/dev/jar", headers)
        let event = try #require(harness.events.first)
        var found: [String: String] = [:]
        for member in event["headers"]?.objectValue?.members ?? []
        where member.key.lowercased() == "cookie" {
            found[member.key] = member.value.stringValue
        }
        return found
    }

    @Test func sortsCookiesByTheirNames() throws {
        #expect(
            try cookies([("cookie", "b=2; a=1;c; a=0")]) == ["Cookie": "a=1; a=0; b=2; c"])
        #expect(
            try cookies([("Cookie", "z=1"), ("X-A", "1"), ("cookie", "y=2")])
                == ["Cookie": "y=2; z=1"])
        #expect(try cookies([("X-A", "1")]) == [:])
    }

    @Test func leavesThemAsTheyAreElsewhere() throws {
        #expect(
            try cookies([("cookie", "b=2; a=1")], endpoint: .regional) == ["cookie": "b=2; a=1"])
    }
}
