package import Diagnostics
internal import Syntax

/// The keys of responses are status codes.
package enum InvalidStatusCode: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-status-code"), .error,
        "The keys of 'responses' are status codes, ranges such as '2XX', or 'default'.",
        reason: "A response under another key is never found. API Gateway keeps responses by "
            + "their three digits.",
        bad: "responses:\n  ok:\n    description: fine",
        good: "responses:\n  '200':\n    description: fine")

    static func diagnostic(_ key: Node) -> Diagnostic {
        let text = key.string ?? ""
        let isLowerCaseRange =
            text.utf8.count == 3 && text.hasSuffix("xx")
            && "12345".utf8.contains(text.utf8.first ?? 0)
        return Diagnostic(
            id, isLowerCaseRange ? .warning : .error, "'\(text)' is not a status code",
            at: key.range,
            help: isLowerCaseRange
                ? "write '\(text.uppercased())'"
                : "write three digits from 100 to 599, '1XX' to '5XX', or 'default'")
    }
}
