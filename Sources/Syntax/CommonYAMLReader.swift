internal import JSON

/// Reads the common part of YAML straight from its bytes to tape entries.
///
/// libyaml decides what a document means; this reader knows the constructions that API
/// descriptions are made of, and throws ``Unusual`` at the first byte that is none of them, upon
/// which the document is read by libyaml. So it accepts a text only where it is sure, and then
/// gives the entries that ``YAMLTreeBuilder`` gives, byte offsets included. It knows: one document
/// of block mappings and sequences, plain, quoted and block scalars, flow collections on
/// one line, comments. It leaves to libyaml: anchors, aliases, tags, directives, merge keys,
/// tabs between tokens, CR, quoted text over several lines, scalars that YAML 1.1 reads otherwise,
/// every error.
struct CommonYAMLReader: ~Copyable {
    /// Something that this reader does not know, or a mistake.
    struct Unusual: Error {}

    /// A block mapping or sequence whose end has not been read.
    private struct Level {
        /// The column of its keys or dashes.
        var indent: Int
        var index: Int
        var count = 0
        var keys = KeyBits()
        let isMapping: Bool
        /// Whether it is a sequence whose dashes stand in the column of the mapping it is in.
        var isIndentless = false
        /// Just past the `:` or `-` whose value has not been read.
        var pending: Int?
    }

    /// The text, to copy from; the methods read it through a span.
    let source: [UInt8]

    var entries: [JSONTape.Entry] = []
    var decoded: [UInt8] = []
    /// The mappings that may have two keys of one name: those of others differ by their hashes.
    var mappingsOfLikeKeys: [Int] = []
    /// The keys `$ref`, and those that have its hash.
    var referenceKeys: [Int] = []
    private var levels: [Level] = []

    init(_ source: [UInt8]) {
        self.source = source
        // Descriptions have a key or value in some ten bytes; memory that is not touched costs
        // nothing.
        entries.reserveCapacity(source.count / 8)
    }

    /// Returns the tape of a text, or `nil` for one that libyaml has to read.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - start: Where it starts, behind a byte order mark.
    /// - Returns: The tape, the mappings that may have two keys of one name, and the keys that may
    ///   be `$ref`, in order.
    static func tape(
        of source: [UInt8], from start: Int
    ) -> (tape: JSONTape, mappingsOfLikeKeys: [Int], referenceKeys: [Int])? {
        var reader = Self(source)
        do throws(Unusual) {
            try reader.read(source.span, from: start)
        } catch {
            return nil
        }
        let tape = JSONTape(bytes: source, entries: reader.entries, decoded: reader.decoded)
        return (tape, reader.mappingsOfLikeKeys, reader.referenceKeys)
    }

    private mutating func read(_ text: Span<UInt8>, from start: Int) throws(Unusual) {
        guard text.hasOnlyUsualCharacters(from: start) else { throw Unusual() }
        var offset = start
        var mayStart = true
        while offset < text.count {
            let column = text.skipSpaces(&offset)
            let byte = text.byte(at: offset)
            if byte == newline || byte == 0 {
                offset += 1
                continue
            }
            if byte == UInt8(ascii: "#") {
                text.skipLine(&offset)
                continue
            }
            if column == 0, text.isDocumentMark(at: offset) {
                guard mayStart, byte == UInt8(ascii: "-") else { throw Unusual() }
                offset += 3
                try endLine(text, &offset)
                mayStart = false
                continue
            }
            mayStart = false
            try line(text, &offset, column: column)
        }
        closeLevels(from: text.count, until: -1, text)
        guard !entries.isEmpty, entries.count <= SyntaxLimits.nodeCount else { throw Unusual() }
    }

    /// Reads what starts on a line: a key, a dash, or the value that the line above waits for.
    private mutating func line(
        _ text: Span<UInt8>, _ offset: inout Int, column: Int
    ) throws(Unusual) {
        closeLevels(from: offset, until: column, text)
        let isDash = text.isDash(at: offset)
        guard let last = levels.last else {
            guard entries.isEmpty else { throw Unusual() }
            return try node(text, &offset, column: column)
        }
        if last.pending != nil {
            if column > last.indent { return try node(text, &offset, column: column) }
            // Only in the column of the level itself; deeper levels are closed.
            if isDash, last.isMapping {
                try open(isMapping: false, at: offset, column: column, isIndentless: true)
                return try dash(text, &offset, column: column)
            }
            finishPending()
        }
        if !isDash, last.isIndentless { close(at: offset, text) }
        guard let level = levels.last, level.indent == column, level.isMapping != isDash else {
            throw Unusual()
        }
        if isDash {
            try dash(text, &offset, column: column)
        } else {
            let start = offset
            guard try keyOrScalar(text, &offset, mayBeScalar: false) else { throw Unusual() }
            try value(text, &offset, keyStart: start)
        }
    }

