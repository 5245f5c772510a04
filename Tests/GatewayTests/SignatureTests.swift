import Digest
import Faults
@testable import Gateway
import JSON
import Testing

/// Signature Version 4, against requests that botocore signed (`Scripts/make-signature-table`).
@Suite struct SignatureTests {
    /// 2026-02-03T04:05:06Z, when the fixtures were signed.
    static let signedAt: Int64 = 1_770_091_506_000

    struct Row: Sendable {
        var name: String
        var method: String
        var target: String
        var headers: [(String, String)]
        var body: [UInt8]
        var token: String?
    }

    static func rows() throws -> [Row] {
        let json = try JSONValue(parsing: try fixture("Signatures/requests.json"))
        return (json.arrayValue ?? []).map { row in
            Row(
                name: row["name"]?.stringValue ?? "", method: row["method"]?.stringValue ?? "",
                target: row["target"]?.stringValue ?? "",
                headers: (row["headers"]?.arrayValue ?? []).map {
                    ($0.arrayValue?[0].stringValue ?? "", $0.arrayValue?[1].stringValue ?? "")
                },
                body: Array((row["body"]?.stringValue ?? "").utf8),
                token: row["token"]?.stringValue)
        }
    }

    static func row(_ name: String) throws -> Row {
        try #require(try rows().first { $0.name == name })
    }

    private func harness(token: String? = nil, policy: String? = nil) throws -> Harness {
        var settings = RuntimeSettings()
        let allow = """
            {"Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}]}
            """
        settings.identities["AKIDFIXTURE"] = RuntimeSettings.SigningIdentity(
            secretAccessKey: "fixture/secret+key", sessionToken: token, accountID: "123456789012",
            userARN: "arn:aws:iam::123456789012:user/reader", userID: "AIDAFIXTURE",
            policies: [Array((policy ?? allow).utf8)])
        let yaml = mockAPI(
            ["/", "/{proxy+}"], extra: "      x-amazon-apigateway-auth: {type: AWS_IAM}")
        let harness = try Harness(
            yaml.replacing("    get:", with: "    x-amazon-apigateway-any-method:"),
            settings: settings)
        harness.now.wallMilliseconds = Self.signedAt
        return harness
    }

    @Test func acceptsWhatBotocoreSigned() throws {
        let rows = try Self.rows()
        #expect(rows.count >= 14)
        for row in rows {
            let harness = try harness(token: row.token)
            let response = harness.send(row.method, row.target, row.headers, body: row.body)
            #expect(response.status == 200, "\(row.name): \(response.text)")
        }
    }

