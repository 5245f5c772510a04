internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

/// Makes values that show what a document's schemas describe.
///
/// What the author gave (`example`, `default`, `enum`) comes before what can be made up. Equal
/// schemas give equal values.
struct SchemaExample {
    private let document: OpenAPIDocument

    /// Values that may still be made for one example; nested references could ask for millions.
    private var budget = 0

    /// References being followed, to stop at circles.
    private var open: [String] = []

    init(_ document: OpenAPIDocument) { self.document = document }

    /// A value of a schema; `nil` where nothing can be said about it.
    mutating func value(of schema: Node?) -> JSONValue? {
        budget = 300
        open = []
        return schema.flatMap { made($0, depth: 0) }
    }

    /// A media type's examples by name, the author's own; one made from its schema if there is none.
    mutating func examples(of type: MediaType) -> [(name: String, value: JSONValue)] {
        let written = writtenExamples(of: type)
        if !written.isEmpty { return written }
        return value(of: type.schema).map { [("", $0)] } ?? []
    }

    private func writtenExamples(of type: MediaType) -> [(name: String, value: JSONValue)] {
        switch document.version {
        case .swagger2:
            let named = type.node["examples"] ?? type.node["x-examples"]
            return named?.member(named: type.name.value).map { [("", $0.value.jsonValue)] } ?? []
        case .openAPI30:
            if let example = type.node["example"] { return [("", example.jsonValue)] }
            guard let examples = type.node["examples"] else { return [] }
            return examples.members.compactMap { member in
                let value = document.resolve(member.value)?["value"]
                return value.map { (member.key, $0.jsonValue) }
            }
        }
    }

    private mutating func made(_ schema: Node, depth: Int) -> JSONValue? {
        budget -= 1
        guard budget > 0, depth < 12 else { return nil }
        if let reference = schema.reference?.string {
            guard !open.contains(reference), let target = document.resolve(schema) else {
                return nil
            }
            open.append(reference)
            defer { open.removeLast() }
            return made(target, depth: depth + 1)
        }
        if let written = schema["example"] ?? schema["x-example"] ?? schema["default"] {
            return written.jsonValue
        }
        if let first = schema["enum"]?.elements.first(where: { _ in true }) {
            return first.jsonValue
        }
        if let parts = schema["allOf"] { return combined(parts, with: schema, depth) }
        if let choices = schema["oneOf"] ?? schema["anyOf"], schema["properties"] == nil,
            let first = choices.elements.first(where: { _ in true })
        {
            return made(first, depth: depth + 1)
        }
        switch schema["type"]?.string {
        case "object": return object(schema, depth)
        case "array":
            let element = schema["items"].flatMap { made($0, depth: depth + 1) }
            return .array(element.map { [$0] } ?? [])
        case "string": return .string(Self.text(schema["format"]?.string))
        case "integer", "number":
            let least = schema["minimum"] ?? schema["maximum"]
            return least?.jsonValue ?? 1
        case "boolean": return true
        default: return schema["properties"] == nil ? nil : object(schema, depth)
        }
    }

    private mutating func object(_ schema: Node, _ depth: Int) -> JSONValue {
        var result = JSONObject()
        for member in (schema["properties"] ?? schema).members
        where schema["properties"] != nil {
            if let value = made(member.value, depth: depth + 1) {
                result.members.append(JSONObject.Member(member.key, value))
            }
        }
        if result.members.isEmpty, let other = schema["additionalProperties"],
            other.kind == .object, let value = made(other, depth: depth + 1)
        {
            result["name"] = value
        }
        return .object(result)
    }

    /// The members of all parts of an `allOf`.
    private mutating func combined(_ parts: Node, with schema: Node, _ depth: Int) -> JSONValue? {
        var result = JSONObject()
        var other: JSONValue?
        var values = parts.elements.map { made($0, depth: depth + 1) }
        if schema["properties"] != nil { values.append(object(schema, depth)) }
        for value in values {
            if case .object(let object)? = value {
                for member in object.members { result[member.key] = member.value }
            } else if let value {
                other = value
            }
        }
        return result.members.isEmpty ? other ?? [:] : .object(result)
    }

    private static func text(_ format: String?) -> String {
        switch format {
        case "date": "2024-01-15"
        case "date-time": "2024-01-15T09:30:00Z"
        case "time": "09:30:00Z"
        case "email": "person@example.com"
        case "uuid": "123e4567-e89b-12d3-a456-426614174000"
        case "uri", "url": "https://example.com/"
        case "hostname": "example.com"
        case "ipv4": "192.0.2.1"
        case "ipv6": "2001:db8::1"
        case "byte": "dGV4dA=="
        default: "string"
        }
    }
}
