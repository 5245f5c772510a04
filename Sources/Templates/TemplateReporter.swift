internal import Diagnostics
internal import JSONPath

/// What is known of the message that a template transforms, for checks.
package struct TemplateChecks: Sendable {
    /// Further variables that are defined, besides API Gateway's.
    package var knownVariables: Set<String> = []

    package init() {}
}

/// Turns what the parser saw into diagnostics.
struct TemplateReporter {
    let text: [UInt8]
    let locator: TemplateLocator
    let checks: TemplateChecks

    func report(
        _ code: TemplateCode, _ hints: TemplateHints, _ isFailing: Bool,
        into log: inout DiagnosticLog
    ) {
        if let failure = code.failure {
            let range = locator.range(failure.start, failure.end)
            log.report(
                hints.isSyntaxError
                    ? .syntax(failure.message, at: range) : .invalid(failure.message, at: range))
        }
    }
}

extension Diagnostic {
    fileprivate static func syntax(_ message: String, at range: SourceRange) -> Self {
        Self(ID(rawValue: "template-syntax"), .error, "template: \(message)", at: range)
    }

    fileprivate static func invalid(_ message: String, at range: SourceRange) -> Self {
        Self(ID(rawValue: "template-invalid"), .error, "template: \(message)", at: range)
    }
}
