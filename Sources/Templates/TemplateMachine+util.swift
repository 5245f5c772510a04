internal import JSON

extension TemplateMachine {
    /// Calls a method of `$util`.
    mutating func callUtil(_ name: TemplateName, _ arguments: TemplateArguments)
        throws(TemplateInterrupt) -> TemplateValue
    {
        guard arguments.count == 1 else { return .null }
        let argument = arguments.first
        if name == .escapeJavaScript {
            return argument.kind == .null ? .null : try escapedJavaScript(string(argument))
        }
        guard argument.kind == .string || argument.kind == .null else { return .null }
        switch name {
        case .parseJson:
            guard argument.kind == .string else { try fail("'$util.parseJson' of null") }
            let text = bytes(of: argument)
            if text.allSatisfy({ $0 <= 32 }) { return .empty }
            guard let value = try parse(text) else { try fail("'$util.parseJson' of no JSON") }
            return value
        case .urlEncode, .urlDecode, .base64Encode, .base64Decode:
            guard argument.kind == .string else { try fail("'$util.\(name)' of null") }
            let text = bytes(of: argument)
            switch name {
            case .urlEncode: return try self.text(Self.urlEncoded(text))
            case .urlDecode:
                guard let decoded = Self.urlDecoded(text) else {
                    try fail("'$util.urlDecode' of a text with a bad '%'")
                }
                return try self.text(Self.repaired(decoded))
            case .base64Encode: return try self.text(Self.base64Encoded(text))
            default:
                guard let decoded = Self.base64Decoded(text) else {
                    try fail("'$util.base64Decode' of what is no Base64")
                }
                return try self.text(Self.repaired(decoded))
            }
        default: return .null
        }
    }

    /// Whether `escapeJavaScript` leaves a byte as it is.
    @inline(__always)
    private static func isPlainJavaScript(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\"")
            && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "/")
    }

    /// commons-lang's `escapeJavaScript`.
    private mutating func escapedJavaScript(_ text: TemplateValue) throws(TemplateInterrupt)
        -> TemplateValue
    {
        try charge(Int(text.count) * 2)
        let isPlain = unsafe withBytes(of: text) { bytes in
            unsafe bytes.allSatisfy(Self.isPlainJavaScript)
        }
        if isPlain { return text }
        // The text is copied to the arena first, where it can be read while more is appended.
        let source = arena.count
        appendToArena(text)
        let start = arena.count
        var index = source
        var copied = source
        while index < start {
            let byte = arena[index]
            if Self.isPlainJavaScript(byte) {
                index += 1
                continue
            }
            arena.appendOwn(copied..<index)
            index += 1
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
                arena.append(UInt8(ascii: "\\"))
                arena.append(byte)
            case 8: arena += "\\b".utf8
            case 9: arena += "\\t".utf8
            case 10: arena += "\\n".utf8
            case 12: arena += "\\f".utf8
            case 13: arena += "\\r".utf8
            case ..<0x20: appendUnicodeEscape(UInt32(byte), to: &arena)
            default:
                let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                let end = min(index - 1 + length, start)
                let bytes = unsafe arena.withBytes(index - 1..<end) { unsafe Array($0) }
                for unit in JavaText(bytes).units {
                    appendUnicodeEscape(UInt32(unit), to: &arena)
                }
                index = end
            }
            copied = index
        }
        arena.appendOwn(copied..<start)
        return arenaText(from: start)
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? 48 + digit : 55 + digit
    }

    private static func urlEncoded(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in text {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "*"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "_"):
                result.append(byte)
            case UInt8(ascii: " "): result.append(UInt8(ascii: "+"))
            default:
                result += [UInt8(ascii: "%"), hexadecimal(byte >> 4), hexadecimal(byte & 15)]
            }
        }
        return result
    }

    private static func urlDecoded(_ text: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "+"): result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard index + 2 < text.count,
                    let byte = UInt8(
                        String(decoding: text[index + 1...index + 2], as: UTF8.self), radix: 16)
                else { return nil }
                result.append(byte)
                index += 2
            case let byte: result.append(byte)
            }
            index += 1
        }
        return result
    }

    /// What is no UTF-8 becomes U+FFFD.
    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).utf8)
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static func base64Encoded(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((text.count + 2) / 3 * 4)
        var index = 0
        while index < text.count {
            let left = text.count - index
            let group =
                UInt32(text[index]) << 16 | UInt32(left > 1 ? text[index + 1] : 0) << 8
                | UInt32(left > 2 ? text[index + 2] : 0)
            result.append(alphabet[Int(group >> 18)])
            result.append(alphabet[Int(group >> 12 & 63)])
            result.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
            result.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
            index += 3
        }
        return result
    }

    /// Java's basic decoder: no other characters, padding right or left out.
    private static func base64Decoded(_ text: [UInt8]) -> [UInt8]? {
        var digits = text[...]
        var padding = 0
        while padding < 2, digits.last == UInt8(ascii: "=") {
            digits.removeLast()
            padding += 1
        }
        let left = digits.count % 4
        guard left != 1, padding == 0 || left + padding == 4 else { return nil }
        var result: [UInt8] = []
        var group: UInt32 = 0
        var count = 0
        for byte in digits {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            default: return nil
            }
            group = group << 6 | UInt32(value)
            count += 1
            if count == 4 {
                result += [
                    UInt8(group >> 16 & 255), UInt8(group >> 8 & 255), UInt8(group & 255),
                ]
                group = 0
                count = 0
            }
        }
        if count == 2 { result.append(UInt8(group >> 4 & 255)) }
        if count == 3 { result += [UInt8(group >> 10 & 255), UInt8(group >> 2 & 255)] }
        return result
    }
}
