package import Diagnostics
internal import Model

/// A preflight response allows the methods that the path has.
package enum PreflightMethods: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "preflight-methods"), .warning,
        "'Access-Control-Allow-Methods' names every method of its path.",
        reason: "Browsers do not send requests with a method that is missing there.",
        bad: "get: {}\nput: {}\n# options:\n"
            + "method.response.header.Access-Control-Allow-Methods: '''GET'''",
        good: "method.response.header.Access-Control-Allow-Methods: '''GET,PUT'''")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard context.method.httpMethod == .options,
            let mapping = context.responseHeader("access-control-allow-methods"),
            let list = mapping.literal
        else { return }
        let allowed = list.split(whereSeparator: { $0 == "," || $0 == " " })
            .map { $0.uppercased() }
        if allowed.contains("*") { return }
        let missing = context.resource.methods.map(\.httpMethod)
            .filter { $0 != .options && $0 != .any && !allowed.contains($0.rawValue) }
        guard !missing.isEmpty else { return }
        let names = missing.map { "'\($0.rawValue)'" }.joined(separator: " and ")
        log.report(
            Diagnostic(
                id, .warning,
                "the preflight response of '\(context.resource.path)' does not allow \(names)",
                at: mapping.source.range, help: "add \(names)"))
    }
}
