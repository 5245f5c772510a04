/// String literals.
extension VTLParser {
    mutating func stringLiteral() throws(VTLError) {
        let token = try consume(.string)
        let image = image(token)
        let quote = UInt8(ascii: "\"")
        let content = image.dropFirst().dropLast()
        guard image.first == quote else {
            code.emit(.string)
            code.emit(text: Self.singled(content, UInt8(ascii: "'")))
            return
        }
        let isInterpolated = image.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "#") }
        guard let unescaped = unescaped(content) else {
            fail("'\\u' is not followed by four hexadecimal digits", token)
            code.emit(.null)
            return
        }
        let text = Self.singled(unescaped[...], quote)
        guard isInterpolated else {
            code.emit(.string)
            code.emit(text: text)
            return
        }
        try interpolated(text, token, isPlain: text.count == content.count)
    }

    /// Doubled quotes singled.
    private static func singled(_ text: ArraySlice<UInt8>, _ quote: UInt8) -> [UInt8] {
        guard text.contains(quote) else { return Array(text) }
        var result: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            result.append(text[index])
            let isDoubled =
                text[index] == quote && index + 1 < text.endIndex && text[index + 1] == quote
            index += isDoubled ? 2 : 1
        }
        return result
    }

    /// The text with `\uXXXX` replaced; `nil` where Java throws.
    private func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = text.startIndex
        var high: UInt32 = 0
        while index < text.endIndex {
            guard text[index] == UInt8(ascii: "\\"), index + 1 < text.endIndex,
                text[index + 1] == UInt8(ascii: "u")
            else {
                high = 0
                result.append(text[index])
                index += 1
                continue
            }
            guard index + 6 <= text.endIndex,
                let unit = UInt32(
                    String(decoding: text[index + 2..<index + 6], as: UTF8.self), radix: 16)
            else { return nil }
            index += 6
            if high != 0, unit & 0xFC00 == 0xDC00 {
                result.removeLast(3)
                appendUTF8(0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF, to: &result)
                high = 0
            } else {
                appendUTF8(unit, to: &result)
                high = unit & 0xFC00 == 0xD800 ? unit : 0
            }
        }
        return result
    }

    /// A literal that is a template of its own.
    private mutating func interpolated(_ text: [UInt8], _ token: VTLToken, isPlain: Bool)
        throws(VTLError)
    {
        try deeper(token)
        defer { depth -= 1 }
        var bytes = text
        let hasComment = text.indices.contains {
            text[$0] == UInt8(ascii: "#") && $0 + 1 < text.count
                && text[$0 + 1] == UInt8(ascii: "#")
        }
        if !hasComment { bytes.append(UInt8(ascii: " ")) }
        let startIndex = code.words.count
        code.emit(.interpolate, hasComment ? 0 : 1)
        code.emit(word: 0)
        var inner = VTLParser(
            bytes, code: TemplateCode(moving: &code), outline: outline,
            depth: depth,
            base: isPlain ? start(token) + 1 : 0,
            fixed: isPlain && fixed == nil ? nil : start(token)..<end(token))
        inner.macroNames = macroNames
        outline = TemplateOutline(isEnabled: false)
        do throws(VTLError) {
            try inner.process()
        } catch {
            code = inner.code
            outline = inner.outline
            throw error
        }
        code = inner.code
        outline = inner.outline
        if !simplify(startIndex) { code.patch(startIndex + 1) }
    }

    /// Turns a literal that turned out to be plain text into a constant.
    private mutating func simplify(_ startIndex: Int) -> Bool {
        let isTrimmed = code.words[startIndex] >> 8 != 0
        let block = startIndex + TemplateOp.interpolate.headerWordCount
        guard isTrimmed else { return false }
        if code.words.count == block + TemplateOp.text.headerWordCount,
            code.words[block] == UInt32(TemplateOp.text.rawValue)
        {
            let text = code.words[block + 1]
            let length = code.words[block + 2]
            code.words.removeSubrange(startIndex...)
            code.emit(.string)
            code.emit(word: Int(text))
            code.emit(word: Int(length) - 1)
            return true
        }
        return false
    }
}

/// Appends a code point as UTF-8; surrogates as the three bytes that a code point of their number
/// would have, so that a pair put together later can be found.
func appendUTF8(_ scalar: UInt32, to bytes: inout some ByteOutput) {
    switch scalar {
    case ..<0x80: bytes.append(UInt8(scalar))
    case ..<0x800:
        bytes.append(UInt8(0xC0 | scalar >> 6))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    case ..<0x10000:
        bytes.append(UInt8(0xE0 | scalar >> 12))
        bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    default:
        bytes.append(UInt8(0xF0 | scalar >> 18))
        bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
        bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    }
}
