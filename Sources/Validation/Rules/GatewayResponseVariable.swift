package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax
internal import Templates

/// Gateway responses use variables that exist.
package enum GatewayResponseVariable: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "gateway-response-variable"), .error,
        "Every '$context' variable of a gateway response's template is one of API Gateway's.",
        reason: "An unknown variable prints nothing, and the answer is seldom valid JSON then.",
        bad: "application/json: '{\"message\": $context.error.messageStrng}'",
        good: "application/json: '{\"message\": $context.error.messageString}'")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        for response in gateway.api.gatewayResponses {
            for template in response.responseTemplates {
                check(template.text, in: gateway.document.root.tree.file, id, .error, into: &log)
            }
        }
    }

    /// Checks the variables of a text with `$context.…` in it.
    static func check(
        _ text: Located<String>, in file: SourceFile?, _ id: Diagnostic.ID,
        _ severity: Diagnostic.Severity, into log: inout DiagnosticLog
    ) {
        let bytes = Array(text.value.utf8)
        for names in SubstitutionTemplate.references(in: bytes) {
            let words = names.map { String(decoding: bytes[$0], as: UTF8.self) }
            guard words[0] == "context",
                let unknown = ContextVariables.unknown(in: words.dropFirst())
            else { continue }
            let range = names[unknown.index + 1]
            log.report(
                Diagnostic(
                    id, severity, "there is no context variable '\(unknown.name)'",
                    at: ScalarLocator(text, in: file).range(range.lowerBound, range.upperBound),
                    help: unknown.help))
        }
    }
}
