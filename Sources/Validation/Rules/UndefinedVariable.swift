package import Diagnostics
internal import Templates

/// Templates read variables that something sets.
package enum UndefinedVariable: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "undefined-template-variable"), .warning,
        "Every variable that a template reads is API Gateway's or set by the template.",
        reason: "A variable that nothing sets prints nothing, without a word.",
        bad: "#set($name = $input.params('name'))$nmae",
        good: "#set($name = $input.params('name'))$name")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        // What was read of a broken template may lack the assignment.
        guard template.outline.failure == nil else { return }
        let references = template.outline.references
        lazy var known =
            TemplateMembers.variables + Set(references.filter(\.isKnown).map(\.root)).sorted()
        for reference in references
        where !reference.isAssigned && !reference.isKnown && !reference.root.isEmpty {
            let name = reference.root
            log.report(
                Diagnostic(
                    id, .warning, "nothing sets the variable '$\(name)'",
                    at: template.range(reference.rootRange),
                    help: nearest(to: name, in: known).map { "write '$\($0)'" }))
        }
    }
}
