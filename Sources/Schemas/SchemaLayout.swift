internal import JSON

// The words of a compiled schema. Offsets count words from the program's start; 0 means "none",
// as no part but the header starts there. Texts are their length in bytes, then the bytes packed
// four a word. See `Schema+stored.swift` for what is checked when a program is read.

/// The first words of a program.
enum SchemaHeader {
    static let magic: UInt32 = 0x3148_4353
    /// The number of words.
    static let total = 1
    /// The node of the whole schema; 0 for one that accepts everything.
    static let root = 2
    static let length = 3
}

/// A schema: what each kind of instance is checked for.
enum SchemaNode {
    /// Bit *k*: instances of kind *k* are allowed, by ``InstanceKind``; above them the flags.
    static let types = 0
    static let number = 1
    static let string = 2
    static let array = 3
    static let object = 4
    static let combination = 5
    /// The list of (keyword, data) pairs for the report, in the order of the messages.
    static let keywords = 6
    static let length = 7

    /// Only the types are checked.
    static let isSimple: UInt32 = 1 << 8
    /// `allOf`, `anyOf` and `oneOf` do not apply to null (OpenAPI's `nullable` without `type`).
    static let nullEscapes: UInt32 = 1 << 9
}

/// The kinds of instances as the bits of a node's types.
///
/// An entry's kind in a tape, but 7 for numbers with a fraction or exponent.
enum InstanceKind {
    static let null: UInt32 = 1 << 0
    static let boolean: UInt32 = 1 << 1 | 1 << 2
    static let integer: UInt32 = 1 << 3
    static let string: UInt32 = 1 << 4
    static let array: UInt32 = 1 << 5
    static let object: UInt32 = 1 << 6
    static let fractional: UInt32 = 1 << 7
    static let all: UInt32 = 0xFF
}

enum NumberSection {
    static let flags = 0
    static let minimum = 1
    static let maximum = 2
    static let multipleOf = 3
    static let length = 4

    static let exclusiveMinimum: UInt32 = 1
    static let exclusiveMaximum: UInt32 = 2
}

enum StringSection {
    static let minLength = 0
    static let maxLength = 1
    static let pattern = 2
    static let format = 3
    static let length = 4
}

enum ArraySection {
    static let flags = 0
    static let minItems = 1
    static let maxItems = 2
    /// The node of every item, or with a tuple of the items after it.
    static let items = 3
    static let tupleCount = 4
    /// The nodes of the tuple's items follow.
    static let length = 5

    static let uniqueItems: UInt32 = 1
    static let isTuple: UInt32 = 2
    static let noAdditionalItems: UInt32 = 4
}

enum ObjectSection {
    static let flags = 0
    static let additional = 1
    static let minProperties = 2
    static let maxProperties = 3
    static let requiredCount = 4
    /// The slots of the table of names, minus one, and where they are: offsets of names.
    static let tableMask = 5
    static let table = 6
    /// Count, then (pattern program, node) pairs.
    static let patterns = 7
    /// Count, then (name, node, list of names) triples.
    static let dependencies = 8
    /// Where a discriminator is: name, count, then (value, node) pairs.
    static let discriminator = 9
    static let length = 10

    static let noAdditional: UInt32 = 1
    static let additionalSchema: UInt32 = 2

    /// A name: hash, flags, node, text.
    static let nameHash = 0
    static let nameFlags = 1
    static let nameNode = 2
    static let nameText = 3

    static let isRequired: UInt32 = 1
    static let isDeclared: UInt32 = 2
}

enum CombinationSection {
    static let enumeration = 0
    static let allOf = 1
    static let anyOf = 2
    static let oneOf = 3
    static let not = 4
    static let length = 5
}

enum EnumerationSection {
    /// All values as one JSON text, for the message.
    static let text = 0
    static let tableMask = 1
    /// Slots with the offsets of (hash, text) pairs.
    static let table = 2
    static let otherCount = 3
    static let length = 4
}

/// An exact number: flags, digits, exponent, then long digits one a word.
enum DecimalSection {
    /// 1 for a number below zero, 2 for one that is spelled as an integer.
    static let flags = 0
    static let digits = 1
    static let exponent = 3
    static let longCount = 5
    static let length = 6
}

/// The keywords of the report; their order is that of the messages.
enum SchemaKeyword: UInt32, CaseIterable {
    case additionalItems = 1
    case additionalProperties
    case allOf
    case anyOf
    case dependencies
    case enumeration
    case maxItems
    case maxLength
    case maxProperties
    case maximum
    case minItems
    case minLength
    case minProperties
    case minimum
    case multipleOf
    case not
    case oneOf
    case pattern
    case required
    case type
    case uniqueItems
    case format
    /// OpenAPI's, last.
    case discriminator
}

extension Span<UInt32> {
    /// The text at an offset.
    func text(at offset: Int) -> String {
        let length = Int(self[offset])
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length)
        for index in 0..<length {
            let word = self[offset + 1 + index >> 2]
            bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt32(index & 3))))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The number at an offset.
    func decimal(at offset: Int) -> JSONDecimal {
        let digits =
            UInt64(self[offset + DecimalSection.digits])
            | UInt64(self[offset + DecimalSection.digits + 1]) << 32
        let exponent =
            UInt64(self[offset + DecimalSection.exponent])
            | UInt64(self[offset + DecimalSection.exponent + 1]) << 32
        var longDigits: [UInt8] = []
        let longCount = Int(self[offset + DecimalSection.longCount])
        if longCount > 0 {
            for index in 0..<longCount {
                longDigits.append(
                    UInt8(truncatingIfNeeded: self[offset + DecimalSection.length + index]))
            }
        }
        return JSONDecimal(
            isNegative: self[offset] & 1 != 0, digits: digits,
            exponent: Int(truncatingIfNeeded: exponent), longDigits: longDigits)
    }
}
