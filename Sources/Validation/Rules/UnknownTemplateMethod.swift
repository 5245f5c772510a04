package import Diagnostics
internal import Templates

/// Templates call methods that some Java value has.
package enum UnknownTemplateMethod: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-template-method"), .warning,
        "A method that a template calls exists on Java's strings, lists, maps or numbers.",
        reason: "Values in templates are Java's. A call of a method that none has prints nothing, "
            + "without a word.",
        bad: "$input.params('name').lowercase()", good: "$input.params('name').toLowerCase()")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for reference in template.outline.references {
            let isObject = reference.root == "input" || reference.root == "util"
            for part in reference.parts.dropFirst(isObject ? 1 : 0) {
                guard part.argumentCount != nil,
                    TemplateMembers.argumentCounts(ofMethod: part.name) == nil
                else { continue }
                log.report(
                    Diagnostic(
                        id, .warning, "no value has a method '\(part.name)'",
                        at: template.range(part.range),
                        help: nearest(to: part.name, in: TemplateMembers.methodNames.sorted())
                            .map { "write '\($0)'" }))
            }
        }
    }
}
