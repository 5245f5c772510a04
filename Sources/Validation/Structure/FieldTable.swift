internal import JSON

/// Finds the ``Field`` of a key by its hash and its bytes: one comparison, no allocation.
struct FieldTable: Sendable {
    /// Open addressing; 0 for a free place, else a field's raw value plus 1.
    private var places: [UInt8]

    /// All names one after the other.
    private var text: [UInt8] = []

    /// Where each field's name is in `text`; one more than there are fields.
    private var starts: [Int] = [0]

    /// The hash of each field's name.
    private var hashes: [UInt32] = []

    /// A power of two with room to spare.
    private static let size = 1 << 10

    init() {
        places = Array(repeating: 0, count: Self.size)
        for field in Field.allCases {
            let name = Array(field.spelling.utf8)
            let hash = name.span.nameHash(0..<name.count)
            var place = Int(hash) & (Self.size - 1)
            while places[place] != 0 { place = (place + 1) & (Self.size - 1) }
            places[place] = field.rawValue + 1
            text += name
            starts.append(text.count)
            hashes.append(hash)
        }
    }

    /// The hash of a field's name.
    func hash(of field: Field) -> UInt32 { hashes[Int(field.rawValue)] }

    /// The field that some of the bytes spell, or `nil`.
    ///
    /// `known` is the bytes' hash, 0 where it was not taken.
    @inline(__always)
    func field(_ bytes: Span<UInt8>, _ range: Range<Int>, hash known: UInt32) -> Field? {
        let hash = known == 0 ? bytes.nameHash(range) : known
        let (places, starts, text) = (places.span, starts.span, text.span)
        var place = Int(hash) & (Self.size - 1)
        while places[place] != 0 {
            let candidate = Int(places[place] - 1)
            let start = starts[candidate]
            if hashes[candidate] == hash, starts[candidate + 1] - start == range.count {
                let name = text.extracting(start..<start + range.count)
                if bytes.starts(with: name, at: range.lowerBound) {
                    return Field(rawValue: UInt8(candidate))
                }
            }
            place = (place + 1) & (Self.size - 1)
        }
        return nil
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
