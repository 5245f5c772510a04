/// Reads request heads (RFC 9112, sections 2 to 6) from bytes as they come; it holds no bytes.
///
/// Strict: see ``MessageFault``. The outcome depends on the bytes alone, not on how they were cut
/// into calls. One pass, no allocation after the first requests.
package struct RequestReader: Sendable {
    private enum Phase {
        case start, startLineFeed, method, target, version, lineFeed, fields, done
    }

    /// Bounds that apply to the next byte on.
    package var limits: MessageLimits

    /// Where the method stands.
    package private(set) var method = 0..<0

    /// The target as sent.
    package private(set) var target = 0..<0

    /// The target's path and query; `*` stands for itself, an absolute target without path is empty.
    package private(set) var pathAndQuery = 0..<0

    /// The path's end, which is where a `?` stands or ``pathAndQuery`` ends.
    package private(set) var pathEnd = 0

    /// The authority: an absolute target's own, else the host field's; `nil` without either.
    package private(set) var authority: Range<Int>?

    /// Whether the sender spoke HTTP/1.0.
    package private(set) var isHTTP10 = false

    /// How the body is delimited; never ``BodyFraming/untilClose``.
    package private(set) var framing = BodyFraming.none

    /// Whether the connection may carry another request after this one.
    package private(set) var keepsAlive = true

    /// Whether the sender waits for `100 Continue`.
    package private(set) var expectsContinue = false

    /// The head's length, the empty line included.
    package private(set) var length = 0

    private var phase = Phase.start
    private var position = 0
    private var mark = 0
    private var skippedLines = 0
    private var fields = FieldReader()

    package init(limits: MessageLimits = MessageLimits()) {
        self.limits = limits
    }

    /// The fields in order, as positions in the head.
    package var positions: [FieldPosition] { fields.positions }

    /// Whether any byte of the next head has been read.
    package var hasBegun: Bool { position > 0 }

    /// Makes the reader ready for the next head.
    package mutating func reset() {
        fields.reset()
        phase = .start
        position = 0
        mark = 0
        skippedLines = 0
        authority = nil
    }

    /// Reads on after what earlier calls saw.
    ///
    /// - Parameter bytes: The head from its first byte, the same in every call but for bytes added
    ///   at the end; may go on past the head.
    /// - Returns: `complete` once, at the empty line; then the properties say what was read.
    package mutating func advance(_ bytes: borrowing Span<UInt8>) -> ReadOutcome {
        var index = position
        defer { position = index }
        let count = bytes.count
        while index < count {
            switch phase {
            case .start:
                // An empty line or two before the request line is ignored (section 2.2).
                if bytes[index] == 0x0D, skippedLines < 2 {
                    phase = .startLineFeed
                    index &+= 1
                    continue
                }
                if !isTokenByte(bytes[index]) { return .refused(.badStart) }
                mark = index
                phase = .method
            case .startLineFeed:
                if bytes[index] != 0x0A { return .refused(.bareCarriageReturn) }
                index &+= 1
                skippedLines &+= 1
                phase = .start
            case .method:
                while index < count, isTokenByte(bytes[index]), index &- mark <= 32 { index &+= 1 }
                if index &- mark > 32 { return .refused(.badMethod) }
                if index == count { return .needsMore }
                if bytes[index] != 0x20 { return .refused(.badMethod) }
                method = mark..<index
                index &+= 1
                mark = index
                phase = .target
            case .target:
                let end = Swift.min(count, mark &+ limits.target &+ 1)
                while index < end, isTargetByte(bytes[index]) { index &+= 1 }
                if index &- mark > limits.target { return .refused(.targetTooLong) }
                if index == count { return .needsMore }
                if bytes[index] != 0x20 { return .refused(.badTarget) }
                target = mark..<index
                index &+= 1
                mark = index
                if let fault = readTarget(bytes) { return .refused(fault) }
                phase = .version
            case .version:
                let byte = bytes[index]
                let offset = index &- mark
                if offset < 5 {
                    if byte != httpSlash(offset) { return .refused(.badVersion) }
                } else if offset == 5 || offset == 7 {
                    if !isDigit(byte) { return .refused(.badVersion) }
                } else if offset == 6 {
                    if byte != 0x2E { return .refused(.badVersion) }
                } else {
                    if byte != 0x0D {
                        return .refused(byte == 0x0A ? .bareLineFeed : .badVersion)
                    }
                    if bytes[mark &+ 5] != 0x31 { return .refused(.unsupportedVersion) }
                    isHTTP10 = bytes[mark &+ 7] == 0x30
                    phase = .lineFeed
                }
                index &+= 1
            case .lineFeed:
                if bytes[index] != 0x0A { return .refused(.bareCarriageReturn) }
                index &+= 1
                phase = .fields
            case .fields:
                switch fields.advance(bytes, from: &index, limits: limits) {
                case .needsMore: return .needsMore
                case .refused(let fault): return .refused(fault)
                case .complete:
                    length = index
                    phase = .done
                    return finish(bytes)
                }
            case .done:
                return .complete
            }
        }
        return .needsMore
    }

    /// Splits the target; `nil` is good.
    private mutating func readTarget(_ bytes: borrowing Span<UInt8>) -> MessageFault? {
        if equals(bytes, method, "CONNECT") { return .badConnect }
        guard let first = target.first else { return .badTarget }
        var start = target.lowerBound
        if bytes[first] == 0x2A {
            guard target.count == 1, equals(bytes, method, "OPTIONS") else { return .badTarget }
        } else if bytes[first] != 0x2F {
            // Absolute form: scheme "://" authority path-abempty [ "?" query ].
            let scheme: Int
            if target.count > 7, equalsIgnoringCase(bytes, first..<(first + 7), "http://") {
                scheme = 7
            } else if target.count > 8, equalsIgnoringCase(bytes, first..<(first + 8), "https://") {
                scheme = 8
            } else {
                return .badTarget
            }
            start = first + scheme
            let authorityStart = start
            while start < target.upperBound, bytes[start] != 0x2F, bytes[start] != 0x3F {
                start &+= 1
            }
            guard isAuthority(bytes, authorityStart..<start), start > authorityStart else {
                return .badTarget
            }
            authority = authorityStart..<start
        }
        pathAndQuery = start..<target.upperBound
        pathEnd = start
        while pathEnd < target.upperBound, bytes[pathEnd] != 0x3F { pathEnd &+= 1 }
        return nil
    }

    private mutating func finish(_ bytes: borrowing Span<UInt8>) -> ReadOutcome {
        switch FramingFields.read(fields.positions, of: bytes, isHTTP10: isHTTP10) {
        case .failure(let fault):
            return .refused(fault)
        case .success(let read):
            if let host = read.host {
                if !isAuthority(bytes, host) { return .refused(.badHost) }
                if authority == nil { authority = host }
            } else if !isHTTP10 {
                return .refused(.badHost)
            }
            keepsAlive = !read.hasClose && (!isHTTP10 || read.hasKeepAlive)
            expectsContinue = read.expectsContinue
            if read.isChunked {
                framing = .chunked
            } else if let length = read.contentLength, length > 0 {
                if length > limits.body { return .refused(.bodyTooLarge) }
                framing = .length(length)
            } else {
                framing = .none
            }
            return .complete
        }
    }
}

