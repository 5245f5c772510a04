package import Diagnostics
internal import Syntax

/// A parameter says what its values are.
package enum ParameterWithoutSchema: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "parameter-without-schema"), .error,
        "A parameter of OpenAPI 3.0 has either 'schema' or 'content'; one of Swagger 2.0 has "
            + "'type', or 'schema' if it is the body.",
        reason: "Clients do not know how to write the value otherwise. API Gateway does not look "
            + "at it, so that in documents with its extensions this is a warning.",
        bad: "name: limit\nin: query", good: "name: limit\nin: query\nschema: {type: integer}")

    package static let shapes: [Shape] = [.parameter30, .parameter20]
    package static let triggers: [Field] = [.in]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let place = object[.in] else { return }
        let name = object[.name]
        let range = name?.range ?? place.range
        let text = name?.scalarText ?? ""
        if object.shape == .parameter30 {
            if object[.schema] == nil, object[.content] == nil {
                log.report(
                    Diagnostic(
                        id, .error, "parameter '\(text)' has neither 'schema' nor 'content'",
                        at: range, help: "add 'schema'"))
            } else if object[.schema] != nil, object[.content] != nil {
                log.report(
                    Diagnostic(
                        id, .error, "parameter '\(text)' has both 'schema' and 'content'",
                        at: range, help: "remove one of them"))
            }
            return
        }
        let field: Field = place.equals("body") ? .schema : .type
        guard object[field] == nil else { return }
        log.report(
            Diagnostic(
                id, .error, "parameter '\(text)' has no '\(field.spelling)'", at: range,
                help: "add '\(field.spelling)'"))
    }
}
