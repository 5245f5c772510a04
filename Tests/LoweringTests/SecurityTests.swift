import Diagnostics
import Model
import Testing

private let schemes = """
    components:
      securitySchemes:
        lambda:
          type: apiKey
          name: X-Token
          in: header
          x-amazon-apigateway-authtype: custom
          x-amazon-apigateway-authorizer: { type: token, authorizerUri: 'arn:x' }
        pool:
          type: apiKey
          name: Authorization
          in: header
          x-amazon-apigateway-authorizer:
            { type: COGNITO_USER_POOLS, providerARNs: [ 'arn:p' ] }
        request:
          type: apiKey
          name: Unused
          in: header
          x-amazon-apigateway-authorizer:
            type: request
            identitySource: 'method.request.header.A, context.identity.sourceIp'
            authorizerResultTtlInSeconds: '0'
        iam: { type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4 }
        key: { type: apiKey, name: X-API-KEY, in: header }
    """

@Suite struct SecurityTests {
    @Test(arguments: [
        ("security: [ { lambda: [] } ]", Authorization.custom(authorizer: "lambda"), false),
        (
            "security: [ { pool: [ a, b ] } ]", .cognito(authorizer: "pool", scopes: ["a", "b"]),
            false
        ),
        ("security: [ { request: [] }, { key: [] } ]", .custom(authorizer: "request"), true),
        ("security: [ { iam: [], key: [] } ]", .iam, true),
        ("security: []", .none, false),
        ("x-amazon-apigateway-auth: { type: aws_iam }", .iam, false),
        ("summary: inherits", .custom(authorizer: "lambda"), false),
    ])
    func setsWhoMayCall(member: String, authorization: Authorization, needsKey: Bool) throws {
        let (api, log) = try lowerText(
            operationText("      \(member)", tail: schemes + "\nsecurity: [ { lambda: [] } ]"))
        #expect(log.diagnostics.isEmpty)
        let method = try #require(api.methods.first?.method)
        #expect(method.authorization.value == authorization)
        #expect(method.apiKeyRequired == needsKey)
    }

    @Test func readsAuthorizersThatNobodyUses() throws {
        let (api, _) = try lowerText(operationText("      summary: open", tail: schemes))
        #expect(api.authorizers.map(\.name.value) == ["lambda", "pool", "request"])
        #expect(api.authorizers[0].identitySource.map(\.value) == ["method.request.header.X-Token"])
        #expect(api.authorizers[0].authType?.value == "custom")
        #expect(api.authorizers[0].resultTTLInSeconds == nil)
        #expect(api.authorizers[1].providerARNs.map(\.value.text) == ["arn:p"])
        #expect(
            api.authorizers[2].identitySource.map(\.value)
                == ["method.request.header.A", "context.identity.sourceIp"])
        #expect(api.authorizers[2].resultTTLInSeconds?.value == 0)
    }

    @Test func reportsSchemesThatProtectNothing() throws {
        try check(
            operationText(
                "      security: [ { o: [] }, { 4️⃣missing: [] } ]",
                tail: """
                    components:
                      securitySchemes:
                        o: { type: 1️⃣oauth2 }
                        2️⃣plain: { type: apiKey, name: X-Other, in: header }
                        typed:
                          type: apiKey
                          name: X-Token
                          in: header
                          x-amazon-apigateway-authtype: 3️⃣custom
                    """),
            ("1️⃣", "unsupported-security-scheme"), ("2️⃣", "security-scheme-without-effect"),
            ("3️⃣", "authtype-without-authorizer"), ("4️⃣", "undefined-security-scheme"))
    }
}
