import Faults
import Gateway
import Testing

/// Variables of `$context` in access logs that need a caller, a backend or a fault.
@Suite struct ContextVariableTests {
    private func line(
        _ variables: [String], _ yaml: String, target: String = "/dev/books",
        headers: [(String, String)] = [], _ change: (inout RuntimeSettings) -> Void = { _ in },
        _ prepare: (Harness) -> Void = { _ in }
    ) throws -> [String] {
        var settings = RuntimeSettings()
        settings.stages[0].accessLogFormat =
            variables.map { "$context.\($0)" }.joined(separator: "|")
        change(&settings)
        let harness = try Harness(yaml, settings: settings)
        prepare(harness)
        _ = harness.send("GET", target, headers)
        return String(decoding: harness.record.accessLog, as: UTF8.self)
            .split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func tellWhoSigned() throws {
        var identity = AssumedIdentity()
        identity.callerARN = "arn:aws:iam::123456789012:user/reader"
        identity.accountID = "123456789012"
        identity.accessKey = "AKIDFIXTURE"
        identity.userID = "AIDA1"
        identity.principalOrgID = "o-1"
        identity.cognito = RuntimeSettings.CognitoIdentity(
            identityID: "us-east-1:1", identityPoolID: "us-east-1:2",
            authenticationType: "authenticated", authenticationProvider: "provider")
        let found = try line(
            [
                "identity.userArn", "identity.accountId", "identity.accessKey", "identity.user",
                "identity.caller", "identity.principalOrgId", "identity.cognitoIdentityId",
                "identity.cognitoIdentityPoolId", "identity.cognitoAuthenticationType",
                "identity.cognitoAuthenticationProvider", "authenticate.status",
                "authenticate.latency", "authenticate.error", "authorize.status",
                "authorize.latency", "authorize.error",
            ],
            mockAPI(["/books"], extra: "      x-amazon-apigateway-auth: {type: AWS_IAM}")
        ) { _ in
        } _: {
            $0.mode = .assuming(identity)
        }
        #expect(
            found == [
                "arn:aws:iam::123456789012:user/reader", "123456789012", "AKIDFIXTURE", "AIDA1",
                "AIDA1", "o-1", "us-east-1:1", "us-east-1:2", "authenticated", "provider", "200",
                "0", "-", "200", "0", "-",
            ])
    }

    @Test func tellOfKeysAndDeployments() throws {
        let found = try line(
            [
                "identity.apiKey", "identity.apiKeyId", "deploymentId", "isCanaryRequest",
                "xrayTraceId", "requestTime", "resourcePath",
            ],
            mockAPI(
                ["/books"], extra: "      security: [{key: []}]",
                root: """
                    components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}
                    """),
            headers: [
                ("x-api-key", "key-of-twenty-letters"),
                ("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0"),
            ]
        ) { settings in
            var plan = RuntimeSettings.UsagePlan(id: "basic")
            plan.stages = [RuntimeSettings.UsagePlan.APIStage(stage: "dev")]
            plan.keys = [RuntimeSettings.APIKey(id: "k", value: "key-of-twenty-letters")]
            settings.usagePlans = [plan]
            settings.stages[0].deploymentID = "d1"
            settings.stages[0].canary = RuntimeSettings.Canary(percentTraffic: 0)
            settings.stages[0].isTracingEnabled = true
        }
        #expect(
            found == [
                "key-of-twenty-letters", "k", "d1", "false",
                "Root=1-5759e988-bd862e3fe1be46a994272793", "03/Feb/2026:04:05:06 +0000", "/books",
            ])
    }

    @Test func tellOfTheBackend() throws {
        let names = [
            "integrationStatus", "integration.integrationStatus", "integration.status",
            "integrationLatency", "integration.latency", "integration.requestId",
            "awsEndpointRequestId", "integration.responseTransferMode", "integration.error",
            "integrationErrorMessage",
        ]
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
        let answered = try line(names, yaml) { _ in
        } _: {
            $0.result = .response(
                status: 404, headers: HeaderFields([("x-amzn-RequestId", "r1")]), body: [])
        }
        #expect(answered == ["404", "404", "404", "0", "0", "r1", "r1", "BUFFERED", "-", "-"])
        let failed = try line(names, yaml) { _ in
        } _: {
            $0.result = .timedOut
        }
        let why = "Execution failed due to a timeout error"
        #expect(failed == ["-", "-", "-", "0", "0", "-", "-", "-", why, why])
    }

    @Test func tellOfFaults() throws {
        let found = try line(
            ["status", "error.message", "error.messageString", "error.responseType"],
            mockAPI(["/books"]), target: "/dev/pens")
        #expect(
            found == [
                "403", "Missing Authentication Token", #""Missing Authentication Token""#,
                "MISSING_AUTHENTICATION_TOKEN",
            ])
    }

    /// API Gateway's messages and statuses: “Gateway response types for API Gateway”.
    @Test func haveAStatusAndATypeForEveryGatewayResponse() throws {
        for (type, status, errorType) in [
            (GatewayResponseType.accessDenied, 403, "AccessDeniedException"),
            (.apiConfigurationError, 500, "InternalServerErrorException"),
            (.authorizerConfigurationError, 500, "AuthorizerConfigurationException"),
            (.authorizerFailure, 500, "AuthorizerFailureException"),
            (.badRequestBody, 400, "BadRequestException"),
            (.badRequestParameters, 400, "BadRequestException"),
            (.expiredToken, 403, "ExpiredTokenException"),
            (.integrationFailure, 504, "InternalServerErrorException"),
            (.integrationTimeout, 504, "InternalServerErrorException"),
            (.invalidAPIKey, 403, "ForbiddenException"),
            (.invalidSignature, 403, "InvalidSignatureException"),
            (.missingAuthenticationToken, 403, "MissingAuthenticationTokenException"),
            (.quotaExceeded, 429, "LimitExceededException"),
            (.requestTooLarge, 413, "RequestTooLargeException"),
            (.resourceNotFound, 404, "ResourceNotFoundException"),
            (.throttled, 429, "TooManyRequestsException"),
            (.unauthorized, 401, "UnauthorizedException"),
            (.unsupportedMediaType, 415, "BadRequestException"),
            (.wafFiltered, 403, "ForbiddenException"),
        ] {
            let fault = GatewayFault(type)
            #expect(fault.status == status, "\(type)")
            #expect(fault.errorType == errorType, "\(type)")
        }
    }
}