    /// Reads a node that may be of any kind, after a dash or on a line of its own.
    private mutating func node(
        _ text: Span<UInt8>, _ offset: inout Int, column: Int
    ) throws(Unusual) {
        if text.isDash(at: offset) {
            try open(isMapping: false, at: offset, column: column)
            return try dash(text, &offset, column: column)
        }
        switch text.byte(at: offset) {
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: ">"):
            guard !levels.isEmpty else { throw Unusual() }
            return try inlineValue(text, &offset)
        default: break
        }
        let start = offset
        let place = entries.count
        if try keyOrScalar(text, &offset, mayBeScalar: !levels.isEmpty) {
            // The key is on the tape already; its mapping goes before it.
            let key = entries.removeLast()
            assert(entries.count == place)
            try open(isMapping: true, at: start, column: column)
            entries.append(key)
            return try value(text, &offset, keyStart: start)
        }
        finishNode()
    }

    /// Reads a dash and what follows on its line.
    private mutating func dash(
        _ text: Span<UInt8>, _ offset: inout Int, column: Int
    ) throws(Unusual) {
        offset += 1
        levels[levels.count - 1].pending = offset
        let spaces = text.skipSpaces(&offset)
        if try isAtEndOfLine(text, &offset) { return }
        try node(text, &offset, column: column + 1 + spaces)
    }

    /// Reads the colon after a key and the value on its line.
    private mutating func value(
        _ text: Span<UInt8>, _ offset: inout Int, keyStart: Int
    ) throws(Unusual) {
        // libyaml's limit is 1,024 characters.
        guard offset - keyStart < 1000 else { throw Unusual() }
        offset += 1
        let level = levels.count - 1
        levels[level].pending = offset
        levels[level].keys.add(noteLastKey())
        text.skipSpaces(&offset)
        if try isAtEndOfLine(text, &offset) { return }
        try inlineValue(text, &offset)
    }

    /// Reads a value that is neither a block mapping nor a block sequence, to the end of its last
    /// line.
    private mutating func inlineValue(
        _ text: Span<UInt8>, _ offset: inout Int
    ) throws(Unusual) {
        switch text.byte(at: offset) {
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            try blockScalar(text, &offset, parentIndent: parentIndent)
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            try flowCollection(text, &offset, depth: levels.count)
            try endLine(text, &offset)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            try quoted(text, &offset)
            try endLine(text, &offset)
        default:
            try plainValue(text, &offset, parentIndent: parentIndent)
        }
        finishNode()
    }

    /// The indentation that a value's further lines must exceed: an indentless sequence has that
    /// of its mapping.
    private var parentIndent: Int { levels.last?.indent ?? -1 }

    /// Reads a scalar on one line; returns whether a colon follows, at which it then stands.
    ///
    /// A value may go on over further lines, which are read too.
    private mutating func keyOrScalar(
        _ text: Span<UInt8>, _ offset: inout Int, mayBeScalar: Bool
    ) throws(Unusual) -> Bool {
        let first = text.byte(at: offset)
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            try quoted(text, &offset)
            if text.isColon(at: offset) {
                hashQuotedKey(text)
                return true
            }
            guard mayBeScalar else { throw Unusual() }
            try endLine(text, &offset)
            return false
        }
        let start = offset
        let end = try plainText(text, &offset, isInFlow: false)
        if text.byte(at: offset) == UInt8(ascii: ":") {
            let isMergeKey =
                end - start == 2 && text[start] == UInt8(ascii: "<")
                && text[start + 1] == UInt8(ascii: "<")
            if isMergeKey { throw Unusual() }
            appendBareKey(text, start, end)
            return true
        }
        guard mayBeScalar else { throw Unusual() }
        offset = start
        try plainValue(text, &offset, parentIndent: parentIndent)
        return false
    }

    /// Appends a key without quotes.
    @inline(__always)
    mutating func appendBareKey(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
        var entry = JSONTape.Entry(.string, start, end, isBare: true)
        entry.setKeyHash(text.nameHash(start..<end))
        entries.append(entry)
    }

    /// Gives the string that was appended last, which is a key, its hash.
    mutating func hashQuotedKey(_ text: Span<UInt8>) {
        let last = entries.count - 1
        let entry = entries[last]
        entries[last].setKeyHash(
            entry.isDecoded
                ? decoded.span.nameHash(Int(entry.link) + 4..<decoded.count)
                : text.nameHash(Int(entry.start) + 1..<Int(entry.end) - 1))
    }

    /// Returns the key that was appended last, where it will stay, and notes it if it may be `$ref`.
    @inline(__always)
    mutating func noteLastKey() -> JSONTape.Entry {
        let key = entries[entries.count &- 1]
        if key.keyHash == referenceKey.hash { referenceKeys.append(entries.count &- 1) }
        return key
    }

    // MARK: Levels

    private mutating func open(
        isMapping: Bool, at offset: Int, column: Int, isIndentless: Bool = false
    ) throws(Unusual) {
        guard levels.count < SyntaxLimits.depth else { throw Unusual() }
        levels.append(
            Level(
                indent: column, index: entries.count, isMapping: isMapping,
                isIndentless: isIndentless))
        entries.append(JSONTape.Entry(isMapping ? .object : .array, offset, offset))
    }

    /// Closes the levels that a token at an offset in a column ends by standing to their left.
    private mutating func closeLevels(from offset: Int, until column: Int, _ text: Span<UInt8>) {
        while let level = levels.last, level.indent > column {
            if level.pending != nil { finishPending() }
            close(at: offset, text)
        }
    }

    /// Closes the innermost level, whose end the next token at an offset has shown.
    private mutating func close(at offset: Int, _ text: Span<UInt8>) {
        let level = levels.removeLast()
        if level.keys.areLike { mappingsOfLikeKeys.append(level.index) }
        let start = Int(entries[level.index].start)
        var end = offset
        let last = entries[entries.count - 1]
        if last.kind == .array || last.kind == .object {
            while end > start, text[end - 1] <= 0x20 { end -= 1 }
        } else {
            end = Int(last.end)
        }
        entries[level.index] = JSONTape.Entry(
            level.isMapping ? .object : .array, start, max(start, end), link: entries.count,
            count: level.count)
        finishNode()
    }

    /// Makes the value that a level waits for null.
    private mutating func finishPending() {
        guard let offset = levels.last?.pending else { return }
        entries.append(JSONTape.Entry(.null, offset, offset))
        finishNode()
    }

    /// After a member's value or an element.
    private mutating func finishNode() {
        guard !levels.isEmpty else { return }
        levels[levels.count - 1].count += 1
        levels[levels.count - 1].pending = nil
    }

    // MARK: Lines

    /// Whether nothing but a comment follows on the line, of which then nothing is left.
    private func isAtEndOfLine(
        _ text: Span<UInt8>, _ offset: inout Int
    ) throws(Unusual) -> Bool {
        let byte = text.byte(at: offset)
        if byte == UInt8(ascii: "#") {
            guard text[offset - 1] == UInt8(ascii: " ") else { throw Unusual() }
            text.skipLine(&offset)
            return true
        }
        if byte == newline || byte == 0 {
            offset += 1
            return true
        }
        return false
    }

    /// Reads the rest of a line, which must have no more than a comment.
    func endLine(_ text: Span<UInt8>, _ offset: inout Int) throws(Unusual) {
        text.skipSpaces(&offset)
        guard try isAtEndOfLine(text, &offset) else { throw Unusual() }
    }
}

