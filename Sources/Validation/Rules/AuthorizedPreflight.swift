package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// Preflight requests need no authorization.
package enum AuthorizedPreflight: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "authorized-preflight"), .warning,
        "An 'OPTIONS' method requires neither authorization nor an API key.",
        reason: "Browsers send preflight requests without credentials and headers of the page; a "
            + "method that requires them refuses every one.",
        bad: "options:\n  security:\n  - tokens: []", good: "options:\n  security: []")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        let method = context.method
        guard method.httpMethod == .options,
            method.authorization.value != .none || method.apiKeyRequired
        else { return }
        // For what the document requires of all operations there is a rule of its own.
        guard let security = context.operation?.node.member("security") else { return }
        let what = method.apiKeyRequired ? "an API key" : "authorization"
        log.report(
            Diagnostic(
                id, .warning, "'\(context.name)' requires \(what), which browsers do not send",
                at: security.keyRange,
                help: "write 'security: []'"))
    }
}
