package import Diagnostics
internal import Model

/// A description that is there says something.
package enum EmptyDescription: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "empty-description"), .error,
        "'info.description' is absent or not empty.",
        reason: "API Gateway refuses to create an API whose description is an empty string.",
        bad: "info:\n  title: Pets\n  version: '1'\n  description: ''",
        good: "info:\n  title: Pets\n  version: '1'")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard let description = gateway.api.description, description.value.isEmpty else { return }
        log.report(
            Diagnostic(
                id, .error, "the API's description is empty", at: description.range,
                help: "remove it, or describe the API",
                aws: Diagnostic.AWSWords(.error, "Description cannot be an empty string")))
    }
}
