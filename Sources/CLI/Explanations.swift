package import Diagnostics
internal import Validation

/// Everything that `apigw` can report, sorted by name.
package let allExplanations: [Explanation] =
    (readingExplanations + allRules.map { $0.explanation })
    .sorted { $0.id.rawValue.utf8.lexicographicallyPrecedes($1.id.rawValue.utf8) }
