package import Diagnostics
internal import Syntax

/// Every object has the fields that its specification requires.
package enum MissingField: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "missing-field"), .error,
        "Every object of a document has the fields that its specification requires.",
        reason: "Readers of the document cannot do without them. API Gateway itself imports "
            + "documents without some of them, so that in documents with its extensions this is a "
            + "warning.",
        bad: "info:\n  title: Pets", good: "info:\n  title: Pets\n  version: '1.0'")

    /// Reports at the object's key, or at its first byte where it has none.
    static func diagnostic(
        _ field: Field, _ shape: ShapeDefinition, _ node: Node, key: Node?
    ) -> Diagnostic {
        Diagnostic(
            id, .error, "the \(shape.name) has no '\(field.spelling)'",
            at: key?.range ?? node.range.firstByte, help: "add '\(field.spelling)'")
    }
}
