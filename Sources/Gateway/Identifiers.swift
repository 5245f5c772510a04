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
        do {
            var text = requestID.mutableSpan
            writeHex(high >> 32, 8, at: 0, in: &text)
            writeHex(high >> 16, 4, at: 9, in: &text)
            writeHex(high, 4, at: 14, in: &text)
            writeHex(low >> 48, 4, at: 19, in: &text)
            writeHex(low, 12, at: 24, in: &text)
        }
        state = entropy.first ^ entropy.second &* 0x9e37_79b9_7f4a_7c15
        var bits = (next(), next())
        draw = Double(next() >> 11) / Double(1 << 53) * 100
        var extended = extendedRequestID.mutableSpan
        for index in 0..<15 {
            if index == 10 { bits.0 = bits.1 }
            extended[index] = base64Digit(bits.0 & 63)
            bits.0 >>= 6
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

    /// Appends random hexadecimal digits.
    mutating func appendHexDigits(_ count: Int, to output: inout [UInt8]) {
        var rest = count
        while rest > 0 {
            appendHex(next(), min(rest, 16), to: &output)
            rest -= 16
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

/// Appends the lowest digits of a number in hexadecimal, at most sixteen.
func appendHex(_ bits: UInt64, _ count: Int, to output: inout [UInt8]) {
    let start = output.count
    output += repeatElement(UInt8(ascii: "0"), count: count)
    var text = output.mutableSpan
    writeHex(bits, count, at: start, in: &text)
}

private func writeHex(
    _ bits: UInt64, _ count: Int, at start: Int, in text: inout MutableSpan<UInt8>
) {
    for index in 0..<count {
        text[start &+ index] = hexDigit(bits >> UInt64(4 &* (count &- 1 &- index)))
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

private func hexDigit(_ bits: UInt64) -> UInt8 {
    let digit = UInt8(truncatingIfNeeded: bits & 15)
    return digit < 10 ? 48 + digit : 87 + digit
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
