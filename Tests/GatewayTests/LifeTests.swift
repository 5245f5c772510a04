import Gateway
import Testing

/// The steps of a request and the limits on the way.
@Suite struct LifeTests {
    @Test func answersAMock() throws {
        let response = try Harness(mockAPI(["/books/{id}"])).send("GET", "/dev/books/1")
        #expect(response.status == 200)
        #expect(response.text == #"{"path": "/books/{id}"}"#)
        #expect(response.field("content-type") == "application/json")
        #expect(response.field("x-amzn-requestid")?.count == 36)
        #expect(response.field("x-amzn-trace-id") == nil)
    }

    @Test func forbidsUnknownStagesAndMissesUnknownRoutes() throws {
        let harness = try Harness(mockAPI(["/books"]))
        let stage = harness.send("GET", "/prod/books")
        #expect(stage.status == 403)
        #expect(stage.text == #"{"message":"Forbidden"}"#)
        for (method, path) in [
            ("GET", "/dev/pens"), ("POST", "/dev/books"), ("HEAD", "/dev/books"),
        ] {
            let response = harness.send(method, path)
            #expect(response.field("x-amzn-errortype") == "MissingAuthenticationTokenException")
        }
    }

    @Test func filtersDeniedSources() throws {
        var settings = RuntimeSettings()
        settings.deniedSources = ["203.0.113.0/24", "2001:db8::/32"]
        let harness = try Harness(mockAPI(["/books"]), settings: settings)
        for (address, status) in [
            ("203.0.113.255", 403), ("203.0.114.0", 200), ("::ffff:203.0.113.9", 403),
            ("2001:db8:ffff::1", 403), ("2001:db9::1", 200),
        ] {
            harness.client.address = Array(address.utf8)
            #expect(harness.send("GET", "/dev/books").status == status, "\(address)")
        }
    }

    @Test func takesBodiesOfTenMegabytesAndNoMore() throws {
        let harness = try Harness(mockAPI(["/books"]))
        let limit = Exchange.maximumBodyCount
        let body = [UInt8](repeating: 0x20, count: limit + 1)
        #expect(harness.send("GET", "/dev/books", body: Array(body.dropLast())).status == 200)
        let response = harness.send("GET", "/dev/books", body: body)
        #expect(response.status == 413)
        #expect(response.text == #"{"message":"Request Too Long"}"#)
    }

    @Test func takesTargetsOf10240BytesAndNoMore() throws {
        let harness = try Harness(mockAPI(["/books"]))
        let target = "/dev/books?q=" + String(repeating: "x", count: 10_240 - 13)
        #expect(harness.send("GET", target).status == 200)
        #expect(harness.send("GET", target + "x").status == 414)
    }

    @Test func throttlesAtTheBurstAndRefills() throws {
        var settings = RuntimeSettings()
        var method = RuntimeSettings.MethodSettings()
        method.rateLimit = 2
        method.burstLimit = 3
        settings.stages[0].methodSettings["*/*"] = method
        let harness = try Harness(mockAPI(["/books"]), settings: settings)
        for _ in 0..<3 { #expect(harness.send("GET", "/dev/books").status == 200) }
        #expect(harness.send("GET", "/dev/books").status == 429)
        harness.advance(milliseconds: 499)
        #expect(harness.send("GET", "/dev/books").status == 429)
        harness.advance(milliseconds: 1)
        #expect(harness.send("GET", "/dev/books").status == 200)
    }

    @Test func compressesFromTheMinimumSizeOn() throws {
        // The body is `{"path": "/books"}`, 18 bytes.
        for (size, isCompressed) in [(18, true), (19, false)] {
            let harness = try Harness(
                mockAPI(["/books"], root: "x-amazon-apigateway-minimum-compression-size: \(size)"))
            let response = harness.send("GET", "/dev/books", [("Accept-Encoding", "gzip")])
            #expect((response.field("content-encoding") == "gzip") == isCompressed)
            let star = harness.send("GET", "/dev/books", [("Accept-Encoding", "*")])
            #expect(star.field("content-encoding") == nil)
        }
    }

    @Test func neverSplitsAResponseByAValue() throws {
        let yaml = mockAPI(["/books"]).replacing(
            "statusCode: '200'\n",
            with: "statusCode: '200'\n            responseParameters: "
                + "{method.response.header.X-Name: integration.response.header.name}\n")
        let harness = try Harness(yaml)
        let response = harness.send("GET", "/dev/books?name=a%0d%0aSet-Cookie:%20b")
        #expect(!response.headers.bytes.contains(13))
    }
}
