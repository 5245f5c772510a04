package import Diagnostics
internal import Mapping
internal import Model

/// A gateway response sets headers from what is known without an integration.
package enum GatewayResponseMapping: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "gateway-response-mapping"), .error,
        "A gateway response's parameter sets 'gatewayresponse.header.NAME' from the request, the "
            + "context, a stage variable or a text in single quotes.",
        reason: "The gateway itself answers, often before there is a body or a backend: only the "
            + "request's header, querystring and path, 'context.…' and 'stageVariables.…' can be "
            + "read.",
        bad: "gatewayresponse.headers.Retry-After: \"'5'\"",
        good: "gatewayresponse.header.Retry-After: \"'5'\"")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        for response in gateway.api.gatewayResponses {
            for mapping in response.responseParameters {
                if !isTarget(mapping.target.value) {
                    log.report(.invalidTarget(mapping))
                } else if !isSource(mapping.source) {
                    log.report(.invalidSource(mapping))
                }
            }
            UnknownMappedVariable.check(response.responseParameters, into: &log)
        }
    }

    private static func isTarget(_ target: String) -> Bool {
        ["gatewayresponse.header.", "gatewayresponse.querystring.", "gatewayresponse.path."]
            .contains { target.hasPrefix($0) && target.utf8.count > $0.utf8.count }
    }

    private static func isSource(_ source: Located<String>) -> Bool {
        if source.value.holds("${") { return true }
        var log = DiagnosticLog()
        switch MappingSource(parsing: source.value, .request, at: source.range, into: &log) {
        case nil, .body, .bodyPath: return false
        default: return true
        }
    }
}

extension Diagnostic {
    fileprivate static func invalidTarget(_ mapping: ParameterMapping) -> Self {
        let target = mapping.target.value
        let parts = target.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        return Self(
            GatewayResponseMapping.id, .error,
            "'\(target)' is nothing that a gateway response can set", at: mapping.target.range,
            help: "write 'gatewayresponse.header.\(parts.count == 3 ? parts[2] : "NAME")'")
    }

    fileprivate static func invalidSource(_ mapping: ParameterMapping) -> Self {
        let source = mapping.source.value
        let isWord = !source.isEmpty && !source.contains(".")
        return Self(
            GatewayResponseMapping.id, .error,
            "'\(source)' cannot be read when the gateway answers", at: mapping.source.range,
            help: isWord
                ? "put a text in single quotes: \"'\(source)'\""
                : "take 'method.request.header.NAME', 'context.…', 'stageVariables.…' or a text "
                    + "in single quotes")
    }
}
