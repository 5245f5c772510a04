package import Diagnostics
internal import JSON
internal import Model

/// A mock's template says which response to give.
package enum MockWithoutStatus: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "mock-without-status"), .warning,
        "The request template of a mock integration renders an object with 'statusCode'.",
        reason: "A mock has no backend: its template's 'statusCode' selects the integration "
            + "response. Without it the caller gets 500.",
        bad: "type: mock\nrequestTemplates:\n  application/json: '{}'",
        good: "type: mock\nrequestTemplates:\n  application/json: '{\"statusCode\": 200}'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, integration.kind.value == .mock else { return }
        if integration.requestTemplates.isEmpty {
            log.report(
                Diagnostic(
                    id, .warning, "the mock of '\(context.name)' has no request template",
                    at: integration.range,
                    help: "add a template 'application/json: {\"statusCode\": 200}'"))
        }
        for template in integration.requestTemplates
        where !template.text.value.holds("statusCode") {
            log.report(
                Diagnostic(
                    id, .warning, "the mock's template renders no 'statusCode'",
                    at: template.text.range, help: "render '{\"statusCode\": 200}'"))
        }
    }
}
