import Gateway
import JSON
import Testing

/// Attacks on Lambda authorizers, their cache and their policies.
@Suite struct AuthorizerTests {
    private func harness(
        ttl: Int = 300, validation: String? = nil, paths: [String] = ["/books", "/admin"]
    ) throws -> Harness {
        let expression = validation.map { "        identityValidationExpression: '\($0)'\n" } ?? ""
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
                    authorizerResultTtlInSeconds: \(ttl)
            \(expression.isEmpty ? "" : "        " + expression.trimmed)
            """
        return try Harness(mockAPI(paths, extra: "      security: [{guard: []}]", root: root))
    }

    private func policy(
        _ statements: String = #"{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}"#
    ) -> [UInt8] {
        let text =
            #"{"principalId":"u1","policyDocument":{"Version":"2012-10-17","Statement":[\#(statements)]}}"#
        return Array(text.utf8)
    }

    private func arn(_ rest: String) -> String {
        "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/\(rest)"
    }

    @Test func doesNotAskWithoutAToken() throws {
        let harness = try harness()
        #expect(harness.send("GET", "/dev/books").status == 401)
        #expect(harness.send("GET", "/dev/books", [("X-Token", "")]).status == 401)
        #expect(harness.calls.isEmpty)
    }

    @Test func doesNotAskForATokenOfTheWrongForm() throws {
        let harness = try harness(validation: "t-[0-9]+")
        harness.functions["guard"] = policy()
        #expect(harness.send("GET", "/dev/books", [("X-Token", "xt-1x")]).status == 401)
        #expect(harness.calls.isEmpty)
        #expect(harness.send("GET", "/dev/books", [("X-Token", "t-1")]).status == 200)
    }

    @Test func appliesACachedPolicyToEachMethodAnew() throws {
        let harness = try harness()
        harness.functions["guard"] = policy(
            #"{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"\#(arn("dev/GET/books"))"}"#
        )
        #expect(harness.send("GET", "/dev/books", [("X-Token", "a")]).status == 200)
        #expect(harness.send("GET", "/dev/admin", [("X-Token", "a")]).status == 403)
        #expect(harness.calls == ["guard"])
    }

    @Test func keepsAnAnswerForItsTokenAndItsTime() throws {
        let harness = try harness(ttl: 60)
        harness.functions["guard"] = policy()
        _ = harness.send("GET", "/dev/books", [("X-Token", "a")])
        harness.advance(milliseconds: 59_999)
        _ = harness.send("GET", "/dev/books", [("X-Token", "a")])
        #expect(harness.calls.count == 1)
        _ = harness.send("GET", "/dev/books", [("X-Token", "b")])
        #expect(harness.calls.count == 2)
        harness.advance(milliseconds: 1)
        _ = harness.send("GET", "/dev/books", [("X-Token", "a")])
        #expect(harness.calls.count == 3)
    }

    @Test func asksEachTimeWithoutACache() throws {
        let harness = try harness(ttl: 0)
        harness.functions["guard"] = policy()
        for _ in 0..<3 { _ = harness.send("GET", "/dev/books", [("X-Token", "a")]) }
        #expect(harness.calls.count == 3)
    }

    @Test func takesTheLastOfTwoFields() throws {
        // Whoever adds a field to a client's cannot be overruled by the client's own.
        let harness = try harness()
        harness.functions["guard"] = policy()
        _ = harness.send("GET", "/dev/books", [("X-Token", "first"), ("X-Token", "second")])
        #expect(harness.events.first?["authorizationToken"] == "second")
    }

    @Test func doesNotTakeAFieldOfAnotherSpelling() throws {
        let harness = try harness()
        harness.functions["guard"] = policy()
        #expect(harness.send("GET", "/dev/books", [("x_token", "a")]).status == 401)
        #expect(harness.send("GET", "/dev/books", [("x-token", "a")]).status == 401)
        #expect(harness.send("GET", "/dev/books", [("X-TOKEN2", "a")]).status == 401)
        #expect(harness.calls.isEmpty)
    }

    @Test func routesAndAuthorizesTheSameBytes() throws {
        let harness = try harness(paths: ["/books", "/{proxy+}"])
        harness.functions["guard"] = policy(
            #"{"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"},"#
                + #"{"Effect":"Deny","Action":"execute-api:Invoke","Resource":"\#(arn("dev/GET/books"))"}"#
        )
        // Slashes at the ends do not hide a path, and an encoded letter is another path to both.
        for path in ["/dev/books", "//dev//books", "/dev/books/", "/dev/books//"] {
            #expect(harness.send("GET", path, [("X-Token", "a")]).status == 403, "\(path)")
        }
        for path in ["/dev/%62ooks", "/dev/%2562ooks", "/dev/x/../books"] {
            let response = harness.send("GET", path, [("X-Token", "a")])
            #expect(response.text == #"{"path": "/{proxy+}"}"#, "\(path)")
        }
        #expect(harness.events.last?["methodArn"]?.stringValue?.contains("dev/GET/") == true)
    }

    @Test func answersWhatTheFunctionCannot() throws {
        let cases: [(payload: String, isError: Bool, status: Int)] = [
            (#"{"errorMessage":"Unauthorized"}"#, true, 401),
            (#"{"errorMessage":"unauthorized"}"#, true, 500), (#""text""#, false, 500),
            (#"{"principalId":"u"}"#, false, 500),
            (#"{"principalId":"u","policyDocument":{"Statement":[]}}"#, false, 500),
            (
                #"{"principalId":"u","policyDocument":{"Statement":[{"Effect":"allow","#
                    + #""Action":"*","Resource":"*"}]}}"#, false, 500
            ),
        ]
        for row in cases {
            let harness = try harness()
            harness.functions["guard"] = Array(row.payload.utf8)
            harness.functionError = row.isError
            let status = harness.send("GET", "/dev/books", [("X-Token", "a")]).status
            #expect(status == row.status, "\(row.payload)")
        }
    }

    @Test func evaluatesWildcardsNegationsAndConditions() throws {
        let invoke = #""Action":"execute-api:Invoke""#
        let cases: [(statements: String, status: Int)] = [
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("*/GET/*"))"}"#, 200),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("dev/GET/book?"))"}"#, 200),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("dev/GET/book"))"}"#, 403),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("dev/*/GET/books"))"}"#, 403),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"execute-api:/dev/GET/books"}"#, 200),
            (#"{"Effect":"Allow","Action":"EXECUTE-API:invoke","Resource":"*"}"#, 200),
            (#"{"Effect":"Allow","Action":"execute-api:Manage*","Resource":"*"}"#, 403),
            (#"{"Effect":"Allow","NotAction":"execute-api:Manage*","Resource":"*"}"#, 200),
            (#"{"Effect":"Allow",\#(invoke),"NotResource":"\#(arn("dev/GET/admin"))"}"#, 200),
            (#"{"Effect":"Allow",\#(invoke),"NotResource":"\#(arn("dev/GET/books"))"}"#, 403),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.0/8"}}}"#, 200
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"NotIpAddress":{"aws:SourceIp":"127.0.0.0/8"}}}"#, 403
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"StringLike":{"aws:UserAgent":"shelf/*"}}}"#, 403
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*"},"#
                    + #"{"Effect":"Deny",\#(invoke),"Resource":"*","#
                    + #""Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#, 403
            ),
            // A wildcard stands for slashes too, and the case of verbs, stages and paths counts.
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("*/books"))"}"#, 200),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("*"))"}"#, 200),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("dev/get/books"))"}"#, 403),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("Dev/GET/books"))"}"#, 403),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("dev/GET/Books"))"}"#, 403),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"\#(arn("dev/GET/books/"))"}"#, 403),
            (#"{"Effect":"Allow",\#(invoke),"Resource":["x","\#(arn("dev/GET/books"))"]}"#, 200),
            (#"{"Effect":"Allow",\#(invoke),"Resource":[]}"#, 403),
            (#"{"Effect":"allow",\#(invoke),"Resource":"*"}"#, 500),
            (#"{"Effect":"Allow",\#(invoke),"Resource":"*","NotResource":"x"}"#, 500),
            (#"{"Effect":"Allow",\#(invoke)}"#, 500),
            // Keys that the request does not have.
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"Null":{"aws:UserAgent":"true"}}}"#, 200
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"Null":{"aws:SourceIp":"true"}}}"#, 403
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"StringLikeIfExists":{"aws:UserAgent":"shelf/*"}}}"#, 200
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"StringNotLike":{"aws:UserAgent":"shelf/*"}}}"#, 200
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"ForAllValues:StringEquals":{"aws:UserAgent":"x"}}}"#, 200
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"ForAnyValue:StringNotEquals":{"aws:UserAgent":"x"}}}"#, 403
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"DateLessThan":{"aws:CurrentTime":"2026-02-03T04:05:07Z"}}}"#,
                200
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"DateLessThan":{"aws:CurrentTime":"2026-02-03T04:05:06Z"}}}"#,
                403
            ),
            // A value that nothing can be compared with: a denial by it would never deny.
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*"},"#
                    + #"{"Effect":"Deny",\#(invoke),"Resource":"*","#
                    + #""Condition":{"IpAddress":{"aws:SourceIp":"127.0.0.1/33"}}}"#, 500
            ),
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"DateLessThan":{"aws:CurrentTime":"tomorrow"}}}"#, 500
            ),
            // An operator that nobody knows makes the policy none, rather than wider.
            (
                #"{"Effect":"Allow",\#(invoke),"Resource":"*","#
                    + #""Condition":{"StringResembles":{"aws:UserAgent":"x"}}}"#, 500
            ),
        ]
        for row in cases {
            let harness = try harness()
            harness.functions["guard"] = policy(row.statements)
            let status = harness.send("GET", "/dev/books", [("X-Token", "a")]).status
            #expect(status == row.status, "\(row.statements)")
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.prefix { $0 != "\n" })
    }
}
