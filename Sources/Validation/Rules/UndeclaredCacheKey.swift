package import Diagnostics
internal import Model

/// A cached response is kept under parameters that the method declares.
package enum UndeclaredCacheKey: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "undeclared-cache-key"), .error,
        "Every one of an integration's 'cacheKeyParameters' is declared by the operation.",
        reason: "A cache key is made of the method's own parameters, and API Gateway refuses "
            + "others. Only with a key of its own does each page, tenant or search get an answer "
            + "of its own from the cache.",
        bad: "cacheKeyParameters: [method.request.querystring.page]",
        good: "parameters:\n- {name: page, in: query, schema: {type: integer}}")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        // Of a key with a placeholder in it only a deployment knows the name.
        for key in context.integration?.cacheKeyParameters ?? [] where !key.value.holds("${") {
            if let name = context.method.undeclaredParameter(in: key.value) {
                let known = context.method.requestParameters.map(\.key)
                log.report(
                    Diagnostic(
                        id, .error, "'\(context.name)' has no parameter '\(name)'", at: key.range,
                        help: nearest(to: name, in: known).map { "write '\($0)'" }
                            ?? "declare it in the operation's 'parameters'"))
            } else if !key.value.hasPrefix("method.request.") {
                log.report(
                    Diagnostic(
                        id, .error, "'\(key.value)' cannot be part of a cache key", at: key.range,
                        help: "write 'method.request.querystring.NAME', or a header or path "
                            + "parameter"))
            }
        }
    }
}
