package import Diagnostics
internal import Templates

/// Templates use variables that exist.
package enum UnknownContextVariable: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-context-variable"), .error,
        "Every '$context' variable of a mapping template is one of API Gateway's.",
        reason: "An unknown variable prints nothing, without a word.",
        bad: "'{\"ip\": \"$context.identity.sourceIP\"}'",
        good: "'{\"ip\": \"$context.identity.sourceIp\"}'")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for reference in template.outline.references where reference.root == "context" {
            // A call is one of the map's own methods.
            let parts = reference.parts.prefix { $0.argumentCount == nil }
            guard let unknown = ContextVariables.unknown(in: parts.map(\.name)) else {
                continue
            }
            log.report(
                Diagnostic(
                    id, .error, "there is no context variable '\(unknown.name)'",
                    at: template.range(parts[unknown.index].range), help: unknown.help))
        }
    }
}
