internal import JSON

/// What a plain scalar is by the YAML 1.2 core schema (YAML 1.2.2, section 10.3.2).
///
/// So `no`, `on`, `1_000` and dates are strings, `012` is the number twelve and `0o14` too.
func kindOfPlainScalar(_ text: Span<UInt8>) -> JSONTape.Kind {
    guard text.count > 0 else { return .null }
    switch text[0] {
    case UInt8(ascii: "~"): return text.count == 1 ? .null : .string
    case UInt8(ascii: "n"), UInt8(ascii: "N"): return isKeyword("null", text) ? .null : .string
    case UInt8(ascii: "t"), UInt8(ascii: "T"): return isKeyword("true", text) ? .true : .string
    case UInt8(ascii: "f"), UInt8(ascii: "F"): return isKeyword("false", text) ? .false : .string
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
        UInt8(ascii: "."):
        return isNumber(text) ? .number : .string
    default: return .string
    }
}

/// Whether the text is a keyword in lower case, upper case, or with an upper-case first letter.
private func isKeyword(_ keyword: StaticString, _ text: Span<UInt8>) -> Bool {
    guard text.count == keyword.utf8CodeUnitCount else { return false }
    var upperCount = 0
    var index = 0
    for byte in "\(keyword)".utf8 {
        if text[index] | 0x20 != byte { return false }
        if text[index] & 0x20 == 0 { upperCount += 1 }
        index += 1
    }
    return upperCount == 0 || upperCount == text.count
        || (upperCount == 1 && text[0] & 0x20 == 0)
}

private func isNumber(_ text: Span<UInt8>) -> Bool {
    var offset = 0
    func digits() -> Int {
        let start = offset
        while offset < text.count, text[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
        return offset - start
    }
    func byte() -> UInt8 { offset < text.count ? text[offset] : 0 }
    if text.count > 2, text[0] == UInt8(ascii: "0") {
        let radix = text[1]
        if radix == UInt8(ascii: "o") || radix == UInt8(ascii: "x") {
            for index in 2..<text.count where !isDigit(text[index], hex: radix == 0x78) {
                return false
            }
            return true
        }
    }
    if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { offset += 1 }
    if text.count - offset == 4, byte() == UInt8(ascii: "."), isInfinity(text, from: offset) {
        return true
    }
    if text.count == 4, isNaN(text) { return true }
    let integerDigits = digits()
    var fractionDigits = 0
    if byte() == UInt8(ascii: ".") {
        offset += 1
        fractionDigits = digits()
    }
    guard integerDigits + fractionDigits > 0 else { return false }
    if byte() | 0x20 == UInt8(ascii: "e") {
        offset += 1
        if byte() == UInt8(ascii: "-") || byte() == UInt8(ascii: "+") { offset += 1 }
        if digits() == 0 { return false }
    }
    return offset == text.count
}

private func isDigit(_ byte: UInt8, hex: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "7"): true
    case UInt8(ascii: "8"), UInt8(ascii: "9"): hex
    case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): hex
    default: false
    }
}

/// `.inf`, `.Inf` or `.INF` from an offset on.
private func isInfinity(_ text: Span<UInt8>, from offset: Int) -> Bool {
    let letters = (text[offset + 1], text[offset + 2], text[offset + 3])
    switch letters {
    case (0x69, 0x6E, 0x66), (0x49, 0x6E, 0x66), (0x49, 0x4E, 0x46): return true
    default: return false
    }
}

/// `.nan`, `.NaN` or `.NAN`.
private func isNaN(_ text: Span<UInt8>) -> Bool {
    guard text[0] == UInt8(ascii: ".") else { return false }
    switch (text[1], text[2], text[3]) {
    case (0x6E, 0x61, 0x6E), (0x4E, 0x61, 0x4E), (0x4E, 0x41, 0x4E): return true
    default: return false
    }
}
