package import Diagnostics
internal import Model

/// Every integration response leads to a declared method response.
package enum UndeclaredIntegrationStatus: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "undeclared-integration-status"), .error,
        "The 'statusCode' of every integration response is declared in the operation's 'responses'.",
        reason: "An integration response is mapped to the method response of its status code; "
            + "API Gateway refuses one that does not exist.",
        bad: "responses:\n  '200': {description: fine}\nx-amazon-apigateway-integration:\n"
            + "  responses:\n    default:\n      statusCode: '201'",
        good: "responses:\n  '201': {description: made}\nx-amazon-apigateway-integration:\n"
            + "  responses:\n    default:\n      statusCode: '201'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, !integration.kind.value.isProxy else { return }
        let declared = context.method.responses
        for response in integration.responses
        where !declared.contains(where: { $0.statusCode.value == response.statusCode.value }) {
            let code = response.statusCode
            log.report(
                Diagnostic(
                    id, .error, "'\(context.name)' declares no response '\(code.value)'",
                    at: code.range, help: "add '\(code.value)' to the operation's 'responses'"))
        }
    }
}
