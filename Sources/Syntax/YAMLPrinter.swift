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
    printYAML(tape) { output.append($0) }
    return output
}

/// Prints likewise, in pieces, which `take` gets one after the other.
package func printYAML(_ tape: JSONTape, take: (Span<UInt8>) -> Void) {
    var text = PieceBuffer()
    let printer = YAMLPrinter(tape: tape)
    _ = printer.print(0, indent: 0, at: .root, to: &text, take: take)
    text.finish(take)
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

    /// Where the lines of a folded text end, in columns.
    static let foldColumn = 100

    /// Texts are folded that would end behind this column.
    static let longestLine = foldColumn + 20

    let tape: JSONTape

    /// Prints a value and returns the index of the entry after it.
    func print(
        _ index: Int, indent: Int, at place: Place, to output: inout PieceBuffer,
        take: (Span<UInt8>) -> Void
    ) -> Int {
        let entry = tape.entries[index]
        switch entry.kind {
        case .object where entry.count > 0:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            var key = index + 1
            for number in 0..<entry.count {
                if number > 0 || place != .element { output.appendSpaces(indent) }
                self.key(key, indent: indent, to: &output)
                key = print(key + 1, indent: indent + 2, at: .member, to: &output, take: take)
                output.offer(to: take)
            }
            return key
        case .array where entry.count > 0:
            if place == .member { output.append(UInt8(ascii: "\n")) }
            if place == .element { output.append(UInt8(ascii: " ")) }
            var element = index + 1
            for number in 0..<entry.count {
                if number > 0 || place != .element { output.appendSpaces(indent) }
                output.append(UInt8(ascii: "-"))
                element = print(
                    element, indent: indent + 2, at: .element, to: &output, take: take)
                output.offer(to: take)
            }
            return element
        default:
            if place != .root { output.append(UInt8(ascii: " ")) }
            scalar(index, indent: place == .root ? 2 : indent, to: &output)
            output.append(UInt8(ascii: "\n"))
            return index + 1
        }
    }

    private func key(_ index: Int, indent: Int, to output: inout PieceBuffer) {
        let (isDecoded, range) = tape.textRange(at: index)
        // A key without '?' must end within 1,024 characters of its start (YAML 1.2.2, 8.2.2).
        let isLong = range.count > 250
        if isLong { output.append("? ") }
        output.appendInline(isDecoded ? tape.decoded.span : tape.bytes.span, range)
        if isLong { output.appendLine(indent: indent) }
        output.append(UInt8(ascii: ":"))
    }

    private func scalar(_ index: Int, indent: Int, to output: inout PieceBuffer) {
        switch tape.entries[index].kind {
        case .null, .invalid, .alias: output.append("null")
        case .false: output.append("false")
        case .true: output.append("true")
        case .number:
            let spelling = yamlSpelling(String(decoding: tape.text(at: index), as: UTF8.self))
            output.append(spelling.utf8.span)
        case .array: output.append("[]")
        case .object: output.append("{}")
        case .string:
            let (isDecoded, range) = tape.textRange(at: index)
            output.appendYAMLString(
                isDecoded ? tape.decoded.span : tape.bytes.span, range, indent: indent)
        }
    }
}

// MARK: - Strings

// Strings come as parts of a larger text: what stands behind them makes looking at the last bytes
// of short ones fast.

extension PieceBuffer {
    /// A string in the form that suits it.
    fileprivate mutating func appendYAMLString(
        _ text: Span<UInt8>, _ range: Range<Int>, indent: Int
    ) {
        if range.count + indent <= YAMLPrinter.longestLine, isEvidentlyPlain(text, range) {
            append(text, range)
            return
        }
        let traits = TextTraits(text, range)
        if traits.canBeLiteral {
            appendLiteral(text.extracting(range), indent: indent)
        } else if traits.canBeFolded, range.count + indent > YAMLPrinter.longestLine {
            appendFolded(text.extracting(range), indent: indent)
        } else {
            appendInline(text, range, traits)
        }
    }

    /// A string on one line.
    fileprivate mutating func appendInline(_ text: Span<UInt8>, _ range: Range<Int>) {
        if isEvidentlyPlain(text, range) {
            append(text, range)
        } else {
            appendInline(text, range, TextTraits(text, range))
        }
    }

    /// A string on one line: plain, in single or in double quotes.
    private mutating func appendInline(
        _ text: Span<UInt8>, _ range: Range<Int>, _ traits: TextTraits
    ) {
        if traits.canBePlain, !looksLikeAnotherType(text, range) {
            append(text, range)
        } else if traits.isPrintable, !traits.hasBreak {
            let quote = UInt8(ascii: "'")
            append(quote)
            var start = range.lowerBound
            while start < range.upperBound {
                let found = text.firstOffset(of: quote, in: start..<range.upperBound)
                let end = min(found + 1, range.upperBound)
                append(text, start..<end)
                if found < range.upperBound { append(quote) }
                start = end
            }
            append(quote)
        } else {
            append(doubleQuoted(String(text: text.extracting(range))).utf8.span)
        }
    }

    /// `|` with the chomping that keeps the final line breaks, and an indentation indicator where
    /// the first line starts with white space.
    private mutating func appendLiteral(_ text: Span<UInt8>, indent: Int) {
        append(UInt8(ascii: "|"))
        if text[0] <= 0x20 { append(UInt8(ascii: "2")) }
        var end = text.count
        while end > 0, text[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        let breakCount = text.count - end
        if breakCount == 0 { append(UInt8(ascii: "-")) }
        if breakCount > 1 { append(UInt8(ascii: "+")) }
        // The last line break is the block's own.
        let body = breakCount > 0 ? text.count - 1 : text.count
        var start = 0
        while start <= body {
            let stop = text.firstOffset(of: UInt8(ascii: "\n"), in: start..<body)
            appendLine(indent: stop > start ? indent : 0)
            append(text, start..<stop)
            start = stop + 1
        }
    }

    /// `>-` with the words of a text filled into lines.
    private mutating func appendFolded(_ text: Span<UInt8>, indent: Int) {
        append(">-")
        appendLine(indent: indent)
        var column = indent
        var start = 0
        while start < text.count {
            let end = text.firstOffset(of: UInt8(ascii: " "), in: start..<text.count)
            if start > 0 {
                if column + 1 + end - start > YAMLPrinter.foldColumn {
                    appendLine(indent: indent)
                    column = indent
                } else {
                    append(UInt8(ascii: " "))
                    column += 1
                }
            }
            append(text, start..<end)
            column += end - start
            start = end + 1
        }
    }
}

/// A string in double quotes, with escapes for what is not printable.
private func doubleQuoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": output += "\\\""
        case "\\": output += "\\\\"
        case "\n": output += "\\n"
        case "\t": output += "\\t"
        case "\r": output += "\\r"
        case _ where isPrintable(scalar): output.unicodeScalars.append(scalar)
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let width = digits.utf8.count <= 4 ? 4 : 8
            output += width == 4 ? "\\u" : "\\U"
            output += String(repeating: "0", count: width - digits.utf8.count) + digits
        }
    }
    return output + "\""
}

extension Span<UInt8> {
    /// The offset of a byte's first occurrence in a range; the range's end where there is none.
    fileprivate func firstOffset(of byte: UInt8, in range: Range<Int>) -> Int {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let found = ByteMarks.equal(word(at: offset, upTo: range.upperBound - offset), byte)
            if found != 0 {
                return Swift.min(offset + found.trailingZeroBitCount / 8, range.upperBound)
            }
            offset += 8
        }
        return range.upperBound
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
