/// What `apigw explain ID` says about a kind of diagnostic; also the rule's entry in SARIF.
package struct Explanation: Sendable {
    /// The diagnostic's stable name.
    package var id: Diagnostic.ID

    /// The severity it has unless the case at hand is worse or better.
    package var severity: Diagnostic.Severity

    /// What is demanded, as one sentence with a period.
    package var summary: String

    /// Why, and what happens otherwise: sentences, wrapped by whoever prints them.
    package var reason: String

    /// A minimal document part that is wrong, as YAML; `nil` where it would say nothing more.
    package var bad: String?

    /// The same part done right.
    package var good: String?

    /// Creates an explanation.
    package init(
        _ id: Diagnostic.ID, _ severity: Diagnostic.Severity, _ summary: String,
        reason: String, bad: String? = nil, good: String? = nil
    ) {
        self.id = id
        self.severity = severity
        self.summary = summary
        self.reason = reason
        self.bad = bad
        self.good = good
    }

    /// The explanation for a terminal, wrapped at 80 columns, ending with a line break.
    package var text: String {
        var text = "\(id.rawValue) (\(severity))\n\n\(wrapped(summary))\n\n\(wrapped(reason))\n"
        for (title, example) in [("Instead of", bad), ("write", good)] {
            guard let example else { continue }
            text += "\n\(title)\n\n"
            for line in example.split(separator: "\n", omittingEmptySubsequences: false) {
                text += line.isEmpty ? "\n" : "    \(line)\n"
            }
        }
        return text
    }
}

private func wrapped(_ text: String, width: Int = 80) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
        if !line.isEmpty, line.count + word.count + 1 > width {
            lines.append(line)
            line = ""
        }
        line += line.isEmpty ? String(word) : " \(word)"
    }
    lines.append(line)
    return lines.joined(separator: "\n")
}
