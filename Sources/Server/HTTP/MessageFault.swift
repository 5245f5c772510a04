/// Why an HTTP/1.1 message is refused.
///
/// Whatever two readers could understand differently is refused rather than repaired: behind a
/// load balancer that reads it the other way it would smuggle a request (RFC 9112, section 11.2).
package enum MessageFault: String, Error, Hashable, Sendable {
    case badStart = "bytes that are no HTTP request"
    case bareCarriageReturn = "a carriage return without line feed"
    case bareLineFeed = "a line feed without carriage return"
    case badMethod = "a method that is no token"
    case badTarget = "a request target that is no URI"
    case targetTooLong = "a request target over the limit"
    case badVersion = "a version that is not HTTP/1"
    case unsupportedVersion = "an HTTP version other than 1.0 and 1.1"
    case badStatusLine = "a malformed status line"
    case badFieldName = "a field name that is no token"
    case foldedField = "a folded field line"
    case badFieldValue = "a control character in a field value"
    case fieldsTooLarge = "fields over the limit"
    case badHost = "a missing, repeated or malformed host"
    case badContentLength = "a malformed or repeated content length"
    case lengthAndTransferEncoding = "both a content length and a transfer encoding"
    case badTransferEncoding = "a transfer encoding that does not frame the body"
    case unsupportedTransferEncoding = "a transfer coding other than chunked"
    case unsupportedExpectation = "an expectation other than 100-continue"
    case bodyTooLarge = "a body over the limit"
    case badChunkSize = "a malformed chunk size"
    case badChunkExtension = "a malformed chunk extension"
    case chunkExtensionTooLong = "chunk extensions over the limit"
    case badChunkEnd = "a chunk longer than its size"
    case badConnect = "a CONNECT request"
    case unexpectedUpgrade = "a change of protocol that was not asked for"
    case cutShort = "the end of the connection inside the message"

    /// The status that a server answers with before it closes the connection.
    package var status: Int {
        switch self {
        case .targetTooLong: 414
        case .fieldsTooLarge: 431
        case .bodyTooLarge: 413
        case .unsupportedExpectation: 417
        case .unsupportedTransferEncoding, .badConnect: 501
        case .unsupportedVersion: 505
        default: 400
        }
    }
}
