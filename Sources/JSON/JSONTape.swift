/// A JSON text as a flat list of its values in document order: one entry a value or member key.
///
/// A container's entry is followed by the entries of all its descendants, then comes the entry
/// at its `next`. An object's children are alternating keys (always strings) and values. The tape
/// keeps its source, and strings without escapes are read from there; only strings with escapes
/// are decoded, into ``decoded``. ``scan(_:maximumDepth:)`` can be called again and again, and
/// after the largest text has been seen it allocates nothing.
///
/// `Syntax` keeps YAML documents in the same form.
@usableFromInline
package struct JSONTape: Sendable {
    // What is inlinable here is so only in types that are usable from inline themselves: without
    // that every look at an entry would be a call from other modules, and every comparison of
    // kinds one through a witness table.

    /// What an entry stands for; the raw values are part of the bundle format.
    @usableFromInline
    package enum Kind: RawRepresentable, Sendable {
        case null
        case `false`
        case `true`
        case number
        case string
        case array
        case object
        /// Something that could not be read and has been reported; made only by `Syntax`.
        case invalid
        /// Another entry's value, whose index is in `link`, standing before `count` entries that
        /// belong to it; made only by `Syntax`, for YAML aliases and merged mappings.
        case alias

        /// The kind with a raw value.
        ///
        /// Written out, as is ``==(_:_:)``: what the compiler makes of an enumeration's cases cannot be
        /// inlined into other modules, and all of them look at kinds in their innermost loops.
        @inlinable @inline(__always)
        package init?(rawValue: UInt8) {
            switch rawValue {
            case 0: self = .null
            case 1: self = .false
            case 2: self = .true
            case 3: self = .number
            case 4: self = .string
            case 5: self = .array
            case 6: self = .object
            case 7: self = .invalid
            case 8: self = .alias
            default: return nil
            }
        }

        /// The number that stands for the kind.
        @inlinable @inline(__always)
        package var rawValue: UInt8 {
            switch self {
            case .null: 0
            case .false: 1
            case .true: 2
            case .number: 3
            case .string: 4
            case .array: 5
            case .object: 6
            case .invalid: 7
            case .alias: 8
            }
        }

        /// Whether two kinds are the same.
        @inlinable @inline(__always)
        package static func == (lhs: Self, rhs: Self) -> Bool { lhs.rawValue == rhs.rawValue }
    }

    /// One value or member key: 16 bytes.
    @usableFromInline
    package struct Entry: Sendable, Equatable {
        /// Offset of the value's first byte in the source.
        @usableFromInline package var start: UInt32

        /// Offset just past the value's last byte in the source.
        @usableFromInline package var end: UInt32

        /// For containers the index of the entry after the last descendant; for decoded strings
        /// the offset of their length in ``JSONTape/decoded``; for aliases the target's index.
        @usableFromInline package var link: UInt32

        /// Kind in bits 0 to 3, `isDecoded` in bit 4, `isBare` in bit 5, `isFractional` in bit 6;
        /// the child count of containers, the hash of member keys in bits 8 to 31.
        @usableFromInline package var info: UInt32

        /// Creates an entry; `count` is limited to 16,777,215.
        @inlinable
        package init(
            _ kind: Kind, _ start: Int, _ end: Int, link: Int = 0, count: Int = 0,
            isDecoded: Bool = false, isBare: Bool = false
        ) {
            self.start = UInt32(truncatingIfNeeded: start)
            self.end = UInt32(truncatingIfNeeded: end)
            self.link = UInt32(truncatingIfNeeded: link)
            info =
                UInt32(kind.rawValue) | (isDecoded ? 16 : 0) | (isBare ? 32 : 0)
                | UInt32(count) << 8
        }

        /// What the entry stands for.
        ///
        /// Written out, since other modules would have to call what the compiler makes of the raw
        /// values.
        @inlinable @inline(__always)
        package var kind: Kind {
            switch info & 15 {
            case 0: .null
            case 1: .false
            case 2: .true
            case 3: .number
            case 4: .string
            case 5: .array
            case 6: .object
            case 8: .alias
            default: .invalid
            }
        }

        /// Whether it is an object.
        @inlinable @inline(__always)
        package var isObject: Bool { info & 15 == 6 }

        /// Whether it is an array.
        @inlinable @inline(__always)
        package var isArray: Bool { info & 15 == 5 }

        /// Whether it stands for the value at its ``link``.
        @inlinable @inline(__always)
        package var isAlias: Bool { info & 15 == 8 }

        /// Whether a string's value is in ``JSONTape/decoded`` rather than in the source.
        @inlinable @inline(__always)
        package var isDecoded: Bool { info & 16 != 0 }

        /// Whether a string stands in the source without quotes; made only by `Syntax` for YAML.
        @inlinable @inline(__always)
        package var isBare: Bool { info & 32 != 0 }

        /// Whether a number is spelled with a fraction or an exponent; known after
        /// ``JSONTape/scan(_:maximumDepth:)`` only.
        @inlinable @inline(__always)
        package var isFractional: Bool { info & 64 != 0 }

        /// The number of an array's elements or an object's members.
        @inlinable @inline(__always)
        package var count: Int { Int(info >> 8) }

        /// The index of the entry after the value and all that is in it, where the value's own index
        /// is given.
        @inlinable @inline(__always)
        package func end(at index: Int) -> Int {
            // A mapping with `<<` hides its own entries behind the alias that it becomes.
            if isAlias { return index &+ 1 &+ count }
            return isObject || isArray ? Int(link) : index &+ 1
        }

        /// The hash of a member key, as `Span.nameHash` gives it; 0 where it was not taken.
        ///
        /// Keys that were read from a text have theirs; those of tapes that were put together may
        /// not.
        @inlinable @inline(__always)
        package var keyHash: UInt32 { info >> 8 }

        /// Adds the hash of a member key.
        @inlinable @inline(__always)
        package mutating func setKeyHash(_ hash: UInt32) { info |= hash << 8 }

        /// Whether the hash of a member key was taken; it is not for aliases.
        @inlinable @inline(__always)
        package var hasKeyHash: Bool { keyHash != 0 && !isAlias }

        /// Whether the entry of a member key may be of a text with this hash.
        @inlinable @inline(__always)
        package func mayBeKey(ofHash hash: UInt32) -> Bool { keyHash == hash || !hasKeyHash }
    }

    /// The text, as given.
    @usableFromInline package private(set) var bytes: [UInt8]

    /// The values; entry 0 is the whole text's.
    ///
    /// Empty after a failed scan.
    @usableFromInline package private(set) var entries: [Entry]

    /// Strings that had escapes: for each a four-byte little-endian length, then its UTF-8.
    @usableFromInline package private(set) var decoded: [UInt8]

    /// Whether an object has two members of one name; known after ``scan(_:maximumDepth:)`` only.
    @usableFromInline
    package private(set) var hasRepeatedKeys = false

    /// Open containers during a scan.
    private var open: [OpenContainer] = []

    /// Creates a tape with nothing on it.
    package init() {
        bytes = []
        entries = []
        decoded = []
    }

    /// Creates a tape from parts that another reader made; `entries` must be well formed.
    package init(bytes: [UInt8], entries: [Entry], decoded: [UInt8]) {
        self.bytes = bytes
        self.entries = entries
        self.decoded = decoded
    }

    /// Makes room for so many entries, which then need not be moved as they grow in number.
    package mutating func reserve(entryCount count: Int) { entries.reserveCapacity(count) }

    /// Replaces the tape's contents by the values of a JSON text (RFC 8259).
    ///
    /// Duplicate member names are kept; a byte order mark is refused. Strings must be UTF-8; a
    /// lone surrogate escape becomes U+FFFD. O(*n*), no recursion.
    ///
    /// - Parameters:
    ///   - bytes: The text, at most 4 GiB.
    ///   - start: Where to begin, such as past a byte order mark.
    ///   - maximumDepth: How deep containers may nest.
    /// - Returns: The first error, or `nil`; after an error the tape is empty.
    @discardableResult
    package mutating func scan(
        _ bytes: [UInt8], from start: Int = 0, maximumDepth: Int = 256
    ) -> JSONError? {
        self.bytes = bytes
        entries.removeAll(keepingCapacity: true)
        // A small text needs no more, a large one soon has more.
        if entries.capacity == 0 { entries.reserveCapacity(min(bytes.count / 8 + 4, 64)) }
        decoded.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
        var scanner = JSONScanner(
            entries: entries, decoded: decoded, open: open, maximumDepth: maximumDepth)
        entries = []
        decoded = []
        open = []
        let error = scanner.scan(bytes.span, from: start)
        if error != nil { scanner.entries.removeAll(keepingCapacity: true) }
        entries = scanner.entries
        decoded = scanner.decoded
        open = scanner.open
        hasRepeatedKeys = scanner.hasRepeatedKeys
        return error
    }
}

