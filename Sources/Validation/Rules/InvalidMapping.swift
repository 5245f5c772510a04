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
        for place in mappings.indices where !isPlain(mappings[place], direction) {
            let mapping = mappings[place]
            let target = MappingTarget(
                parsing: mapping.target.value, direction, at: mapping.target.range, into: &log)
            if target == nil { continue }
            _ = MappingSource(
                parsing: mapping.source.value, direction, at: mapping.source.range, into: &log)
        }
    }

    /// Whether a mapping takes a parameter from a parameter, as most do: nothing can be wrong with
    /// it, which is seen without taking it apart.
    private static func isPlain(
        _ mapping: ParameterMapping, _ direction: ParameterMap.Direction
    ) -> Bool {
        let target = mapping.target.value.utf8Span.span
        let source = mapping.source.value.utf8Span.span
        switch direction {
        case .request:
            return namesParameter(target, after: "integration.request.path.")
                && namesParameter(source, after: "method.request.path.")
                || namesParameter(target, after: "integration.request.querystring.")
                    && namesParameter(source, after: "method.request.querystring.")
                || namesParameter(target, after: "integration.request.header.")
                    && namesParameter(source, after: "method.request.header.")
        case .response:
            return namesParameter(target, after: "method.response.header.")
                && namesParameter(source, after: "integration.response.header.")
        }
    }

    private static func namesParameter(_ bytes: Span<UInt8>, after prefix: StaticString) -> Bool {
        let start = prefix.utf8CodeUnitCount
        guard bytes.count > start, bytes.starts(with: prefix) else { return false }
        for place in start..<bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "$"), UInt8(ascii: "-"):
                continue
            default: return false
            }
        }
        return true
    }
}
