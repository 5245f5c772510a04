import Foundation
import Gateway
import JSON
import Settings
import Testing

/// Access logs and execution logs.
@Suite struct LogTests {
    private func harness(
        format: String? = nil, level: RuntimeSettings.MethodSettings.LogLevel = .off,
        traced: Bool = false, yaml: String = mockAPI(["/books/{id}"]),
        _ change: (inout RuntimeSettings) -> Void = { _ in }
    ) throws -> Harness {
        var settings = RuntimeSettings()
        settings.stages[0].accessLogFormat = format
        var method = RuntimeSettings.MethodSettings()
        method.logLevel = level
        method.isDataTraceEnabled = traced
        settings.stages[0].methodSettings["*/*"] = method
        change(&settings)
        return try Harness(yaml, settings: settings)
    }

    private func accessLog(_ harness: Harness) -> String {
        String(decoding: harness.record.accessLog, as: UTF8.self)
    }

    @Test func writesTheConsolesFormats() throws {
        let ids = #"([0-9a-f-]{36}) ([A-Za-z0-9_-]{15}=)"#
        for (preset, pattern) in [
            (
                AccessLogPreset.clf,
                #"127\.0\.0\.1 - - \[03/Feb/2026:04:05:06 \+0000\] "GET /books/\{id\} HTTP/1\.1" 200 23 "#
                    + ids
            ),
            (
                .csv,
                #"127\.0\.0\.1,-,-,03/Feb/2026:04:05:06 \+0000,GET,/books/\{id\},HTTP/1\.1,200,23,"#
                    + ids.replacing(") (", with: "),(")
            ),
            (
                .json,
                #"\{"requestId":"[0-9a-f-]{36}","extendedRequestId":"[^"]{16}","ip":"127\.0\.0\.1","caller":"-","user":"-","requestTime":"03/Feb/2026:04:05:06 \+0000","httpMethod":"GET","resourcePath":"/books/\{id\}","status":"200","protocol":"HTTP/1\.1","responseLength":"23"\}"#
            ),
            (
                .xml,
                #"<request id="[0-9a-f-]{36}"><extendedRequestId>[^<]{16}</extendedRequestId><ip>127\.0\.0\.1</ip><caller>-</caller><user>-</user><requestTime>03/Feb/2026:04:05:06 \+0000</requestTime><httpMethod>GET</httpMethod><resourcePath>/books/\{id\}</resourcePath><status>200</status><protocol>HTTP/1\.1</protocol><responseLength>23</responseLength></request>"#
            ),
        ] {
            let harness = try harness(format: preset.format)
            _ = harness.send("GET", "/dev/books/7")
            let line = accessLog(harness)
            let expression = try Regex(pattern)
            #expect(line.wholeMatch(of: expression) != nil, "\(line)")
        }
    }

    @Test(arguments: [
        ("accountId", "123456789012"), ("apiId", "abcdefghij"), ("stage", "dev"),
        ("domainName", "shelf.example.com"), ("domainPrefix", "shelf"), ("httpMethod", "GET"),
        ("path", "/dev/books/7"), ("protocol", "HTTP/1.1"), ("resourcePath", "/books/{id}"),
        ("requestTimeEpoch", "1770091506000"), ("status", "200"), ("responseLength", "23"),
        ("responseLatency", "0"), ("endpointType", "EDGE"), ("identity.sourceIp", "192.0.2.1"),
        ("identity.userAgent", "agent/1"), ("tlsVersion", "TLSv1.3"),
        ("cipherSuite", "TLS_AES_128_GCM_SHA256"), ("identity.clientCert.subjectDN", "CN=reader"),
        ("identity.clientCert.issuerDN", "CN=authority"),
        ("identity.clientCert.serialNumber", "17"), ("identity.clientCert.clientCertPem", "PEM"),
        ("identity.clientCert.validity.notBefore", "Jan  1 00:00:00 2026 GMT"),
        ("identity.clientCert.validity.notAfter", "Jan  1 00:00:00 2027 GMT"),
        ("identity.vpcId", "vpc-1"), ("identity.vpceId", "vpce-1"),
        ("wafResponseCode", "WAF_ALLOW"),
        ("waf.status", "200"), ("waf.error", "-"), ("waf.latency", "0"),
        ("authenticate.status", "-"), ("authorizer.status", "-"), ("authorize.status", "-"),
        ("authorizer.principalId", "-"), ("identity.caller", "-"), ("identity.apiKey", "-"),
        ("integrationLatency", "-"), ("integration.status", "200"), ("error.message", "-"),
        ("isCanaryRequest", "-"), ("webaclArn", "-"), ("noSuchThing", "-"),
    ])
    func knowsTheVariable(name: String, value: String) throws {
        let harness = try harness(format: "$context.\(name)") {
            $0.deniedSources = ["203.0.113.0/24"]
        }
        harness.client.address = Array("192.0.2.1".utf8)
        harness.client.vpcID = "vpc-1"
        harness.client.vpcEndpointID = "vpce-1"
        harness.client.tls = Request.TLS(
            version: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256",
            certificate: Request.ClientCertificate(
                pem: "PEM", subjectDN: "CN=reader", issuerDN: "CN=authority", serialNumber: "17",
                notBefore: "Jan  1 00:00:00 2026 GMT", notAfter: "Jan  1 00:00:00 2027 GMT"))
        _ = harness.send(
            "GET", "/dev/books/7", [("Host", "shelf.example.com"), ("User-Agent", "agent/1")])
        #expect(accessLog(harness) == value)
    }

