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
            append(doubleQuoted(string(text.extracting(range))).utf8.span)
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

    init(_ text: Span<UInt8>, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var all = ByteMarks()
        var hasWords = false
        /// Spaces after spaces, and what reads as an indicator: `: ` and ` #`.
        var doubleSpaces: UInt64 = 0
        var indicators: UInt64 = 0
        var (lastSpaces, lastColons) = (UInt64(0), UInt64(0))
        var offset = range.lowerBound
        while offset < range.upperBound {
            let own = ownBits(range.upperBound - offset)
            // Behind the text there are letters.
            let word =
                text.word(at: offset, upTo: range.upperBound - offset) & own
                | 0x6161_6161_6161_6161 & ~own
            offset += 8
            guard ByteMarks.mayHaveMarks(word) else {
                (lastSpaces, lastColons) = (0, 0)
                hasWords = true
                continue
            }
            let marks = ByteMarks(word)
            if marks.others & own != 0 { hasWords = true }
            let afterSpace = marks.spaces << 8 | lastSpaces >> 56
            doubleSpaces |= marks.spaces & afterSpace
            indicators |= marks.spaces & (marks.colons << 8 | lastColons >> 56)
            indicators |= marks.hashes & afterSpace
            (lastSpaces, lastColons) = (marks.spaces, marks.colons)
            all.formUnion(marks)
        }
        hasBreak = all.lineBreaks != 0
        isPrintable = all.controls == 0
        if isPrintable, all.notASCII != 0 {
            isPrintable = string(text.extracting(range)).unicodeScalars.allSatisfy(
                Syntax.isPrintable)
        }
        guard isPrintable else { return }
        let (first, final) = (text[range.lowerBound], text[range.upperBound - 1])
        let space = UInt8(ascii: " ")
        let hasTab = all.tabs != 0
        canBeLiteral = hasBreak && hasWords
        canBeFolded =
            all.spaces != 0 && doubleSpaces == 0 && !hasTab && !hasBreak && first != space
            && final != space
        canBePlain =
            canStartPlain(first) && final != space && final != UInt8(ascii: ":") && !hasBreak
            && !hasTab && indicators == 0
    }
}

/// The bits of the first `count` of eight bytes.
@inline(__always)
private func ownBits(_ count: Int) -> UInt64 {
    count < 8 ? 1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1 : .max
}

/// Where among eight bytes those are that ``TextTraits`` asks about: the high bit of each.
private struct ByteMarks {
    var spaces: UInt64 = 0
    var lineBreaks: UInt64 = 0
    var tabs: UInt64 = 0
    var colons: UInt64 = 0
    var hashes: UInt64 = 0
    /// Bytes below a space but for tabs and line breaks, and 0x7F.
    var controls: UInt64 = 0
    var notASCII: UInt64 = 0
    /// Bytes above a space.
    var others: UInt64 = 0

    init() {}

    @inline(__always)
    init(_ word: UInt64) {
        let high: UInt64 = 0x8080_8080_8080_8080
        // A byte of ASCII is below a space where neither 0x20 nor 0x40 is in it.
        let belowSpace = ~((word & 0x6060_6060_6060_6060) &+ 0x6060_6060_6060_6060 | word) & high
        spaces = Self.equal(word, UInt8(ascii: " "))
        lineBreaks = Self.equal(word, UInt8(ascii: "\n"))
        tabs = Self.equal(word, UInt8(ascii: "\t"))
        colons = Self.equal(word, UInt8(ascii: ":"))
        hashes = Self.equal(word, UInt8(ascii: "#"))
        controls = belowSpace & ~lineBreaks & ~tabs | Self.equal(word, 0x7F)
        notASCII = word & high
        others = high & ~belowSpace & ~spaces
    }

    @inline(__always)
    mutating func formUnion(_ other: Self) {
        spaces |= other.spaces
        lineBreaks |= other.lineBreaks
        tabs |= other.tabs
        controls |= other.controls
        notASCII |= other.notASCII
    }

    /// Whether there may be a byte among eight that is anything but above a space.
    ///
    /// Most are letters, and are told by this alone.
    @inline(__always)
    static func mayHaveMarks(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (colon, hash) = (word ^ ones &* 0x3A, word ^ ones &* 0x23)
        // Not ASCII or 0x7F; up to a space; equal to either.
        let found =
            word | (word &+ ones) | (word &- ones &* 0x21)
            | ((colon &- ones) & ~colon) | ((hash &- ones) & ~hash)
        return found & 0x8080_8080_8080_8080 != 0
    }

    /// Whether there may be a byte among eight that is not ASCII, no character or a `#`.
    @inline(__always)
    static func mayBeUnusual(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let hash = word ^ ones &* 0x23
        // Not ASCII or 0x7F; below a space; equal to it.
        let found =
            word | (word &+ ones) | (word &- ones &* 0x20) | ((hash &- ones) & ~hash)
        return found & 0x8080_8080_8080_8080 != 0
    }

    /// Where among eight bytes one is.
    @inline(__always)
    static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let difference = word ^ 0x0101_0101_0101_0101 &* UInt64(byte)
        return ~((difference & low) &+ low | difference | low)
    }
}

/// Whether a text is certain to be read back as a string when it stands plain, as most are: it
/// begins with a letter, `/` or `$` and has nothing but ASCII from a space on, no `#`, no `:` before
/// a space, and neither of them at its end.
///
/// Where not, or where fewer than eight bytes stand behind it, ``TextTraits`` looks closer.
private func isEvidentlyPlain(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty, range.upperBound <= text.count - 8 else { return false }
    let (first, final) = (text[range.lowerBound], text[range.upperBound - 1])
    guard
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20 || first == UInt8(ascii: "/")
            || first == UInt8(ascii: "$"),
        final != UInt8(ascii: " "), final != UInt8(ascii: ":")
    else { return false }
    var offset = range.lowerBound
    while offset < range.upperBound {
        var word = text.word(at: offset)
        let length = range.upperBound &- offset
        if length < 8 {
            // Behind the text there are letters.
            word = word & ownBits(length) | 0x6161_6161_6161_6161 & ~ownBits(length)
        }
        if ByteMarks.mayHaveMarks(word) {
            if ByteMarks.mayBeUnusual(word) { return false }
            // What stands behind the text is of no matter, for its last byte is no colon.
            let colons = ByteMarks.equal(word, UInt8(ascii: ":"))
            let beforeSpace = ByteMarks.equal(text.word(at: offset + 1), UInt8(ascii: " "))
            if colons & beforeSpace != 0 { return false }
        }
        offset &+= 8
    }
    return range.count > 5 || !isTypeWord(text, range)
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
private func looksLikeAnotherType(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    if UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[range.lowerBound] {
        // Numbers in any base, with underscores, sexagesimals, dates and times.
        return range.allSatisfy { index in
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "x"),
                UInt8(ascii: "o"), UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "Z"),
                UInt8(ascii: " "):
                true
            default: false
            }
        } && !isVersionLike(text.extracting(range))
    }
    return range.count <= 5 && isTypeWord(text, range)
}

/// Whether a text of at most five bytes is one of ``typeWords``, in any case.
private func isTypeWord(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let letters = UInt64(1) << UInt64(8 * range.count) &- 1
    let word = (text.word(at: range.lowerBound, upTo: range.count) | 0x2020_2020_2020) & letters
    return typeWords.contains(word)
}

/// What YAML 1.1 or 1.2 reads as null or a boolean, in lower case; the first letter in the lowest
/// bits.
private let typeWords = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].map { word in
    word.utf8.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
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
