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

    @Test func countsTheQuotaOfADayLessItsOffset() throws {
        var settings = RuntimeSettings()
        var plan = RuntimeSettings.UsagePlan(id: "basic")
        plan.stages = [RuntimeSettings.UsagePlan.APIStage(stage: "dev")]
        plan.quota = RuntimeSettings.UsagePlan.Quota(limit: 3, period: .day, offset: 1)
        plan.keys = [
            RuntimeSettings.APIKey(id: "k", value: "key-of-twenty-letters"),
            RuntimeSettings.APIKey(id: "off", value: "key-turned-off-today", isEnabled: false),
        ]
        settings.usagePlans = [plan]
        let root = """
            components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}
            """
        let harness = try Harness(
            mockAPI(["/books"], extra: "      security: [{key: []}]", root: root),
            settings: settings)
        let key = [("x-api-key", "key-of-twenty-letters")]
        #expect(harness.send("GET", "/dev/books").status == 403)
        #expect(
            harness.send("GET", "/dev/books", [("x-api-key", "key-turned-off-today")]).status == 403
        )
        #expect(harness.send("GET", "/dev/books", key).status == 200)
        #expect(harness.send("GET", "/dev/books", key).status == 200)
        let response = harness.send("GET", "/dev/books", key)
        #expect(response.status == 429)
        #expect(response.text == #"{"message":"Limit Exceeded"}"#)
        harness.advance(milliseconds: 86_400_000)
        #expect(harness.send("GET", "/dev/books", key).status == 200)
    }

    private static let proxied = """
        openapi: 3.0.1
        info: {title: Shelves, version: '1'}
        paths:
          /books:
            get:
              parameters: [{name: page, in: query, schema: {type: string}}]
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: GET
                uri: https://backend.example.com/books
                cacheKeyParameters: [method.request.querystring.page]
                requestParameters: {integration.request.querystring.page: method.request.querystring.page}
        """

    @Test func cachesByKeyParametersForTheTimeToLive() throws {
        var settings = RuntimeSettings()
        settings.stages[0].isCacheEnabled = true
        var method = RuntimeSettings.MethodSettings()
        method.cacheTTLSeconds = 60
        settings.stages[0].methodSettings["*/*"] = method
        let harness = try Harness(Self.proxied, settings: settings)
        #expect(harness.send("GET", "/dev/books?page=1").text == "from the backend")
        harness.advance(milliseconds: 59_999)
        #expect(harness.send("GET", "/dev/books?page=1&x=2").text == "from the backend")
        #expect(harness.calls.count == 1)
        _ = harness.send("GET", "/dev/books?page=2")
        #expect(harness.calls.count == 2)
        harness.advance(milliseconds: 1)
        _ = harness.send("GET", "/dev/books?page=1")
        #expect(harness.calls.count == 3)
    }

    @Test func letsNobodyBypassTheCacheWithoutLeave() throws {
        for (strategy, status, calls) in [
            (RuntimeSettings.MethodSettings.CacheControlStrategy.fail, 403, 1),
            (.succeedWithHeader, 200, 1), (.succeedWithoutHeader, 200, 1),
        ] {
            var settings = RuntimeSettings()
            settings.stages[0].isCacheEnabled = true
            var method = RuntimeSettings.MethodSettings()
            method.cacheControlStrategy = strategy
            settings.stages[0].methodSettings["*/*"] = method
            let harness = try Harness(Self.proxied, settings: settings)
            _ = harness.send("GET", "/dev/books")
            let response = harness.send("GET", "/dev/books", [("Cache-Control", "max-age=0")])
            #expect(response.status == status)
            #expect(harness.calls.count == calls)
        }
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
