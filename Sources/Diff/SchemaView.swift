internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

/// What a schema asks for, `allOf` folded in and both versions of OpenAPI evened out.
struct SchemaView {
    /// The primitive types, as bits; `number` has the bit of `integer` too.
    struct Types: OptionSet, Hashable {
        let rawValue: Int
        static let null = Types(rawValue: 1)
        static let boolean = Types(rawValue: 2)
        static let integer = Types(rawValue: 4)
        static let fraction = Types(rawValue: 8)
        static let string = Types(rawValue: 16)
        static let array = Types(rawValue: 32)
        static let object = Types(rawValue: 64)
        static let number: Types = [.integer, .fraction]
        static let any: Types = [.boolean, .number, .string, .array, .object]
    }

    /// A bound with whether it is itself excluded.
    struct Bound {
        var value: JSONDecimal
        var isExclusive: Bool
        var text: String
        var range: SourceRange

        /// Whether this is the stricter one of two lower bounds.
        func isAbove(_ other: Bound) -> Bool {
            let order = value.compared(with: other.value)
            return order > 0 || order == 0 && isExclusive && !other.isExclusive
        }

        /// Whether this is the stricter one of two upper bounds.
        func isBelow(_ other: Bound) -> Bool {
            let order = value.compared(with: other.value)
            return order < 0 || order == 0 && isExclusive && !other.isExclusive
        }
    }

    struct Property {
        var name: String
        var nodes: [Node]
        var range: SourceRange
        /// Of the form parameter that says so itself.
        var isRequired = false
    }

    /// Whether an object may have members beside its properties.
    enum Additional {
        case allowed(SourceRange?)
        case refused(SourceRange)
        case schema([Node], SourceRange)
    }

    /// Where the schema starts, for what is absent.
    private(set) var anchor: SourceRange
    private(set) var types = Types.any
    private(set) var typeRange: SourceRange?
    private(set) var isNullable = false
    private(set) var nullableRange: SourceRange?
    private(set) var format: Located<String>?
    private(set) var values: Located<[JSONValue]>?
    private(set) var pattern: Located<String>?
    private(set) var defaultValue: Located<JSONValue>?
    private(set) var minimum: Bound?
    private(set) var maximum: Bound?
    private(set) var multipleOf: Bound?
    /// `minLength` and its kind, by keyword.
    private(set) var counts: [String: Bound] = [:]
    private(set) var uniqueItems: Located<Bool>?
    private(set) var properties: [Property] = []
    private(set) var required: [String: SourceRange] = [:]
    private(set) var additional = Additional.allowed(nil)
    private(set) var items: [Node] = []
    private(set) var oneOf: Located<[Node]>?
    private(set) var anyOf: Located<[Node]>?
    private(set) var not: Node?
    private(set) var discriminator: Located<JSONValue>?
    private(set) var isDeprecated = false
    private(set) var isReadOnly = false
    private(set) var isWriteOnly = false

    private var numbers: [String: Int] = [:]
    private static let maximumParts = 200

    /// Reads a schema; O(*its keywords and those of its* `allOf`).
    init(_ schema: SchemaConjunction, in source: SchemaSource) {
        anchor =
            schema.nodes.first?.range.beginning ?? schema.form.first?.nameRange
            ?? source.document.root.range.beginning
        var queue = schema.nodes
        var seen: Set<SchemaPlace> = []
        var isTyped = false
        while !queue.isEmpty, seen.count < SchemaView.maximumParts {
            let node = queue.removeFirst()
            guard seen.insert(SchemaPlace(node)).inserted else { continue }
            for member in node.members { read(member, of: node, isTyped: &isTyped) }
            let parts = (node["allOf"] ?? node).elements.compactMap(source.document.resolve)
            queue.insert(contentsOf: parts.filter { $0.kind == .object }, at: 0)
        }
        if !schema.form.isEmpty { read(form: schema.form) }
        if !isTyped { inferTypes() }
    }

    private mutating func read(form: [Parameter]) {
        types = .object
        properties = form.map {
            Property(
                name: $0.name, nodes: [$0.node], range: $0.nameRange, isRequired: $0.isRequired)
        }
        for parameter in form where parameter.isRequired {
            required[parameter.name] = parameter.nameRange
        }
    }

