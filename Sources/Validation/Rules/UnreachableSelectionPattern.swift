package import Diagnostics
internal import Model
internal import Patterns

/// A pattern over status codes matches some status code.
package enum UnreachableSelectionPattern: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "unreachable-selection-pattern"), .warning,
        "Every selection pattern of an HTTP or AWS service integration matches a status code.",
        reason: "There the pattern is matched, as a whole, against the three digits of the "
            + "backend's status code. Only for Lambda functions is it an error message. "
            + "A pattern that comes after one that matches the same codes is never tried.",
        bad: "responses:\n  .*NotFound.*:\n    statusCode: '404'",
        good: "responses:\n  '404':\n    statusCode: '404'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, !integration.kind.value.isProxy,
            !integration.isLambda, integration.knownURI != nil || integration.kind.value == .mock
        else { return }
        var taken: Set<Int> = []
        for response in integration.responses {
            guard let text = response.selectionPattern, !text.value.isEmpty,
                let pattern = try? Pattern(parsing: text.value, dialect: .java)
            else { continue }
            let codes = (100...599).filter { code in
                let digits = Array(String(code).utf8)
                return pattern.matches(whole: digits.span)
            }
            if codes.isEmpty {
                log.report(
                    Diagnostic(
                        id, .warning, "'\(text.value)' matches no status code", at: text.range,
                        help: "write a pattern over three digits, such as '4\\d{2}'"))
            } else if codes.allSatisfy(taken.contains) {
                log.report(
                    Diagnostic(
                        id, .warning,
                        "'\(text.value)' is never tried: patterns before it match the same codes",
                        at: text.range))
            }
            taken.formUnion(codes)
        }
    }
}
