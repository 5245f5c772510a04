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
