package import Diagnostics
internal import Syntax

/// A field with a fixed list of values has one of them.
package enum InvalidChoice: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-choice"), .error,
        "A field that takes words from a fixed list has one of them.",
        reason: "Other words mean nothing to readers of the document; letter case counts.",
        bad: "parameters:\n- name: limit\n  in: querystring",
        good: "parameters:\n- name: limit\n  in: query")

    static func diagnostic(_ node: Node, _ words: [String], key: Node?) -> Diagnostic {
        let text = node.string ?? ""
        let name = key?.string.map { " of '\($0)'" } ?? ""
        return Diagnostic(
            id, .error, "'\(text)' is not a value\(name)", at: node.range,
            help: "write one of \(words.joined(separator: ", "))"
        ).suggesting(nearest(to: text, in: words))
    }
}
