internal import Diagnostics
internal import JSON
internal import OpenAPI

/// Something that a document of the other kind cannot say.
package struct ConversionLoss: Hashable, Sendable {
    /// What of the API that an import makes is changed by the loss.
    package enum Effect: Hashable, Sendable {
        /// Nothing: API Gateway does not keep it either.
        case nothing
        /// The models that a method's requests are checked against.
        case requestModels
        /// The models of a method's responses.
        case responseModels
        /// The schema of a model.
        case schema
        /// Who may call the methods that ask for a security scheme.
        case authorization
        /// A whole method.
        case method
    }

    /// The message of the diagnostic.
    package var message: String

    package var effect: Effect

    /// The keys and positions that lead to the place in the document, from its root.
    package var pointer: [String]
}

/// A way from one kind of document to the other: the state and the steps that both ways share.
///
/// A conversion walks the source once, and knows at every step where in it it stands.
protocol DocumentConverter {
    /// The document, which needs no other file.
    var source: JSONValue { get }

    /// The named parts of the source by the references to them.
    var named: [String: JSONValue] { get }

    /// The keys and positions from the root to the value that is being converted.
    var place: [String] { get set }

    var losses: [ConversionLoss] { get set }

    /// How many references are being replaced by their targets, to stop at circles.
    var inliningDepth: Int { get set }

    /// Where the named parts move: the references' old and new beginnings; schemas first.
    static var moves: [(from: String, to: String)] { get }

    /// Where a place within a path's schemas moves, in the segments of JSON pointers; `nil` for
    /// places that have no counterpart.
    func movedPlace(_ segments: [String]) -> [String]?

    /// Converts a schema's keyword that differs; `false` for those that do not.
    mutating func convertKeyword(_ member: JSONObject.Member, into result: inout JSONObject) -> Bool
}

extension DocumentConverter {
    /// Converts at the place of a member of the value at hand.
    mutating func at<Result>(_ key: String, _ body: (inout Self) -> Result) -> Result {
        place.append(key)
        defer { place.removeLast() }
        return body(&self)
    }

    /// Notes a loss at the value at hand or at a member of it.
    mutating func lose(
        _ message: String, at key: String? = nil, effect: ConversionLoss.Effect = .nothing
    ) {
        let pointer = key.map { place + [$0] } ?? place
        losses.append(ConversionLoss(message: message, effect: effect, pointer: pointer))
    }

    /// Converts the members of a map one by one; those that become `nil` are left out.
    mutating func mapped(
        _ object: JSONObject, _ transform: (inout Self, JSONValue) -> JSONValue?
    ) -> JSONObject {
        var result = JSONObject()
        result.members.reserveCapacity(object.members.count)
        for member in object.members {
            if let value = at(member.key, { transform(&$0, member.value) }) {
                result.members.append(JSONObject.Member(member.key, value))
            }
        }
        return result
    }

    /// Converts the elements of a list one by one; those that become `nil` are left out.
    mutating func mapped(
        _ elements: [JSONValue], _ transform: (inout Self, JSONValue) -> JSONValue?
    ) -> [JSONValue] {
        elements.enumerated().compactMap { index, element in
            at(String(index)) { transform(&$0, element) }
        }
    }

    /// Converts both branches of a value that a template chooses with `Fn::If`.
    mutating func branches(
        _ value: JSONValue, _ transform: (inout Self, JSONValue) -> JSONValue
    ) -> JSONValue {
        guard case .object(let object) = value, object.members.count == 1,
            object.members[0].key == "Fn::If", let parts = object.members[0].value.arrayValue
        else { return transform(&self, value) }
        let converted = parts.enumerated().map { index, part in
            index == 0 ? part : branches(part, transform)
        }
        return ["Fn::If": .array(converted)]
    }

    // MARK: References

    /// A reference to the same part at its new place; what stands beside it is kept.
    func moved(_ value: JSONValue) -> JSONValue {
        guard case .object(var object) = value, let text = value["$ref"]?.stringValue else {
            return value
        }
        for (old, new) in Self.moves where text.hasPrefix(old) {
            object["$ref"] = .string(new + text.dropFirst(old.count))
            return .object(object)
        }
        return value
    }

    /// The value that references lead to, within the source; itself where they lead nowhere.
    func resolved(_ value: JSONValue) -> JSONValue {
        var value = value
        for _ in 0..<64 {
            guard let text = value["$ref"]?.stringValue, let target = target(of: text) else {
                return value
            }
            value = target
        }
        return [:]
    }

    /// A named part itself, or the target of a reference to a place without a counterpart; `nil`
    /// for a reference that moves with its target.
    func target(ofPart value: JSONValue) -> JSONValue? {
        guard let text = value["$ref"]?.stringValue else { return value }
        if Self.moves.contains(where: { text.hasPrefix($0.from) }) { return nil }
        let target = resolved(value)
        return target["$ref"] == nil ? target : nil
    }

