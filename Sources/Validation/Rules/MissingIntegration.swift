package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// Every method has an integration.
package enum MissingIntegration: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "missing-integration"), .error,
        "Every operation has an 'x-amazon-apigateway-integration'.",
        reason: "API Gateway imports an operation without one, but refuses to deploy the API with "
            + "'No integration defined for method'.",
        bad: "get:\n  responses: {}",
        good: "get:\n  responses: {}\n  x-amazon-apigateway-integration:\n    type: mock")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard context.integration == nil, let node = context.operation?.node else { return }
        // One that could not be read, or whose name is misspelled, has been reported.
        if node.members.contains(where: { $0.keyNode.startsWith("x-amazon-apigateway-int") }) {
            return
        }
        log.report(
            Diagnostic(
                id, .error, "'\(context.name)' has no integration", at: context.method.range,
                help: "add 'x-amazon-apigateway-integration'"))
    }
}
