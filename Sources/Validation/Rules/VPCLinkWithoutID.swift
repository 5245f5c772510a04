package import Diagnostics
internal import Model
internal import Syntax

/// A private integration names its VPC link.
package enum VPCLinkWithoutID: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "vpc-link-without-id"), .error,
        "An integration with 'connectionType: VPC_LINK' has a 'connectionId'.",
        reason: "It is the identifier of the VPC link, or a stage variable that holds it; without "
            + "it there is no way to the backend.",
        bad: "connectionType: VPC_LINK",
        good: "connectionType: VPC_LINK\nconnectionId: ${stageVariables.link}")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration,
            case .vpcLink(let link)? = integration.connection, link?.value.isEmpty ?? true
        else { return }
        log.report(
            Diagnostic(
                id, .error, "the private integration of '\(context.name)' has no 'connectionId'",
                at: context.integrationNode?["connectionType"]?.range ?? integration.range,
                help: "add the 'connectionId' of the VPC link"))
    }
}