    @Test func tellsWhyARequestWasRefused() throws {
        let format =
            "$context.status $context.error.responseType $context.error.message $context.waf.status"
        let harness = try harness(format: format) { $0.deniedSources = ["127.0.0.0/8"] }
        _ = harness.send("GET", "/dev/books/7")
        #expect(accessLog(harness) == "403 WAF_FILTERED Forbidden 403")
        let open = try self.harness(format: format)
        _ = open.send("GET", "/dev/pens")
        #expect(
            accessLog(open)
                == "403 MISSING_AUTHENTICATION_TOKEN Missing Authentication Token -")
    }

    @Test func tellsOfTheAuthorizer() throws {
        let root = """
            components:
              securitySchemes:
                guard:
                  type: apiKey
                  name: X-Token
                  in: header
                  x-amazon-apigateway-authtype: custom
                  x-amazon-apigateway-authorizer:
                    type: token
                    authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:guard/invocations'
            """
        let yaml = mockAPI(["/books"], extra: "      security: [{guard: []}]", root: root)
        let names = [
            "status", "authorizer.status", "authorizer.integrationStatus", "authorizer.error",
            "authorize.status", "authorize.error", "authorizer.principalId", "authorizer.shelf",
        ]
        let format = names.map { "$context.\($0)" }.joined(separator: "|")
        for (effect, line) in [
            ("Allow", "200|200|200|-|200|-|u1|3"),
            (
                "Deny",
                "403|200|200|-|403|User is not authorized to access this resource with an explicit deny|u1|3"
            ),
        ] {
            let harness = try harness(format: format, yaml: yaml)
            harness.functions["guard"] = Array(
                #"{"principalId":"u1","context":{"shelf":3},"policyDocument":{"Statement":[{"Effect":"\#(effect)","Action":"*","Resource":"*"}]}}"#
                    .utf8)
            _ = harness.send("GET", "/dev/books", [("X-Token", "a")])
            #expect(accessLog(harness) == line)
        }
        let harness = try harness(format: format, yaml: yaml)
        _ = harness.send("GET", "/dev/books")
        #expect(accessLog(harness) == "401|401|-|Unauthorized|-|-|-|-")
    }

    @Test func writesNoLineWithoutAFormat() throws {
        let harness = try harness()
        _ = harness.send("GET", "/dev/books/7")
        #expect(harness.record.accessLog.isEmpty)
        #expect(harness.record.executionLog.isEmpty)
    }

    /// The execution log without the ids in front.
    private func lines(_ harness: Harness) -> [String] {
        harness.record.executionLog.map { line in
            #expect(line.text.hasPrefix("("))
            return String(line.text.drop { $0 != " " }.dropFirst())
        }
    }

    @Test func logsALifeInAWSsWords() throws {
        let harness = try harness(level: .info)
        let id = try #require(harness.send("GET", "/dev/books/7").field("x-amzn-requestid"))
        #expect(harness.record.executionLog.allSatisfy { $0.text.hasPrefix("(\(id)) ") })
        #expect(
            lines(harness).dropFirst() == [
                "Verifying Usage Plan for request: \(id). API Key:  API Stage: abcdefghij/dev",
                "API Key  authorized because method 'GET /books/{id}' does not contain API Key. "
                    + "Request will not contribute to throttle or quota limits",
                "Usage Plan check succeeded for API Key  and API Stage abcdefghij/dev",
                "Starting execution for request: \(id)",
                "HTTP Method: GET, Resource Path: /books/{id}", "Successfully completed execution",
                "Method completed with status: 200",
            ])
    }

    @Test func tracesDataWithSecretsCut() throws {
        let harness = try harness(level: .info, traced: true)
        _ = harness.send(
            "GET", "/dev/books/7?a=1&a=2",
            [
                ("Authorization", "Bearer abcdefghijkl"), ("X-Api-Key", "0123456789ab"),
                ("X-Amz-Security-Token", "abc"), ("X-Other", "plain"),
            ])
        let all = lines(harness).joined(separator: "\n")
        #expect(all.contains("Method request path: {id=7}"))
        #expect(all.contains("Method request query string: {a=1, a=2}"))
        #expect(all.contains("Authorization=*************ghijkl,"))
        #expect(all.contains("X-Api-Key=******6789ab,"))
        #expect(all.contains("X-Other=plain"))
        #expect(all.contains("X-Amz-Security-Token=***,"))
        #expect(!all.contains("Bearer"))
        #expect(
            all.contains(#"Method response body after transformations: {"path": "/books/{id}"}"#))
    }

    @Test func logsOnlyFaultsAtTheLevelERROR() throws {
        let harness = try harness(
            level: .error,
            yaml: mockAPI(["/books"]).replacing("200}", with: "$input.params(\"none\")}"))
        #expect(harness.send("GET", "/dev/books").status == 500)
        #expect(
            lines(harness) == [
                "Execution failed due to configuration error: Unable to parse statusCode. It should "
                    + "be an integer that is defined in the request template.",
                "Method completed with status: 500",
            ])
        #expect(harness.record.executionLog.allSatisfy { $0.isError })
    }

    @Test func saysWhichLimitOfAPlanIsReached() throws {
        let root = """
            components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}
            """
        let yaml = mockAPI(["/books"], extra: "      security: [{key: []}]", root: root)
        for (throttle, quota, start, end) in [
            (
                RuntimeSettings.Throttle(rateLimit: 0.5, burstLimit: 1),
                RuntimeSettings.UsagePlan.Quota?.none,
                "API Key ***************ixture exceeded throttle limit for API Stage abcdefghij/dev: "
                    + "Key throttle limit exceeded for Usage Plan ID basic, RestApi abcdefghij, "
                    + "Stage dev, Resource ",
                ", HttpMethod GET. Limit: 0.50 Burst: 1"
            ),
            (
                nil, RuntimeSettings.UsagePlan.Quota(limit: 1, period: .day),
                "API Key ***************ixture exceeded quota limit for API Stage abcdefghij/dev: ",
                "Key quota exhausted for Usage Plan ID basic. Q Limit: 1 Period: DAY"
            ),
        ] as [(RuntimeSettings.Throttle?, RuntimeSettings.UsagePlan.Quota?, String, String)] {
            let harness = try harness(level: .error, yaml: yaml) { settings in
                var plan = RuntimeSettings.UsagePlan(id: "basic")
                plan.stages = [RuntimeSettings.UsagePlan.APIStage(stage: "dev")]
                plan.throttle = throttle
                plan.quota = quota
                plan.keys = [RuntimeSettings.APIKey(id: "k", value: "a-key-of-this-fixture")]
                settings.usagePlans = [plan]
            }
            let key = [("x-api-key", "a-key-of-this-fixture")]
            #expect(harness.send("GET", "/dev/books", key).status == 200)
            #expect(harness.send("GET", "/dev/books", key).status == 429)
            let line = try #require(lines(harness).first)
            #expect(line.hasPrefix(start), "\(line)")
            #expect(line.hasSuffix(end), "\(line)")
        }
    }

    @Test func cutsLinesAt1024Bytes() throws {
        let harness = try harness(level: .info, traced: true)
        for (count, isCut) in [(900, false), (1100, true)] {
            _ = harness.send(
                "GET", "/dev/books/7?a=\(String(repeating: "x", count: count))")
            let line = try #require(
                harness.record.executionLog.first { $0.text.contains("query string") })
            #expect(line.text.hasSuffix(" [TRUNCATED]") == isCut)
            #expect(line.text.utf8.count <= 1024 + " [TRUNCATED]".utf8.count)
        }
    }
}
