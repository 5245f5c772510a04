package import Diagnostics
internal import Model

/// A mapping takes only parameters that the method declares.
package enum UndeclaredMappingParameter: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "undeclared-mapping-parameter"), .error,
        "Every 'method.request' parameter of a mapping is declared by the operation.",
        reason: "API Gateway knows the parameters of a method from the operation's 'parameters' "
            + "and refuses a mapping from another one.",
        bad:
            "requestParameters:\n  integration.request.header.X-Tenant: method.request.header.Tenant",
        good: "parameters:\n- {name: Tenant, in: header, schema: {type: string}}")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration else { return }
        let mappings = integration.requestParameters
        for place in mappings.indices {
            guard
                let name = context.method.undeclaredParameter(in: mappings[place].source.value)
            else { continue }
            let mapping = mappings[place]
            let known = context.method.requestParameters.map(\.key)
            log.report(
                Diagnostic(
                    id, .error, "'\(context.name)' has no parameter '\(name)'",
                    at: mapping.source.range,
                    help: nearest(to: name, in: known).map { "write '\($0)'" }
                        ?? "declare it in the operation's 'parameters'",
                    aws: context.unableToPutIntegration(
                        "Invalid mapping expression specified: Validation Result: warnings : [], "
                            + "errors : [Invalid mapping expression parameter specified: \(name)]")
                ))
        }
    }
}
