package import Diagnostics
internal import Model

/// An integration response sets only headers that its method response declares.
package enum UndeclaredResponseHeader: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "undeclared-response-header"), .error,
        "Every header that an integration response sets is declared by the operation's response.",
        reason: "API Gateway knows a response's headers from 'headers' of the same status code and "
            + "refuses a mapping to another one.",
        bad: "responseParameters:\n  method.response.header.X-Total: integration.response.header.n",
        good: "responses:\n  '200':\n    headers:\n      X-Total: {schema: {type: string}}")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        let prefix = "method.response.header."
        guard let integration = context.integration, !integration.kind.value.isProxy else { return }
        for response in integration.responses {
            guard
                let declared = context.method.responses.first(where: {
                    $0.statusCode.value == response.statusCode.value
                })
            else { continue }
            for mapping in response.responseParameters
            where mapping.target.value.hasPrefix(prefix) {
                let name = mapping.target.value.dropFirst(prefix.count)
                if declared.headers.contains(where: { $0.value == name }) { continue }
                let known = declared.headers.map { prefix + $0.value }
                log.report(
                    Diagnostic(
                        id, .error,
                        "the response '\(declared.statusCode.value)' of '\(context.name)' has no "
                            + "header '\(name)'",
                        at: mapping.target.range,
                        help: nearest(to: mapping.target.value, in: known).map { "write '\($0)'" }
                            ?? "declare it in 'headers' of the response",
                        aws: context.unableToPutIntegration(
                            "Invalid mapping expression specified: Validation Result: "
                                + "warnings : [], errors : [Invalid mapping expression parameter "
                                + "specified: \(mapping.target.value)]")))
            }
        }
    }
}
