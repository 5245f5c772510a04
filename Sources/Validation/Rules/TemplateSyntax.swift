package import Diagnostics
internal import Templates

/// A mapping template can be read.
package enum TemplateSyntax: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-syntax"), .error,
        "A mapping template is written in the Velocity Template Language.",
        reason: "A template that cannot be read fails whenever it is rendered: the caller gets "
            + "500, 'Internal server error'.",
        bad: "application/json: \"#if($input.body)\"",
        good: "application/json: \"#if($input.body) {} #end\"")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        guard let failure = template.outline.failure else { return }
        log.report(
            Diagnostic(
                id, .error, "template: \(failure.message)", at: template.range(failure.range)))
    }
}
