package import Diagnostics
internal import Mapping
internal import Model

/// Both sides of a mapping can be read.
package enum InvalidMapping: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "mapping-source"), .error,
        "A mapping takes its value from an expression or a text in single quotes.",
        reason: "Expressions are 'method.request.…' in requests and 'integration.response.…' in "
            + "responses, 'context.…', 'stageVariables.…', or a 'literal' in single quotes; "
            + "anything else fails the import.",
        bad: "integration.request.header.X-Stage: production",
        good: "integration.request.header.X-Stage: '''production'''")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration else { return }
        check(integration.requestParameters, .request, into: &log)
        if integration.kind.value.isProxy { return }
        for response in integration.responses {
            check(response.responseParameters, .response, into: &log)
        }
    }

    private static func check(
        _ mappings: [ParameterMapping], _ direction: ParameterMap.Direction,
        into log: inout DiagnosticLog
    ) {
        for mapping in mappings {
            let target = MappingTarget(
                parsing: mapping.target.value, direction, at: mapping.target.range, into: &log)
            if target == nil { continue }
            _ = MappingSource(
                parsing: mapping.source.value, direction, at: mapping.source.range, into: &log)
        }
    }
}
