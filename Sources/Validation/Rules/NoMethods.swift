package import Diagnostics
internal import OpenAPI
internal import Syntax

/// An API has methods.
package enum NoMethods: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "no-methods"), .warning, "An API has at least one method.",
        reason: "API Gateway imports an API without any, but refuses to deploy it with 'The REST "
            + "API doesn't contain any methods'.",
        bad: "paths: {}",
        good: "paths:\n  /pets:\n    get: {...}")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard gateway.methods.isEmpty else { return }
        let document = gateway.document.root
        log.report(
            Diagnostic(
                id, .warning, "the API has no methods, and cannot be deployed",
                at: document.member("paths")?.keyRange ?? document.range.firstByte,
                help: "add a path with an operation"))
    }
}
