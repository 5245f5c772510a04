/// How a message's body is delimited (RFC 9112, section 6).
package enum BodyFraming: Hashable, Sendable {
    case none
    case length(Int)
    case chunked

    /// Up to the end of the connection; only responses.
    case untilClose
}

/// What the fields of a head say about framing and the connection.
struct FramingFields: Hashable, Sendable {
    var contentLength: Int?
    var isChunked = false
    var hasClose = false
    var hasKeepAlive = false
    var expectsContinue = false

    /// The one host field, if there is one.
    var host: Range<Int>?

    /// Reads the fields; refuses all that is repeated or could be read two ways.
    ///
    /// In HTTP/1.0 a transfer encoding is refused: such a sender cannot mean it.
    static func read(
        _ positions: [FieldPosition], of bytes: borrowing Span<UInt8>, isHTTP10: Bool
    ) -> Result<FramingFields, MessageFault> {
        var fields = FramingFields()
        for position in positions where position.known != .other {
            let value = position.value
            switch position.known {
            case .host:
                if fields.host != nil { return .failure(.badHost) }
                fields.host = value
            case .contentLength:
                guard fields.contentLength == nil, let length = decimal(bytes, value) else {
                    return .failure(.badContentLength)
                }
                fields.contentLength = length
            case .transferEncoding:
                if fields.isChunked || isHTTP10 { return .failure(.badTransferEncoding) }
                guard equalsIgnoringCase(bytes, value, "chunked") else {
                    return .failure(codingFault(bytes, value))
                }
                fields.isChunked = true
            case .connection:
                var rest = value
                while let token = nextListElement(bytes, &rest) {
                    if equalsIgnoringCase(bytes, token, "close") { fields.hasClose = true }
                    if equalsIgnoringCase(bytes, token, "keep-alive") {
                        fields.hasKeepAlive = true
                    }
                }
            case .expect:
                guard equalsIgnoringCase(bytes, value, "100-continue") else {
                    return .failure(.unsupportedExpectation)
                }
                fields.expectsContinue = !isHTTP10
            default:
                break
            }
        }
        if fields.isChunked, fields.contentLength != nil {
            return .failure(.lengthAndTransferEncoding)
        }
        return .success(fields)
    }

    /// A list that ends in `chunked` has codings we lack; any other does not frame a request.
    private static func codingFault(
        _ bytes: borrowing Span<UInt8>, _ value: Range<Int>
    ) -> MessageFault {
        var rest = value
        var count = 0
        var chunkedCount = 0
        var endsChunked = false
        while let coding = nextListElement(bytes, &rest) {
            count += 1
            endsChunked = equalsIgnoringCase(bytes, coding, "chunked")
            if endsChunked { chunkedCount += 1 }
        }
        return endsChunked && chunkedCount == 1 && count > 1
            ? .unsupportedTransferEncoding : .badTransferEncoding
    }
}

/// A number of decimal digits only, at most 15 of them, or `nil`.
func decimal(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard (1...15).contains(range.count) else { return nil }
    var value = 0
    for index in range {
        let digit = bytes[index] &- 0x30
        if digit > 9 { return nil }
        value = value &* 10 &+ Int(digit)
    }
    return value
}

/// Takes the next non-empty element of a comma-separated list off the front of `rest`.
func nextListElement(_ bytes: borrowing Span<UInt8>, _ rest: inout Range<Int>) -> Range<Int>? {
    while !rest.isEmpty {
        var comma = rest.lowerBound
        while comma < rest.upperBound, bytes[comma] != 0x2C { comma &+= 1 }
        var element = rest.lowerBound..<comma
        rest = Swift.min(comma &+ 1, rest.upperBound)..<rest.upperBound
        while let first = element.first, bytes[first] == 0x20 || bytes[first] == 0x09 {
            element.removeFirst()
        }
        while let last = element.last, bytes[last] == 0x20 || bytes[last] == 0x09 {
            element.removeLast()
        }
        if !element.isEmpty { return element }
    }
    return nil
}
