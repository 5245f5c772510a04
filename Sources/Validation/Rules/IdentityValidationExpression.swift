package import Diagnostics
internal import Model
internal import OpenAPI
internal import Patterns
internal import Syntax

/// The expression that tokens must match is a regular expression.
package enum IdentityValidationExpression: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "identity-validation-expression"), .error,
        "An authorizer's 'identityValidationExpression' is a Java regular expression.",
        reason: "Tokens that do not match it are answered 401 without asking the authorizer; one "
            + "that cannot be compiled lets nobody in.",
        bad: "identityValidationExpression: ^(Bearer",
        good: "identityValidationExpression: ^Bearer .+$")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        for authorizer in gateway.api.authorizers {
            // A placeholder is filled in when the API is deployed.
            guard let expression = authorizer.identityValidationExpression,
                !expression.value.holds("${")
            else { continue }
            do {
                _ = try Pattern(parsing: expression.value, dialect: .java)
            } catch {
                let file = gateway.document.root.tree.file
                log.report(
                    Diagnostic(
                        id, .error,
                        "'\(expression.value)' is not a regular expression: \(error.message)",
                        at: ScalarLocator(expression, in: file).range(of: error)))
            }
        }
    }
}
