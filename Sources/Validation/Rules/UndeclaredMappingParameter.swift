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
        for mapping in integration.requestParameters {
            guard let (location, parameter) = parameter(mapping.source.value),
                !context.method.requestParameters.contains(where: {
                    $0.location == location && $0.name == parameter
                })
            else { continue }
            let name = "method.request.\(location.rawValue).\(parameter)"
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

    /// The parameter as declared, for sources that are one; `multivalue` forms take the same.
    private static func parameter(
        _ source: String
    ) -> (location: RequestParameter.Location, name: Substring)? {
        guard source.utf8.starts(with: "method.request.".utf8) else { return nil }
        let rest = source.utf8.dropFirst("method.request.".utf8.count)
        guard let point = rest.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let name = source[rest.index(after: point)...]
        switch source[rest.startIndex..<point] {
        case "path": return (.path, name)
        case "querystring", "multivaluequerystring": return (.querystring, name)
        case "header", "multivalueheader": return (.header, name)
        default: return nil
        }
    }
}
