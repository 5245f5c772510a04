package import Diagnostics
internal import Model

/// Decisions of authorizers are kept for an hour at most.
package enum AuthorizerTTL: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "authorizer-ttl"), .error,
        "An authorizer's 'authorizerResultTtlInSeconds' is 0 to 3600.",
        reason: "0 asks the authorizer about every request; API Gateway refuses more than an hour.",
        bad: "authorizerResultTtlInSeconds: 86400", good: "authorizerResultTtlInSeconds: 3600")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        for authorizer in gateway.api.authorizers {
            guard let seconds = authorizer.resultTTLInSeconds, !(0...3600 ~= seconds.value) else {
                continue
            }
            log.report(
                Diagnostic(
                    id, .error, "a decision cannot be kept for '\(seconds.value)' seconds",
                    at: seconds.range, help: "choose 0 to 3600"))
        }
    }
}
