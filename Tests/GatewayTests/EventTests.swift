import JSON
import Testing

@testable import Gateway

/// Events of functions behind a proxy, and what becomes of their answers.
@Suite struct EventTests {
    private func harness(root: String = "") throws -> Harness {
        let harness = try Harness(
            """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            \(root)
            paths:
              /books/{id}:
                x-amazon-apigateway-any-method:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: aws_proxy
                    httpMethod: POST
                    uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:books/invocations'
            """)
        harness.functions["books"] = Array(#"{"statusCode": 200, "body": "fine"}"#.utf8)
        return harness
    }

    @Test func tellsOfRepeatedNamesOnceWithTheirLastValueAndAll() throws {
        let harness = try harness()
        _ = harness.send(
            "GET", "/dev/books/1?a=1&b=%20x+y&a=2&c",
            [("X-Shelf", "1"), ("Accept", "*/*"), ("x-shelf", "2"), ("authorization", "me")])
        let event = try #require(harness.events.first)
        #expect(event["headers"]?["X-Shelf"] == "2")
        #expect(event["headers"]?["x-shelf"] == nil)
        #expect(event["multiValueHeaders"]?["X-Shelf"] == ["1", "2"])
        #expect(event["multiValueHeaders"]?["Accept"] == ["*/*"])
        #expect(event["headers"]?["Authorization"] == "me")
        #expect(event["queryStringParameters"] == ["a": "2", "b": " x y", "c": ""])
        #expect(
            event["multiValueQueryStringParameters"] == [
                "a": ["1", "2"], "b": [" x y"], "c": [""],
            ])
        #expect(event["pathParameters"] == ["id": "1"])
        #expect(event["requestContext"]?["path"] == "/dev/books/1")
        #expect(event["requestContext"]?["requestTime"] == "03/Feb/2026:04:05:06 +0000")
        #expect(event["requestContext"]?["identity"]?["userArn"] == .null)
        #expect(event["body"] == .null)
        harness.advance(milliseconds: 1000)
        _ = harness.send("GET", "/dev/books/1")
        #expect(harness.events[1]["queryStringParameters"] == .null)
        #expect(harness.events[1]["multiValueQueryStringParameters"] == .null)
        #expect(
            harness.events[1]["requestContext"]?["requestTime"] == "03/Feb/2026:04:05:07 +0000")
    }

    /// Slashes before the stage count as one, those after it stay in the context's path.
    @Test(arguments: [
        ("/dev/books/1", "/dev/books/1", "/books/1"),
        ("///dev/books/1", "/dev/books/1", "/books/1"),
        ("/dev//books/1", "/dev//books/1", "/books/1"),
        ("/dev/books/1/", "/dev/books/1/", "/books/1/"),
    ])
    func tellsThePathAsItCame(target: String, contextPath: String, path: String) throws {
        let harness = try harness()
        #expect(harness.send("GET", target).status == 200)
        #expect(harness.events.first?["requestContext"]?["path"] == .string(contextPath))
        #expect(harness.events.first?["path"] == .string(path))
    }

    @Test func hidesFieldsOfTheConnection() throws {
        let harness = try harness()
        _ = harness.send(
            "GET", "/dev/books/1",
            [
                ("Connection", "close"), ("TE", "trailers"), ("X-Forwarded-Proto", "gopher"),
                ("X-Forwarded-For", "192.0.2.1"), ("Via", "1.1 a"),
            ])
        let headers = try #require(harness.events.first?["headers"])
        #expect(headers["Connection"] == nil)
        #expect(headers["TE"] == nil)
        #expect(headers["Via"] == "1.1 a")
        #expect(headers["X-Forwarded-Proto"] == "http")
        #expect(headers["X-Forwarded-For"] == "192.0.2.1, 127.0.0.1")
    }

    @Test func carriesEveryTextInEveryPlace() throws {
        let harness = try harness()
        for special in ["\"", "\\", "\n", "\u{1}", "\u{7f}", "é", "日本", "𝄞"] {
            for before in 0..<18 {
                let text = String(repeating: "a", count: before) + special + "bc"
                _ = harness.send("POST", "/dev/books/1", body: Array(text.utf8))
                #expect(harness.events.last?["body"] == .string(text))
            }
        }
        _ = harness.send("POST", "/dev/books/1", body: [0x61, 0xff, 0x62])
        #expect(harness.events.last?["body"] == "a\u{fffd}b")
    }

    @Test func answersTheWholeTraceOfAFunction() throws {
        let harness = try harness()
        func trace(_ given: String?) -> String {
            harness.send("GET", "/dev/books/1", given.map { [("X-Amzn-Trace-Id", $0)] } ?? [])
                .field("x-amzn-trace-id") ?? ""
        }
        let root = "Root=1-3152b799-8954dae64eda91bc9a23a7e8"
        #expect(trace("\(root);Parent=7fa8c0f79203be72;Sampled=1").hasSuffix("72;Sampled=1"))
        #expect(
            trace("\(root);Parent=7fa8c0f79203be72") == "\(root);Parent=7fa8c0f79203be72;Sampled=1")
        let completed = trace(root).split(separator: ";")
        #expect(completed.count == 3)
        #expect(completed[0] == root)
        #expect(completed[1].hasPrefix("Parent=") && completed[1].utf8.count == 23)
        #expect(completed[2] == "Sampled=0")
        #expect(trace(nil).hasPrefix("Root=1-698173"))
        // The function itself gets what the client sent.
        #expect(harness.events[2]["headers"]?["X-Amzn-Trace-Id"] == .string(root))
    }

    @Test func takesTheClientsRequestIdIfItIsAUUID() throws {
        let harness = try harness()
        let id = "3F2504E0-4f89-41d3-9a0c-0305e82c3301"
        let response = harness.send("GET", "/dev/books/1", [("x-amzn-RequestId", id)])
        #expect(response.field("x-amzn-requestid") == id)
        #expect(harness.events.last?["requestContext"]?["requestId"] == .string(id))
        for other in ["", "7", id + "0", id.replacing("-", with: "_"), "g" + id.dropFirst()] {
            let found = harness.send("GET", "/dev/books/1", [("x-amzn-RequestId", other)])
                .field("x-amzn-requestid")
            #expect(found?.count == 36 && found != id && found != other)
        }
    }
}
