/// Base64 by RFC 4648: the standard alphabet (section 4) and the URL-safe one (section 5).
enum Base64 {
    private static let standard = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends bytes encoded with padding.
    static func encode(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
        output.reserveCapacity(output.count + (bytes.count + 2) / 3 * 4)
        var buffer: UInt32 = 0
        var count = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            count += 1
            if count == 3 {
                for shift in [18, 12, 6, 0] as [UInt32] {
                    output.append(standard[Int(buffer >> shift & 63)])
                }
                buffer = 0
                count = 0
            }
        }
        if count == 1 {
            output.append(standard[Int(buffer >> 2 & 63)])
            output.append(standard[Int(buffer << 4 & 63)])
            output += "==".utf8
        } else if count == 2 {
            output.append(standard[Int(buffer >> 10 & 63)])
            output.append(standard[Int(buffer >> 4 & 63)])
            output.append(standard[Int(buffer << 2 & 63)])
            output.append(UInt8(ascii: "="))
        }
    }

    /// Decodes padded text of the standard alphabet; `nil` for anything else.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        return decode(text.prefix(text.count - padding), isURLSafe: false)
    }

    /// Decodes unpadded text of the URL-safe alphabet (RFC 7515, section 2); `nil` for anything
    /// else, bits after the end included, so that a value has one spelling only.
    static func decodeURLSafe(_ text: some Collection<UInt8>) -> [UInt8]? {
        decode(text, isURLSafe: true)
    }

    private static func decode(_ text: some Collection<UInt8>, isURLSafe: Bool) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(text.count * 3 / 4)
        var buffer: UInt32 = 0
        var bitCount: UInt32 = 0
        for byte in text {
            let value: UInt32
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = UInt32(byte) - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = UInt32(byte) - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(byte) + 4
            case UInt8(ascii: "+") where !isURLSafe, UInt8(ascii: "-") where isURLSafe: value = 62
            case UInt8(ascii: "/") where !isURLSafe, UInt8(ascii: "_") where isURLSafe: value = 63
            default: return nil
            }
            buffer = buffer << 6 | value
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                output.append(UInt8(truncatingIfNeeded: buffer >> bitCount))
            }
        }
        if isURLSafe, buffer & ((1 << bitCount) - 1) != 0 { return nil }
        return output
    }
}
