package import Diagnostics
internal import Model

/// A proxy integration has no templates.
package enum IgnoredOnProxy: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "ignored-on-proxy"), .warning,
        "An integration of type 'aws_proxy' or 'http_proxy' has no mapping templates.",
        reason: "A proxy passes requests and responses on as they are: templates are kept and "
            + "never used.",
        bad: "type: aws_proxy\nrequestTemplates:\n  application/json: '{}'",
        good: "type: aws\nrequestTemplates:\n  application/json: '{}'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, integration.kind.value.isProxy else { return }
        let responses = integration.responses.flatMap(\.responseTemplates)
        guard let first = (integration.requestTemplates + responses).first else { return }
        let type = integration.kind.value.rawValue.lowercased()
        log.report(
            Diagnostic(
                id, .warning, "an integration of type '\(type)' ignores its templates",
                at: first.contentType.range, help: "remove them, or change the integration's type"))
    }
}
