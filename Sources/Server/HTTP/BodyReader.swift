/// Reads a message's body, however it is delimited, into one array.
package struct BodyReader: Sendable {
    /// The body after transfer decoding.
    package var body: [UInt8] = []

    private var framing = BodyFraming.none
    private var chunked = ChunkedReader()
    private let limits: MessageLimits

    package init(limits: MessageLimits = MessageLimits()) {
        self.limits = limits
    }

    /// Makes the reader ready for a body; one without any is complete at once.
    package mutating func begin(_ framing: BodyFraming) {
        self.framing = framing
        if case .chunked = framing { chunked.reset() }
        body = []
        if case .length(let length) = framing { body.reserveCapacity(min(length, 1 << 20)) }
    }

    /// Reads on from `offset`, which moves past what belongs to the body.
    package mutating func advance(
        _ bytes: borrowing Span<UInt8>, from offset: inout Int
    ) -> ReadOutcome {
        switch framing {
        case .none:
            return .complete
        case .length(let length):
            if length > limits.body { return .refused(.bodyTooLarge) }
            let taken = min(length - body.count, bytes.count - offset)
            append(bytes.extracting(offset..<(offset + taken)), to: &body)
            offset += taken
            return body.count == length ? .complete : .needsMore
        case .chunked:
            return chunked.advance(bytes, from: &offset, into: &body, limits: limits)
        case .untilClose:
            if bytes.count - offset > limits.body - body.count { return .refused(.bodyTooLarge) }
            append(bytes.extracting(offset..<bytes.count), to: &body)
            offset = bytes.count
            return .needsMore
        }
    }

    /// What the end of the connection means for the body.
    package mutating func end() -> ReadOutcome {
        switch framing {
        case .none, .untilClose: .complete
        case .length(let length): body.count == length ? .complete : .refused(.cutShort)
        case .chunked: .refused(.cutShort)
        }
    }
}
