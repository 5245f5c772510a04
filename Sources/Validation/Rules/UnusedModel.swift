package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// Every model is used.
package enum UnusedModel: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "unused-model"), .note,
        "Every schema of the document is referred to.",
        reason: "API Gateway makes a model of each schema under 'components' or 'definitions', "
            + "used or not; the models of an API have 400 KB together.",
        bad: "components:\n  schemas:\n    Forgotten: {type: object}", good: nil)

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        let used = gateway.document.references.targetIndexes(in: gateway.document.root.tree.file.id)
        for member in gateway.document.schemas
        where !used.contains(member.value.index) && !member.keyNode.startsWith("Fn::") {
            // Those that cannot be models have been reported.
            guard gateway.api.model(named: member.key) != nil else { continue }
            log.report(
                Diagnostic(
                    id, .note, "nothing refers to the schema '\(member.key)'",
                    at: member.keyRange))
        }
    }
}
