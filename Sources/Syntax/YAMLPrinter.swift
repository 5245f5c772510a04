package import JSON

/// Returns a value as YAML text in block style, with a final line break.
///
/// Strings stand plain where YAML 1.1 and 1.2 both read them back as strings, else in quotes;
/// those with line breaks as literal blocks, long ones of words folded. Reading the text
/// again, with this package or a YAML 1.1 reader, gives an equal value. O(*size*).
package func printYAML(_ value: JSONValue) -> [UInt8] {
    var printer = YAMLPrinter()
    printer.print(value, indent: 0, at: .root)
    return printer.output
}

/// The text written so far and the ways to add to it.
private struct YAMLPrinter {
    /// Where a value stands, which decides what goes before it.
    enum Place {
        case root
        /// After `key:`.
        case member
        /// After `-`.
        case element
    }

    /// Texts longer than this are folded, in columns.
    static let foldColumn = 100

    var output: [UInt8] = []

    mutating func print(_ value: JSONValue, indent: Int, at place: Place) {
        switch value {
        case .object(let object) where !object.members.isEmpty:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            for (index, member) in object.members.enumerated() {
                if index > 0 || place != .element { margin(indent) }
                key(member.key, indent: indent)
                print(member.value, indent: indent + 2, at: .member)
            }
        case .array(let elements) where !elements.isEmpty:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            for (index, element) in elements.enumerated() {
                if index > 0 || place != .element { margin(indent) }
                output.append(UInt8(ascii: "-"))
                print(element, indent: indent + 2, at: .element)
            }
        default:
            if place != .root { output.append(UInt8(ascii: " ")) }
            scalar(value, indent: place == .root ? 2 : indent)
            output.append(UInt8(ascii: "\n"))
        }
    }

    private mutating func margin(_ count: Int) {
        for _ in 0..<count { output.append(UInt8(ascii: " ")) }
    }

    private mutating func key(_ key: String, indent: Int) {
        let bytes = Array(key.utf8)
        // A key without '?' must end within 1,024 characters of its start (YAML 1.2.2, 8.2.2).
        let isLong = bytes.count > 250
        if isLong { output += "? ".utf8 }
        inline(bytes)
        if isLong {
            output.append(UInt8(ascii: "\n"))
            margin(indent)
        }
        output.append(UInt8(ascii: ":"))
    }

    private mutating func scalar(_ value: JSONValue, indent: Int) {
        switch value {
        case .null: output += "null".utf8
        case .bool(let bool): output += (bool ? "true" : "false").utf8
        case .number(let number): output += yamlSpelling(number).utf8
        case .array: output += "[]".utf8
        case .object: output += "{}".utf8
        case .string(let text):
            let bytes = Array(text.utf8)
            if canBeLiteral(bytes) {
                literal(bytes, indent: indent)
            } else if canBeFolded(bytes, indent: indent) {
                folded(bytes, indent: indent)
            } else {
                inline(bytes)
            }
        }
    }

    /// A string on one line: plain, in single or in double quotes.
    private mutating func inline(_ bytes: [UInt8]) {
        if canBePlain(bytes) {
            output += bytes
        } else if hasOnlyPrintable(bytes), !bytes.contains(UInt8(ascii: "\n")) {
            output.append(UInt8(ascii: "'"))
            for byte in bytes {
                if byte == UInt8(ascii: "'") { output.append(byte) }
                output.append(byte)
            }
            output.append(UInt8(ascii: "'"))
        } else {
            doubleQuoted(String(decoding: bytes, as: UTF8.self))
        }
    }

    private mutating func doubleQuoted(_ text: String) {
        output.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\"".utf8
            case "\\": output += "\\\\".utf8
            case "\n": output += "\\n".utf8
            case "\t": output += "\\t".utf8
            case "\r": output += "\\r".utf8
            case _ where isPrintable(scalar): output += String(scalar).utf8
            default:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let width = digits.utf8.count <= 4 ? 4 : 8
                output += (width == 4 ? "\\u" : "\\U").utf8
                output += String(repeating: "0", count: width - digits.utf8.count).utf8
                output += digits.utf8
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// `|` with the chomping that keeps the final line breaks, and an indentation indicator where
    /// the first line starts with white space.
    private mutating func literal(_ bytes: [UInt8], indent: Int) {
        output.append(UInt8(ascii: "|"))
        if let first = bytes.first, first <= 0x20 { output.append(UInt8(ascii: "2")) }
        let breakCount = bytes.reversed().prefix { $0 == UInt8(ascii: "\n") }.count
        if breakCount == 0 { output.append(UInt8(ascii: "-")) }
        if breakCount > 1 { output.append(UInt8(ascii: "+")) }
        let body = breakCount > 0 ? bytes.dropLast() : bytes[...]
        for line in body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            output.append(UInt8(ascii: "\n"))
            if !line.isEmpty { margin(indent) }
            output += line
        }
    }

