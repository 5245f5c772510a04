import JSON

/// Appends bytes as a JSON string; what is not UTF-8 becomes U+FFFD.
func appendText(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    appendTextContents(text, to: &output)
    output.append(UInt8(ascii: "\""))
}

/// Appends what stands between the quotes of a JSON string.
func appendTextContents(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
    let count = plainCount(text.span)
    if count == text.count {
        // Nearly all texts need no escape and go over whole.
        output += text
    } else if isASCII(text) {
        appendEscaped(text, count, to: &output)
    } else {
        let repaired = Array(String(decoding: text, as: UTF8.self).utf8)
        appendEscaped(repaired[...], 0, to: &output)
    }
}

/// Appends a text with its escapes, run by run.
///
/// - Parameters:
///   - text: UTF-8.
///   - count: How many bytes at its start are known to need no escape.
///   - output: Receives the text.
private func appendEscaped(_ text: ArraySlice<UInt8>, _ count: Int, to output: inout [UInt8]) {
    var rest = text
    var count = count
    while true {
        output += rest.prefix(count)
        rest = rest.dropFirst(count)
        guard let byte = rest.first else { return }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
        case ..<0x20: appendJSONControlEscape(byte, to: &output)
        default: output.append(byte)
        }
        rest = rest.dropFirst()
        count = plainCount(rest.span)
    }
}

/// How many bytes at the start of a text are ASCII that a JSON string holds as it is.
private func plainCount(_ text: Span<UInt8>) -> Int {
    let count = text.count
    var offset = 0
    while offset &+ 8 <= count {
        if !isPlain(text.word(at: offset)) { break }
        offset &+= 8
    }
    // The last word overlaps the one before: what is plain may be looked at twice.
    if offset &+ 8 > count, count >= 8, isPlain(text.word(at: count &- 8)) { return count }
    while offset < count {
        let byte = text[offset]
        if byte < 0x20 || byte >= 0x80 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
            break
        }
        offset &+= 1
    }
    return offset
}

/// Whether none of eight bytes is a control, a quote, a backslash or above 0x7F.
private func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ 0x2222_2222_2222_2222
    let backslash = word ^ 0x5c5c_5c5c_5c5c_5c5c
    // A high bit for each byte that is below 0x20, a quote, a backslash or above 0x7F; borrows
    // only add bits where one is set already.
    let found =
        word | (word &- 0x2020_2020_2020_2020) | (quote &- ones) | (backslash &- ones)
    return found & 0x8080_8080_8080_8080 == 0
}

/// Whether no byte is above 0x7F.
func isASCII(_ text: ArraySlice<UInt8>) -> Bool {
    var all: UInt8 = 0
    for byte in text { all |= byte }
    return all < 0x80
}
