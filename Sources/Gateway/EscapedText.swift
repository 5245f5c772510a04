import JSON

/// Appends bytes as a JSON string; what is not UTF-8 becomes U+FFFD.
func appendText(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
    // Nearly all texts need no escape and go over whole.
    var isPlain = true
    for byte in text {
        isPlain =
            isPlain && byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"")
            && byte != UInt8(ascii: "\\")
    }
    if isPlain {
        output.append(UInt8(ascii: "\""))
        output += text
        output.append(UInt8(ascii: "\""))
    } else if isASCII(text) {
        appendJSONString(text, to: &output)
    } else {
        appendJSONString(String(decoding: text, as: UTF8.self).utf8, to: &output)
    }
}

/// Whether no byte is above 0x7F.
func isASCII(_ text: ArraySlice<UInt8>) -> Bool {
    var all: UInt8 = 0
    for byte in text { all |= byte }
    return all < 0x80
}
