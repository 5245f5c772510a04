package import Diagnostics
internal import JSON
internal import Model

/// A resource policy restricts somebody.
package enum OpenPolicy: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "open-policy"), .warning,
        "A resource policy that allows everybody has a condition or a denial.",
        reason: "A policy that allows the principal '*' without condition, and denies nothing, "
            + "restricts nobody.",
        bad: "x-amazon-apigateway-policy:\n  Statement:\n  - Effect: Allow\n    Principal: '*'\n"
            + "    Action: execute-api:Invoke\n    Resource: execute-api:/*",
        good: "x-amazon-apigateway-policy:\n  Statement:\n  - Effect: Allow\n    Principal: '*'\n"
            + "    Action: execute-api:Invoke\n    Resource: execute-api:/*\n    Condition:\n"
            + "      IpAddress: {aws:SourceIp: [203.0.113.0/24]}")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard let policy = gateway.api.policy else { return }
        let statement = policy.value["Statement"]
        let statements = statement?.arrayValue ?? (statement.map { [$0] } ?? [])
        if statements.contains(where: { $0["Effect"]?.stringValue == "Deny" }) { return }
        let allowsAll = statements.contains { statement in
            statement["Effect"]?.stringValue == "Allow"
                && (statement["Condition"]?.objectValue?.members.isEmpty ?? true)
                && isEverybody(statement["Principal"])
        }
        guard allowsAll else { return }
        log.report(
            Diagnostic(
                id, .warning, "the resource policy allows everybody without condition",
                at: policy.range.firstByte, help: "add a 'Condition' or name the principals"))
    }

    private static func isEverybody(_ principal: JSONValue?) -> Bool {
        let names = principal?["AWS"] ?? principal
        if names?.stringValue == "*" { return true }
        return names?.arrayValue?.contains { $0.stringValue == "*" } ?? false
    }
}
