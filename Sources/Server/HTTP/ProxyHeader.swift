#if os(Linux)
/// What a proxy says about a connection before its first byte: the PROXY protocol's header.
///
/// Source: "The PROXY protocol, versions 1 & 2" (HAProxy), sections 2.1 and 2.2; the record of a
/// VPC endpoint is that of Network Load Balancers.
package struct ProxyHeader: Hashable, Sendable {
    /// What the bytes so far are.
    package enum Outcome: Hashable, Sendable {
        case needsMore
        /// No header, or one that cannot be understood.
        case refused
        case complete(ProxyHeader)
    }

    /// How many bytes it takes.
    package var length: Int

    /// The client; `nil` where the proxy speaks for itself or does not know.
    package var source: SocketAddress?

    /// The port that the client connected to.
    package var destinationPort: UInt16?

    /// The VPC endpoint that the connection came through.
    package var vpcEndpointID: String?

    /// Creates a header that says nothing.
    package init(length: Int) { self.length = length }

    /// The longest header that is read; what the protocol allows beyond are records nobody sends.
    package static let maximumLength = 4096

    /// Reads a header at the beginning of `bytes`.
    package static func read(_ bytes: borrowing Span<UInt8>) -> Outcome {
        let isText = bytes.count > 0 && bytes[0] == 0x50
        let signature: StaticString =
            isText ? "PROXY " : "\r\n\r\n\0\r\nQUIT\n"
        let count = min(bytes.count, signature.utf8CodeUnitCount)
        for index in 0..<count {
            // A static string's storage lives for ever and has that many bytes.
            if unsafe bytes[index] != signature.utf8Start[index] { return .refused }
        }
        if count < signature.utf8CodeUnitCount { return .needsMore }
        return isText ? readText(bytes) : readBinary(bytes)
    }

    /// `PROXY TCP4 192.0.2.1 198.51.100.2 50123 443` and a line end, 107 bytes at most.
    private static func readText(_ bytes: borrowing Span<UInt8>) -> Outcome {
        var end = 6
        while end < bytes.count, bytes[end] != 0x0D {
            if end >= 105 { return .refused }
            end += 1
        }
        if end + 1 >= bytes.count { return .needsMore }
        guard bytes[end + 1] == 0x0A else { return .refused }
        var header = ProxyHeader(length: end + 2)
        var line: [UInt8] = []
        append(bytes.extracting(6..<end), to: &line)
        let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        if words[0] == "UNKNOWN" { return .complete(header) }
        guard words.count == 5, words[0] == "TCP4" || words[0] == "TCP6",
            let sourcePort = port(words[3]), let destinationPort = port(words[4]),
            let source = SocketAddress(words[1], port: sourcePort),
            SocketAddress(words[2], port: 0)?.isIPv6 == (words[0] == "TCP6"),
            source.isIPv6 == (words[0] == "TCP6"), !words[1].hasPrefix("[")
        else { return .refused }
        header.source = source
        header.destinationPort = destinationPort
        return .complete(header)
    }

    /// Decimal digits without leading zeros.
    private static func port(_ text: String) -> UInt16? {
        guard let port = UInt16(text), String(port) == text else { return nil }
        return port
    }

    private static func readBinary(_ bytes: borrowing Span<UInt8>) -> Outcome {
        if bytes.count < 16 { return .needsMore }
        func number(_ offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }
        let length = 16 + number(14)
        // Version 2; LOCAL or PROXY.
        guard bytes[12] == 0x20 || bytes[12] == 0x21, length <= maximumLength else {
            return .refused
        }
        if bytes.count < length { return .needsMore }
        var header = ProxyHeader(length: length)
        if bytes[12] == 0x20 { return .complete(header) }
        var offset: Int
        switch bytes[13] {
        case 0x11:
            guard length >= 28 else { return .refused }
            let text = (16..<20).map { String(bytes[$0]) }.joined(separator: ".")
            header.source = SocketAddress(text, port: UInt16(number(24)))
            header.destinationPort = UInt16(number(26))
            offset = 28
        case 0x21:
            guard length >= 52 else { return .refused }
            let text = stride(from: 16, to: 32, by: 2).map { String(number($0), radix: 16) }
                .joined(separator: ":")
            header.source = SocketAddress(text, port: UInt16(number(48)))
            header.destinationPort = UInt16(number(50))
            offset = 52
        default:
            // Datagrams, local sockets, unspecified: no address that means anything here.
            return .complete(header)
        }
        while offset + 3 <= length {
            let end = offset + 3 + number(offset + 1)
            guard end <= length else { return .refused }
            // PP2_TYPE_AWS with PP2_SUBTYPE_AWS_VPCE_ID.
            if bytes[offset] == 0xEA, end > offset + 4, bytes[offset + 3] == 1 {
                var text: [UInt8] = []
                append(bytes.extracting((offset + 4)..<end), to: &text)
                if text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) {
                    header.vpcEndpointID = String(decoding: text, as: UTF8.self)
                }
            }
            offset = end
        }
        return .complete(header)
    }
}
#endif
