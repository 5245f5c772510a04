package import Diagnostics
internal import Model

/// Parameter mappings use variables that exist.
package enum UnknownMappedVariable: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-mapped-variable"), .warning,
        "Every 'context' variable of a parameter mapping is one of API Gateway's.",
        reason: "An unknown variable has no value, and the header or parameter is not sent, "
            + "without a word.",
        bad: "integration.request.header.X-Forwarded-For: context.identity.sourceIP",
        good: "integration.request.header.X-Forwarded-For: context.identity.sourceIp")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration else { return }
        check(integration.requestParameters, into: &log)
        for response in integration.responses { check(response.responseParameters, into: &log) }
    }

    /// Checks the sources of mappings.
    static func check(_ mappings: [ParameterMapping], into log: inout DiagnosticLog) {
        for place in mappings.indices
        where mappings[place].source.value.utf8Span.span.starts(with: "context.") {
            let mapping = mappings[place]
            let names = mapping.source.value.split(separator: ".").dropFirst().map(String.init)
            guard let unknown = ContextVariables.unknown(in: names) else { continue }
            log.report(
                Diagnostic(
                    id, .warning, "there is no context variable '\(unknown.name)'",
                    at: mapping.source.range, help: unknown.help))
        }
    }
}
