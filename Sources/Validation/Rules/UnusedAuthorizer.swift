package import Diagnostics
internal import Model
internal import OpenAPI

/// Every authorizer decides about some method.
package enum UnusedAuthorizer: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "unused-authorizer"), .warning,
        "Every security scheme with an authorizer is required by some operation.",
        reason: "API Gateway creates the authorizer all the same, and an API has at most ten. "
            + "Most often an operation was meant to require it.",
        bad: "securitySchemes:\n  tokens:\n    x-amazon-apigateway-authorizer: {type: token}",
        good: "get:\n  security:\n  - tokens: []")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        if gateway.api.authorizers.isEmpty { return }
        var used = Set(gateway.methods.compactMap(\.method.authorization.value.authorizer))
        // What another rule says is left out of a method is named there all the same.
        for context in gateway.methods {
            for requirement in context.operation?.security ?? [] {
                for scheme in requirement.schemes { used.insert(scheme.name.value) }
            }
        }
        for authorizer in gateway.api.authorizers where !used.contains(authorizer.name.value) {
            log.report(
                Diagnostic(
                    id, .warning, "no operation requires the authorizer '\(authorizer.name.value)'",
                    at: authorizer.name.range, help: "require it under 'security', or remove it"))
        }
    }
}
