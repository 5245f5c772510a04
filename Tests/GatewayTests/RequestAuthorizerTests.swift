import Gateway
import JSON
import Testing

/// Lambda authorizers of type REQUEST, and what methods learn from authorizers.
@Suite struct RequestAuthorizerTests {
    private func harness(
        ttl: Int, sources: String = "method.request.header.X-One, method.request.querystring.two",
        keySource: String = "HEADER", extra: String = "      security: [{guard: []}]",
        settings: RuntimeSettings = RuntimeSettings()
    ) throws -> Harness {
        let root = """
            x-amazon-apigateway-api-key-source: \(keySource)
            components:
              securitySchemes:
                key: {type: apiKey, name: x-api-key, in: header}
                guard:
                  type: apiKey
                  name: Unused
                  in: header
                  x-amazon-apigateway-authtype: custom
                  x-amazon-apigateway-authorizer:
                    type: request
                    identitySource: '\(sources)'
                    authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:guard/invocations'
                    authorizerResultTtlInSeconds: \(ttl)
            """
        let yaml = mockAPI(["/books/{id}"], extra: extra, root: root).replacing(
            "$context.resourcePath",
            with: "$context.authorizer.principalId $context.authorizer.n $context.authorizer.b"
                + " $context.authorizer.s")
        return try Harness(yaml, settings: settings)
    }

    private func answer(_ context: String = "{}", more: String = "") -> [UInt8] {
        Array(
            (#"{"principalId":"u1","context":\#(context),\#(more)"policyDocument":"#
                + #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}"#)
                .utf8)
    }

    /// Source: “Input to an API Gateway Lambda authorizer”.
    @Test func tellsTheFunctionOfTheRequest() throws {
        var settings = RuntimeSettings()
        settings.stages[0].variables = ["table": "boats"]
        let harness = try harness(ttl: 0, settings: settings)
        harness.functions["guard"] = answer()
        _ = harness.send("GET", "/dev/books/7?two=2&two=3", [("X-One", "1")])
        let event = try #require(harness.events.first)
        #expect(event["type"] == "REQUEST")
        #expect(
            event["methodArn"]
                == "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/dev/GET/books/7")
        #expect(event["resource"] == "/books/{id}")
        #expect(event["path"] == "/books/7")
        #expect(event["httpMethod"] == "GET")
        #expect(event["headers"]?["X-One"] == "1")
        #expect(event["multiValueHeaders"]?["X-One"] == ["1"])
        #expect(event["queryStringParameters"] == ["two": "3"])
        #expect(event["multiValueQueryStringParameters"] == ["two": ["2", "3"]])
        #expect(event["pathParameters"] == ["id": "7"])
        #expect(event["stageVariables"] == ["table": "boats"])
        let context = try #require(event["requestContext"])
        #expect(context["path"] == "/dev/books/7")
        #expect(context["accountId"] == "123456789012")
        #expect(context["stage"] == "dev")
        #expect(context["resourcePath"] == "/books/{id}")
        #expect(context["httpMethod"] == "GET")
        #expect(context["apiId"] == "abcdefghij")
        #expect(context["resourceId"]?.stringValue?.isEmpty == false)
        #expect(context["requestId"]?.stringValue?.count == 36)
        #expect(context["identity"]?["sourceIp"] == "127.0.0.1")
        #expect(event["body"] == nil && event["authorizationToken"] == nil)
    }

    /// Without a cache the sources are not looked at.
    @Test(arguments: [(300, 401, 0), (0, 200, 1)])
    func wantsItsSourcesOnlyWhereAnswersAreKept(ttl: Int, status: Int, calls: Int) throws {
        for (target, headers) in [
            ("/dev/books/7", [("X-One", "1")]), ("/dev/books/7?two=2", []),
            ("/dev/books/7?two=", [("X-One", "1")]),
        ] {
            let harness = try harness(ttl: ttl)
            harness.functions["guard"] = answer()
            #expect(harness.send("GET", target, headers).status == status, "\(target)")
            #expect(harness.calls.count == calls, "\(target)")
        }
    }

