package import Diagnostics
internal import Syntax

/// Objects have no fields that their specification does not know.
package enum UnknownField: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-field"), .error,
        "Objects have no fields that their specification does not know.",
        reason: "A field that nobody reads is a misspelling, stands in the wrong place, or "
            + "belongs to another version of the specification. Names that begin with 'x-' are "
            + "free. In documents with extensions of API Gateway's, which reads past it, this is a "
            + "warning.",
        bad: "get:\n  operationID: listPets", good: "get:\n  operationId: listPets")

    static func diagnostic(
        _ key: Node, _ shape: ShapeDefinition, _ kind: Shape
    ) -> Diagnostic {
        let name = key.string ?? ""
        let near = nearest(to: name, in: shape.knownFields.map(\.spelling))
        return Diagnostic(
            id, .error, "the \(shape.name) has no field '\(name)'", at: key.range,
            help: moved(name, kind)
        ).suggesting(near)
    }

    /// Where a field of another version has gone.
    private static func moved(_ name: String, _ shape: Shape) -> String? {
        switch (name, shape) {
        case ("definitions", .document30): "move it to 'components.schemas'"
        case ("securityDefinitions", .document30): "move it to 'components.securitySchemes'"
        case ("host", .document30), ("basePath", .document30), ("schemes", .document30):
            "write it as part of the URL of 'servers'"
        case ("consumes", .operation30): "name the media types in 'requestBody.content'"
        case ("produces", .operation30): "name the media types in 'content' of the responses"
        case ("type", .parameter30), ("format", .parameter30), ("enum", .parameter30),
            ("items", .parameter30), ("default", .parameter30), ("minimum", .parameter30),
            ("maximum", .parameter30), ("pattern", .parameter30):
            "move it into 'schema'"
        case ("schema", .response30): "move it to 'content.application/json.schema'"
        case ("components", .document20): "Swagger 2.0 keeps schemas in 'definitions'"
        case ("content", .response20): "write the schema as 'schema'"
        case ("requestBody", .operation20): "write a parameter with 'in: body'"
        default: nil
        }
    }
}
