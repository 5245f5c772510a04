internal import Diagnostics

/// What can be reported while a file is read.
let readingExplanations: [Explanation] = [
    Explanation(
        .duplicateKey, .error, "An object has every key once.",
        reason: "Readers differ in which of two equal keys they keep, so one of the two values "
            + "is silently lost. The keys 200 and \"200\" are equal.",
        bad: "get:\n  summary: one\nget:\n  summary: two", good: "get:\n  summary: one")
]

extension Diagnostic.ID {
    fileprivate static let duplicateKey = Self(rawValue: "duplicate-key")
}
