package import Diagnostics
internal import Model

/// Every method can be reached by some request.
package enum UnreachableMethod: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "unreachable-method"), .warning,
        "A resource that has all seven methods has no 'x-amazon-apigateway-any-method'.",
        reason: "A request goes to its own method first; nothing is left for 'ANY', and its "
            + "integration is never called.",
        bad: nil, good: nil)

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        let resources = gateway.api.resources
        let count = HTTPMethod.allCases.count
        // Most resources have fewer.
        for place in resources.indices where resources[place].methods.count >= count {
            let resource = resources[place]
            guard
                let any = resource.methods.first(where: { $0.httpMethod == .any }),
                Set(resource.methods.map(\.httpMethod)).count == count
            else { continue }
            log.report(
                Diagnostic(
                    id, .warning, "no request reaches 'ANY \(resource.path)'", at: any.range,
                    help: "remove it, or one of the methods that take its requests"))
        }
    }
}