    private mutating func read(_ member: Node.Member, of node: Node, isTyped: inout Bool) {
        let value = member.value
        switch member.key {
        case "type":
            guard let name = value.string, let named = Types(named: name) else { return }
            types.formIntersection(named)
            typeRange = typeRange ?? value.range
            isTyped = true
            if name == "file", format == nil { format = Located("binary", at: value.range) }
        case "nullable", "x-nullable":
            guard let isTrue = value.bool else { return }
            isNullable = isTrue
            nullableRange = value.range
        case "format": format = format ?? value.located(value.string)
        case "pattern": pattern = pattern ?? value.located(value.string)
        case "default": defaultValue = defaultValue ?? value.located(value.jsonValue)
        case "enum":
            guard value.kind == .array else { return }
            let own = value.elements.map(\.jsonValue)
            guard let others = values?.value else {
                values = Located(own, at: value.range)
                return
            }
            values?.value = others.filter(own.contains)
        case "minimum":
            guard let bound = bound(value, isExclusive: node["exclusiveMinimum"]) else { return }
            if let other = minimum, !bound.isAbove(other) { return }
            minimum = bound
        case "maximum":
            guard let bound = bound(value, isExclusive: node["exclusiveMaximum"]) else { return }
            if let other = maximum, !bound.isBelow(other) { return }
            maximum = bound
        case "multipleOf": multipleOf = multipleOf ?? bound(value)
        case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
            guard let bound = bound(value) else { return }
            let isMinimum = member.key.hasPrefix("min")
            if let other = counts[member.key],
                isMinimum ? !bound.isAbove(other) : !bound.isBelow(other)
            {
                return
            }
            counts[member.key] = bound
        case "uniqueItems": uniqueItems = uniqueItems ?? value.located(value.bool)
        case "properties": readProperties(value)
        case "required":
            for name in value.elements {
                if let text = name.string, required[text] == nil { required[text] = name.range }
            }
        case "additionalProperties":
            if value.bool == false {
                additional = .refused(value.range)
            } else if value.kind == .object, value.count > 0 {
                additional = .schema([value], member.keyRange)
            }
        case "items" where value.kind == .object: items.append(value)
        case "oneOf": oneOf = oneOf ?? value.located(Array(value.elements))
        case "anyOf": anyOf = anyOf ?? value.located(Array(value.elements))
        case "not": not = not ?? value
        case "discriminator": discriminator = discriminator ?? value.located(value.jsonValue)
        case "deprecated": isDeprecated = isDeprecated || value.bool == true
        case "readOnly": isReadOnly = isReadOnly || value.bool == true
        case "writeOnly": isWriteOnly = isWriteOnly || value.bool == true
        default: break
        }
    }

    private mutating func readProperties(_ value: Node) {
        for member in value.members {
            if let number = numbers[member.key] {
                properties[number].nodes.append(member.value)
                continue
            }
            numbers[member.key] = properties.count
            properties.append(
                Property(name: member.key, nodes: [member.value], range: member.keyRange))
        }
    }

    private func bound(_ value: Node, isExclusive: Node? = nil) -> Bound? {
        guard value.kind == .number, case .number(let number) = value.jsonValue else { return nil }
        return Bound(
            value: JSONDecimal(spelling: number.spelling.utf8),
            isExclusive: isExclusive?.bool == true,
            text: number.spelling, range: value.range)
    }

    /// A schema without `type` that has an object's or array's keywords is meant to be of it.
    private mutating func inferTypes() {
        if !properties.isEmpty || !required.isEmpty {
            types = .object
        } else if !items.isEmpty {
            types = .array
        }
    }
}

extension SchemaView.Types {
    init?(named name: String) {
        switch name {
        case "null": self = .null
        case "boolean": self = .boolean
        case "integer": self = .integer
        case "number": self = .number
        case "string", "file": self = .string
        case "array": self = .array
        case "object": self = .object
        default: return nil
        }
    }

    /// The types as a person says them.
    var text: String {
        if isSuperset(of: .any) { return "any type" }
        var names: [String] = []
        if contains(.null) { names.append("null") }
        if contains(.boolean) { names.append("boolean") }
        if contains(.number) {
            names.append("number")
        } else if contains(.integer) {
            names.append("integer")
        } else if contains(.fraction) {
            names.append("fraction")
        }
        if contains(.string) { names.append("string") }
        if contains(.array) { names.append("array") }
        if contains(.object) { names.append("object") }
        return names.isEmpty ? "nothing" : names.joined(separator: " or ")
    }
}

extension Node {
    /// A value of the node with where it stands.
    fileprivate func located<Value>(_ value: Value?) -> Located<Value>? {
        value.map { Located($0, at: range) }
    }
}

extension SourceRange {
    /// The place where the range starts, itself empty.
    var beginning: SourceRange { SourceRange(Int(start), Int(start), file: file) }
}
