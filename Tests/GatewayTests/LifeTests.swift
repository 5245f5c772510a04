import Settings
import Testing

@testable import Gateway

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

    /// The status is an integer, any integer; strings and fractions are none.
    @Test(arguments: [
        ("200", 200), ("0", 200), ("-1000", 200), ("'200'", 500), ("\"200\"", 500), ("200.0", 500),
        ("null", 500), ("[200]", 500), ("", 500),
    ])
    func mocksWantAnInteger(code: String, status: Int) throws {
        let template = "{\"statusCode\": \(code)}".replacing("'", with: "''")
        let yaml = mockAPI(["/books"]).replacing("{\"statusCode\": 200}", with: template)
        let response = try Harness(yaml).send("GET", "/dev/books")
        #expect(response.status == status)
        if status == 500 { #expect(response.text == #"{"message": "Internal server error"}"#) }
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

    /// Source: “Quotas for configuring and running a REST API”.
    @Test(arguments: [(EndpointType.edge, 8_192), (.private, 8_192), (.regional, 10_240)])
    func takesTargetsUpToTheEndpointsLimitAndNoMore(endpoint: EndpointType, limit: Int) throws {
        let policy = """
            x-amazon-apigateway-policy:
              Statement:
                - {Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*'}
            """
        let harness = try Harness(mockAPI(["/books"], root: policy), endpoint: endpoint)
        let start = "/dev/books?q="
        let target = start + String(repeating: "x", count: limit - start.utf8.count)
        #expect(harness.send("GET", target).status == 200)
        #expect(harness.send("GET", target + "x").status == 414)
    }

    @Test func decompressesRequestsWhetherOrNotItCompressesResponses() throws {
        let harness = try Harness(
            mockAPI(["/books"]).replacing("    get:", with: "    post:")
                .replacing("$context.resourcePath", with: "$input.path(''title'')"))
        func send(_ body: [UInt8], _ coding: String) -> Response {
            harness.send("POST", "/dev/books", [("Content-Encoding", coding)], body: body)
        }
        let text = Array(#"{"statusCode": 200}"#.utf8)
        for (body, coding, status) in [
            (text, "identity", 200), (text, "gzip", 415), (text, "br", 415),
            (Deflater.deflate(text, .gzip), "GZIP", 200),
            (Deflater.deflate(text, .zlib), "deflate", 200),
            (Deflater.deflate(text, .zlib), "gzip", 415),
        ] { #expect(send(body, coding).status == status, "\(coding)") }
        let zeros = [UInt8](repeating: 0x20, count: Exchange.maximumBodyCount + 1)
        #expect(send(Deflater.deflate(Array(zeros.dropLast()), .gzip), "gzip").status == 200)
        #expect(send(Deflater.deflate(zeros, .gzip), "gzip").status == 413)
    }

    /// A gateway that is replaced must not stay: exchanges that wait to be used again know theirs.
    @Test func aRetiredWorkerGoesWithItsLastExchange() throws {
        weak var gateway: Gateway?
        do {
            let worker = try Harness(mockAPI(["/books"])).worker
            gateway = worker.gateway
            let (idle, busy) = (worker.makeExchange(), worker.makeExchange())
            worker.recycle(idle)
            worker.retire()
            #expect(gateway != nil)
            worker.recycle(busy)
        }
        #expect(gateway == nil)
    }

    /// Exchanges are used again: what one knew of its caller must not reach the next.
    @Test func forgetsWhoCalledBefore() throws {
        var yaml = "openapi: 3.0.1\ninfo: {title: Shelves, version: '1'}\npaths:\n"
        for (path, kind) in [("/own", "AWS_IAM"), ("/open", "NONE")] {
            yaml += """
                  \(path):
                    get:
                      x-amazon-apigateway-auth: { type: \(kind) }
                      responses: { "200": { description: who } }
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: { application/json: '{"statusCode": 200}' }
                        responses:
                          default:
                            statusCode: "200"
                            responseTemplates:
                              application/json: "$!context.identity.userArn|$!context.identity.accountId"

                """
        }
        let harness = try Harness(yaml)
        var identity = AssumedIdentity()
        identity.callerARN = "arn:aws:iam::123456789012:user/anna"
        identity.accountID = "123456789012"
        for _ in 0..<3 {
            harness.mode = .assuming(identity)
            let own = harness.send("GET", "/dev/own")
            #expect(own.text == "arn:aws:iam::123456789012:user/anna|123456789012")
            harness.mode = .deployed
            #expect(harness.send("GET", "/dev/open").text == "|")
            #expect(harness.send("GET", "/dev/own").status == 403)
        }
    }

    @Test func takesAHeadOverWithoutCopyingItsFields() {
        let head = Array("GET / HTTP/1.1\r\nA:b c\r\nHost: d\r\n\r\n".utf8)
        var fields = HeaderFields([("X", "left from before")])
        fields.begin(head.span, fieldCount: 2)
        fields.add(name: 16..<17, value: 18..<21)
        fields.add(name: 23..<27, value: 29..<30)
        #expect(fields.pairs.map { "\($0.name)=\($0.value)" } == ["A=b c", "Host=d"])
        #expect(fields.lineByteCount == 8 + 9)
        #expect(fields.last("HOST").map(Array.init) == Array("d".utf8))
        fields.remove("a".utf8)
        #expect(fields.lineByteCount == 9)
        fields.append("B".utf8, "e".utf8)
        #expect(fields.pairs.map { "\($0.name)=\($0.value)" } == ["Host=d", "B=e"])
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

    @Test func tellsTemplatesOfTheClientsCertificate() throws {
        let harness = try Harness(
            mockAPI(["/books"]).replacing(
                "$context.resourcePath",
                with: "$context.identity.clientCert.subjectDN "
                    + "$context.identity.clientCert.validity.notAfter $context.identity.vpceId"))
        harness.client.vpcEndpointID = "vpce-1"
        harness.client.tls = Request.TLS(
            version: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256",
            certificate: Request.ClientCertificate(
                pem: "PEM", subjectDN: "CN=reader", issuerDN: "CN=authority", serialNumber: "17",
                notBefore: "Jan  1 2026", notAfter: "Jan  1 2027"))
        #expect(
            harness.send("GET", "/dev/books").text
                == #"{"path": "CN=reader Jan  1 2027 vpce-1"}"#)
    }

    @Test(arguments: [
        (20_480, 200, ""), (20_481, 413, ""), (8_000, 200, "PRIVATE"), (8_001, 413, "PRIVATE"),
    ])
    func takesFieldsUpToALimitAndNoMore(count: Int, status: Int, endpoint: String) throws {
        var yaml = mockAPI(["/books"])
        if endpoint == "PRIVATE" {
            yaml = mockAPI(
                ["/books"],
                root: """
                    x-amazon-apigateway-endpoint-configuration: {vpcEndpointIds: [vpce-0123456789abcdef0]}
                    x-amazon-apigateway-policy:
                      Statement:
                        - {Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: 'execute-api:/*'}
                    """)
        }
        let harness = try Harness(yaml)
        // `Host: abcdefghij.example.com` and the line end are 30 bytes, `X: ` and its end are 5.
        let value = String(repeating: "x", count: count - 35)
        let response = harness.send("GET", "/dev/books", [("X", value)])
        #expect(response.status == status)
    }

    @Test(arguments: [(1_600, 200), (1_601, 414)])
    func takesMethodARNsUpToALimitAndNoMore(count: Int, status: Int) throws {
        let harness = try Harness(
            mockAPI(["/{proxy+}"], extra: "      x-amazon-apigateway-auth: {type: AWS_IAM}"))
        var identity = AssumedIdentity()
        identity.callerARN = "arn:aws:iam::123456789012:user/reader"
        harness.mode = .assuming(identity)
        let start = "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/dev/GET/"
        let path = String(repeating: "x", count: count - start.utf8.count)
        #expect(harness.send("GET", "/dev/\(path)").status == status)
    }

    /// The best-liked coding must be one that the gateway has.
    @Test(arguments: [
        ("gzip", "gzip"), ("deflate", "deflate"), ("gzip, deflate, br", "gzip"),
        ("br, gzip", "gzip"),
        ("br;q=1.0, gzip;q=0.5", nil), ("gzip;q=0.5, br;q=0.4", "gzip"), ("GZIP", "gzip"),
        ("identity, *;q=0.5", nil), ("gzip;q=0", nil), ("*", nil), ("br", nil), ("", nil),
        ("deflate;q=0.9, gzip;q=0.8", "deflate"), ("*;q=1, gzip;q=0.2", "gzip"),
    ])
    func compressesAsTheClientLikesBest(accepted: String, coding: String?) throws {
        let harness = try Harness(
            mockAPI(["/books"], root: "x-amazon-apigateway-minimum-compression-size: 0"))
        let response = harness.send("GET", "/dev/books", [("Accept-Encoding", accepted)])
        #expect(response.field("content-encoding") == coding)
    }

    /// A type that is set stands for itself, one that is not for its class.
    @Test func setsGatewayResponsesOneByOne() throws {
        let harness = try Harness(
            mockAPI(
                ["/books"],
                root: """
                    x-amazon-apigateway-gateway-responses:
                      DEFAULT_4XX:
                        statusCode: 418
                        responseParameters: {gatewayresponse.header.X-Of: "'class'"}
                        responseTemplates: {text/plain: 'class $context.error.responseType'}
                      MISSING_AUTHENTICATION_TOKEN:
                        responseParameters: {gatewayresponse.header.X-Own: "'type'"}
                    """))
        let own = harness.send("GET", "/dev/pens")
        #expect(own.status == 403)
        #expect(own.text == #"{"message":"Missing Authentication Token"}"#)
        #expect(own.field("x-own") == "type" && own.field("x-of") == nil)
        let filler = String(repeating: "x", count: 20_480)
        let general = harness.send("GET", "/dev/books", [("X-Filler", filler)])
        #expect(general.status == 418)
        #expect(general.text == "class REQUEST_TOO_LARGE")
        #expect(general.field("x-of") == "class")
        #expect(general.field("content-type") == "text/plain")
    }

    @Test func filtersBeforeItMeasures() throws {
        var settings = RuntimeSettings()
        settings.deniedSources = ["127.0.0.0/8"]
        let harness = try Harness(mockAPI(["/books"]), settings: settings)
        let filler = String(repeating: "x", count: 20_480)
        let response = harness.send("GET", "/dev/books", [("X-Filler", filler)])
        #expect(response.status == 403)
        #expect(response.text == #"{"message":"Forbidden"}"#)
    }

    @Test func givesABackend29SecondsUnlessToldOtherwise() throws {
        for (setting, milliseconds) in [("", 29_000), (", timeoutInMillis: 50", 50)] {
            let harness = try Harness(
                """
                openapi: 3.0.1
                info: {title: Shelves, version: '1'}
                paths:
                  /books:
                    get:
                      responses: {'200': {description: ok}}
                      x-amazon-apigateway-integration:
                        {type: http_proxy, httpMethod: GET, uri: 'https://backend.example.com/books'\(setting)}
                """)
            harness.result = .timedOut
            let response = harness.send("GET", "/dev/books")
            #expect(harness.backendCalls.first?.timeoutMilliseconds == milliseconds)
            #expect(response.status == 504)
            #expect(response.text == #"{"message": "Endpoint request timed out"}"#)
            #expect(response.field("x-amzn-errortype") == "InternalServerErrorException")
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
