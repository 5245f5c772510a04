package import Diagnostics
internal import JSON
internal import Model

/// An integration's URI has the form that its type asks for.
package enum InvalidIntegrationURI: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-integration-uri"), .error,
        "An integration's URI has the form that its type asks for.",
        reason: "HTTP backends have an 'http' or 'https' URL. AWS services have an ARN of the form "
            + "'arn:aws:apigateway:REGION:SERVICE:path/PATH' or ':action/ACTION'; for a Lambda "
            + "function the path is '2015-03-31/functions/FUNCTION-ARN/invocations', not the "
            + "function's own ARN. Other texts fail the import.",
        bad: "type: aws_proxy\nuri: arn:aws:lambda:eu-west-1:111122223333:function:pets",
        good: "type: aws_proxy\nuri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/"
            + "functions/arn:aws:lambda:eu-west-1:111122223333:function:pets/invocations")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, integration.kind.value != .mock else { return }
        guard let uri = integration.uri, !uri.value.isEmpty else {
            if integration.integrationTarget != nil { return }
            log.report(
                Diagnostic(
                    id, .error,
                    "the integration of '\(context.name)' has no 'uri'",
                    at: integration.uri?.range ?? integration.range,
                    help: "add the backend's 'uri'"))
            return
        }
        guard let text = integration.knownURI, let problem = problem(text, integration.kind.value)
        else { return }
        var help: String?
        if text.hasPrefix("arn:"), text.holds(":lambda:"), text.holds(":function:") {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            if parts.count > 5, parts[2] == "lambda" {
                help =
                    "write 'arn:\(parts[1]):apigateway:\(parts[3]):lambda:path/2015-03-31/"
                    + "functions/\(text)/invocations'"
            }
        }
        log.report(
            Diagnostic(
                id, .error, problem.message, at: uri.range, help: help,
                aws: context.unableToPutIntegration(problem.words)))
    }

    private static func problem(
        _ uri: String, _ kind: Integration.Kind
    ) -> (message: String, words: String)? {
        if kind.isHTTP {
            if uri.startsIgnoringCase("http://") || uri.startsIgnoringCase("https://")
                || uri.hasPrefix("${") || uri.hasPrefix("_")
            {
                return nil
            }
            return (
                "'\(uri)' is not an HTTP URL", "Invalid HTTP endpoint specified for URI"
            )
        }
        if uri.hasPrefix("${") { return nil }
        guard uri.hasPrefix("arn:") else {
            return ("'\(uri)' is not an ARN", "Invalid ARN specified in the request")
        }
        let parts = uri.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let isCall =
            parts.count == 6 && (parts[5].hasPrefix("path/") || parts[5].hasPrefix("action/"))
        guard isCall || parts.contains("_") else {
            return (
                "'\(uri)' does not name a path or action of a service",
                "AWS ARN for integration must contain path or action"
            )
        }
        if kind == .awsProxy, isCall, parts[4] != "_" {
            let service = parts[4].split(separator: ".").last ?? ""
            let isLambda = service == "lambda" && parts[5].hasPrefix("path/")
            let isFirehose = service == "firehose" && parts[5].hasPrefix("action/")
            if !isLambda, !isFirehose {
                return (
                    "an integration of type 'aws_proxy' cannot call '\(parts[4])'",
                    "Integrations of type 'AWS_PROXY' currently only supports Lambda function and "
                        + "Firehose stream invocations."
                )
            }
        }
        return nil
    }
}
