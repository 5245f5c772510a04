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
        for resource in gateway.api.resources where paths.contains(resource.path) {
            log.report(
                Diagnostic(
                    id, .warning, "'\(resource.path)' is reserved by API Gateway",
                    at: resource.range, help: "choose another path, such as '/health'"))
        }
    }
}
