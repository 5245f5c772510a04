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
    var output: [UInt8] = []
    output.reserveCapacity(tape.bytes.count * 3 / 2)
    YAMLPrinter(tape: tape).print(0, indent: 0, at: .root, to: &output)
    return output
}

/// The way through a tape that is printed.
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

    func print(_ index: Int, indent: Int, at place: Place, to output: inout [UInt8]) {
        let entry = tape.entries[index]
        switch entry.kind {
        case .object where entry.count > 0:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            var key = index + 1
            for number in 0..<entry.count {
                if number > 0 || place != .element { output.appendSpaces(indent) }
                self.key(key, indent: indent, to: &output)
                print(key + 1, indent: indent + 2, at: .member, to: &output)
                key = tape.end(of: key + 1)
            }
        case .array where entry.count > 0:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            var element = index + 1
            for number in 0..<entry.count {
                if number > 0 || place != .element { output.appendSpaces(indent) }
                output.append(UInt8(ascii: "-"))
                print(element, indent: indent + 2, at: .element, to: &output)
                element = tape.end(of: element)
            }
        default:
            if place != .root { output.append(UInt8(ascii: " ")) }
            scalar(index, indent: place == .root ? 2 : indent, to: &output)
            output.append(UInt8(ascii: "\n"))
        }
    }

    private func key(_ index: Int, indent: Int, to output: inout [UInt8]) {
        tape.withText(at: index) { text in
            // A key without '?' must end within 1,024 characters of its start (YAML 1.2.2, 8.2.2).
            let isLong = text.count > 250
            if isLong { output += "? ".utf8 }
            appendInline(text, TextTraits(text), to: &output)
            if isLong {
                output.append(UInt8(ascii: "\n"))
                output.appendSpaces(indent)
            }
        }
        output.append(UInt8(ascii: ":"))
    }

    private func scalar(_ index: Int, indent: Int, to output: inout [UInt8]) {
        switch tape.entries[index].kind {
        case .null, .invalid, .alias: output += "null".utf8
        case .false: output += "false".utf8
        case .true: output += "true".utf8
        case .number:
            output += yamlSpelling(String(decoding: tape.text(at: index), as: UTF8.self)).utf8
        case .array: output += "[]".utf8
        case .object: output += "{}".utf8
        case .string:
            tape.withText(at: index) { text in
                let traits = TextTraits(text)
                if traits.canBeLiteral {
                    appendLiteral(text, indent: indent, to: &output)
                } else if traits.canBeFolded, text.count + indent > Self.foldColumn + 20 {
                    appendFolded(text, indent: indent, to: &output)
                } else {
                    appendInline(text, traits, to: &output)
                }
            }
        }
    }
}

// MARK: - Strings

/// A string on one line: plain, in single or in double quotes.
private func appendInline(_ text: Span<UInt8>, _ traits: TextTraits, to output: inout [UInt8]) {
    if traits.canBePlain, !looksLikeAnotherType(text) {
        output.append(text)
    } else if traits.isPrintable, !traits.hasBreak {
        output.append(UInt8(ascii: "'"))
        for index in text.indices {
            if text[index] == UInt8(ascii: "'") { output.append(text[index]) }
            output.append(text[index])
        }
        output.append(UInt8(ascii: "'"))
    } else {
        appendDoubleQuoted(string(text), to: &output)
    }
}

private func appendDoubleQuoted(_ text: String, to output: inout [UInt8]) {
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

/// `|` with the chomping that keeps the final line breaks, and an indentation indicator where the
/// first line starts with white space.
private func appendLiteral(_ text: Span<UInt8>, indent: Int, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "|"))
    if text[0] <= 0x20 { output.append(UInt8(ascii: "2")) }
    var end = text.count
    while end > 0, text[end - 1] == UInt8(ascii: "\n") { end -= 1 }
    let breakCount = text.count - end
    if breakCount == 0 { output.append(UInt8(ascii: "-")) }
    if breakCount > 1 { output.append(UInt8(ascii: "+")) }
    // The last line break is the block's own.
    let body = breakCount > 0 ? text.count - 1 : text.count
    var start = 0
    while start <= body {
        let stop = text.firstOffset(of: UInt8(ascii: "\n"), in: start..<body)
        output.append(UInt8(ascii: "\n"))
        if stop > start { output.appendSpaces(indent) }
        output.append(text.extracting(start..<stop))
        start = stop + 1
    }
}

