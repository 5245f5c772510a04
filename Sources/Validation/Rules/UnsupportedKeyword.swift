package import Diagnostics
internal import Syntax

/// Models have only keywords that API Gateway understands.
package enum UnsupportedKeyword: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "unsupported-keyword"), .warning,
        "Schemas do without 'nullable', 'discriminator', 'readOnly' and 'writeOnly'.",
        reason: "API Gateway's models are JSON Schema draft 4, which does not know them: request "
            + "validation refuses null where 'nullable' allows it, and some imports fail with "
            + "'Unsupported keyword(s)'.",
        bad: "type: string\nnullable: true", good: nil)

    package static let shapes: [Shape] = [.schema30, .schema20]
    package static let triggers: [Field] = [.nullable, .discriminator, .readOnly, .writeOnly]
    package static let isAboutGateways = true

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        for field in triggers {
            guard let member = object.member(field), member.value.bool != false else { continue }
            log.report(
                Diagnostic(
                    id, .warning,
                    "API Gateway's models do not know '\(field.spelling)'", at: member.key.range))
        }
    }
}
