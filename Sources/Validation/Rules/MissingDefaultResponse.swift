package import Diagnostics
internal import Model

/// Some integration response takes what no other takes.
package enum MissingDefaultResponse: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "missing-default-response"), .warning,
        "An integration that is no proxy has a response 'default'.",
        reason: "What the backend answers and no pattern matches goes there. Without it the "
            + "caller gets 500, 'Internal server error'.",
        bad: "responses:\n  2\\d{2}:\n    statusCode: '200'",
        good: "responses:\n  2\\d{2}:\n    statusCode: '200'\n  default:\n    statusCode: '500'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, !integration.kind.value.isProxy else { return }
        let takesAll = integration.responses.contains { response in
            guard let pattern = response.selectionPattern?.value else { return true }
            return ["", ".*", ".+", "(.*)", "(?s).*", "[\\s\\S]*", "(.|\\n)*"].contains(pattern)
        }
        if takesAll { return }
        log.report(
            Diagnostic(
                id, .warning, "the integration of '\(context.name)' has no default response",
                at: integration.responses.first?.range ?? integration.range,
                help: "add 'default' to the integration's 'responses'"))
    }
}