/// `>-` with the words of a text filled into lines.
private func appendFolded(_ text: Span<UInt8>, indent: Int, to output: inout [UInt8]) {
    output += ">-\n".utf8
    output.appendSpaces(indent)
    var column = indent
    var start = 0
    while start < text.count {
        let end = text.firstOffset(of: UInt8(ascii: " "), in: start..<text.count)
        if start > 0 {
            if column + 1 + end - start > YAMLPrinter.foldColumn {
                output.append(UInt8(ascii: "\n"))
                output.appendSpaces(indent)
                column = indent
            } else {
                output.append(UInt8(ascii: " "))
                column += 1
            }
        }
        output.append(text.extracting(start..<end))
        column += end - start
        start = end + 1
    }
}

extension Span<UInt8> {
    /// The offset of a byte's first occurrence in a range; the range's end where there is none.
    fileprivate func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int {
        var offset = range.lowerBound
        while offset < range.upperBound, self[offset] != byte { offset += 1 }
        return offset
    }
}

private func string(_ text: Span<UInt8>) -> String {
    var bytes: [UInt8] = []
    bytes.append(text)
    return String(decoding: bytes, as: UTF8.self)
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

    init(_ text: Span<UInt8>) {
        guard text.count > 0 else { return }
        let (first, last) = (text[0], text[text.count - 1])
        let space = UInt8(ascii: " ")
        var classes: ByteClasses = []
        let all = ByteClasses.all
        for index in text.indices { classes.formUnion(all[Int(text[index])]) }
        hasBreak = classes.contains(.lineBreak)
        isPrintable = !classes.contains(.control)
        if isPrintable, classes.contains(.notASCII) {
            isPrintable = string(text).unicodeScalars.allSatisfy(Syntax.isPrintable)
        }
        guard isPrintable else { return }
        var hasDoubleSpace = false
        var hasIndicator = false
        if classes.contains(.space) {
            var previous: UInt8 = 0
            for index in text.indices {
                let byte = text[index]
                if byte == space {
                    if previous == space { hasDoubleSpace = true }
                    if previous == UInt8(ascii: ":") { hasIndicator = true }
                } else if byte == UInt8(ascii: "#"), previous == space {
                    hasIndicator = true
                }
                previous = byte
            }
        }
        let hasTab = classes.contains(.tab)
        canBeLiteral = hasBreak && classes.contains(.text)
        canBeFolded =
            classes.contains(.space) && !hasDoubleSpace && !hasTab && !hasBreak && first != space
            && last != space
        canBePlain =
            canStartPlain(first) && last != space && last != UInt8(ascii: ":") && !hasBreak
            && !hasTab && !hasIndicator
    }
}

/// What bytes are for ``TextTraits``, which looks once at each.
private struct ByteClasses: OptionSet {
    let rawValue: UInt8

    /// Above a space.
    static let text = Self(rawValue: 1)
    static let space = Self(rawValue: 2)
    static let lineBreak = Self(rawValue: 4)
    static let tab = Self(rawValue: 8)
    static let notASCII = Self(rawValue: 16)
    /// Other bytes below a space, and 0x7F.
    static let control = Self(rawValue: 32)

    /// The classes of every byte.
    static let all: [ByteClasses] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: " "): .space
        case UInt8(ascii: "\n"): .lineBreak
        case UInt8(ascii: "\t"): .tab
        case 0x7F: [.text, .control]
        case 0x80...: [.text, .notASCII]
        case 0x21...: .text
        default: .control
        }
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
private func looksLikeAnotherType(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0 else { return false }
    if UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[0] {
        // Numbers in any base, with underscores, sexagesimals, dates and times.
        return text.indices.allSatisfy { index in
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "x"),
                UInt8(ascii: "o"), UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "Z"),
                UInt8(ascii: " "):
                true
            default: false
            }
        } && !isVersionLike(text)
    }
    return text.count <= 5
        && typeWords.contains { word in
            word.count == text.count && word.indices.allSatisfy { word[$0] == text[$0] | 0x20 }
        }
}

/// What YAML 1.1 or 1.2 reads as null or a boolean, in lower case.
private let typeWords = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].map {
    Array($0.utf8)
}

/// Whether a text is digits with two points at least and nothing else, such as `3.0.1`.
private func isVersionLike(_ text: Span<UInt8>) -> Bool {
    var pointCount = 0
    for index in text.indices {
        if text[index] == UInt8(ascii: ".") {
            pointCount += 1
        } else if !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[index]) {
            return false
        }
    }
    return pointCount >= 2
}
