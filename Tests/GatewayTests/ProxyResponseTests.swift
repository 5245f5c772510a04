import Gateway
import Testing

/// What becomes of the answers of functions behind a proxy integration.
@Suite struct ProxyResponseTests {
    private func harness(_ httpMethod: String = "POST") throws -> Harness {
        try Harness(
            """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            paths:
              /books:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: aws_proxy
                    httpMethod: \(httpMethod)
                    uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:books/invocations'
            """)
    }

    private func send(_ payload: String, isError: Bool = false) throws -> Response {
        let harness = try harness()
        harness.functions["books"] = Array(payload.utf8)
        harness.functionError = isError
        return harness.send("GET", "/dev/books")
    }

    @Test(arguments: [
        (#"{"statusCode": 200}"#, 200), (#"{"headers": {"a": "b"}}"#, 200), ("{}", 200),
        (#"{"statusCode": "201"}"#, 201), (#"{"statusCode": 599}"#, 599),
        (#"{"statusCode": 200, "headers": null, "multiValueHeaders": null, "body": null}"#, 200),
        (#"{"statusCode": "test"}"#, 502), (#"{"statusCode": 600}"#, 502),
        (#"{"statusCode": 99}"#, 502), (#"{"statusCode": 200.5}"#, 502),
        (#"{"statusCode": 200, "unknown": 1}"#, 502), (#""text""#, 502), ("text", 502),
        ("[]", 502), ("", 502), (#"{"statusCode": 200, "headers": []}"#, 502),
        (#"{"statusCode": 200, "multiValueHeaders": {"a": "b"}}"#, 502),
        (#"{"statusCode": 200, "headers": {"a": ["b"]}}"#, 502),
        (#"{"statusCode": 200, "body": {}}"#, 502),
        (#"{"statusCode": 200, "headers": {"a": "b\r\nc: d"}}"#, 502),
        (#"{"statusCode": 200, "headers": {"a b": "c"}}"#, 502),
    ])
    func wantsTheFormOfAResponseAndNothingElse(payload: String, status: Int) throws {
        let response = try send(payload)
        #expect(response.status == status)
        if status == 502 {
            #expect(response.text == #"{"message": "Internal server error"}"#)
            #expect(response.field("x-amzn-errortype") == "InternalServerErrorException")
        }
    }

    @Test func answers502WhereTheFunctionFails() throws {
        let payload = #"{"statusCode": 200, "errorMessage": "no"}"#
        #expect(try send(payload, isError: true).status == 502)
        #expect(try send(payload).status == 502)
    }

    @Test func answers500WhereTheFunctionMayNotBeCalled() throws {
        let harness = try harness()
        harness.result = .failed(.permission)
        let response = harness.send("GET", "/dev/books")
        #expect(response.status == 500)
        #expect(response.text == #"{"message": "Internal server error"}"#)
        // Functions are called by POST, whatever the method.
        let other = try self.harness("GET")
        #expect(other.send("GET", "/dev/books").status == 500)
        #expect(other.calls.isEmpty)
    }

    @Test func answers502WhereTheCallIsRefused() throws {
        let harness = try harness()
        harness.result = .response(
            status: 429, headers: HeaderFields(), body: Array(#"{"Reason": "x"}"#.utf8))
        #expect(harness.send("GET", "/dev/books").status == 502)
    }

    @Test func setsTheTypeOfWhatHasNone() throws {
        #expect(try send(#"{"body": "a"}"#).field("content-type") == "application/json")
        #expect(
            try send(#"{"body": "a", "headers": {"content-type": "text/plain"}}"#).headers.pairs
                .filter { $0.name.lowercased() == "content-type" }.map(\.value) == ["text/plain"])
    }

    @Test func sendsTheValuesOfBothMaps() throws {
        let response = try send(
            #"{"headers": {"x-a": "3", "B": true, "N": 1}, "multiValueHeaders": {"X-A": ["1", "2"]}}"#
        )
        let pairs = response.headers.pairs
        #expect(pairs.filter { $0.name.lowercased() == "x-a" }.map(\.value) == ["1", "2", "3"])
        #expect(response.field("b") == "true")
        #expect(response.field("n") == "1")
    }
}
