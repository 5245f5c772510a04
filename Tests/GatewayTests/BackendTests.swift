import Gateway
import Testing

/// Calls of HTTP endpoints, what the log says of them, and what becomes of failures.
@Suite struct BackendTests {
    private func harness(
        type: String = "http_proxy", uri: String = "https://backend.example.com/books",
        settings: RuntimeSettings = RuntimeSettings()
    ) throws -> Harness {
        let verbs = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]
        var yaml = "openapi: 3.0.1\ninfo: {title: Shelves, version: '1'}\npaths:\n  /books:\n"
        for verb in verbs {
            yaml += """
                    \(verb.lowercased()):
                      responses: {'200': {description: ok}}
                      x-amazon-apigateway-integration:
                        type: \(type)
                        httpMethod: \(verb)
                        uri: '\(uri)'
                        responses: {default: {statusCode: '200'}}

                """
        }
        return try Harness(yaml, settings: settings)
    }

    @Test(arguments: [
        ("GET", ""), ("HEAD", ""), ("OPTIONS", ""), ("POST", "b"), ("PUT", "b"), ("PATCH", "b"),
        ("DELETE", "b"),
    ])
    func sendsNoBodyWithMethodsThatHaveNone(verb: String, body: String) throws {
        for type in ["http", "http_proxy"] {
            let harness = try harness(type: type)
            _ = harness.send(verb, "/dev/books", body: Array("b".utf8))
            let call = try #require(harness.backendCalls.first)
            #expect(String(decoding: call.method, as: UTF8.self) == verb)
            #expect(String(decoding: call.body, as: UTF8.self) == body)
        }
    }

    @Test(arguments: [
        (CallResult.Failure.invalidEndpoint, 500, "Internal server error"),
        (.unreachable, 500, "Internal server error"),
        (.network, 504, "Network error communicating with endpoint"),
        (.tooLarge, 500, "Internal server error"),
    ])
    func answersForABackendThatFails(
        failure: CallResult.Failure, status: Int, message: String
    ) throws {
        let harness = try harness()
        harness.result = .failed(failure)
        let response = harness.send("GET", "/dev/books")
        #expect(response.status == status)
        #expect(response.text == #"{"message": "\#(message)"}"#)
        #expect(response.field("x-amzn-errortype") == "InternalServerErrorException")
    }

    @Test(arguments: ["ftp://backend.example.com/", "https:///books", "https://a b/"])
    func callsNoInvalidEndpoint(uri: String) throws {
        var settings = RuntimeSettings()
        var method = RuntimeSettings.MethodSettings()
        method.logLevel = .error
        settings.stages[0].methodSettings["*/*"] = method
        settings.stages[0].variables["uri"] = uri
        let harness = try harness(uri: "${stageVariables.uri}", settings: settings)
        let response = harness.send("GET", "/dev/books")
        #expect(response.status == 500)
        #expect(harness.backendCalls.isEmpty)
        #expect(
            lines(harness) == [
                "Execution failed due to configuration error: Invalid endpoint address",
                "Method completed with status: 500",
            ])
    }

    /// The execution log without the ids in front.
    private func lines(_ harness: Harness) -> [String] {
        harness.record.executionLog.map { String($0.text.drop { $0 != " " }.dropFirst()) }
    }

    @Test func logsACallInAWSsWords() throws {
        var settings = RuntimeSettings()
        var method = RuntimeSettings.MethodSettings()
        method.logLevel = .info
        method.isDataTraceEnabled = true
        settings.stages[0].methodSettings["*/*"] = method
        let harness = try harness(type: "http", settings: settings)
        _ = harness.send("POST", "/dev/books?a=1", body: Array("{}".utf8))
        let starts = [
            "Starting execution for request: ", "HTTP Method: POST, Resource Path: /books",
            "Method request path: {}", "Method request query string: {a=1}",
            "Method request headers: {", "Method request body before transformations: {}",
            "Endpoint request URI: https://backend.example.com/books",
            "Endpoint request headers: {",
            "Endpoint request body after transformations: {}",
            "Sending request to https://backend.example.com/books",
            "Received response. Status: 200, Integration latency: 0 ms",
            "Endpoint response headers: {Content-Type=text/plain}",
            "Endpoint response body before transformations: from the backend",
            "Method response body after transformations: from the backend",
            "Method response headers: {", "Successfully completed execution",
            "Method completed with status: 200",
        ]
        let found = lines(harness).drop { !$0.hasPrefix("Starting") }
        #expect(found.count == starts.count)
        for (line, start) in zip(found, starts) { #expect(line.hasPrefix(start), "\(line)") }
    }

    @Test func callsALinksTarget() throws {
        let yaml = """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            paths:
              /books:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: http_proxy
                    httpMethod: GET
                    connectionType: VPC_LINK
                    connectionId: link1
                    uri: 'http://shelf.example.com/books?a=1'
            """
        var settings = RuntimeSettings()
        settings.vpcLinks = ["link1": "http://10.0.0.7:8080/"]
        let harness = try Harness(yaml, settings: settings)
        #expect(harness.send("GET", "/dev/books").status == 200)
        #expect(harness.calls == ["http://10.0.0.7:8080/books?a=1"])
        #expect(
            harness.backendCalls.first?.headers.last("host").map(Array.init)
                == Array("shelf.example.com".utf8))
        #expect(try Harness(yaml).send("GET", "/dev/books").status == 500)
    }
}
