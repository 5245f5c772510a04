package import Diagnostics
internal import Syntax

/// A lower bound is not above the upper one.
package enum ContradictoryBounds: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "contradictory-bounds"), .warning,
        "A schema's minimum is not greater than its maximum.",
        reason: "No value satisfies both.", bad: "minLength: 8\nmaxLength: 4",
        good: "minLength: 4\nmaxLength: 8")

    package static let shapes: [Shape] = [.schema30, .schema20, .parameter20, .items20, .header20]
    package static let triggers: [Field] = [.minimum, .minLength, .minItems, .minProperties]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        let pairs: [(Field, Field)] = [
            (.minimum, .maximum), (.minLength, .maxLength), (.minItems, .maxItems),
            (.minProperties, .maxProperties),
        ]
        for (low, high) in pairs {
            guard let lower = object.member(low), let upper = object.member(high),
                let least = number(lower.value), let most = number(upper.value), least > most
            else { continue }
            log.report(
                Diagnostic(
                    id, .warning,
                    "'\(low.spelling)' is greater than '\(high.spelling)'", at: lower.value.range,
                    notes: [.init("the upper bound is here", at: upper.value.range)]))
        }
    }

    private static func number(_ node: Node) -> Double? {
        node.int.map(Double.init) ?? node.numberSpelling.flatMap { Double($0) }
    }
}
