package import Diagnostics
internal import Templates

/// Calls in templates have as many arguments as the function takes.
package enum TemplateArgumentCount: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-argument-count"), .error,
        "A call in a template has as many arguments as the function takes.",
        reason: "A call with too few or too many arguments finds no function and prints nothing, "
            + "without a word.",
        bad: "$input.json()", good: "$input.json('$')")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for reference in template.outline.references {
            for (index, part) in reference.parts.enumerated() {
                guard let count = part.argumentCount else { continue }
                let functions =
                    switch reference.root {
                    case "input" where index == 0: TemplateMembers.inputFunctions
                    case "util" where index == 0: TemplateMembers.utilFunctions
                    default: nil as [String: ClosedRange<Int>]?
                    }
                let known =
                    functions?[part.name]
                    ?? (functions == nil
                        ? TemplateMembers.argumentCounts(ofMethod: part.name) : nil)
                guard let known, !known.contains(count) else { continue }
                log.report(
                    .wrongCount(
                        part.name, count, known, functions == nil ? .warning : .error,
                        at: template.range(part.range)))
            }
        }
    }
}

extension Diagnostic {
    fileprivate static func wrongCount(
        _ name: String, _ count: Int, _ known: ClosedRange<Int>, _ severity: Severity,
        at range: SourceRange
    ) -> Self {
        let wanted =
            known.count == 1
            ? "\(known.lowerBound)" : "\(known.lowerBound) to \(known.upperBound)"
        let noun = known.upperBound == 1 ? "argument" : "arguments"
        return Self(
            TemplateArgumentCount.id, severity,
            "'\(name)' takes \(wanted) \(noun), not \(count)", at: range)
    }
}