    /// Keeps extensions and references; other members of an object whose own are dealt with mean
    /// nothing, and what they refer to may move.
    mutating func keepIfKnown(
        _ member: JSONObject.Member, of what: String, in result: inout JSONObject
    ) {
        if member.key.hasPrefix("x-") || ["$ref", "Ref", "Fn::If"].contains(member.key) {
            result.members.append(member)
        } else {
            lose("'\(member.key)' of \(what) means nothing and is left out", at: member.key)
        }
    }

    private func target(of reference: String) -> JSONValue? {
        if let part = named[reference] { return part }
        guard reference.hasPrefix("#/") else { return nil }
        var value = source
        for segment in reference.dropFirst(2).split(
            separator: "/", omittingEmptySubsequences: false)
        {
            let key = decoded(String(segment))
            if let member = value[key] {
                value = member
            } else if let elements = value.arrayValue, let index = Int(key),
                elements.indices.contains(index)
            {
                value = elements[index]
            } else {
                return nil
            }
        }
        return value
    }

    // MARK: Schemas

    mutating func schema(_ value: JSONValue) -> JSONValue {
        if case .array(let elements) = value { return .array(mapped(elements) { $0.schema($1) }) }
        guard case .object(let object) = value else { return value }
        if value["$ref"]?.stringValue != nil { return schemaReference(value) }
        var result = JSONObject()
        result.members.reserveCapacity(object.members.count)
        for member in object.members where !convertKeyword(member, into: &result) {
            let converted: JSONValue
            switch (member.key, member.value) {
            case ("properties", .object(let properties)),
                ("patternProperties", .object(let properties)),
                ("definitions", .object(let properties)):
                converted = at(member.key) { converter in
                    .object(converter.mapped(properties) { $0.schema($1) })
                }
            case ("items", _), ("allOf", _), ("anyOf", _), ("oneOf", _), ("not", _),
                ("additionalProperties", _), ("properties", _):
                converted = at(member.key) { $0.schema(member.value) }
            default: converted = member.value
            }
            result.members.append(JSONObject.Member(member.key, converted))
        }
        return .object(result)
    }

    /// A reference to a named schema moves with it, as does one to a place in a response; one to
    /// a place that does not exist in the other kind of document is replaced by its target.
    private mutating func schemaReference(_ value: JSONValue) -> JSONValue {
        let text = value["$ref"]?.stringValue ?? ""
        let move = Self.moves[0]
        if text.hasPrefix(move.from) { return moved(value) }
        if let name = bareName(text) { return ["$ref": .string(move.to + name)] }
        if text == "#" {
            lose(
                "a reference to the whole document leads to another document now", at: "$ref",
                effect: .schema)
        }
        guard text.hasPrefix("#/") else { return value }
        let segments = text.dropFirst(2).split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        if let moved = movedPlace(segments) {
            return ["$ref": .string("#/" + moved.joined(separator: "/"))]
        }
        let target = resolved(value)
        guard target["$ref"] == nil else { return value }
        guard inliningDepth < 8 else {
            lose("a schema that refers to itself cannot be put in place", effect: .schema)
            return [:]
        }
        inliningDepth += 1
        defer { inliningDepth -= 1 }
        return schema(target)
    }

    /// The schema that a reference names without saying where it is, as Swagger 1.2 did.
    private func bareName(_ text: String) -> String? {
        named[Self.moves[0].from + text] == nil ? nil : text
    }
}

/// A segment of a JSON pointer as the key that it stands for.
func decoded(_ segment: String) -> String {
    segment.replacing("~1", with: "/").replacing("~0", with: "~")
}

/// A key as a segment of a JSON pointer.
func encoded(_ key: String) -> String {
    key.replacing("~", with: "~0").replacing("/", with: "~1")
}

/// The named parts of a document by the references to them.
func namedParts(_ source: JSONValue, _ sections: [(key: String, prefix: String)]) -> [String:
    JSONValue]
{
    var parts: [String: JSONValue] = [:]
    for section in sections {
        for member in source[section.key]?.objectValue?.members ?? [] {
            parts[section.prefix + encoded(member.key)] = member.value
        }
    }
    return parts
}

/// Whether a path item's member is an operation.
func isOperationKey(_ key: String) -> Bool {
    switch key {
    case "get", "put", "post", "delete", "options", "head", "patch", "trace",
        "x-amazon-apigateway-any-method":
        true
    default: false
    }
}

/// The strings of an array.
func strings(_ value: JSONValue?) -> [String] {
    (value?.arrayValue ?? []).compactMap(\.stringValue)
}

/// Whether a media type is one of forms.
func isForm(_ type: String) -> Bool {
    type == "multipart/form-data" || type == "application/x-www-form-urlencoded"
}

/// The keywords of OpenAPI 3.0's schemas that Swagger lacks, and what they are kept as there.
let extendedKeywords = [
    "nullable": "x-nullable", "oneOf": "x-oneOf", "anyOf": "x-anyOf", "not": "x-not",
    "writeOnly": "x-writeOnly", "deprecated": "x-deprecated",
]

/// Members of a Swagger parameter or header that belong to its type.
let swaggerTypeKeys: Set<String> = [
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
    "uniqueItems", "enum", "multipleOf", "x-nullable",
]