    @Test func keepsAnswersByAllItsSourcesInTheirOrder() throws {
        let harness = try harness(ttl: 300)
        harness.functions["guard"] = answer()
        // The last two would be the same key if the values just stood one after the other.
        for (one, two, calls) in [
            ("a", "b", 1), ("a", "b", 1), ("b", "a", 2), ("a", "c", 3), ("ab", "c", 4),
            ("a", "bc", 5),
        ] {
            #expect(harness.send("GET", "/dev/books/7?two=\(two)", [("X-One", one)]).status == 200)
            #expect(harness.calls.count == calls, "\(one) \(two)")
        }
    }

    @Test(arguments: [(1, 1_000), (3_600, 3_600_000)])
    func keepsAnswersForItsTimeToLive(ttl: Int, milliseconds: Int64) throws {
        let harness = try harness(ttl: ttl)
        harness.functions["guard"] = answer()
        _ = harness.send("GET", "/dev/books/7?two=2", [("X-One", "1")])
        #expect(harness.kept.map(\.milliseconds) == [milliseconds])
    }

    @Test func handsValuesOnAsTextsAndRefusesNestedOnes() throws {
        let harness = try harness(ttl: 0)
        harness.functions["guard"] = answer(#"{"n":1.5,"b":true,"s":"x"}"#)
        #expect(
            harness.send("GET", "/dev/books/7").text == #"{"path": "u1 1.5 true x"}"#)
        for nested in [#"{"n":[1]}"#, #"{"n":{"m":1}}"#, "[]", #""text""#] {
            harness.functions["guard"] = answer(nested)
            let response = harness.send("GET", "/dev/books/7")
            #expect(response.status == 500, "\(nested)")
            #expect(
                response.field("x-amzn-errortype") == "AuthorizerConfigurationException",
                "\(nested)")
        }
    }

    @Test func saysNothingOfWhatWentWrongInTheFunction() throws {
        let harness = try harness(ttl: 0)
        for result in [
            CallResult.timedOut, .failed(.network),
            .response(
                status: 200, headers: HeaderFields([("X-Amz-Function-Error", "Unhandled")]),
                body: Array(#"{"errorMessage":"secret"}"#.utf8)),
        ] {
            harness.result = result
            let response = harness.send("GET", "/dev/books/7")
            #expect(response.status == 500)
            #expect(response.text == #"{"message": null}"#)
            #expect(response.field("x-amzn-errortype") == "AuthorizerFailureException")
        }
    }

    /// The authorizer comes before the usage plan, for it may be what names the key.
    @Test func takesTheAPIKeyFromTheAuthorizer() throws {
        var settings = RuntimeSettings()
        var plan = RuntimeSettings.UsagePlan(id: "basic")
        plan.stages = [RuntimeSettings.UsagePlan.APIStage(stage: "dev")]
        plan.quota = RuntimeSettings.UsagePlan.Quota(limit: 1, period: .day)
        plan.keys = [RuntimeSettings.APIKey(id: "k", value: "key-of-twenty-letters")]
        settings.usagePlans = [plan]
        let harness = try harness(
            ttl: 0, keySource: "AUTHORIZER", extra: "      security: [{guard: [], key: []}]",
            settings: settings)
        let header = [("x-api-key", "key-of-twenty-letters")]
        harness.functions["guard"] = answer()
        #expect(harness.send("GET", "/dev/books/7", header).status == 403)
        harness.functions["guard"] = answer(more: #""usageIdentifierKey":"unknown","#)
        #expect(harness.send("GET", "/dev/books/7", header).status == 403)
        harness.functions["guard"] = answer(
            more: #""usageIdentifierKey":"key-of-twenty-letters","#)
        #expect(harness.send("GET", "/dev/books/7").status == 200)
        #expect(harness.send("GET", "/dev/books/7").status == 429)
    }
}