/// Visible ASCII but `#`, which never belongs in a request.
@inline(__always)
private func isTargetByte(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F && byte != 0x23 }

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

@inline(__always)
func httpSlash(_ offset: Int) -> UInt8 {
    switch offset {
    case 0: 0x48
    case 1, 2: 0x54
    case 3: 0x50
    default: 0x2F
    }
}

/// Whether bytes are exactly `word`.
@inline(__always)
func equals(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    // A static string's storage lives for ever and has that many bytes.
    let start = unsafe word.utf8Start
    for index in 0..<range.count where unsafe bytes[range.lowerBound &+ index] != start[index] {
        return false
    }
    return true
}

/// `uri-host [ ":" port ]` (RFC 9110, section 7.2) without user information; may be empty.
private func isAuthority(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    let end = range.upperBound
    if index < end, bytes[index] == 0x5B {
        index &+= 1
        let start = index
        while index < end, isHexDigit(bytes[index]) || bytes[index] == 0x3A || bytes[index] == 0x2E
        {
            index &+= 1
        }
        guard index < end, index > start, bytes[index] == 0x5D else { return false }
        index &+= 1
    } else {
        while index < end, isHostByte(bytes[index]) { index &+= 1 }
    }
    if index == end { return true }
    guard bytes[index] == 0x3A, index > range.lowerBound, end &- index <= 6 else { return false }
    index &+= 1
    while index < end, isDigit(bytes[index]) { index &+= 1 }
    return index == end
}

/// Unreserved characters, `sub-delims` and `%` (RFC 3986, section 3.2.2).
private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x2D, 0x2E, 0x5F, 0x7E: true
    case 0x21, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x3B, 0x3D: true
    default: false
    }
}

@inline(__always)
func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
}
