/// The bytes of padded base64 text (RFC 4648, section 4), or `nil` for anything else.
package func decodeBase64(_ text: String) -> [UInt8]? {
    var output: [UInt8] = []
    var buffer: UInt32 = 0
    var bitCount: UInt32 = 0
    var paddingCount = 0
    for byte in text.utf8 {
        let value: UInt32
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(byte) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(byte) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte) + 4
        case UInt8(ascii: "+"): value = 62
        case UInt8(ascii: "/"): value = 63
        case UInt8(ascii: "="):
            paddingCount += 1
            continue
        default: return nil
        }
        guard paddingCount == 0 else { return nil }
        buffer = buffer << 6 | value
        bitCount += 6
        if bitCount >= 8 {
            bitCount -= 8
            output.append(UInt8(truncatingIfNeeded: buffer >> bitCount))
        }
    }
    return text.utf8.count % 4 == 0 && paddingCount <= 2 ? output : nil
}

/// Bytes as padded base64 text (RFC 4648, section 4).
package func encodeBase64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var output: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        let bits = (0..<3).reduce(UInt32(0)) { bits, index in
            bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0)
        }
        for index in 0..<4 {
            let digit = digits[Int(bits >> UInt32(18 - 6 * index) & 63)]
            output.append(index <= group.count ? digit : UInt8(ascii: "="))
        }
    }
    return String(decoding: output, as: UTF8.self)
}
