/// A Java value as templates see it: 16 bytes, no references, so that copying one costs nothing.
///
/// Texts, lists and maps lie in the machine's arrays and are named by number.
struct TemplateValue {
    enum Kind: UInt8 {
        case null, bool
        /// Integer, Long: the number in `bits`.
        case int, long
        /// Double, or Float where `buffer` is 1: the bit pattern in `bits`.
        case double
        /// BigInteger, BigDecimal: a text.
        case bigInteger, bigDecimal
        /// A number of a JSON text that has not been read: a text.
        case jsonNumber
        case string
        /// A UTF-16 unit.
        case character
        case byte
        /// An object or array on a tape: the tape in `count`, the index in `bits`.
        case node
        /// A list or map of the machine's: the number in `bits`.
        case list, map
        /// A map's entry, an iterator: a list's number in `bits`.
        case entry, iterator
        /// What `#define` stores: where the block is in the code.
        case block
        /// `$foreach`: the loop's number in `bits`.
        case scope
        case input, util
    }

    var kind: Kind
    /// Which bytes a text lies in.
    var buffer: UInt16 = 0
    /// A text's length.
    var count: UInt32 = 0
    /// A text's offset, or what the kind says.
    var bits: UInt64 = 0

    static let null = TemplateValue(kind: .null)
    static let empty = TemplateValue(kind: .string)

    static func bool(_ value: Bool) -> Self { Self(kind: .bool, bits: value ? 1 : 0) }
    static func int(_ value: Int) -> Self {
        Self(kind: .int, bits: UInt64(bitPattern: Int64(value)))
    }
    static func long(_ value: Int) -> Self {
        Self(kind: .long, bits: UInt64(bitPattern: Int64(value)))
    }
    static func double(_ value: Double) -> Self { Self(kind: .double, bits: value.bitPattern) }
    static func float(_ value: Float) -> Self {
        Self(kind: .double, buffer: 1, bits: Double(value).bitPattern)
    }
    static func node(_ index: Int, tape: Int) -> Self {
        Self(kind: .node, count: UInt32(tape), bits: UInt64(index))
    }
    static func list(_ number: Int) -> Self { Self(kind: .list, bits: UInt64(number)) }
    static func map(_ number: Int) -> Self { Self(kind: .map, bits: UInt64(number)) }

    var number: Int { Int(truncatingIfNeeded: bits) }
    var isTrue: Bool { bits != 0 }
    var isText: Bool {
        kind == .string || kind == .jsonNumber || kind == .bigInteger || kind == .bigDecimal
    }
    var range: Range<Int> { number..<number + Int(count) }

    /// Whether it is a Java `Number`.
    var isNumber: Bool {
        switch kind {
        case .int, .long, .double, .bigInteger, .bigDecimal, .jsonNumber, .byte: true
        default: false
        }
    }
}

/// A Java list, set or array.
struct TemplateList {
    enum Style: UInt8 {
        /// `ArrayList`: prints `[a, b]`.
        case list
        /// json-smart's `JSONArray`: prints JSON.
        case json
        /// What `keySet()`, `values()` and `entrySet()` give: no `get`.
        case view
        /// A Java array: fixed size.
        case array
    }

    var elements: [TemplateValue] = []
    var style = Style.list
    /// Counts changes of size, which end a loop over it with an exception.
    var modifications = 0
    /// The map that a view or an entry shows; null for what stands for itself.
    var origin = TemplateValue.null
    /// Whether a view shows keys, values or entries.
    var view = TemplateName.other
}

/// A Java map in insertion order (LinkedHashMap).
struct TemplateMap {
    var keys: [TemplateValue] = []
    var values: [TemplateValue] = []
    /// Prints nothing: an object inside `$context`.
    var isContext = false
    /// For such an object its entry among the variables.
    var node = -1
    /// Counts keys that came or went, which end a loop over it with an exception.
    var modifications = 0
    /// Places by the keys' hashes once there are many keys.
    var places: [UInt64: [Int]] = [:]
    var isIndexed = false
}