let newline = UInt8(ascii: "\n")

extension Span<UInt8> {
    /// The byte at an offset, 0 behind the end; the texts that are read have no NUL.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 { offset < count ? self[offset] : 0 }

    /// Moves an offset past spaces, and returns how many there were.
    @inline(__always)
    @discardableResult
    func skipSpaces(_ offset: inout Int) -> Int {
        let start = offset
        while byte(at: offset) == UInt8(ascii: " ") { offset &+= 1 }
        return offset - start
    }

    /// Moves an offset past the next line break, or to the end.
    func skipLine(_ offset: inout Int) {
        while offset < count, self[offset] != newline { offset &+= 1 }
        if offset < count { offset += 1 }
    }

    /// Whether a space or a line ends at an offset.
    @inline(__always)
    func isBlank(at offset: Int) -> Bool {
        let byte = byte(at: offset)
        return byte == UInt8(ascii: " ") || byte == newline || byte == 0
    }

    /// Whether the `:` after a key is at an offset.
    @inline(__always)
    func isColon(at offset: Int) -> Bool {
        byte(at: offset) == UInt8(ascii: ":") && isBlank(at: offset + 1)
    }

    /// Whether the `-` before an element is at an offset.
    @inline(__always)
    func isDash(at offset: Int) -> Bool {
        byte(at: offset) == UInt8(ascii: "-") && isBlank(at: offset + 1)
    }

