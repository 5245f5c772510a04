/// The ids of one request, made from its entropy.
struct Identifiers {
    /// A random UUID (RFC 9562, version 4).
    private(set) var requestID = [UInt8](repeating: UInt8(ascii: "-"), count: 36)
    /// As `x-amz-apigw-id` has it: fifteen characters of base64 and `=`.
    private(set) var extendedRequestID = [UInt8](repeating: UInt8(ascii: "="), count: 16)
    /// A number from 0 up to 100, for the canary.
    private(set) var draw = 0.0
    private var state: UInt64 = 0

    /// Makes the ids anew.
    mutating func make(_ entropy: Entropy) {
        let high = entropy.first & 0xffff_ffff_ffff_0fff | 0x4000
        let low = entropy.second & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        var digits = requestID.mutableSpan
        writeHex(high >> 32, 8, to: &digits, at: 0)
        writeHex(high >> 16, 4, to: &digits, at: 9)
        writeHex(high, 4, to: &digits, at: 14)
        writeHex(low >> 48, 4, to: &digits, at: 19)
        writeHex(low >> 32, 4, to: &digits, at: 24)
        writeHex(low, 8, to: &digits, at: 28)
        state = entropy.first ^ entropy.second &* 0x9e37_79b9_7f4a_7c15
        var bits = next()
        let more = next()
        draw = Double(next() >> 11) / Double(1 << 53) * 100
        var text = extendedRequestID.mutableSpan
        for index in 0..<15 {
            if index == 10 { bits = more }
            text[index] = base64Digit(bits & 63)
            bits >>= 6
        }
    }

    /// Takes the id that a client chose for its request, if it is a UUID.
    ///
    /// - Returns: Whether it is one.
    mutating func take(requestID text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for (index, byte) in text.enumerated() {
            let isDash = [8, 13, 18, 23].contains(index)
            guard isDash ? byte == UInt8(ascii: "-") : isHexDigit(byte) else { return false }
        }
        requestID = Array(text)
        return true
    }

    /// Appends random hexadecimal digits, a multiple of eight of them.
    mutating func appendHexDigits(_ count: Int, to output: inout [UInt8]) {
        var bits: UInt64 = 0
        for index in 0..<count / 8 {
            bits = index % 2 == 0 ? next() : bits >> 32
            let digits = hexDigits(bits)
            output.append(addingCapacity: 8) { output in
                for index in 0..<8 {
                    output.append(UInt8(truncatingIfNeeded: digits >> UInt64(8 &* index)))
                }
            }
        }
    }

    /// Appends the eight hexadecimal digits of a number.
    static func appendHex(_ bits: UInt32, to output: inout [UInt8]) {
        let digits = hexDigits(UInt64(bits))
        output.append(addingCapacity: 8) { output in
            for index in 0..<8 {
                output.append(UInt8(truncatingIfNeeded: digits >> UInt64(8 &* (7 &- index))))
            }
        }
    }

    /// SplitMix64: the words need only differ between requests, the entropy is the host's.
    private mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
        UInt8(ascii: "A")...UInt8(ascii: "F"):
        true
    default: false
    }
}

/// Writes the last `count` hexadecimal digits of a word, at most eight.
@inline(__always)
private func writeHex(
    _ bits: UInt64, _ count: Int, to text: inout MutableSpan<UInt8>, at start: Int
) {
    let digits = hexDigits(bits)
    for index in 0..<count {
        text[start &+ index] = UInt8(
            truncatingIfNeeded: digits >> UInt64(8 &* (count &- 1 &- index)))
    }
}

/// The last eight hexadecimal digits of a word, a byte each, the last in the lowest byte.
///
/// All at once: the digits are spread over the word, and what 6 carries over from are letters.
@inline(__always)
private func hexDigits(_ bits: UInt64) -> UInt64 {
    var spread = bits & 0xffff_ffff
    spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
    spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
    spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f
    let isLetter = ((spread &+ 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
    return spread &+ 0x3030_3030_3030_3030 &+ isLetter &* 39
}

/// A digit of base64's URL-safe alphabet (RFC 4648, section 5).
private func base64Digit(_ bits: UInt64) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: bits)
    switch digit {
    case ..<26: return UInt8(ascii: "A") + digit
    case ..<52: return UInt8(ascii: "a") + digit - 26
    case ..<62: return UInt8(ascii: "0") + digit - 52
    case 62: return UInt8(ascii: "-")
    default: return UInt8(ascii: "_")
    }
}
