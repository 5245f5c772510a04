internal import JSON

/// Sample values of an API's types as JSON: the document's examples where they fit, else values
/// made up from the types.
///
/// Every sample can be read back as its type. Deterministic.
struct SampleValues {
    private let api: ClientAPI

    /// The shapes on the way to the value at hand: a sample is finite.
    private var open: Set<Int> = []

    /// How many more objects the sample at hand may have: nobody reads one of thousands.
    private var remaining = 0

    init(_ api: ClientAPI) { self.api = api }

    /// A sample of a type; `nil` where every value would contain itself or be too large.
    mutating func value(of type: ValueType, example: JSONValue? = nil) -> JSONValue? {
        switch type {
        case .string, .binary: return .string(example?.sampleText ?? "text")
        case .bool: return .bool(example?.boolValue ?? true)
        case .int, .int64: return example.flatMap(\.sampleInteger) ?? 1
        case .double:
            if case .number? = example { return example }
            return .number(JSONNumber(spelling: "1.5"))
        case .timestamp:
            return .string(example?.stringValue.flatMap(wholeTimestamp) ?? "2024-01-31T12:00:00Z")
        case .day: return .string(example?.stringValue.flatMap(wholeDay) ?? "2024-01-31")
        case .bytes: return .string("c2FtcGxl")
        case .any: return example ?? .object(JSONObject())
        case .optional(let inner):
            if case .null? = example { return .null }
            return value(of: inner, example: example) ?? .null
        case .list(let element):
            guard let elements = example?.arrayValue else {
                return .array(value(of: element).map { [$0] } ?? [])
            }
            return .array(elements.compactMap { value(of: element, example: $0) })
        case .map(let inner):
            guard let object = example?.objectValue else {
                return .object(JSONObject())
            }
            return .object(members(object, inner))
        case .shape(let id):
            if open.isEmpty { remaining = 2000 }
            guard remaining > 0, open.insert(id.index).inserted else { return nil }
            remaining -= 1
            defer { open.remove(id.index) }
            return value(of: api[id], example: example ?? api[id].example)
        }
    }

    private mutating func members(_ object: JSONObject, _ type: ValueType) -> JSONObject {
        JSONObject(
            object.members.compactMap { member in
                value(of: type, example: member.value).map { JSONObject.Member(member.key, $0) }
            })
    }

    private mutating func value(of shape: Shape, example: JSONValue?) -> JSONValue? {
        switch shape.kind {
        case .alias(let type): return value(of: type, example: example)
        case .enumeration(let values):
            return .string(example?.sampleText ?? values.first ?? "text")
        case .record(let record): return value(of: record, example: example?.objectValue)
        case .union(let union):
            // Any value can be read: what fits no alternative is kept as it is.
            if let example { return example }
            for arm in union.arms {
                guard var sample = value(of: arm.type) else { continue }
                if let name = union.discriminator, let tag = arm.tags.first,
                    case .object(var object) = sample
                {
                    object.members.removeAll { $0.key == name }
                    object.members.insert(JSONObject.Member(name, .string(tag)), at: 0)
                    sample = .object(object)
                }
                return sample
            }
            return nil
        case .form: return nil
        }
    }

    private mutating func value(of record: Record, example: JSONObject?) -> JSONValue? {
        var result = JSONObject()
        for property in record.properties {
            let given = example?[property.name]
            if case .null? = given, property.isNullable || !property.isRequired {
                if property.isRequired { result.members.append(.init(property.name, .null)) }
                continue
            }
            // Optional objects are left out: one sample would grow to half of the API.
            let isWanted =
                property.isRequired || given != nil || property.example != nil
                || example == nil && isScalar(property.type)
            guard isWanted else { continue }
            let sample = value(of: property.type, example: given ?? property.example)
            if let sample {
                result.members.append(.init(property.name, sample))
            } else if property.isRequired {
                guard property.isNullable else { return nil }
                result.members.append(.init(property.name, .null))
            }
        }
        if let additional = record.additional, let example {
            let names = Set(record.properties.map(\.name))
            let rest = JSONObject(example.members.filter { !names.contains($0.key) })
            result.members += members(rest, additional).members
        }
        return .object(result)
    }

    private func isScalar(_ type: ValueType) -> Bool {
        switch type {
        case .string, .bool, .int, .int64, .double, .timestamp, .day, .bytes, .binary: true
        case .any, .list, .map, .optional: false
        case .shape(let id):
            switch api[id].kind {
            case .enumeration: true
            case .alias(let type): !open.contains(id.index) && isScalar(type)
            case .record, .union, .form: false
            }
        }
    }
}

extension JSONValue {
    /// The text of a scalar, a number as it is spelled.
    fileprivate var sampleText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.spelling
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// The value where it is a whole number of 64 bits.
    fileprivate var sampleInteger: JSONValue? {
        guard case .number(let number) = self, let value = Int(number.spelling) else { return nil }
        return .number(JSONNumber(value))
    }
}

/// A text of the form `YYYY-MM-DD`, else `nil`.
private func wholeDay(_ text: String) -> String? {
    let pattern = text.utf8.map { (0x30...0x39).contains($0) ? 0x30 : $0 }
    guard String(decoding: pattern, as: UTF8.self) == "0000-00-00",
        let month = Int(text.dropFirst(5).prefix(2)), (1...12).contains(month),
        let day = Int(text.suffix(2)), (1...31).contains(day)
    else { return nil }
    return text
}

/// A text of the form `YYYY-MM-DDThh:mm:ssZ`, perhaps with a fraction, else `nil`.
private func wholeTimestamp(_ text: String) -> String? {
    guard wholeDay(String(text.prefix(10))) != nil else { return nil }
    let time = text.utf8.dropFirst(10).map { (0x30...0x39).contains($0) ? 0x30 : $0 }
    let spelling = String(decoding: time, as: UTF8.self)
    let isFraction =
        spelling.hasPrefix("T00:00:00.")
        && spelling.utf8.dropFirst(10).dropLast()
            .allSatisfy { $0 == 0x30 }
    let ends = spelling.hasSuffix("0Z")
    return spelling == "T00:00:00Z" || isFraction && ends ? text : nil
}
