package import Diagnostics
internal import Model

/// What callers send is escaped before it is put between quotes.
package enum TemplateInjection: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-injection"), .warning,
        "A template for JSON puts callers' texts between quotes only through "
            + "'$util.escapeJavaScript'.",
        reason: "A quote in the caller's text ends the string otherwise, and what follows becomes "
            + "part of the document that the backend trusts.",
        bad: "'{\"name\": \"$input.params(''name'')\"}'",
        good: "'{\"name\": \"$util.escapeJavaScript($input.params(''name''))\"}'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        for template in context.templates
        where Array(template.template.contentType.value.utf8).holds("json") {
            let text = template.text
            for reference in template.references where reference.root == .input {
                guard let name = reference.names.first, reference.isCall,
                    name.text == "params" || name.text == "path",
                    reference.start > 0, text[reference.start - 1] == UInt8(ascii: "\"")
                else { continue }
                log.report(
                    Diagnostic(
                        id, .warning, "'$input.\(name.text)' stands unescaped in a JSON string",
                        at: template.locator.range(reference.start, name.range.upperBound),
                        help: "wrap it in '$util.escapeJavaScript(...)'"))
            }
        }
    }
}
