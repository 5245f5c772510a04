package import Diagnostics
internal import Syntax

/// Every extension named after API Gateway is one of its own.
package enum UnknownExtension: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-extension"), .error,
        "Every extension that begins with 'x-amazon-apigateway-' is one that API Gateway reads.",
        reason: "API Gateway ignores extensions that it does not know, without a word: a "
            + "misspelled integration leaves a method without any.",
        bad: "get:\n  x-amazon-apigateway-intergration:\n    type: mock",
        good: "get:\n  x-amazon-apigateway-integration:\n    type: mock")

    static func diagnostic(_ key: Node, _ shape: ShapeDefinition) -> Diagnostic {
        let name = key.string ?? ""
        let all = Field.allCases.map(\.spelling).filter { $0.hasPrefix("x-amazon-apigateway-") }
        return Diagnostic(
            id, .error, "'\(name)' is not an extension of API Gateway's", at: key.range
        ).suggesting(nearest(to: name, in: all))
    }
}
