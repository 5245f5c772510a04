package import Diagnostics

/// Everything that `apigw` can report, sorted by name.
package let allExplanations: [Explanation] =
    (readingExplanations)
    .sorted { $0.id.rawValue.utf8.lexicographicallyPrecedes($1.id.rawValue.utf8) }
