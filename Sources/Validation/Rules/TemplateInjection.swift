package import Diagnostics
internal import Templates

/// What callers send is escaped before it is put between quotes.
package enum TemplateInjection: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-injection"), .warning,
        "A template for JSON puts callers' texts between quotes only through "
            + "'$util.escapeJavaScript'.",
        reason: "A quote in the caller's text ends the string otherwise, and what follows becomes "
            + "part of the document that the backend trusts.",
        bad: "'{\"name\": \"$input.params(''name'')\"}'",
        good: "'{\"name\": \"$util.escapeJavaScript($input.params(''name''))\"}'")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for (number, placement) in template.jsonPlacements {
            let reference = template.outline.references[number]
            guard case .string = placement, reference.root == "input",
                let part = reference.parts.first, part.argumentCount ?? 0 > 0,
                part.name == "params" || part.name == "path"
            else { continue }
            log.report(
                Diagnostic(
                    id, .warning, "'$input.\(part.name)' stands unescaped in a JSON string",
                    at: template.range(reference.range.lowerBound..<part.range.upperBound),
                    help: "wrap it in '$util.escapeJavaScript(...)'"))
        }
    }
}
