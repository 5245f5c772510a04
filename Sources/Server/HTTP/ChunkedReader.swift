/// Reads a body in chunked transfer coding (RFC 9112, section 7.1), byte by byte across calls.
///
/// Trailer fields are read by the same strict rules and dropped.
struct ChunkedReader: Sendable {
    private enum Phase {
        case sizeStart, size, afterSize, extensionStart, extensionName, afterName, valueStart
        case valueToken, valueQuoted, valueEscape, afterQuoted, afterValue, sizeLineFeed
        case data, dataReturn, dataLineFeed, trailers
    }

    private var phase = Phase.sizeStart
    private var remaining = 0
    private var digitCount = 0
    private var extensionBytes = 0
    private var trailers = FieldReader()
    private var trailerBytes: [UInt8] = []
    private var trailerPosition = 0

    mutating func reset() {
        self = ChunkedReader()
    }

    /// Reads on from `offset`, which moves past what was read, and appends data to `body`.
    ///
    /// `bytes` is any part of the body; unlike a head's, earlier bytes need not be kept.
    mutating func advance(
        _ bytes: borrowing Span<UInt8>, from offset: inout Int, into body: inout [UInt8],
        limits: MessageLimits
    ) -> ReadOutcome {
        var index = offset
        defer { offset = index }
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            switch phase {
            case .sizeStart, .size:
                if isHexDigit(byte) {
                    digitCount &+= 1
                    if digitCount > 16 || remaining > limits.body {
                        return .refused(digitCount > 16 ? .badChunkSize : .bodyTooLarge)
                    }
                    remaining = remaining &* 16 &+ hexValue(byte)
                    phase = .size
                } else if phase == .sizeStart {
                    return .refused(.badChunkSize)
                } else if let fault = endSize(byte, body.count, limits) {
                    return .refused(fault)
                }
            case .afterSize, .extensionStart, .extensionName, .afterName, .valueStart,
                .valueToken, .valueQuoted, .valueEscape, .afterQuoted, .afterValue:
                extensionBytes &+= 1
                if extensionBytes > limits.chunkExtensions {
                    return .refused(.chunkExtensionTooLong)
                }
                if let fault = readExtension(byte) { return .refused(fault) }
            case .sizeLineFeed:
                if byte != 0x0A { return .refused(.bareCarriageReturn) }
                if remaining == 0 {
                    phase = .trailers
                } else {
                    phase = .data
                }
            case .data:
                let taken = Swift.min(remaining, count &- index)
                append(bytes.extracting(index..<(index &+ taken)), to: &body)
                remaining &-= taken
                index &+= taken
                if remaining == 0 { phase = .dataReturn }
                continue
            case .dataReturn:
                if byte != 0x0D { return .refused(.badChunkEnd) }
                phase = .dataLineFeed
            case .dataLineFeed:
                if byte != 0x0A { return .refused(.bareCarriageReturn) }
                digitCount = 0
                phase = .sizeStart
            case .trailers:
                return readTrailers(bytes, from: &index, limits: limits)
            }
            index &+= 1
        }
        return .needsMore
    }

    /// Trailers are rare and bounded: kept beside, so that lines may span calls.
    private mutating func readTrailers(
        _ bytes: borrowing Span<UInt8>, from offset: inout Int, limits: MessageLimits
    ) -> ReadOutcome {
        var held: [UInt8] = []
        swap(&held, &trailerBytes)
        defer { swap(&held, &trailerBytes) }
        let oldCount = held.count
        let taken = Swift.min(bytes.count - offset, limits.fields + 2 - oldCount)
        append(bytes.extracting(offset..<(offset + taken)), to: &held)
        var position = trailerPosition
        let outcome = trailers.advance(held.span, from: &position, limits: limits)
        trailerPosition = position
        offset += position - oldCount
        return outcome == .complete && framingTrailer ? .refused(.badFieldName) : outcome
    }

    /// A trailer that would have framed the message (RFC 9110, section 6.5.1).
    private var framingTrailer: Bool {
        trailers.positions.contains {
            $0.known == .contentLength || $0.known == .transferEncoding || $0.known == .host
        }
    }

    private mutating func endSize(
        _ byte: UInt8, _ bodyCount: Int, _ limits: MessageLimits
    ) -> MessageFault? {
        if remaining > limits.body &- bodyCount { return .bodyTooLarge }
        switch byte {
        case 0x0D: phase = .sizeLineFeed
        case 0x3B: phase = .extensionStart
        case 0x20, 0x09: phase = .afterSize
        case 0x0A: return .bareLineFeed
        default: return .badChunkSize
        }
        return nil
    }

    /// `*( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )` (section 7.1.1).
    private mutating func readExtension(_ byte: UInt8) -> MessageFault? {
        let isSpace = byte == 0x20 || byte == 0x09
        switch phase {
        case .afterSize:
            if isSpace { return nil }
            guard byte == 0x3B else { return .badChunkSize }
            phase = .extensionStart
        case .extensionStart:
            if isSpace { return nil }
            guard isTokenByte(byte) else { return .badChunkExtension }
            phase = .extensionName
        case .extensionName, .afterName:
            if phase == .extensionName, isTokenByte(byte) { return nil }
            if byte == 0x3D {
                phase = .valueStart
            } else if isSpace {
                phase = .afterName
            } else {
                return endExtension(byte)
            }
        case .valueStart:
            if isSpace { return nil }
            if byte == 0x22 {
                phase = .valueQuoted
            } else if isTokenByte(byte) {
                phase = .valueToken
            } else {
                return .badChunkExtension
            }
        case .valueToken, .afterQuoted, .afterValue:
            if phase == .valueToken, isTokenByte(byte) { return nil }
            guard isSpace else {
                return endExtension(byte)
            }
            phase = .afterValue
        case .valueQuoted:
            if byte == 0x22 {
                phase = .afterQuoted
            } else if byte == 0x5C {
                phase = .valueEscape
            } else if !isFieldValueByte(byte) {
                return .badChunkExtension
            }
        case .valueEscape:
            guard isFieldValueByte(byte) else { return .badChunkExtension }
            phase = .valueQuoted
        default:
            assertionFailure("not in an extension")
        }
        return nil
    }

    private mutating func endExtension(_ byte: UInt8) -> MessageFault? {
        switch byte {
        case 0x3B: phase = .extensionStart
        case 0x0D where phase != .afterName && phase != .afterValue: phase = .sizeLineFeed
        case 0x0A: return .bareLineFeed
        default: return .badChunkExtension
        }
        return nil
    }
}

/// Appends a span's bytes at the speed of a copy.
@inline(__always)
func append(_ bytes: borrowing Span<UInt8>, to array: inout [UInt8]) {
    // The buffer is used only inside the closure.
    unsafe bytes.withUnsafeBufferPointer { unsafe array.append(contentsOf: $0) }
}

@inline(__always)
private func hexValue(_ byte: UInt8) -> Int {
    byte <= 0x39 ? Int(byte &- 0x30) : Int((byte | 0x20) &- 0x61) &+ 10
}
