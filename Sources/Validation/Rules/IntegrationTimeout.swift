package import Diagnostics
internal import Model

/// An integration's time limit is one that API Gateway accepts.
package enum IntegrationTimeout: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "integration-timeout"), .error,
        "An integration's 'timeoutInMillis' is 50 to 29000.",
        reason: "These are the limits of a REST API. Regional and private APIs can have more than "
            + "29 seconds, after the account's quota has been raised.",
        bad: "timeoutInMillis: 30000", good: "timeoutInMillis: 29000")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let timeout = context.integration?.timeoutInMillis,
            !(50...29_000 ~= timeout.value)
        else { return }
        log.report(
            Diagnostic(
                id, .error, "a timeout of '\(timeout.value)' milliseconds is out of range",
                at: timeout.range,
                help: timeout.value > 29_000
                    ? "choose 29000 at most, or raise the account's quota"
                    : "choose at least 50"))
    }
}
