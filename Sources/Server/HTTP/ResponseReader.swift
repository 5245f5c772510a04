/// Reads response heads (RFC 9112, sections 4 to 6) from bytes as they come; it holds no bytes.
///
/// As strict as ``RequestReader``, and for the same reason: a backend's response that two readers
/// frame differently poisons the connections behind it. Interim responses are skipped.
package struct ResponseReader: Sendable {
    private enum Phase { case version, space, status, afterStatus, reason, lineFeed, fields, done }

    /// Bounds on the fields; a body's are its reader's.
    package var limits: MessageLimits

    /// 200 to 599, and what else a backend sends with three digits.
    package private(set) var status = 0

    /// The words after the status.
    package private(set) var reason = 0..<0

    /// How the body is delimited.
    package private(set) var framing = BodyFraming.none

    /// Whether the connection may carry another request.
    package private(set) var keepsAlive = true

    /// Where the final head begins: after interim responses.
    package private(set) var start = 0

    /// Where the head ends, the empty line included.
    package private(set) var length = 0

    private var isToHead = false
    private var isHTTP10 = false
    private var phase = Phase.version
    private var position = 0
    private var mark = 0
    private var interimCount = 0
    private var fields = FieldReader()

    package init(limits: MessageLimits = MessageLimits()) {
        self.limits = limits
    }

    /// The fields in order, as positions in the bytes given.
    package var positions: [FieldPosition] { fields.positions }

    /// Whether any byte of the response has been read.
    package var hasBegun: Bool { position > 0 }

    /// Makes the reader ready for a response.
    ///
    /// - Parameter isToHead: Whether the request was a HEAD, whose response has no body.
    package mutating func begin(isToHead: Bool) {
        fields.reset()
        self.isToHead = isToHead
        phase = .version
        position = 0
        mark = 0
        start = 0
        status = 0
        interimCount = 0
    }

    /// Reads on after what earlier calls saw; `bytes` as for ``RequestReader/advance(_:)``.
    package mutating func advance(_ bytes: borrowing Span<UInt8>) -> ReadOutcome {
        var index = position
        defer { position = index }
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            let offset = index &- mark
            switch phase {
            case .version:
                switch offset {
                case 0..<5: if byte != httpSlash(offset) { return .refused(.badStatusLine) }
                case 5: if byte != 0x31 { return .refused(.unsupportedVersion) }
                case 6: if byte != 0x2E { return .refused(.badStatusLine) }
                default:
                    if !isDigit(byte) { return .refused(.badStatusLine) }
                    isHTTP10 = byte == 0x30
                    phase = .space
                }
            case .space:
                if byte != 0x20 { return .refused(.badStatusLine) }
                phase = .status
                status = 0
            case .status:
                if !isDigit(byte) { return .refused(.badStatusLine) }
                status = status &* 10 &+ Int(byte &- 0x30)
                if offset == 11 {
                    if status < 100 { return .refused(.badStatusLine) }
                    phase = .afterStatus
                }
            case .afterStatus:
                // Some senders leave the space out where no reason follows it.
                reason = (index &+ 1)..<(index &+ 1)
                if byte == 0x0D {
                    phase = .lineFeed
                } else if byte == 0x20 {
                    phase = .reason
                } else {
                    return .refused(.badStatusLine)
                }
            case .reason:
                if byte == 0x0D {
                    reason = reason.lowerBound..<index
                    phase = .lineFeed
                } else if !isFieldValueByte(byte) || offset > 1024 {
                    return .refused(byte == 0x0A ? .bareLineFeed : .badStatusLine)
                }
            case .lineFeed:
                if byte != 0x0A { return .refused(.bareCarriageReturn) }
                phase = .fields
            case .fields:
                switch fields.advance(bytes, from: &index, limits: limits) {
                case .needsMore: return .needsMore
                case .refused(let fault): return .refused(fault)
                case .complete: break
                }
                if status == 101 { return .refused(.unexpectedUpgrade) }
                if status < 200 {
                    interimCount &+= 1
                    if interimCount > 8 { return .refused(.badStatusLine) }
                    fields.reset()
                    phase = .version
                    mark = index
                    start = index
                    continue
                }
                length = index
                phase = .done
                return finish(bytes)
            case .done:
                return .complete
            }
            index &+= 1
        }
        return .needsMore
    }

    private mutating func finish(_ bytes: borrowing Span<UInt8>) -> ReadOutcome {
        switch FramingFields.read(fields.positions, of: bytes, isHTTP10: isHTTP10) {
        case .failure(let fault):
            return .refused(fault)
        case .success(let read):
            keepsAlive = !read.hasClose && (!isHTTP10 || read.hasKeepAlive)
            if isToHead || status == 204 || status == 304 {
                framing = .none
            } else if read.isChunked {
                framing = .chunked
            } else if let length = read.contentLength {
                if length > limits.body { return .refused(.bodyTooLarge) }
                framing = length == 0 ? .none : .length(length)
            } else {
                framing = .untilClose
                keepsAlive = false
            }
            return .complete
        }
    }
}
