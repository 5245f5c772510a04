/// A JSON value that owns its parts; for small documents, settings and results.
///
/// Request bodies and API descriptions stay on a ``JSONTape``. Object members keep their order,
/// and two objects with the same members in another order are not equal.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(JSONNumber)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

/// A number in its source spelling, so that no precision is lost and `1.0` stays `1.0`.
package struct JSONNumber: Hashable, Sendable {
    /// The spelling, by RFC 8259 section 6.
    package let spelling: String

    /// Creates a number from a spelling that is known to follow the grammar.
    package init(spelling: String) { self.spelling = spelling }

    /// Creates an integer.
    package init(_ value: Int) { spelling = String(value) }
}

/// An object's members in order.
package struct JSONObject: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A member; keys may repeat, as in the text.
    package struct Member: Hashable, Sendable {
        package var key: String
        package var value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package var members: [Member]

    package init(_ members: [Member] = []) { self.members = members }

    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = elements.map { Member($0.0, $0.1) }
    }

    /// The first member's value under a key; setting replaces it, appends it, or removes it.
    package subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key, value))
            case (nil, nil): break
            }
        }
    }
}

extension JSONValue {
    /// Parses a JSON text; throws the first error.
    package init(parsing bytes: [UInt8]) throws(JSONError) {
        var tape = JSONTape()
        if let error = tape.scan(bytes) { throw error }
        self.init(tape, at: 0)
    }

    /// Copies the value at an index out of a tape.
    package init(_ tape: JSONTape, at index: Int) {
        let entry = tape.entries[index]
        switch entry.kind {
        case .null, .invalid: self = .null
        case .false: self = .bool(false)
        case .true: self = .bool(true)
        case .alias: self.init(tape, at: Int(entry.link))
        case .number:
            let spelling = String(decoding: tape.text(at: index), as: UTF8.self)
            self = .number(JSONNumber(spelling: spelling))
        case .string: self = .string(tape.string(at: index))
        case .array:
            var elements: [JSONValue] = []
            elements.reserveCapacity(entry.count)
            var child = index + 1
            for _ in 0..<entry.count {
                elements.append(JSONValue(tape, at: child))
                child = tape.end(of: child)
            }
            self = .array(elements)
        case .object:
            var members: [JSONObject.Member] = []
            members.reserveCapacity(entry.count)
            var child = index + 1
            for _ in 0..<entry.count {
                members.append(
                    JSONObject.Member(tape.string(at: child), JSONValue(tape, at: child + 1)))
                child = tape.end(of: child + 1)
            }
            self = .object(JSONObject(members))
        }
    }

    /// The member of an object, or `nil` for other values and missing members.
    package subscript(key: String) -> JSONValue? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The text of a string, else `nil`.
    package var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A number that is an integer within `Int`, spelled without fraction or exponent, else `nil`.
    package var intValue: Int? {
        if case .number(let number) = self { Int(number.spelling) } else { nil }
    }

    /// The truth of a boolean, else `nil`.
    package var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array, else `nil`.
    package var arrayValue: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object, else `nil`.
    package var objectValue: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
    }
}