extension JSONTape {
    /// The index of the entry after a value and all its descendants.
    @inlinable
    package func end(of index: Int) -> Int {
        entries[index].end(at: index)
    }

    /// Where a string's value lies, in ``decoded`` or in ``bytes``, without its quotes.
    @inlinable
    package func stringRange(of index: Int) -> (isDecoded: Bool, range: Range<Int>) {
        let entry = entries[index]
        if entry.kind == .alias { return stringRange(of: Int(entry.link)) }
        guard entry.isDecoded else {
            let quote = entry.isBare ? 0 : 1
            return (false, Int(entry.start) + quote..<Int(entry.end) - quote)
        }
        let start = Int(entry.link) + 4
        return (true, start..<start + decodedLength(at: Int(entry.link)))
    }

    @inlinable
    package func decodedLength(at offset: Int) -> Int {
        Int(decoded[offset]) | Int(decoded[offset + 1]) << 8 | Int(decoded[offset + 2]) << 16
            | Int(decoded[offset + 3]) << 24
    }

    /// The value of a string or member key.
    ///
    /// Allocates; compare with ``equals(_:_:)`` instead.
    package func string(at index: Int) -> String {
        let (isDecoded, range) = stringRange(of: index)
        return String(text: (isDecoded ? decoded.span : bytes.span).extracting(range))
    }

