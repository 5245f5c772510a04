package import Diagnostics
internal import Patterns
internal import Syntax

/// A pattern is a regular expression.
package enum InvalidPattern: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-pattern"), .warning,
        "A schema's 'pattern' is a regular expression of ECMA-262.",
        reason: "Validators cannot use another one: some refuse the schema, some ignore the "
            + "pattern. Anchors are not implied; delimiters such as '/.../' are not part of it.",
        bad: "pattern: '^[a-z'", good: "pattern: '^[a-z]+$'")

    package static let shapes: [Shape] = [.schema30, .schema20, .parameter20, .items20, .header20]
    package static let triggers: [Field] = [.pattern]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let node = object[.pattern], let text = node.string else { return }
        do {
            _ = try Pattern(parsing: text, dialect: .ecma262)
        } catch {
            let locator = ScalarLocator(Located(text, at: node.range), in: node.tree.file)
            log.report(
                Diagnostic(
                    id, .warning, "the pattern is not a regular expression: \(error.message)",
                    at: locator.range(of: error)))
        }
    }
}
