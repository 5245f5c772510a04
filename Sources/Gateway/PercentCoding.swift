/// Appends a text with `%XX` decoded; a `%` without two hexadecimal digits stays.
///
/// - Parameters:
///   - text: The encoded text.
///   - plusIsSpace: Whether `+` is a space, as in queries.
///   - output: Receives the bytes.
func appendPercentDecoded(
    _ text: ArraySlice<UInt8>, plusIsSpace: Bool, to output: inout [UInt8]
) {
    var index = text.startIndex
    while index < text.endIndex {
        let byte = text[index]
        if byte == UInt8(ascii: "%"), index + 2 < text.endIndex,
            let high = hexDigit(text[index + 1]), let low = hexDigit(text[index + 2])
        {
            output.append(high << 4 | low)
            index += 3
        } else {
            output.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
    }
}

/// Appends a text with everything but RFC 3986's unreserved characters as `%XX`.
func appendPercentEncoded(
    _ text: some Collection<UInt8>, keepingSlashes: Bool = false, to output: inout [UInt8]
) {
    for byte in text {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            output.append(byte)
        case UInt8(ascii: "/") where keepingSlashes: output.append(byte)
        default:
            output.append(UInt8(ascii: "%"))
            output.append(hexDigits[Int(byte >> 4)])
            output.append(hexDigits[Int(byte & 15)])
        }
    }
}

/// Appends bytes as lower-case hexadecimal digits.
func appendHex(_ bytes: some Collection<UInt8>, to output: inout [UInt8]) {
    for byte in bytes {
        output.append(lowerHexDigits[Int(byte >> 4)])
        output.append(lowerHexDigits[Int(byte & 15)])
    }
}

private let hexDigits = Array("0123456789ABCDEF".utf8)
private let lowerHexDigits = Array("0123456789abcdef".utf8)

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - 55
    default: nil
    }
}
