package import Diagnostics
internal import Syntax

/// The values of an enumeration differ.
package enum DuplicateEnumValue: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "duplicate-enum-value"), .warning,
        "The values of 'enum' are different.",
        reason: "JSON Schema asks for it, API Gateway refuses models with equal ones, and one of "
            + "the two was probably meant to be another.",
        bad: "enum: [cat, dog, cat]", good: "enum: [cat, dog, bird]")

    package static let shapes: [Shape] = [.schema30, .schema20, .parameter20, .items20, .header20]
    package static let triggers: [Field] = [.enum]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let list = object[.enum], list.count > 1 else { return }
        var first: [String: SourceRange] = [:]
        for value in list.elements {
            guard let text = value.scalarText else { continue }
            let key = "\(value.kind == .string ? "s" : "v")\(text)"
            guard let other = first[key] else {
                first[key] = value.range
                continue
            }
            log.report(
                Diagnostic(
                    id, .warning, "'\(text)' is among the values twice", at: value.range,
                    notes: [.init("first here", at: other)], help: "remove one of them"))
        }
    }
}
