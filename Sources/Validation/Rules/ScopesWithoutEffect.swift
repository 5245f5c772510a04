package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// Scopes stand only where a user pool's tokens are checked.
package enum ScopesWithoutEffect: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "scopes-without-effect"), .warning,
        "A security requirement with scopes names an authorizer that checks them.",
        reason: "Only tokens of a Cognito user pool are checked for scopes. A Lambda function is "
            + "not told of them and an API key has none, so callers without them are let in.",
        bad: "security:\n- tokens: [orders.write]  # tokens is a Lambda authorizer",
        good: "security:\n- tokens: []")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        var unchecked: [String: String] = [:]
        for authorizer in gateway.api.authorizers {
            switch authorizer.kind.value {
            case .token, .request: unchecked[authorizer.name.value] = "a Lambda function"
            case .cognitoUserPools, .jwt: break
            }
        }
        if unchecked.isEmpty { return }
        let lists =
            [gateway.document.root["security"]]
            + gateway.methods.map { $0.operation?.node["security"] }
        for requirement in lists.compactMap(\.self).flatMap(\.elements) {
            for member in requirement.members where member.value.count > 0 {
                guard let decider = unchecked[member.key] else { continue }
                log.report(
                    Diagnostic(
                        id, .warning,
                        "\(decider) decides for '\(member.key)', and does not know these scopes",
                        at: member.value.range,
                        help: "write '[]', and let the function check scopes itself"))
            }
        }
    }
}