    /// Whether `---`, `...` or the start of a directive is at an offset.
    func isDocumentMark(at offset: Int) -> Bool {
        let first = byte(at: offset)
        if first == UInt8(ascii: "%") { return true }
        guard first == UInt8(ascii: "-") || first == UInt8(ascii: ".") else { return false }
        return byte(at: offset + 1) == first && byte(at: offset + 2) == first
            && isBlankOrTab(at: offset + 3)
    }

    private func isBlankOrTab(at offset: Int) -> Bool { isBlank(at: offset) || self[offset] == 9 }

    /// Whether all bytes from an offset on are UTF-8 of characters that YAML allows, but for CR
    /// and the line breaks outside of ASCII.
    func hasOnlyUsualCharacters(from start: Int) -> Bool {
        var offset = start
        let high: UInt64 = 0x8080_8080_8080_8080
        while offset < count {
            // Eight bytes of printable ASCII and line feeds at once. Below 0x80 no sum reaches the
            // next byte; where a byte is above, what the sums say does not matter.
            while offset &+ 8 <= count {
                let word = word(at: offset)
                let aboveTilde = word &+ 0x0101_0101_0101_0101
                let fromSpace = word &+ 0x6060_6060_6060_6060
                let otherThanLineFeed =
                    (word ^ 0x0A0A_0A0A_0A0A_0A0A) &+ 0x7F7F_7F7F_7F7F_7F7F
                if (word | aboveTilde | ~fromSpace & otherThanLineFeed) & high != 0 { break }
                offset &+= 8
            }
            let end = Swift.min(offset &+ 8, count)
            while offset < end {
                let byte = self[offset]
                if byte < 0x80 {
                    guard byte >= 0x20 || byte == 9 || byte == newline, byte != 0x7F else {
                        return false
                    }
                    offset &+= 1
                } else {
                    let length = usualCharacterLength(at: offset)
                    if length == 0 { return false }
                    offset &+= length
                }
            }
        }
        return true
    }

    /// The length of a well-formed character outside of ASCII, 0 for one that is not usual.
    private func usualCharacterLength(at offset: Int) -> Int {
        func continuation(_ distance: Int) -> UInt32? {
            let byte = byte(at: offset + distance)
            return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
        }
        let first = UInt32(self[offset])
        guard let second = continuation(1) else { return 0 }
        switch first {
        case 0xC2...0xDF:
            return (first & 0x1F) << 6 | second >= 0xA0 ? 2 : 0
        case 0xE0...0xEF:
            guard let third = continuation(2) else { return 0 }
            switch (first & 0xF) << 12 | second << 6 | third {
            case 0x800...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: return 3
            default: return 0
            }
        case 0xF0...0xF4:
            guard let third = continuation(2), let fourth = continuation(3) else { return 0 }
            let scalar = (first & 7) << 18 | second << 12 | third << 6 | fourth
            return 0x1_0000...0x10_FFFF ~= scalar ? 4 : 0
        default: return 0
        }
    }
}

/// Whether keys of a mapping are certain to differ.
struct KeyBits {
    /// A bit for each key, by its hash.
    private var bits: UInt64 = 0
    private(set) var areLike = false

    @inline(__always)
    mutating func add(_ key: JSONTape.Entry) {
        let bit = UInt64(1) << UInt64(key.keyHash & 63)
        if bits & bit != 0 { areLike = true }
        bits |= bit
    }
}

private let referenceKey: MemberName = "$ref"
