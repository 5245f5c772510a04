package import Diagnostics
internal import Model

/// Templates are kept under media types.
package enum InvalidContentType: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-content-type"), .error,
        "The keys of 'requestTemplates' and 'responseTemplates' are media types or '$default'.",
        reason: "API Gateway refuses other keys.",
        bad: "responseTemplates:\n  json: '{}'",
        good: "responseTemplates:\n  application/json: '{}'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration else { return }
        let templates =
            integration.requestTemplates + integration.responses.flatMap(\.responseTemplates)
        for template in templates where !isMediaType(template.contentType.value) {
            let type = template.contentType
            log.report(
                Diagnostic(
                    id, .error, "'\(type.value)' is not a media type", at: type.range,
                    help: "write a type such as 'application/json'",
                    aws: context.unableToPutIntegration(
                        "Validation Result: warnings : [], errors : "
                            + "[Invalid content type specified: \(type.value)]")))
        }
    }

    private static func isMediaType(_ text: String) -> Bool {
        if text == "$default" || text.contains("${") { return true }
        let type = text.prefix { $0 != ";" }
        let parts = type.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty && !$0.contains(" ") }
    }
}
