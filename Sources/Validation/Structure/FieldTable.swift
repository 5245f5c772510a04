/// Finds the ``Field`` of a key by its bytes: one hash and one comparison, no allocation.
struct FieldTable: Sendable {
    /// Open addressing; 0 for a free place, else a field's raw value plus 1.
    private var places: [UInt8]

    /// All names one after the other.
    private var text: [UInt8] = []

    /// Where each field's name is in `text`; one more than there are fields.
    private var starts: [Int] = [0]

    /// A power of two with room to spare.
    private static let size = 1 << 10

    init() {
        places = Array(repeating: 0, count: Self.size)
        for field in Field.allCases {
            let name = Array(field.spelling.utf8)
            var place = Self.hash(name.span, 0..<name.count)
            while places[place] != 0 { place = (place + 1) & (Self.size - 1) }
            places[place] = field.rawValue + 1
            text += name
            starts.append(text.count)
        }
    }

    /// The field that some of the bytes spell, or `nil`.
    @inline(__always)
    func field(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Field? {
        if range.isEmpty || range.count > 64 { return nil }
        let (places, starts, text) = (places.span, starts.span, text.span)
        var place = Self.hash(bytes, range)
        while places[place] != 0 {
            let candidate = Int(places[place] - 1)
            let start = starts[candidate]
            if starts[candidate + 1] - start == range.count {
                var offset = 0
                while offset < range.count,
                    text[start + offset] == bytes[range.lowerBound + offset]
                {
                    offset += 1
                }
                if offset == range.count { return Field(rawValue: UInt8(candidate)) }
            }
            place = (place + 1) & (Self.size - 1)
        }
        return nil
    }

    /// A hash of the length and five bytes, which tell nearly all names apart.
    @inline(__always)
    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        let (first, count) = (range.lowerBound, range.count)
        var hash = UInt64(count) << 40
        hash |= UInt64(bytes[first]) << 32 | UInt64(bytes[first + count / 4]) << 24
        hash |= UInt64(bytes[first + count / 2]) << 16 | UInt64(bytes[first + count * 3 / 4]) << 8
        hash |= UInt64(bytes[first + count - 1])
        return Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 54)
    }
}

/// A set of fields.
struct FieldSet: Sendable, Equatable {
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    init(_ fields: [Field] = []) {
        for field in fields { insert(field) }
    }

    @inline(__always)
    mutating func insert(_ field: Field) {
        let bit = UInt64(1) << UInt64(field.rawValue & 63)
        switch field.rawValue >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    @inline(__always)
    func contains(_ field: Field) -> Bool {
        let bit = UInt64(1) << UInt64(field.rawValue & 63)
        return switch field.rawValue >> 6 {
        case 0: words.0 & bit != 0
        case 1: words.1 & bit != 0
        case 2: words.2 & bit != 0
        default: words.3 & bit != 0
        }
    }

    /// Whether the sets have a field in common.
    @inline(__always)
    func meets(_ other: FieldSet) -> Bool {
        (words.0 & other.words.0) | (words.1 & other.words.1) | (words.2 & other.words.2)
            | (words.3 & other.words.3) != 0
    }

    /// Whether all fields of the other set are in this one.
    @inline(__always)
    func includes(_ other: FieldSet) -> Bool {
        (other.words.0 & ~words.0) | (other.words.1 & ~words.1) | (other.words.2 & ~words.2)
            | (other.words.3 & ~words.3) == 0
    }

    static func == (lhs: Self, rhs: Self) -> Bool { lhs.words == rhs.words }
}
