package import Diagnostics
internal import Model

/// No open proxy answers what a guarded resource beside it leaves to it.
package enum OpenProxy: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "open-proxy"), .warning,
        "An open '{proxy+}' resource does not answer other methods of a guarded resource.",
        reason: "Routing comes before authorization, and looks for a resource with the method: "
            + "'DELETE /admin' goes to 'ANY /{proxy+}' if '/admin' has only a 'GET', whoever "
            + "calls.",
        bad: nil, good: nil)

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard gateway.api.policy == nil else { return }
        let resources = gateway.api.resources
        for proxy in resources {
            guard case .greedy = proxy.part, let parent = proxy.parent,
                let open = proxy.methods.first(where: { $0.httpMethod == .any && $0.isOpen })
            else { continue }
            let below = resources[parent].path == "/" ? "/" : resources[parent].path + "/"
            for resource in resources where resource.path != proxy.path {
                guard resource.path.hasPrefix(below), resource.path != "/",
                    let guarded = resource.methods.first(where: { !$0.isOpen })
                else { continue }
                let undeclared = resource.undeclaredMethods
                if undeclared.isEmpty { continue }
                log.report(
                    .openProxy(
                        id, proxy, open, resource, guarded, undeclared.map(\.rawValue)))
            }
        }
    }
}

extension Resource {
    /// The methods, `OPTIONS` left out, that the resource leaves to others.
    fileprivate var undeclaredMethods: [HTTPMethod] {
        let declared = Set(methods.map(\.httpMethod))
        if declared.contains(.any) { return [] }
        return HTTPMethod.allCases.filter {
            $0 != .any && $0 != .options && !declared.contains($0)
        }
    }
}

extension Method {
    /// Whether anybody may call.
    fileprivate var isOpen: Bool { authorization.value == .none && !apiKeyRequired }
}

extension Diagnostic {
    fileprivate static func openProxy(
        _ id: ID, _ proxy: Resource, _ open: Method, _ resource: Resource, _ guarded: Method,
        _ undeclared: [String]
    ) -> Self {
        Self(
            id, .warning,
            "'ANY \(proxy.path)' lets everybody call \(undeclared.joined(separator: ", ")) of "
                + "'\(resource.path)'",
            at: open.range,
            notes: [
                .init(
                    "'\(guarded.httpMethod.rawValue) \(resource.path)' is guarded",
                    at: guarded.range)
            ],
            help: "guard the proxy too, or give '\(resource.path)' a guarded "
                + "'x-amazon-apigateway-any-method'")
    }
}
