package import Diagnostics
internal import Syntax

/// Every value is of the kind that its field asks for.
package enum WrongType: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "wrong-type"), .error,
        "Every value is of the kind that its field asks for.",
        reason: "In YAML a version such as 1.10 is a number and loses its last digit, and an "
            + "empty value is null. API Gateway itself is lenient about some of these, so that in "
            + "documents with its extensions this is a warning.",
        bad: "info:\n  title: Pets\n  version: 1.10",
        good: "info:\n  title: Pets\n  version: '1.10'")

    static func diagnostic(
        _ node: Node, _ expectation: Expectation, _ table: StructureTable, key: Node?
    ) -> Diagnostic {
        let name = key?.string.map { "'\($0)'" } ?? "the document"
        let wanted = expectation.words(in: table)
        let quotes = wanted == "a string" && (node.kind == .number || node.kind == .bool)
        var range = node.range
        if node.kind == .object || node.kind == .array { range = key?.range ?? range.firstByte }
        if range.start == range.end { range = key?.range ?? range }
        return Diagnostic(
            id, .error, "\(name) must be \(wanted), not \(node.kind.words)", at: range,
            help: quotes ? "put it in quotes" : nil)
    }
}

extension Expectation {
    /// What is expected, with an article.
    fileprivate func words(in table: StructureTable) -> String {
        switch kind {
        case .any: "anything"
        case .string, .choice: "a string"
        case .boolean: "a boolean"
        case .number: "a number"
        case .integer: "an integer"
        case .count: "an integer of at least 0"
        case .object, .referable:
            "an object"
        case .list: "an array"
        case .map, .componentMap: "an object"
        case .booleanOrSchema: "a boolean or a schema"
        }
    }
}

extension Node.Kind {
    /// The kind with an article.
    var words: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        case .invalid: "unreadable"
        }
    }
}
