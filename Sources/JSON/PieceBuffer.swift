/// Text that is being printed, handed on in pieces before it grows large.
///
/// An array would ask at every append whether somebody shares it, which takes longer than writing
/// a key. Here nobody can: the buffer has its memory alone, and cannot be copied.
@safe @usableFromInline
package struct PieceBuffer: ~Copyable {
    // Every write below is into room that `makeRoom` has seen to just before: of the bytes that
    // count, and of `slack` bytes behind them, so that texts are copied a word at a time, past
    // their end, where the next text goes anyhow.
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    /// The number of bytes that are written and not handed on.
    @usableFromInline package private(set) var count = 0

    /// The size from which on a piece is handed on.
    @usableFromInline static let pieceSize = 1 << 16

    private static let slack = 8

    /// Creates a buffer without text.
    package init() {
        capacity = 2 * Self.pieceSize
        unsafe memory = .allocate(capacity: capacity)
    }

    deinit { unsafe memory.deallocate() }

    /// Hands on the text, if it is large enough to be worth it.
    @inlinable @inline(__always)
    package mutating func offer(to take: (Span<UInt8>) -> Void) {
        if count >= Self.pieceSize { finish(take) }
    }

    /// Hands on the text, whatever it is.
    @usableFromInline package mutating func finish(_ take: (Span<UInt8>) -> Void) {
        let text = unsafe UnsafeBufferPointer(start: memory, count: count)
        unsafe take(text.span)
        count = 0
    }

    @inline(__always)
    private mutating func makeRoom(_ length: Int) {
        if length &+ Self.slack > capacity &- count { grow(length) }
    }

    @inline(never)
    private mutating func grow(_ length: Int) {
        capacity = max(2 * capacity, count + length + Self.slack)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        unsafe larger.update(from: memory, count: count)
        unsafe memory.deallocate()
        unsafe memory = larger
    }

    /// Writes eight bytes, of which those behind `length` do not count; there is room.
    @inline(__always)
    private mutating func put(_ word: UInt64, _ length: Int) {
        unsafe UnsafeMutableRawPointer(memory).storeBytes(
            of: word.littleEndian, toByteOffset: count, as: UInt64.self)
        count &+= length
    }
}

extension PieceBuffer {
    /// Appends a byte.
    package mutating func append(_ byte: UInt8) {
        makeRoom(1)
        put(UInt64(byte), 1)
    }

    /// Appends two bytes.
    package mutating func append(_ first: UInt8, _ second: UInt8) {
        makeRoom(2)
        put(UInt64(first) | UInt64(second) << 8, 2)
    }

    /// Appends a text of ASCII.
    package mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount {
            append(unsafe text.utf8Start[index])
        }
    }

    /// Appends bytes.
    package mutating func append(_ text: Span<UInt8>) { append(text, 0..<text.count) }

    /// Appends a part of a text; what of the text stands behind it makes short parts fast.
    package mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
        let (length, end) = (range.count, range.upperBound)
        guard length <= 64, range.lowerBound >= 0, end <= text.count &- 8 else {
            appendAtOnce(text, range)
            return
        }
        makeRoom(length)
        let start = count
        var offset = range.lowerBound
        while offset < end {
            put(text.word(unchecked: offset), 8)
            offset &+= 8
        }
        count = start &+ length
    }

    @inline(never)
    private mutating func appendAtOnce(_ text: Span<UInt8>, _ range: Range<Int>) {
        makeRoom(range.count)
        unsafe text.extracting(range).withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            unsafe (memory + count).update(from: start, count: bytes.count)
        }
        count &+= range.count
    }

    /// Appends spaces.
    package mutating func appendSpaces(_ spaces: Int) {
        makeRoom(spaces)
        putSpaces(spaces)
    }

    /// Appends a line feed and spaces.
    package mutating func appendLine(indent: Int) {
        makeRoom(indent &+ 1)
        put(0x0A, 1)
        putSpaces(indent)
    }

    /// Writes spaces, for which there is room.
    @inline(__always)
    private mutating func putSpaces(_ spaces: Int) {
        let end = count &+ spaces
        while count < end { put(0x2020_2020_2020_2020, 8) }
        count = end
    }

    /// Appends a part of a text as a JSON string, as ``appendJSONString(_:to:)`` does; what of the
    /// text stands behind it makes that fast.
    package mutating func appendJSONString(_ text: Span<UInt8>, _ range: Range<Int>) {
        let (length, end) = (range.count, range.upperBound)
        makeRoom(length &+ 2)
        put(0x22, 1)
        var offset = range.lowerBound
        if offset >= 0, end <= text.count &- 8 {
            let start = count &- offset
            while offset < end {
                let word = text.word(unchecked: offset)
                put(word, 8)
                let marks = escapeMarks(word)
                if marks != 0, marks.trailingZeroBitCount < 8 &* (end &- offset) { break }
                offset &+= 8
            }
            // Back to before the first byte that needs an escape, or to the end.
            offset = min(offset, end)
            count = start &+ offset
        }
        if offset < end { appendEscaped(text, offset..<end) }
        put(0x22, 1)
    }

    /// Appends what stands for a part of a text in a JSON string; there is room for a byte then.
    @inline(never)
    private mutating func appendEscaped(_ text: Span<UInt8>, _ range: Range<Int>) {
        let end = range.upperBound
        precondition(range.lowerBound >= 0 && end <= text.count)
        makeRoom(range.count &+ 1)
        var offset = range.lowerBound
        while offset < end {
            let length = min(8, end &- offset)
            let word = text.word(at: offset, upTo: length)
            let plain = min(escapeMarks(word).trailingZeroBitCount / 8, length)
            put(word, plain)
            offset &+= plain
            if plain < length {
                appendEscape(of: text[offset])
                offset &+= 1
                makeRoom(end &- offset &+ 1)
            }
        }
    }

    private mutating func appendEscape(of byte: UInt8) {
        let letter: UInt8
        switch byte {
        case 8: letter = UInt8(ascii: "b")
        case 9: letter = UInt8(ascii: "t")
        case 10: letter = UInt8(ascii: "n")
        case 12: letter = UInt8(ascii: "f")
        case 13: letter = UInt8(ascii: "r")
        case ..<0x20:
            var escape: [UInt8] = []
            appendJSONControlEscape(byte, to: &escape)
            append(escape.span)
            return
        default: letter = byte
        }
        append(UInt8(ascii: "\\"), letter)
    }
}

/// Where among eight bytes those are that JSON strings escape: the high bit of the first is set, and
/// of none before it; what is set above means nothing.
@inline(__always)
private func escapeMarks(_ word: UInt64) -> UInt64 {
    // Below 0x20, equal to a quote, equal to a backslash. The lowest bit that is found is right,
    // whatever borrows did above it.
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ 0x2222_2222_2222_2222
    let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
    let found =
        ((word &- 0x2020_2020_2020_2020) & ~word) | ((quote &- ones) & ~quote)
        | ((backslash &- ones) & ~backslash)
    return found & 0x8080_8080_8080_8080
}

extension Span<UInt8> {
    /// Eight bytes from an offset as a little-endian number, of which only `length` are wanted: what
    /// stands above them is of what follows, or zeros at the end.
    @inlinable @inline(__always)
    package func word(at offset: Int, upTo length: Int) -> UInt64 {
        offset &+ 8 <= count ? word(at: offset) : word(at: offset, count: length)
    }

    /// Eight bytes from an offset, of which the caller knows that they are inside.
    @inline(__always)
    fileprivate func word(unchecked offset: Int) -> UInt64 {
        unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: offset, as: UInt64.self))
    }
}
