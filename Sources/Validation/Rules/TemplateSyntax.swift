package import Diagnostics
internal import Model
internal import Templates

/// A mapping template can be read.
package enum TemplateSyntax: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-syntax"), .error,
        "A mapping template is written in the Velocity Template Language.",
        reason: "A template that cannot be read fails whenever it is rendered: the caller gets "
            + "500, 'Internal server error'.",
        bad: "application/json: \"#if($input.body)\"",
        good: "application/json: \"#if($input.body) {} #end\"")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        for template in context.templates { log.append(contentsOf: template.findings) }
    }
}
