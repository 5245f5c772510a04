package import Diagnostics
internal import Validation

/// Everything that `apigw` can report, each once, sorted by name.
package let allExplanations: [Explanation] =
    (readingExplanations + ruleExplanations + loweringExplanations + settingsExplanations
    + outputExplanations + [exampleMismatch])
    .sorted { $0.id.rawValue.utf8.lexicographicallyPrecedes($1.id.rawValue.utf8) }

/// What the rules can report, sorted by name.
package let ruleExplanations: [Explanation] = allRules.map { $0.explanation }
