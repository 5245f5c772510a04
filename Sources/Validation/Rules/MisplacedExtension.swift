package import Diagnostics
internal import Syntax

/// Every extension stands in an object where it is read.
package enum MisplacedExtension: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "misplaced-extension"), .warning,
        "Every extension of API Gateway's stands in an object where it is read.",
        reason: "API Gateway ignores its extensions elsewhere, without a word.",
        bad: "get:\n  x-amazon-apigateway-request-validators:\n    all: {}",
        good: "x-amazon-apigateway-request-validators:\n  all: {}")

    static func diagnostic(
        _ field: Field, _ key: Node, _ shape: ShapeDefinition, _ table: StructureTable
    ) -> Diagnostic {
        let homes = Shape.allCases.filter { table.expectation(of: field, in: $0) != 0 }
            .map { table.definition($0).name }
        var unique: [String] = []
        for home in homes where !unique.contains(home) { unique.append(home) }
        return Diagnostic(
            id, .warning, "'\(field.spelling)' has no effect in the \(shape.name)",
            at: key.range,
            help: unique.isEmpty ? nil : "move it to the \(unique.joined(separator: " or the "))")
    }
}
