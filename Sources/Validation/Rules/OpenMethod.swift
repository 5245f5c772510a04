package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// Every method says who may call it.
package enum OpenMethod: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "open-method"), .warning,
        "Every method but 'OPTIONS' requires authorization or an API key, or its API has a policy.",
        reason: "A method without is open to the internet. Where that is meant, an "
            + "'x-amazon-apigateway-auth' of type 'NONE' says so.",
        bad: "get:\n  responses: {}", good: "get:\n  responses: {}\n  security:\n  - tokens: []")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        let method = context.method
        guard method.httpMethod != .options, method.authorization.value == .none,
            !method.apiKeyRequired, gateway.api.policy == nil,
            let members = context.operation?.members,
            members["x-amazon-apigateway-auth"] == nil
        else { return }
        // Schemes that are undefined or cannot be enforced have been reported.
        let own = members.member("security")
        if own.map({ asksForScheme($0.value) }) ?? gateway.documentAsksForScheme { return }
        log.report(
            Diagnostic(
                id, .warning,
                "'\(context.name)' is open to everybody",
                at: own?.keyRange ?? method.range,
                help: "name a scheme under 'security', or say 'x-amazon-apigateway-auth: "
                    + "{type: NONE}'"))
    }
}
