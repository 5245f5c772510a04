package import Diagnostics
internal import Model

/// Paths that API Gateway answers itself are free.
package enum ReservedPath: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "reserved-path"), .warning,
        "No path is '/ping' or '/sping'.",
        reason: "API Gateway reserves them for its health checks; requests for them do not reach "
            + "the API.",
        bad: "paths:\n  /ping: {}", good: "paths:\n  /health: {}")

    /// The paths of API Gateway's health checks.
    static let paths: Set<String> = ["/ping", "/sping"]

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        let resources = gateway.api.resources
        // The longest of the paths has six bytes.
        for place in resources.indices where resources[place].path.utf8.count <= 6 {
            let resource = resources[place]
            guard paths.contains(resource.path) else { continue }
            log.report(
                Diagnostic(
                    id, .warning, "'\(resource.path)' is reserved by API Gateway",
                    at: resource.range, help: "choose another path, such as '/health'"))
        }
    }
}
