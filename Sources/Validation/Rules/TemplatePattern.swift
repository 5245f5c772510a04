package import Diagnostics
internal import Templates

/// Regular expressions in templates can be read.
package enum TemplatePattern: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-pattern"), .error,
        "The first argument of 'matches', 'replaceAll', 'replaceFirst' and 'split' is a regular "
            + "expression of Java's.",
        reason: "An expression that cannot be read makes the template fail: the caller gets 500, "
            + "'Internal server error'.",
        bad: "$input.body.replaceAll('(', '')", good: "$input.body.replaceAll('\\(', '')")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for pattern in template.outline.invalidPatterns {
            log.report(
                Diagnostic(
                    id, .error, "the regular expression cannot be read: \(pattern.message)",
                    at: template.range(pattern.range)))
        }
    }
}
