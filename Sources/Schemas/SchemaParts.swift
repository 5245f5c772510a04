internal import JSON

/// A schema's keywords by name; of a repeated one the last.
final class SchemaParts {
    var reference: String?
    var additionalItems: JSONValue?
    var additionalProperties: JSONValue?
    var allOf: [JSONValue]?
    var anyOf: [JSONValue]?
    var dependencies: [JSONObject.Member]?
    var discriminator: JSONObject?
    var enumeration: [JSONValue]?
    var exclusiveMaximum = false
    var exclusiveMinimum = false
    var format: String?
    var items: JSONValue?
    var maxItems: UInt32?
    var maxLength: UInt32?
    var maxProperties: UInt32?
    var maximum: JSONNumber?
    var minItems: UInt32?
    var minLength: UInt32?
    var minProperties: UInt32?
    var minimum: JSONNumber?
    var multipleOf: JSONNumber?
    var not: JSONValue?
    var nullable = false
    var oneOf: [JSONValue]?
    var pattern: String?
    var patternProperties: [JSONObject.Member]?
    var properties: [JSONObject.Member]?
    var readOnly = false
    var required: [String]?
    var types: UInt32?
    var uniqueItems = false
    var writeOnly = false

    /// Reads what is well formed and skips the rest: ``SchemaSyntax`` reports it.
    init(_ object: JSONObject) {
        for member in object.members {
            let value = member.value
            switch member.key {
            case "$ref": reference = value.stringValue
            case "additionalItems": additionalItems = value
            case "additionalProperties": additionalProperties = value
            case "allOf": allOf = value.arrayValue
            case "anyOf": anyOf = value.arrayValue
            case "dependencies": dependencies = value.objectValue?.distinctMembers
            case "discriminator": discriminator = value.objectValue
            case "enum": enumeration = value.arrayValue
            case "exclusiveMaximum": exclusiveMaximum = value == true
            case "exclusiveMinimum": exclusiveMinimum = value == true
            case "format": format = value.stringValue
            case "items": items = value
            case "maxItems": maxItems = value.countValue
            case "maxLength": maxLength = value.countValue
            case "maxProperties": maxProperties = value.countValue
            case "maximum": maximum = value.numberValue
            case "minItems": minItems = value.countValue
            case "minLength": minLength = value.countValue
            case "minProperties": minProperties = value.countValue
            case "minimum": minimum = value.numberValue
            case "multipleOf": multipleOf = value.numberValue
            case "not": not = value
            case "nullable": nullable = value == true
            case "oneOf": oneOf = value.arrayValue
            case "pattern": pattern = value.stringValue
            case "patternProperties": patternProperties = value.objectValue?.distinctMembers
            case "properties": properties = value.objectValue?.distinctMembers
            case "readOnly": readOnly = value == true
            case "required": required = value.arrayValue?.compactMap(\.stringValue)
            case "type": types = SchemaParts.types(value)
            case "uniqueItems": uniqueItems = value == true
            case "writeOnly": writeOnly = value == true
            default: break
            }
        }
    }

    private static func types(_ value: JSONValue) -> UInt32? {
        switch value {
        case .string(let name): return types(named: name)
        case .array(let names):
            var all: UInt32 = 0
            for name in names {
                guard let name = name.stringValue, let types = types(named: name) else {
                    return nil
                }
                all |= types
            }
            return all
        default: return nil
        }
    }

    /// The kinds of instances that a primitive type has.
    static func types(named name: String) -> UInt32? {
        switch name {
        case "array": InstanceKind.array
        case "boolean": InstanceKind.boolean
        case "integer": InstanceKind.integer
        case "null": InstanceKind.null
        case "number": InstanceKind.integer | InstanceKind.fractional
        case "object": InstanceKind.object
        case "string": InstanceKind.string
        default: nil
        }
    }
}

extension JSONValue {
    var numberValue: JSONNumber? {
        if case .number(let number) = self { number } else { nil }
    }

    /// A number that can be a count; one too large is as large as can be.
    var countValue: UInt32? {
        guard let number = numberValue else { return nil }
        let decimal = JSONDecimal(spelling: number.spelling.utf8)
        if decimal.isNegative || decimal.exponent < 0 { return nil }
        guard let text = decimal.integerText, let value = UInt32(text) else { return .max - 1 }
        return min(value, .max - 1)
    }
}

extension JSONObject {
    /// The members without those that a later one of the same name replaces, in order.
    var distinctMembers: [Member] {
        var places: [String: Int] = [:]
        for (index, member) in members.enumerated() { places[member.key] = index }
        if places.count == members.count { return members }
        return members.enumerated().filter { places[$1.key] == $0 }.map(\.element)
    }
}
