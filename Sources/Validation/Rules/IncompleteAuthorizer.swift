package import Diagnostics
internal import Model

/// An authorizer knows whom to ask.
package enum IncompleteAuthorizer: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "incomplete-authorizer"), .error,
        "A Lambda authorizer has an 'authorizerUri', a Cognito authorizer 'providerARNs'.",
        reason: "They are the function or the user pools that decide; API Gateway refuses an "
            + "authorizer without.",
        bad: "x-amazon-apigateway-authorizer:\n  type: token",
        good: "x-amazon-apigateway-authorizer:\n  type: token\n  authorizerUri: arn:aws:apigateway:"
            + "eu-west-1:lambda:path/2015-03-31/functions/FUNCTION-ARN/invocations")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        for authorizer in gateway.api.authorizers {
            let missing: String?
            switch authorizer.kind.value {
            case .token, .request:
                missing = authorizer.uri?.value.isEmpty ?? true ? "authorizerUri" : nil
            case .cognitoUserPools:
                missing = authorizer.providerARNs.isEmpty ? "providerARNs" : nil
            case .jwt: missing = authorizer.jwtConfiguration == nil ? "jwtConfiguration" : nil
            }
            guard let missing else { continue }
            log.report(
                Diagnostic(
                    id, .error, "the authorizer '\(authorizer.name.value)' has no '\(missing)'",
                    at: authorizer.range, help: "add '\(missing)'"))
        }
    }
}
