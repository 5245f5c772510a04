package import Diagnostics
internal import Model

/// Lambda functions are called with `POST`.
package enum LambdaHTTPMethod: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "lambda-http-method"), .error,
        "An integration with a Lambda function has the 'httpMethod' POST.",
        reason: "It is the method of the call to the Lambda service, which knows only POST; the "
            + "caller's method is in the event. Every other method answers 500.",
        bad: "type: aws_proxy\nhttpMethod: GET", good: "type: aws_proxy\nhttpMethod: POST")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, integration.isLambda,
            let method = integration.httpMethod, !method.value.isEmpty, method.value != "POST",
            !method.value.holds("$")
        else { return }
        log.report(
            Diagnostic(
                id, .error, "a Lambda function is called with 'POST', not '\(method.value)'",
                at: method.range, help: "write 'POST'"))
    }
}