    private mutating func folded(_ bytes: [UInt8], indent: Int) {
        output += ">-\n".utf8
        margin(indent)
        var column = indent
        for (index, word) in bytes.split(separator: UInt8(ascii: " ")).enumerated() {
            if index > 0 {
                if column + 1 + word.count > Self.foldColumn {
                    output.append(UInt8(ascii: "\n"))
                    margin(indent)
                    column = indent
                } else {
                    output.append(UInt8(ascii: " "))
                    column += 1
                }
            }
            output += word
            column += word.count
        }
    }

    /// Whether a string has line breaks, and text that a literal block can hold.
    private func canBeLiteral(_ bytes: [UInt8]) -> Bool {
        bytes.contains(UInt8(ascii: "\n")) && bytes.contains { $0 > 0x20 }
            && hasOnlyPrintable(bytes)
    }

    /// Whether a string is long and made of words with single spaces between.
    private func canBeFolded(_ bytes: [UInt8], indent: Int) -> Bool {
        guard bytes.count + indent > Self.foldColumn + 20, hasOnlyPrintable(bytes) else {
            return false
        }
        let space = UInt8(ascii: " ")
        guard bytes.contains(space), bytes.first != space, bytes.last != space else { return false }
        for index in 1..<bytes.count where bytes[index] == space && bytes[index - 1] == space {
            return false
        }
        return !bytes.contains(UInt8(ascii: "\t")) && !bytes.contains(UInt8(ascii: "\n"))
    }
}

// MARK: - Scalars

/// A number as YAML 1.1 and 1.2 both read it: with a point and a signed exponent.
private func yamlSpelling(_ number: JSONNumber) -> String {
    let spelling = number.spelling
    guard let mark = spelling.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
        return spelling
    }
    var mantissa = spelling[..<mark]
    var exponent = spelling[spelling.utf8.index(after: mark)...]
    if !mantissa.utf8.contains(UInt8(ascii: ".")) { mantissa += ".0" }
    if !exponent.hasPrefix("+"), !exponent.hasPrefix("-") { exponent = "+" + exponent }
    return "\(mantissa)e\(exponent)"
}

private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
        0x10000...0x10FFFF:
        true
    default: false
    }
}

/// Whether a string has nothing but what YAML lets stand unescaped, line breaks and tabs included.
private func hasOnlyPrintable(_ bytes: [UInt8]) -> Bool {
    var isASCII = true
    for byte in bytes {
        if byte >= 0x80 { isASCII = false }
        if byte == 0x7F || (byte < 0x20 && byte != 0x09 && byte != 0x0A) { return false }
    }
    return isASCII || String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy(isPrintable)
}

/// Whether a string without quotes is read back as the same string.
private func canBePlain(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, let last = bytes.last, hasOnlyPrintable(bytes) else {
        return false
    }
    switch first {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
        UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: ";"), UInt8(ascii: "^"),
        UInt8(ascii: "\\"), 0x80...:
        break
    default: return false
    }
    if last == UInt8(ascii: " ") || last == UInt8(ascii: ":") { return false }
    for (index, byte) in bytes.enumerated() {
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") { return false }
        if byte == UInt8(ascii: ":"), next == UInt8(ascii: " ") { return false }
        if byte == UInt8(ascii: " "), next == UInt8(ascii: "#") { return false }
    }
    return !looksLikeAnotherType(bytes, first)
}

/// Whether a YAML 1.1 or 1.2 reader could take a plain string for something else.
private func looksLikeAnotherType(_ bytes: [UInt8], _ first: UInt8) -> Bool {
    if UInt8(ascii: "0")...UInt8(ascii: "9") ~= first {
        // Numbers in any base, with underscores, sexagesimals, dates and times.
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "x"),
                UInt8(ascii: "o"), UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "Z"),
                UInt8(ascii: " "):
                true
            default: false
            }
        } && !isVersionLike(bytes)
    }
    guard bytes.count <= 5 else { return false }
    switch String(decoding: bytes.map { $0 | 0x20 }, as: UTF8.self) {
    case "null", "true", "false", "yes", "no", "on", "off", "y", "n": return true
    default: return false
    }
}

/// Whether a text is digits with two points at least and nothing else, such as `3.0.1`.
private func isVersionLike(_ bytes: [UInt8]) -> Bool {
    let pointCount = bytes.count { $0 == UInt8(ascii: ".") }
    return pointCount >= 2
        && bytes.allSatisfy {
            $0 == UInt8(ascii: ".") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        }
}