    /// The source text of a value, such as a number's spelling.
    package func spelling(at index: Int) -> ArraySlice<UInt8> {
        bytes[Int(entries[index].start)..<Int(entries[index].end)]
    }

    /// Whether a string's value is these bytes.
    package func equals(_ index: Int, _ text: [UInt8]) -> Bool {
        let (isDecoded, range) = stringRange(of: index)
        guard range.count == text.count else { return false }
        return isDecoded
            ? decoded[range].elementsEqual(text) : bytes[range].elementsEqual(text)
    }

    /// Whether a value is a string of this text; allocates nothing.
    @usableFromInline
    package func equals(_ index: Int, _ text: StaticString) -> Bool {
        var entry = entries[index]
        if entry.kind == .alias { entry = entries[Int(entry.link)] }
        guard entry.kind == .string else { return false }
        let (start, count) =
            entry.isDecoded
            ? (Int(entry.link) + 4, decodedLength(at: Int(entry.link)))
            : entry.isBare
                ? (Int(entry.start), Int(entry.end) - Int(entry.start))
                : (Int(entry.start) + 1, Int(entry.end) - Int(entry.start) - 2)
        guard count == text.utf8CodeUnitCount else { return false }
        let bytes = entry.isDecoded ? decoded.span : bytes.span
        return text.withUTF8Buffer { unsafe bytes.starts(with: $0.span, at: start) }
    }

    /// The index of the first member value of an object under a key, or `nil`.
    ///
    /// O(*members*).
    package func member(_ key: [UInt8], of object: Int) -> Int? {
        var index = object + 1
        for _ in 0..<entries[object].count {
            if equals(index, key) { return index + 1 }
            index = end(of: index + 1)
        }
        return nil
    }
}

/// What makes a text not JSON, and where.
package struct JSONError: Error, Hashable, Sendable {
    /// The kinds of mistake; one line of text each.
    package enum Problem: Hashable, Sendable {
        case expectedValue
        case expectedKey
        case expectedColon
        /// Names the bracket that is open.
        case expectedCommaOr(closer: UInt8)
        case expectedDigit
        case invalidEscape
        case controlCharacter
        case invalidUTF8
        case unterminatedString
        case textAfterValue
        case tooDeep(limit: Int)
        case tooLarge
    }

    package var problem: Problem

    /// The offset of the byte that cannot stand there; the text's length where it ends too soon.
    package var offset: Int

    package init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// The problem in words: one line, lower case, no period.
    package var message: String {
        switch problem {
        case .expectedValue: "expected a value"
        case .expectedKey: "expected a string key"
        case .expectedColon: "expected ':' after the key"
        case .expectedCommaOr(let closer): "expected ',' or '\(Unicode.Scalar(closer))'"
        case .expectedDigit: "expected a digit"
        case .invalidEscape: "invalid escape sequence"
        case .controlCharacter: "control character in a string"
        case .invalidUTF8: "invalid UTF-8"
        case .unterminatedString: "unterminated string"
        case .textAfterValue: "unexpected text after the value"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .tooLarge: "more than 16,777,215 elements in one container"
        }
    }
}
