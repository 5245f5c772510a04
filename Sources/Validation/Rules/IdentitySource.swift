package import Diagnostics
internal import JSON
internal import Model

/// A request authorizer says which parameters identify a caller.
package enum IdentitySource: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "identity-source"), .error,
        "A request authorizer that keeps decisions has an 'identitySource', of known parts.",
        reason: "Its parts are the key under which a decision is kept; without them one caller's "
            + "decision would count for all. A part is 'method.request.header.NAME', "
            + "'method.request.querystring.NAME', 'stageVariables.NAME' or 'context.NAME'. "
            + "Requests that lack one are answered 401 without asking the authorizer.",
        bad: "x-amazon-apigateway-authorizer:\n  type: request",
        good: "x-amazon-apigateway-authorizer:\n  type: request\n"
            + "  identitySource: method.request.header.Authorization")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        for authorizer in gateway.api.authorizers where authorizer.kind.value == .request {
            let ttl =
                authorizer.resultTTLInSeconds?.value ?? Authorizer.defaultResultTTLInSeconds
            if authorizer.identitySource.isEmpty, ttl > 0 {
                log.report(
                    Diagnostic(
                        id, .error,
                        "the authorizer '\(authorizer.name.value)' keeps decisions but has no "
                            + "'identitySource'",
                        at: authorizer.kind.range,
                        help: "add 'identitySource', or 'authorizerResultTtlInSeconds: 0'"))
            }
            for source in authorizer.identitySource where !isKnown(source.value) {
                log.report(
                    Diagnostic(
                        id, .error, "'\(source.value)' is not an identity source",
                        at: source.range,
                        help: ofHTTPAPI(source.value).map { "write '\($0)'" }
                            ?? "write 'method.request.header.NAME' or another source"))
            }
        }
    }

    /// What an HTTP API's source such as `$request.header.X` is called in a REST API.
    private static func ofHTTPAPI(_ source: String) -> String? {
        guard source.hasPrefix("$") else { return nil }
        let rest = String(source.dropFirst())
        let name = rest.hasPrefix("request.") ? "method.\(rest)" : rest
        return isKnown(name) ? name : nil
    }

    private static func isKnown(_ source: String) -> Bool {
        if source.holds("${") { return true }
        return [
            "method.request.header.", "method.request.querystring.", "stageVariables.", "context.",
        ].contains { source.hasPrefix($0) && source.utf8.count > $0.utf8.count }
    }
}
