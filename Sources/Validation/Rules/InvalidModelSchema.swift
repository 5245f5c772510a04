package import Diagnostics
internal import JSON
internal import Model
internal import OpenAPI
internal import Schemas
internal import Syntax

/// A model is a schema of JSON Schema draft 4.
package enum InvalidModelSchema: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-model-schema"), .warning,
        "Models follow the syntax of JSON Schema draft 4.",
        reason: "API Gateway refuses to create a model with a mistake, with 'Invalid model schema "
            + "specified' and without a place; a reference must name a model of the same API.",
        bad: "required: []", good: "required: [name]")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        let api = gateway.api
        if api.models.isEmpty { return }
        let known = Set(api.models.map(\.name.value))
        var places: [String: Node] = [:]
        for member in gateway.document.schemas { places[member.key] = member.value }
        let reported = Set(log.diagnostics.map(\.range))
        for model in api.models {
            let schema = model.schema.json
            for problem in SchemaCompiler.syntaxProblems(of: schema) {
                let range =
                    place(problem.pointer, in: places[model.name.value], gateway.document)
                    ?? model.schemaRange
                // What is wrong for any document has been told.
                if reported.contains(range) { continue }
                log.report(.invalid(id, model, problem.message, range))
            }
            for reference in references(in: schema)
            where DataModel.nameReferenced(by: reference).map({ !known.contains($0) }) ?? true {
                if reference.hasPrefix("#") { continue }
                log.report(.foreign(id, model, reference))
            }
        }
    }

    /// Where a pointer into a model's schema leads in the document.
    private static func place(
        _ pointer: String, in schema: Node?, _ document: OpenAPIDocument
    ) -> SourceRange? {
        guard var node = schema else { return nil }
        for token in pointer.split(separator: "/") {
            guard let target = document.resolve(node) else { return nil }
            let key = String(token.replacing("~1", with: "/").replacing("~0", with: "~"))
            if target.kind == .array {
                guard let index = Int(key), index < target.count,
                    let element = target.elements.dropFirst(index).first(where: { _ in true })
                else { return nil }
                node = element
            } else {
                guard let value = target[dynamic: key] else { return nil }
                node = value
            }
        }
        return node.range
    }

    /// Every `$ref` of a schema.
    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .array(let elements): elements.flatMap { references(in: $0) }
        case .object(let object):
            object.members.flatMap { member in
                member.key == "$ref"
                    ? [member.value.stringValue].compactMap(\.self)
                    : references(in: member.value)
            }
        default: []
        }
    }
}

extension Diagnostic {
    fileprivate static func invalid(
        _ id: ID, _ model: DataModel, _ message: String, _ range: SourceRange
    ) -> Self {
        Self(id, .warning, "model '\(model.name.value)': \(message)", at: range)
    }

    fileprivate static func foreign(_ id: ID, _ model: DataModel, _ reference: String) -> Self {
        Self(
            id, .warning, "model '\(model.name.value)' refers to '\(reference)', which is no model",
            at: model.name.range, help: "refer to a schema of the same document")
    }
}
