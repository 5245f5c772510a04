package import Diagnostics
internal import Model
internal import OpenAPI
internal import Patterns
internal import Syntax

/// A selection pattern is a regular expression.
package enum InvalidSelectionPattern: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-selection-pattern"), .error,
        "The keys of an integration's 'responses' are 'default' or Java regular expressions.",
        reason: "A pattern is matched as a whole against the backend's status code, or the error "
            + "message of a Lambda function. One that cannot be compiled never matches.",
        bad: "responses:\n  '[45]\\d{2':\n    statusCode: '500'",
        good: "responses:\n  '[45]\\d{2}':\n    statusCode: '500'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        for response in context.integration?.responses ?? [] {
            // A placeholder is filled in when the API is deployed.
            guard let pattern = response.selectionPattern, !pattern.value.holds("${") else {
                continue
            }
            do {
                _ = try Pattern(parsing: pattern.value, dialect: .java)
            } catch {
                let locator = ScalarLocator(pattern, in: context.operation?.node.tree.file)
                log.report(
                    Diagnostic(
                        id, .error,
                        "'\(pattern.value)' is not a regular expression: \(error.message)",
                        at: locator.range(of: error)))
            }
        }
    }
}
