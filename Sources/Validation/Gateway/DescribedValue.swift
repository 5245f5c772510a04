internal import JSONPath
internal import OpenAPI
internal import Syntax

/// What a model says of a value in a document.
enum DescribedValue {
    /// Nothing, or nothing certain.
    case unknown
    /// Its type, such as `string`.
    case typed(String)
    /// No document that the model describes has it.
    ///
    /// `step` is the place in the path of the name that is missing, `known` the names in its place,
    /// `parentType` the type of the value that has no members.
    case absent(step: Int, known: [String], parentType: String?)
}

/// What a schema says of the value at a path.
///
/// Schemas that allow members they do not list, or that combine others, say nothing.
func describedValue(
    at path: [JSONPath.DefiniteStep], in schema: Node, _ document: OpenAPIDocument
) -> DescribedValue {
    var schema = schema
    for (number, step) in path.enumerated() {
        guard let node = plainSchema(schema, document) else { return .unknown }
        let type = node["type"]?.string
        switch step {
        case .name(let name):
            if let type, type != "object" {
                return type == "null"
                    ? .unknown : .absent(step: number, known: [], parentType: type)
            }
            guard let properties = node["properties"], properties.count > 0 else { return .unknown }
            guard let next = properties[dynamic: name] else {
                return .absent(step: number, known: properties.members.map(\.key), parentType: nil)
            }
            schema = next
        case .index:
            if let type, type != "array" {
                return type == "object" || type == "null"
                    ? .unknown : .absent(step: number, known: [], parentType: type)
            }
            guard let items = node["items"], items.kind == .object else { return .unknown }
            schema = items
        }
    }
    guard let type = plainSchema(schema, document)?["type"]?.string else { return .unknown }
    return .typed(type)
}

/// A schema whose own members say everything there is to say, references followed.
private func plainSchema(_ schema: Node, _ document: OpenAPIDocument) -> Node? {
    guard let node = document.resolve(schema), node.kind == .object,
        node["allOf"] == nil, node["oneOf"] == nil, node["anyOf"] == nil, node["not"] == nil,
        node["patternProperties"] == nil, node["$ref"] == nil
    else { return nil }
    guard let additional = node["additionalProperties"] else { return node }
    return additional.bool == false ? node : nil
}
