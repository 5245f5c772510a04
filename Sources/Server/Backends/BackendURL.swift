/// An absolute `http` or `https` URL taken apart (RFC 9110, section 4.2).
struct BackendURL: Hashable, Sendable {
    var isSecure: Bool

    /// Lower case, IPv6 addresses without brackets.
    var host: String
    var port: UInt16

    /// What goes into `Host`: as written, without a default port.
    var authority: [UInt8]

    /// Begins with `/`.
    private(set) var pathAndQuery: [UInt8]

    /// How many bytes of the URL come before the path.
    private var originCount: Int

    /// Reads a URL; `nil` when it cannot be called: another scheme, user information, no host,
    /// characters that would break a request line.
    init?(_ bytes: [UInt8]) {
        let span = bytes.span
        var start: Int
        if bytes.count > 7, equalsIgnoringCase(span, 0..<7, "http://") {
            isSecure = false
            start = 7
        } else if bytes.count > 8, equalsIgnoringCase(span, 0..<8, "https://") {
            isSecure = true
            start = 8
        } else {
            return nil
        }
        var end = start
        while end < bytes.count, bytes[end] != 0x2F, bytes[end] != 0x3F, bytes[end] != 0x23 {
            let byte = bytes[end]
            guard byte > 0x20, byte < 0x7F, byte != 0x40, byte != 0x5C else { return nil }
            end += 1
        }
        let whole = start..<end
        var hostEnd = end
        port = isSecure ? 443 : 80
        if let colon = bytes[whole].lastIndex(of: 0x3A),
            !bytes[colon..<end].contains(0x5D)
        {
            let digits = (colon + 1)..<end
            if !digits.isEmpty {
                guard let number = decimal(span, digits), (1...65_535).contains(number) else {
                    return nil
                }
                port = UInt16(number)
            }
            hostEnd = colon
        }
        guard hostEnd > start else { return nil }
        authority = Array(bytes[start..<hostEnd])
        if port != (isSecure ? 443 : 80) {
            authority.append(0x3A)
            appendDecimal(Int(port), to: &authority)
        }
        if bytes[start] == 0x5B {
            guard bytes[hostEnd - 1] == 0x5D else { return nil }
            start += 1
            hostEnd -= 1
        }
        guard hostEnd > start else { return nil }
        host = String(decoding: bytes[start..<hostEnd], as: UTF8.self).lowercased()
        originCount = end
        pathAndQuery = []
        guard readPath(bytes) else { return nil }
    }

    /// Takes the path of another URL of the same origin; `false` when that cannot be called.
    mutating func readPath(_ bytes: [UInt8]) -> Bool {
        let span = bytes.span
        var end = originCount
        while end < span.count, span[end] != 0x23 {
            guard span[end] > 0x20, span[end] < 0x7F else { return false }
            end += 1
        }
        pathAndQuery.removeAll(keepingCapacity: true)
        if end == originCount || span[originCount] != 0x2F { pathAndQuery.append(0x2F) }
        append(span.extracting(originCount..<end), to: &pathAndQuery)
        return true
    }

    /// Whether two URLs, this one's and another, have the same bytes before their paths.
    func hasOrigin(of other: [UInt8], like own: [UInt8]) -> Bool {
        let (left, right) = (own.span, other.span)
        guard right.count > originCount else { return false }
        switch right[originCount] {
        case 0x2F, 0x3F, 0x23: break
        default: return false
        }
        for index in 0..<originCount where left[index] != right[index] { return false }
        return true
    }

    /// The URL again, for a library that takes one.
    var text: String {
        let scheme = isSecure ? "https://" : "http://"
        return scheme + String(decoding: authority + pathAndQuery, as: UTF8.self)
    }
}
