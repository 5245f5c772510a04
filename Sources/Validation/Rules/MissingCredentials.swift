package import Diagnostics
internal import JSON
internal import Model

/// A call to an AWS service is made in somebody's name.
package enum MissingCredentials: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "missing-credentials"), .warning,
        "An integration with an AWS service other than Lambda has 'credentials'.",
        reason: "The call is signed with the credentials of a role. Only Lambda functions can "
            + "allow API Gateway by their own policy; other services answer 403.",
        bad: "type: aws\nuri: arn:aws:apigateway:eu-west-1:sqs:action/SendMessage",
        good: "type: aws\nuri: arn:aws:apigateway:eu-west-1:sqs:action/SendMessage\n"
            + "credentials: arn:aws:iam::111122223333:role/queue-writer")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, integration.kind.value == .aws,
            !integration.isLambda, integration.credentials == nil,
            let uri = integration.knownURI, uri.hasPrefix("arn:"), uri.holds(":apigateway:")
        else { return }
        log.report(
            Diagnostic(
                id, .warning, "the integration of '\(context.name)' has no 'credentials'",
                at: integration.range, help: "add the ARN of a role as 'credentials'"))
    }
}
