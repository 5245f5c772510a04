package import Diagnostics
internal import JSON
internal import Model

/// Templates get text, not bytes.
package enum BinaryEverything: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "binary-everything"), .warning,
        "An API whose integrations have request templates does not treat '*/*' as binary.",
        reason: "A binary body reaches a template as Base64 text unless the integration's "
            + "'contentHandling' converts it: '$input.json' then finds nothing.",
        bad: "x-amazon-apigateway-binary-media-types: ['*/*']",
        good: "x-amazon-apigateway-binary-media-types: ['image/*']")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard let all = gateway.api.binaryMediaTypes.first(where: { $0.value == "*/*" }) else {
            return
        }
        let reader = gateway.methods.first { context in
            guard let integration = context.integration, !integration.kind.value.isProxy,
                integration.contentHandling?.value != .convertToText
            else { return false }
            return integration.requestTemplates.contains { $0.text.value.holds("$input") }
        }
        guard let reader, let template = reader.integration?.requestTemplates.first else { return }
        log.report(
            Diagnostic(
                id, .warning,
                "all bodies are binary, and the template of '\(reader.name)' reads one",
                at: all.range,
                notes: [.init("the template is here", at: template.contentType.range)],
                help: "name the binary types, or add 'contentHandling: CONVERT_TO_TEXT'"))
    }
}
