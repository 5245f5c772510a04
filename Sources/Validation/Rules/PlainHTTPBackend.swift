package import Diagnostics
internal import Model

/// Backends on the internet are called over TLS.
package enum PlainHTTPBackend: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "plain-http-backend"), .warning,
        "An HTTP backend outside the VPC is called by an 'https' URL.",
        reason: "Requests with their tokens travel over the internet in plain text otherwise.",
        bad: "uri: http://backend.example.com/pets", good: "uri: https://backend.example.com/pets")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration, integration.kind.value.isHTTP,
            let uri = integration.uri, let text = uri.value.leadingText,
            text.startsIgnoringCase("http://")
        else { return }
        if case .vpcLink? = integration.connection { return }
        log.report(
            Diagnostic(
                id, .warning, "the backend of '\(context.name)' is called without TLS",
                at: uri.range, help: "use 'https://' or a VPC link"))
    }
}
