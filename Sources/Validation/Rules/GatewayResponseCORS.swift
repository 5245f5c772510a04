package import Diagnostics
internal import Faults
internal import Model
internal import OpenAPI
internal import Syntax

/// Errors of the gateway itself can be read by browsers, too.
package enum GatewayResponseCORS: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "gateway-response-cors"), .warning,
        "In an API that browsers call from other origins, the gateway responses 'DEFAULT_4XX' and "
            + "'DEFAULT_5XX' send 'Access-Control-Allow-Origin'.",
        reason: "Refused tokens, throttled requests and failed integrations are answered by the "
            + "gateway itself. Without the header a page sees a network error instead of the "
            + "status code.",
        bad: "x-amazon-apigateway-gateway-responses: {}",
        good: "x-amazon-apigateway-gateway-responses:\n  DEFAULT_4XX:\n    responseParameters:\n"
            + "      gatewayresponse.header.Access-Control-Allow-Origin: '''*'''")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard gateway.supportsCORS else { return }
        let missing = [GatewayResponseType.default4XX, .default5XX].filter { type in
            let response = gateway.api.gatewayResponses.first { $0.type.value == type }
            return !(response?.responseParameters ?? []).contains {
                $0.target.value.lowercased() == "gatewayresponse.header.\(allowOrigin)"
            }
        }
        guard !missing.isEmpty else { return }
        let names = missing.map { "'\($0.rawValue)'" }.joined(separator: " and ")
        let member = gateway.document.root.member("x-amazon-apigateway-gateway-responses")
        log.report(
            Diagnostic(
                id, .warning, "browsers cannot read the gateway responses \(names)",
                at: member?.keyRange ?? gateway.api.range.firstByte,
                help: "set 'gatewayresponse.header.Access-Control-Allow-Origin' in \(names)"))
    }
}
