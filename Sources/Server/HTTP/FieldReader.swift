/// Where a field's name and value stand in a head's bytes, and which field it is if it matters here.
package struct FieldPosition: Hashable, Sendable {
    /// Fields that say how a message is framed or a connection is kept.
    package enum Known: UInt8, Sendable {
        case other, host, contentLength, transferEncoding, connection, expect, upgrade, keepAlive
        case te, trailer, proxyConnection
    }

    package var nameStart: UInt32
    package var nameEnd: UInt32

    /// The value without surrounding spaces and tabs.
    package var valueStart: UInt32
    package var valueEnd: UInt32
    package var known: Known

    package var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
    package var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
}

/// What a reader makes of the bytes so far.
package enum ReadOutcome: Hashable, Sendable {
    case needsMore
    case complete
    case refused(MessageFault)
}

/// Reads field lines up to the empty line (RFC 9112, section 5), byte by byte across calls.
///
/// Lines end with CRLF; a lone CR or LF, a folded line, white space around the name, an empty name
/// and control characters are refused.
struct FieldReader: Sendable {
    private enum Phase {
        case lineStart, name, beforeValue, value, lineFeed, lastLineFeed
    }

    private(set) var positions: [FieldPosition] = []
    private var phase = Phase.lineStart
    private var start = -1
    private var current = FieldPosition(
        nameStart: 0, nameEnd: 0, valueStart: 0, valueEnd: 0, known: .other)

    mutating func reset() {
        positions.removeAll(keepingCapacity: true)
        phase = .lineStart
        start = -1
    }

    /// Reads on from `offset`, which moves past what was read.
    ///
    /// `bytes` is the head from its first byte, the same in every call but for bytes added. After
    /// `complete` the offset is just past the empty line.
    mutating func advance(
        _ bytes: borrowing Span<UInt8>, from offset: inout Int, limits: MessageLimits
    ) -> ReadOutcome {
        if start < 0 { start = offset }
        var index = offset
        defer { offset = index }
        let limit = limits.fields &+ start
        let count = bytes.count
        let end = Swift.min(count, limit)
        while index < end {
            switch phase {
            case .lineStart:
                let byte = bytes[index]
                if byte == 0x0D {
                    index &+= 1
                    phase = .lastLineFeed
                    continue
                }
                if byte == 0x20 || byte == 0x09 { return .refused(.foldedField) }
                if byte == 0x0A { return .refused(.bareLineFeed) }
                if positions.count >= limits.fieldCount { return .refused(.fieldsTooLarge) }
                current.nameStart = UInt32(truncatingIfNeeded: index)
                phase = .name
            case .name:
                while index < end, isTokenByte(bytes[index]) { index &+= 1 }
                if index == end { break }
                if bytes[index] != 0x3A || index == Int(current.nameStart) {
                    return .refused(.badFieldName)
                }
                current.nameEnd = UInt32(truncatingIfNeeded: index)
                index &+= 1
                phase = .beforeValue
            case .beforeValue:
                while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index &+= 1 }
                if index == end { break }
                current.valueStart = UInt32(truncatingIfNeeded: index)
                phase = .value
            case .value:
                index = endOfFieldValue(bytes, index, end)
                if index == end { break }
                if bytes[index] == 0x0A { return .refused(.bareLineFeed) }
                if bytes[index] != 0x0D { return .refused(.badFieldValue) }
                var last = index
                while last > Int(current.valueStart),
                    bytes[last &- 1] == 0x20 || bytes[last &- 1] == 0x09
                {
                    last &-= 1
                }
                current.valueEnd = UInt32(truncatingIfNeeded: last)
                index &+= 1
                phase = .lineFeed
            case .lineFeed:
                if bytes[index] != 0x0A { return .refused(.bareCarriageReturn) }
                index &+= 1
                current.known = knownField(bytes, current.name)
                positions.append(current)
                phase = .lineStart
            case .lastLineFeed:
                if bytes[index] != 0x0A { return .refused(.bareCarriageReturn) }
                index &+= 1
                phase = .lineStart
                return .complete
            }
        }
        return count >= limit ? .refused(.fieldsTooLarge) : .needsMore
    }
}

/// `tchar` of RFC 9110, section 5.6.2.
@inline(__always)
func isTokenByte(_ byte: UInt8) -> Bool {
    // One bit a character: !#$%&'*+-.0-9 and A-Z^_`a-z|~.
    let low: UInt64 = 0x03FF_6CFA_0000_0000
    let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
    if byte < 64 { return (low >> UInt64(byte)) & 1 == 1 }
    return byte < 128 && (high >> UInt64(byte &- 64)) & 1 == 1
}

/// Visible characters, `obs-text`, space and tab (RFC 9110, section 5.5).
@inline(__always)
func isFieldValueByte(_ byte: UInt8) -> Bool {
    (byte >= 0x20 && byte != 0x7F) || byte == 0x09
}

/// The first offset from `start` on whose byte does not belong into a field's value, or `end`.
@inline(__always)
private func endOfFieldValue(
    _ bytes: borrowing Span<UInt8>, _ start: Int, _ end: Int
) -> Int {
    var index = start
    // Without a way out inside, eight bytes are looked at in a few instructions.
    while end &- index >= 8 {
        let part = bytes.extracting(index..<(index &+ 8))
        var found: UInt8 = 0
        for step in 0..<8 {
            let byte = part[step]
            found |= (byte < 0x20 ? 1 : 0) | (byte == 0x7F ? 1 : 0)
        }
        if found != 0 { break }
        index &+= 8
    }
    while index < end, isFieldValueByte(bytes[index]) { index &+= 1 }
    return index
}

/// Whether bytes are `word` without regard to ASCII case; `word` is lower case.
@inline(__always)
func equalsIgnoringCase(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ word: StaticString
) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    // A static string's storage lives for ever and has that many bytes.
    let start = unsafe word.utf8Start
    for index in 0..<range.count {
        var byte = bytes[range.lowerBound &+ index]
        if byte >= 0x41, byte <= 0x5A { byte |= 0x20 }
        if unsafe byte != start[index] { return false }
    }
    return true
}

private func knownField(
    _ bytes: borrowing Span<UInt8>, _ range: Range<Int>
) -> FieldPosition.Known {
    switch range.count {
    case 2 where equalsIgnoringCase(bytes, range, "te"): .te
    case 4 where equalsIgnoringCase(bytes, range, "host"): .host
    case 6 where equalsIgnoringCase(bytes, range, "expect"): .expect
    case 7 where equalsIgnoringCase(bytes, range, "upgrade"): .upgrade
    case 7 where equalsIgnoringCase(bytes, range, "trailer"): .trailer
    case 10 where equalsIgnoringCase(bytes, range, "connection"): .connection
    case 10 where equalsIgnoringCase(bytes, range, "keep-alive"): .keepAlive
    case 14 where equalsIgnoringCase(bytes, range, "content-length"): .contentLength
    case 16 where equalsIgnoringCase(bytes, range, "proxy-connection"): .proxyConnection
    case 17 where equalsIgnoringCase(bytes, range, "transfer-encoding"): .transferEncoding
    default: .other
    }
}