    @Test func refusesAnotherMethodPathQueryHeaderOrBody() throws {
        let row = try Self.row("body-header")
        let harness = try harness()
        #expect(harness.send("PUT", row.target, row.headers, body: row.body).status == 403)
        #expect(harness.send("POST", "/dev/other", row.headers, body: row.body).status == 403)
        #expect(
            harness.send("POST", row.target + "?a=1", row.headers, body: row.body).status == 403)
        #expect(harness.send("POST", row.target, row.headers, body: Array("{}".utf8)).status == 403)
        let moved = row.headers.map { $0.0 == "Host" ? ("Host", "other.example.com") : $0 }
        let response = harness.send("POST", row.target, moved, body: row.body)
        #expect(response.status == 403)
        #expect(response.field("x-amzn-errortype") == "InvalidSignatureException")
        #expect(harness.send("POST", row.target, row.headers, body: row.body).status == 200)
    }

    @Test func handsNoSignatureOn() throws {
        let yaml = """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            paths:
              /books:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    {type: http_proxy, httpMethod: GET, uri: 'https://backend.example.com/books'}
            """
        for (value, isPassed) in [
            ("Bearer abc", true), ("AWS4-HMAC-SHA256 Credential=a/b, Signature=c", false),
        ] {
            let harness = try Harness(yaml)
            _ = harness.send("GET", "/dev/books", [("Authorization", value)])
            let call = try #require(harness.backendCalls.first)
            #expect((call.headers.last("authorization") != nil) == isPassed)
        }
    }

    @Test func refusesUnsignedRequests() throws {
        let response = try harness().send("GET", "/dev/orders")
        #expect(response.status == 403)
        #expect(response.text == #"{"message":"Missing Authentication Token"}"#)
    }

    @Test func toleratesFiveMinutesOfClockSkewAndNoMore() throws {
        let row = try Self.row("root-header")
        for (skew, status) in [
            (Int64(300_000), 200), (300_001, 403), (-300_000, 200), (-300_001, 403),
        ] {
            let harness = try harness()
            harness.now.wallMilliseconds += skew
            #expect(harness.send("GET", row.target, row.headers).status == status, "\(skew)")
        }
    }

    @Test func endsAQuerySignatureWhenItExpires() throws {
        let row = try Self.row("root-query")
        for (age, status) in [(Int64(3_600_000), 200), (3_600_001, 403)] {
            let harness = try harness()
            harness.now.wallMilliseconds += age
            #expect(harness.send("GET", row.target, row.headers).status == status, "\(age)")
        }
    }

    @Test func refusesAnUnknownKeyAndAWrongToken() throws {
        let row = try Self.row("root-header")
        let unknown = row.headers.map {
            ($0.0, $0.1.replacing("AKIDFIXTURE", with: "AKIDUNKNOWN"))
        }
        let response = try harness().send("GET", row.target, unknown)
        #expect(response.field("x-amzn-errortype") == "UnrecognizedClientException")
        let signed = try Self.row("token-header")
        #expect(
            try harness(token: "another").send("GET", signed.target, signed.headers).status == 403)
    }

    @Test func refusesTwoAuthorizationFields() throws {
        let row = try Self.row("root-header")
        let doubled = row.headers + [("authorization", "Bearer x")]
        #expect(try harness().send("GET", row.target, doubled).status == 403)
    }

    @Test func refusesASignatureThatLeavesHostOut() throws {
        let row = try Self.row("root-header")
        let headers = row.headers.map {
            ($0.0, $0.1.replacing("SignedHeaders=host;", with: "SignedHeaders="))
        }
        let response = try harness().send("GET", row.target, headers)
        #expect(response.field("x-amzn-errortype") == "IncompleteSignatureException")
    }

    @Test func refusesWhatTheIdentityMayNotDo() throws {
        let policy = """
            {"Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke",
             "Resource": "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/dev/GET/other"}]}
            """
        let row = try Self.row("root-header")
        let response = try harness(policy: policy).send("GET", row.target, row.headers)
        #expect(response.status == 403)
        #expect(response.text.contains("user/reader is not authorized to perform"))
    }

    /// AWS's own test suite (`Scripts/make-signature-suite`).
    @Test func acceptsAWSsTestSuite() throws {
        let json = try JSONValue(parsing: try fixture("Signatures/suite.json"))
        let rows = json["requests"]?.arrayValue ?? []
        #expect(rows.count >= 30)
        var settings = RuntimeSettings()
        let now = Moment(wallMilliseconds: 1_440_938_160_000, monotonicNanoseconds: 0)
        for row in rows {
            let name = row["name"]?.stringValue ?? ""
            var request = Request(
                method: Array((row["method"]?.stringValue ?? "").utf8),
                target: Array((row["target"]?.stringValue ?? "").utf8),
                body: Array((row["body"]?.stringValue ?? "").utf8))
            for field in row["headers"]?.arrayValue ?? [] {
                let parts = (field.arrayValue ?? []).compactMap(\.stringValue)
                request.headers.append(parts[0].utf8, parts[1].utf8)
            }
            settings.identities["AKIDEXAMPLE"] = RuntimeSettings.SigningIdentity(
                secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                sessionToken: request.headers.last("x-amz-security-token").map {
                    String(decoding: $0, as: UTF8.self)
                }, accountID: "123456789012", userARN: "arn:aws:iam::123456789012:user/x",
                userID: "AIDAEXAMPLE")
            func check() -> GatewayFault? {
                switch RequestSignature.check(request, settings, at: now, service: "service") {
                case .success: nil
                case .failure(let fault): fault
                }
            }
            #expect(check() == nil, "\(name)")
            request.method += "X".utf8
            #expect(check()?.type == .invalidSignature, "\(name)")
        }
    }

    @Test func endsAQuerySignatureAfterSevenDaysAtTheLatest() throws {
        let row = try Self.row("root-query")
        for (seconds, type) in [
            ("604800", "InvalidSignatureException"), ("604801", "IncompleteSignatureException"),
            ("-1", "IncompleteSignatureException"), ("x", "IncompleteSignatureException"),
        ] {
            let target = row.target.replacing(
                "X-Amz-Expires=3600", with: "X-Amz-Expires=\(seconds)")
            #expect(target.contains("Expires=\(seconds)"))
            let response = try harness().send("GET", target, row.headers)
            #expect(response.field("x-amzn-errortype") == type, "\(seconds)")
        }
    }

    /// Signs a request as a client of `fixture/secret+key` does.
    private func signed(
        _ method: String, _ target: String, _ headers: [(String, String)], _ body: [UInt8]
    ) -> [(String, String)] {
        func hex(_ bytes: [UInt8]) -> String {
            bytes.map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined()
        }
        let all =
            headers + [("Host", "abcdefghij.example.com"), ("X-Amz-Date", "20260203T040506Z")]
        let sorted = all.map { ($0.0.lowercased(), $0.1) }.sorted { $0.0 < $1.0 }
        let names = sorted.map(\.0).joined(separator: ";")
        let lines = sorted.map { "\($0.0):\($0.1)\n" }.joined()
        let request = "\(method)\n\(target)\n\n\(lines)\n\(names)\n\(hex(SHA256.hash(body)))"
        let scope = "20260203/us-east-1/execute-api/aws4_request"
        let text =
            "AWS4-HMAC-SHA256\n20260203T040506Z\n\(scope)\n"
            + hex(SHA256.hash(Array(request.utf8)))
        var key = Array("AWS4fixture/secret+key".utf8)
        for part in scope.split(separator: "/") {
            key = HMACSHA256.code(for: Array(part.utf8), key: key)
        }
        let signature = hex(HMACSHA256.code(for: Array(text.utf8), key: key))
        return all + [
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=AKIDFIXTURE/\(scope), SignedHeaders=\(names), "
                    + "Signature=\(signature)"
            )
        ]
    }

    @Test func checksTheBodyAsItWasSentAndNotAsItWasPacked() throws {
        let harness = try harness()
        let body = Deflater.deflate(Array("a book".utf8), .gzip)
        let headers = signed("POST", "/dev/books", [("Content-Encoding", "gzip")], body)
        #expect(harness.send("POST", "/dev/books", headers, body: body).status == 200)
        let other = Deflater.deflate(Array("a b00k".utf8), .gzip)
        #expect(harness.send("POST", "/dev/books", headers, body: other).status == 403)
        // Whoever takes the packing off breaks the seal.
        let plain = headers.filter { $0.0 != "Content-Encoding" }
        let unpacked = Array("a book".utf8)
        #expect(harness.send("POST", "/dev/books", plain, body: unpacked).status == 403)
    }

    @Test func refusesSignedFieldsThatAreMissingDoubledOrChanged() throws {
        let harness = try harness()
        let headers = signed("GET", "/dev/books", [("X-Shelf", "1")], [])
        #expect(harness.send("GET", "/dev/books", headers).status == 200)
        #expect(
            harness.send("GET", "/dev/books", headers.filter { $0.0 != "X-Shelf" }).status == 403)
        for name in ["X-Shelf", "Host", "X-Amz-Date"] {
            let doubled = headers + headers.filter { $0.0 == name }
            #expect(harness.send("GET", "/dev/books", doubled).status == 403, "\(name)")
        }
        let changed = headers.map { $0.0 == "X-Shelf" ? ("X-Shelf", "2") : $0 }
        #expect(harness.send("GET", "/dev/books", changed).status == 403)
        // Fields that are not signed may come and go; another verb by override is authorized as
        // that verb.
        #expect(harness.send("GET", "/dev/books", headers + [("X-New", "1")]).status == 200)
    }

    /// What an edge-optimized endpoint does to cookies is done behind the signature.
    @Test func allowsSignedCookiesInAnyOrder() throws {
        let harness = try harness()
        let headers = signed("GET", "/dev/books", [("Cookie", "b=2; a=1")], [])
        #expect(harness.send("GET", "/dev/books", headers).status == 200)
        let changed = headers.map { $0.0 == "Cookie" ? ("Cookie", "a=1; b=2") : $0 }
        #expect(harness.send("GET", "/dev/books", changed).status == 403)
    }

    @Test func authorizesTheVerbOfAnOverrideAndNotTheSignedOne() throws {
        let harness = try harness(
            policy: """
                {"Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke",
                 "Resource": "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/dev/GET/*"}]}
                """)
        let headers = signed("GET", "/dev/books", [], [])
        #expect(harness.send("GET", "/dev/books", headers).status == 200)
        let overridden = headers + [("X-HTTP-Method-Override", "DELETE")]
        #expect(harness.send("GET", "/dev/books", overridden).status == 403)
    }

    @Test func allowsARolesSessionsByTheRole() throws {
        for (principal, status) in [
            ("arn:aws:iam::210987654321:role/team/reader", 200),
            ("arn:aws:iam::210987654321:role/reader", 200),
            ("arn:aws:sts::210987654321:assumed-role/reader/s1", 200),
            ("arn:aws:iam::210987654321:role/read", 403),
            ("arn:aws:iam::123456789012:role/reader", 403),
            ("arn:aws:iam::210987654321:user/reader", 403),
            ("arn:aws:iam::210987654321:root", 200), ("210987654321", 200),
        ] {
            var settings = RuntimeSettings()
            settings.identities["AKIDFIXTURE"] = RuntimeSettings.SigningIdentity(
                secretAccessKey: "fixture/secret+key", accountID: "210987654321",
                userARN: "arn:aws:sts::210987654321:assumed-role/reader/s1", userID: "AROA:s1",
                policies: [
                    Array(
                        #"{"Statement":{"Effect":"Allow","Action":"execute-api:*","Resource":"*"}}"#
                            .utf8)
                ])
            let harness = try Harness(
                mockAPI(
                    ["/books"], extra: "      x-amazon-apigateway-auth: {type: AWS_IAM}",
                    root: """
                        x-amazon-apigateway-policy:
                          Statement:
                            - {Effect: Allow, Principal: {AWS: '\(principal)'}, Action: '*', Resource: '*'}
                        """), settings: settings)
            harness.now.wallMilliseconds = Self.signedAt
            let headers = signed("GET", "/dev/books", [], [])
            let found = harness.send("GET", "/dev/books", headers).status
            #expect(found == status, "\(principal)")
        }
    }

    @Test func refusesAReplayOnAnotherPathAndAnotherHost() throws {
        let row = try Self.row("root-header")
        let harness = try harness()
        let moved = harness.send("GET", row.target + "/other", row.headers)
        #expect(moved.field("x-amzn-errortype") == "InvalidSignatureException")
        let other = row.headers.map { $0.0 == "Host" ? ("Host", "zzz.example.com") : $0 }
        #expect(
            harness.send("GET", row.target, other).field("x-amzn-errortype")
                == "InvalidSignatureException")
    }

    @Test func refusesASignatureOfAnotherServiceRegionAndDay() throws {
        let row = try Self.row("root-header")
        for (good, bad) in [
            ("/execute-api/", "/s3/"), ("/us-east-1/", "/us-west-2/"), ("/20260203/", "/20260202/"),
        ] {
            let headers = row.headers.map { ($0.0, $0.1.replacing(good, with: bad)) }
            #expect(headers.contains { $0.1.contains(bad) })
            let response = try harness().send("GET", row.target, headers)
            #expect(response.field("x-amzn-errortype") == "InvalidSignatureException", "\(bad)")
        }
    }
}
