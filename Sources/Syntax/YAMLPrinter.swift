package import JSON

/// Returns a value as YAML text in block style, with a final line break.
///
/// Strings stand plain where YAML 1.1 and 1.2 both read them back as strings, else in quotes;
/// those with line breaks as literal blocks, long ones of words folded. Reading the text
/// again, with this package or a YAML 1.1 reader, gives an equal value. O(*size*).
package func printYAML(_ value: JSONValue) -> [UInt8] {
    var builder = JSONTapeBuilder()
    builder.value(value)
    return printYAML(builder.finish())
}

/// Returns the value on a tape, which has neither aliases nor numbers unlike JSON's.
package func printYAML(_ tape: JSONTape) -> [UInt8] {
    var printer = YAMLPrinter(tape: tape)
    printer.print(0, indent: 0, at: .root)
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

    let tape: JSONTape
    var output: [UInt8] = []

    init(tape: JSONTape) {
        self.tape = tape
        output.reserveCapacity(tape.bytes.count * 3 / 2)
    }

    mutating func print(_ index: Int, indent: Int, at place: Place) {
        let entry = tape.entries[index]
        switch entry.kind {
        case .object where entry.count > 0:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            var key = index + 1
            for number in 0..<entry.count {
                if number > 0 || place != .element { margin(indent) }
                self.key(tape.text(at: key), indent: indent)
                print(key + 1, indent: indent + 2, at: .member)
                key = tape.end(of: key + 1)
            }
        case .array where entry.count > 0:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            var element = index + 1
            for number in 0..<entry.count {
                if number > 0 || place != .element { margin(indent) }
                output.append(UInt8(ascii: "-"))
                print(element, indent: indent + 2, at: .element)
                element = tape.end(of: element)
            }
        default:
            if place != .root { output.append(UInt8(ascii: " ")) }
            scalar(index, indent: place == .root ? 2 : indent)
            output.append(UInt8(ascii: "\n"))
        }
    }

    private mutating func margin(_ count: Int) {
        for _ in 0..<count { output.append(UInt8(ascii: " ")) }
    }

    private mutating func key(_ bytes: ArraySlice<UInt8>, indent: Int) {
        // A key without '?' must end within 1,024 characters of its start (YAML 1.2.2, 8.2.2).
        let isLong = bytes.count > 250
        if isLong { output += "? ".utf8 }
        inline(bytes, TextTraits(bytes))
        if isLong {
            output.append(UInt8(ascii: "\n"))
            margin(indent)
        }
        output.append(UInt8(ascii: ":"))
    }

    private mutating func scalar(_ index: Int, indent: Int) {
        switch tape.entries[index].kind {
        case .null, .invalid, .alias: output += "null".utf8
        case .false: output += "false".utf8
        case .true: output += "true".utf8
        case .number:
            output += yamlSpelling(String(decoding: tape.text(at: index), as: UTF8.self)).utf8
        case .array: output += "[]".utf8
        case .object: output += "{}".utf8
        case .string:
            let bytes = tape.text(at: index)
            let traits = TextTraits(bytes)
            if traits.canBeLiteral {
                literal(bytes, indent: indent)
            } else if traits.canBeFolded, bytes.count + indent > Self.foldColumn + 20 {
                folded(bytes, indent: indent)
            } else {
                inline(bytes, traits)
            }
        }
    }

    /// A string on one line: plain, in single or in double quotes.
    private mutating func inline(_ bytes: ArraySlice<UInt8>, _ traits: TextTraits) {
        if traits.canBePlain, !looksLikeAnotherType(bytes) {
            output += bytes
        } else if traits.isPrintable, !traits.hasBreak {
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
    private mutating func literal(_ bytes: ArraySlice<UInt8>, indent: Int) {
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

    private mutating func folded(_ bytes: ArraySlice<UInt8>, indent: Int) {
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
}

// MARK: - Scalars

/// A number as YAML 1.1 and 1.2 both read it: with a point and a signed exponent.
private func yamlSpelling(_ spelling: String) -> String {
    guard let mark = spelling.utf8.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
        return spelling
    }
    var mantissa = spelling[..<mark]
    var exponent = spelling[spelling.utf8.index(after: mark)...]
    if !mantissa.utf8.contains(UInt8(ascii: ".")) { mantissa += ".0" }
    if !exponent.hasPrefix("+"), !exponent.hasPrefix("-") { exponent = "+" + exponent }
    return "\(mantissa)e\(exponent)"
}

func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
        0x10000...0x10FFFF:
        true
    default: false
    }
}

/// What of a string decides how it can be written, found in one pass.
private struct TextTraits {
    /// Whether there is nothing but what YAML lets stand unescaped, line breaks and tabs included.
    var isPrintable = true

    /// Whether there is a line break.
    var hasBreak = false

    /// Whether there are line breaks, and text that a literal block can hold.
    var canBeLiteral = false

    /// Whether there are words with single spaces between, and nothing else.
    var canBeFolded = false

    /// Whether the string without quotes is read back as a scalar of the same text.
    var canBePlain = false

    init(_ bytes: ArraySlice<UInt8>) {
        guard let first = bytes.first, let last = bytes.last else { return }
        let space = UInt8(ascii: " ")
        var isASCII = true
        var hasTab = false
        var hasText = false
        var hasSpace = false
        var hasDoubleSpace = false
        var hasIndicator = false
        var previous: UInt8 = 0
        for byte in bytes {
            if byte > space {
                hasText = true
                if byte >= 0x7F {
                    if byte == 0x7F { isPrintable = false } else { isASCII = false }
                } else if byte == UInt8(ascii: "#"), previous == space {
                    hasIndicator = true
                }
            } else if byte == space {
                hasSpace = true
                if previous == space { hasDoubleSpace = true }
                if previous == UInt8(ascii: ":") { hasIndicator = true }
            } else if byte == UInt8(ascii: "\n") {
                hasBreak = true
            } else if byte == 9 {
                hasTab = true
            } else {
                isPrintable = false
            }
            previous = byte
        }
        if isPrintable, !isASCII {
            let text = String(decoding: bytes, as: UTF8.self)
            isPrintable = text.unicodeScalars.allSatisfy(Syntax.isPrintable)
        }
        guard isPrintable else { return }
        canBeLiteral = hasBreak && hasText
        canBeFolded =
            hasSpace && !hasDoubleSpace && !hasTab && !hasBreak && first != space && last != space
        canBePlain =
            canStartPlain(first) && last != space && last != UInt8(ascii: ":") && !hasBreak
            && !hasTab && !hasIndicator
    }
}

/// Whether a byte at the start of a plain scalar means nothing to any YAML reader.
private func canStartPlain(_ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
        UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: ";"), UInt8(ascii: "^"),
        UInt8(ascii: "\\"), 0x80...:
        true
    default: false
    }
}

/// Whether a YAML 1.1 or 1.2 reader could take a plain string for something else.
private func looksLikeAnotherType(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first else { return false }
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
private func isVersionLike(_ bytes: ArraySlice<UInt8>) -> Bool {
    let pointCount = bytes.count { $0 == UInt8(ascii: ".") }
    return pointCount >= 2
        && bytes.allSatisfy {
            $0 == UInt8(ascii: ".") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        }
}
