package import Diagnostics
internal import Syntax

/// The names of components are made of letters, digits, and three other characters.
package enum ComponentName: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "component-name"), .error,
        "The names of components are made of letters, digits, '.', '-' and '_'.",
        reason: "Names are used in references and as identifiers, where other characters would "
            + "need escapes that many tools do not know (OpenAPI 3.0.4, Components Object).",
        bad: "components:\n  schemas:\n    Pet Food: {}",
        good: "components:\n  schemas:\n    PetFood: {}")

    static func diagnostic(_ key: Node) -> Diagnostic {
        Diagnostic(
            id, .error, "'\(key.string ?? "")' is not a name for a component", at: key.range,
            help: "use letters, digits, '.', '-' and '_' only")
    }
}
