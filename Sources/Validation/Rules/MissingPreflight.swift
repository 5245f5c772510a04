package import Diagnostics
internal import Model
internal import OpenAPI

/// Where one path answers preflight requests, every path does.
package enum MissingPreflight: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "missing-preflight"), .warning,
        "In an API that browsers call from other origins, every path has an 'OPTIONS' method.",
        reason: "Browsers ask with OPTIONS before they send requests with certain methods and "
            + "headers. A path without it answers 403, and the request is never sent.",
        bad: "/pets:\n  options: {}\n  get: {}\n/pets/{id}:\n  get: {}",
        good: "/pets:\n  options: {}\n  get: {}\n/pets/{id}:\n  options: {}\n  get: {}")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard gateway.supportsCORS else { return }
        for resource in gateway.api.resources where !ReservedPath.paths.contains(resource.path) {
            let answers = resource.methods.contains {
                $0.httpMethod == .options || $0.httpMethod == .any
            }
            guard !answers, let method = resource.methods.first else { continue }
            let operation = gateway.methods.first { $0.method.range == method.range }?.operation
            log.report(
                Diagnostic(
                    id, .warning, "'\(resource.path)' has no 'OPTIONS' method",
                    at: operation?.pathItem.keyRange ?? resource.range,
                    help: "add one like those of the other paths"))
        }
    }
}
