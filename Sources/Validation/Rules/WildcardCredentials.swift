package import Diagnostics
internal import Model

/// A response with credentials names its origin.
package enum WildcardCredentials: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "wildcard-credentials"), .error,
        "'Access-Control-Allow-Origin: *' does not go with "
            + "'Access-Control-Allow-Credentials: true'.",
        reason: "Browsers reject the response: with credentials the header must name the origin "
            + "(Fetch Standard, CORS check).",
        bad: "method.response.header.Access-Control-Allow-Origin: '''*'''\n"
            + "method.response.header.Access-Control-Allow-Credentials: '''true'''",
        good: "method.response.header.Access-Control-Allow-Origin: '''https://app.example.com'''\n"
            + "method.response.header.Access-Control-Allow-Credentials: '''true'''")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let origin = context.responseHeader(allowOrigin), origin.literal == "*",
            let credentials = context.responseHeader("access-control-allow-credentials"),
            credentials.literal == "true"
        else { return }
        log.report(
            Diagnostic(
                id, .error, "'*' allows no origin when credentials are allowed",
                at: origin.source.range,
                notes: [.init("credentials are allowed here", at: credentials.source.range)],
                help: "name the origin"))
    }
}
