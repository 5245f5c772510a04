package import Diagnostics
internal import Model

/// A preflight response says which methods and headers are allowed.
package enum PreflightHeaders: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "preflight-headers"), .warning,
        "An 'OPTIONS' method that sends 'Access-Control-Allow-Origin' sends the allowed methods "
            + "and headers as well.",
        reason: "Without 'Access-Control-Allow-Methods' browsers allow GET, HEAD and POST, "
            + "without 'Access-Control-Allow-Headers' no header such as Authorization.",
        bad: "method.response.header.Access-Control-Allow-Origin: '''*'''",
        good: "method.response.header.Access-Control-Allow-Origin: '''*'''\n"
            + "method.response.header.Access-Control-Allow-Methods: '''GET,PUT'''\n"
            + "method.response.header.Access-Control-Allow-Headers: '''Authorization'''")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard context.method.httpMethod == .options, let integration = context.integration,
            integration.kind.value == .mock, let origin = context.responseHeader(allowOrigin)
        else { return }
        let missing = ["Access-Control-Allow-Methods", "Access-Control-Allow-Headers"].filter {
            context.responseHeader($0.lowercased()) == nil
        }
        guard !missing.isEmpty else { return }
        let list = missing.map { "'\($0)'" }.joined(separator: " and ")
        log.report(
            Diagnostic(
                id, .warning, "the preflight response of '\(context.resource.path)' has no \(list)",
                at: origin.target.range, help: "map \(list) as well"))
    }
}
