package import Diagnostics
internal import Model

/// An integration with a backend says which HTTP method to call it with.
package enum MissingHTTPMethod: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "missing-http-method"), .error,
        "An integration of a type other than 'mock' has an 'httpMethod'.",
        reason: "It is the method of the call to the backend, and API Gateway does not copy it "
            + "from the operation: an import without it fails.",
        bad: "type: aws_proxy\nuri: ...", good: "type: aws_proxy\nhttpMethod: POST\nuri: ...")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, integration.kind.value != .mock,
            integration.httpMethod?.value.isEmpty ?? true
        else { return }
        log.report(
            Diagnostic(
                id, .error, "the integration of '\(context.name)' has no 'httpMethod'",
                at: integration.httpMethod?.range ?? integration.range,
                help: integration.isLambda
                    ? "add 'httpMethod: POST'" : "add the 'httpMethod' to call the backend with",
                aws: context.unableToPutIntegration(
                    "Enumeration value for HttpMethod must be non-empty")))
    }
}
