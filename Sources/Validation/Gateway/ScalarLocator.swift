internal import Diagnostics
internal import Patterns

/// Maps offsets of a scalar's text to the bytes of the file that it was written in.
///
/// Exact for plain and quoted scalars on one line and for the lines of literal block scalars; other
/// texts are marked as a whole. Works only when a diagnostic is made.
struct ScalarLocator: Sendable {
    private let text: [UInt8]
    private let range: SourceRange
    private let file: SourceFile?

    /// Creates a locator for the bytes of a scalar that was written at a place.
    init(_ text: [UInt8], at range: SourceRange, in file: SourceFile?) {
        self.text = text
        self.range = range
        self.file = file?.id == range.file ? file : nil
    }

    /// Creates a locator for the text of a scalar.
    init(_ text: Located<String>, in file: SourceFile?) {
        self.init(Array(text.value.utf8), at: text.range, in: file)
    }

    /// The place of the bytes `start..<end` of the text.
    func range(_ start: Int, _ end: Int) -> SourceRange {
        guard let file, Int(range.end) <= file.bytes.count, start < end, end <= text.count else {
            return range
        }
        let raw = file.bytes[Int(range.start)..<Int(range.end)]
        guard let first = raw.first else { return range }
        let isBlock = first == UInt8(ascii: "|") || first == UInt8(ascii: ">")
        return (isBlock ? inBlock(raw, start, end) : inFlow(raw, start, end)) ?? range
    }

    /// The character of a pattern that a mistake is at; its last one where something is missing.
    func range(of error: PatternError) -> SourceRange {
        var start = max(0, min(error.column, text.count - 1))
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        var end = start + 1
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return range(start, end)
    }

    /// In quotes every byte of the text follows from the next of the source, an escape, or `''`.
    private func inFlow(_ raw: ArraySlice<UInt8>, _ start: Int, _ end: Int) -> SourceRange? {
        let quote = raw.first.flatMap {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") ? $0 : nil
        }
        var place = raw.startIndex + (quote == nil ? 0 : 1)
        var from = place
        for offset in 0..<end {
            if offset == start { from = place }
            guard place < raw.endIndex else { return nil }
            if quote == UInt8(ascii: "\""), raw[place] == UInt8(ascii: "\\") {
                // Only escapes that stand for one byte; others end the exactness.
                guard place + 1 < raw.endIndex, raw[place + 1] != UInt8(ascii: "u") else {
                    return nil
                }
                place += 2
            } else if quote == UInt8(ascii: "'"), raw[place] == UInt8(ascii: "'") {
                place += 2
            } else {
                guard raw[place] == text[offset] else { return nil }
                place += 1
            }
        }
        guard place <= raw.endIndex else { return nil }
        return SourceRange(from, place, file: range.file)
    }

    /// In a literal block each line of the text is a line of the source without its indentation.
    private func inBlock(_ raw: ArraySlice<UInt8>, _ start: Int, _ end: Int) -> SourceRange? {
        let newline = UInt8(ascii: "\n")
        let lineNumber = text[..<start].count { $0 == newline }
        let lineStart = text[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let lineEnd = text[start...].firstIndex(of: newline) ?? text.count
        let line = text[lineStart..<lineEnd]
        var place = raw.startIndex
        for _ in 0...lineNumber {
            guard let found = raw[place...].firstIndex(of: newline) else { return nil }
            place = found + 1
        }
        let sourceEnd = raw[place...].firstIndex(of: newline) ?? raw.endIndex
        var indented = place
        while indented < sourceEnd, raw[indented] == UInt8(ascii: " "),
            sourceEnd - indented > line.count
        {
            indented += 1
        }
        guard raw[indented..<sourceEnd].starts(with: line) else { return nil }
        let from = indented + start - lineStart
        return SourceRange(from, max(from, min(from + end - start, sourceEnd)), file: range.file)
    }
}
