/// Writes Markdown as HTML: paragraphs, headings, lists, quotes, code, tables, emphasis and links.
///
/// CommonMark's common part and GitHub's tables. HTML in the text is text; only `<br>` breaks a line.
/// Links lead to `http`, `https`, `mailto` and places of the page itself, images become links, so a
/// page never fetches anything. O(*n*) but for emphasis and links, which look ahead a bounded way.
struct MarkdownHTML {
    private var html: HTMLWriter

    /// How deep lists, quotes and emphasis may nest; deeper text stays as written.
    private static let maximumDepth = 8

    /// How far ahead the end of an emphasis or link is looked for, in bytes.
    private static let lookAhead = 2000

    private init(_ html: HTMLWriter) { self.html = html }

    /// Appends Markdown to a page.
    static func write(_ text: String, to html: inout HTMLWriter) {
        var writer = MarkdownHTML(html)
        // Strings of a document may have any line ending.
        let bytes = Array(text.utf8.filter { $0 != UInt8(ascii: "\r") })
        writer.blocks(bytes.split(separator: 0x0A, omittingEmptySubsequences: false), depth: 0)
        html = writer.html
    }

    private typealias Line = ArraySlice<UInt8>

    // MARK: Blocks

    private mutating func blocks(_ lines: [Line], depth: Int) {
        var index = 0
        var paragraph: [Line] = []
        func flush(_ writer: inout Self) {
            if paragraph.isEmpty { return }
            writer.html.markup("<p>")
            writer.inline(Self.joined(paragraph), depth: 0)
            writer.html.markup("</p>\n")
            paragraph = []
        }
        while index < lines.count {
            let line = lines[index]
            let text = line.trimmed
            if text.isEmpty {
                flush(&self)
                index += 1
            } else if let fence = text.fence {
                flush(&self)
                index = code(lines, from: index + 1, until: fence)
            } else if let level = text.headingLevel {
                flush(&self)
                heading(text, level)
                index += 1
            } else if text.isRule, paragraph.isEmpty {
                html.markup("<hr>\n")
                index += 1
            } else if text.first == UInt8(ascii: ">"), depth < Self.maximumDepth {
                flush(&self)
                let end = lines[index...].firstIndex { $0.trimmed.first != UInt8(ascii: ">") }
                let quoted = lines[index..<(end ?? lines.count)].map {
                    let rest = $0.trimmed.dropFirst()
                    return rest.first == 0x20 ? rest.dropFirst() : rest
                }
                html.markup("<blockquote>")
                blocks(quoted, depth: depth + 1)
                html.markup("</blockquote>\n")
                index = end ?? lines.count
            } else if line.marker != nil, depth < Self.maximumDepth {
                flush(&self)
                index = list(lines, from: index, depth: depth)
            } else if index + 1 < lines.count, text.contains(UInt8(ascii: "|")),
                lines[index + 1].isTableRule
            {
                flush(&self)
                index = table(lines, from: index)
            } else {
                paragraph.append(line)
                index += 1
            }
        }
        flush(&self)
    }

    /// Lines of a paragraph with the breaks that two spaces at an end make.
    private static func joined(_ lines: [Line]) -> Line {
        var bytes: [UInt8] = []
        for (index, line) in lines.enumerated() {
            if index > 0 { bytes.append(0x0A) }
            let isBreak = line.suffix(2).elementsEqual([0x20, 0x20]) && index + 1 < lines.count
            bytes += line.trimmed
            if isBreak { bytes.append(UInt8(ascii: "\\")) }
        }
        return bytes[...]
    }

    private mutating func heading(_ text: Line, _ level: Int) {
        var title = text.dropFirst(level).trimmed
        while title.last == UInt8(ascii: "#") { title = title.dropLast() }
        // The page's own headings come first in the outline.
        html.open("p", ["class": "md-h md-h\(min(level, 4))"])
        inline(title.trimmed, depth: 0)
        html.markup("</p>\n")
    }

    private mutating func code(_ lines: [Line], from start: Int, until fence: Line) -> Int {
        let end = lines[start...].firstIndex { $0.trimmed.starts(with: fence) } ?? lines.count
        html.markup("<pre><code>")
        for line in lines[start..<end] {
            html.append(escaping: line)
            html.append(escaping: [0x0A])
        }
        html.markup("</code></pre>\n")
        return min(end + 1, lines.count)
    }

    /// Writes the items from a line on that have the same kind of marker; returns the line after.
    private mutating func list(_ lines: [Line], from start: Int, depth: Int) -> Int {
        guard let first = lines[start].marker else { return start + 1 }
        var index = start
        html.markup(first.isNumbered ? "<ol>" : "<ul>")
        while index < lines.count, let marker = lines[index].marker,
            marker.isNumbered == first.isNumbered, marker.indent < first.indent + 2
        {
            var item = [lines[index].dropFirst(marker.width)]
            index += 1
            var isLoose = false
            while index < lines.count {
                let line = lines[index]
                if line.trimmed.isEmpty {
                    guard index + 1 < lines.count, lines[index + 1].indent >= first.indent + 2
                    else { break }
                    isLoose = true
                } else if line.indent < first.indent + 2 {
                    if line.marker != nil || isLoose { break }
                }
                item.append(line.dropFirst(min(line.indent, marker.width)))
                index += 1
            }
            html.markup("<li>")
            if item.count == 1 {
                inline(item[0].trimmed, depth: 0)
            } else {
                blocks(item, depth: depth + 1)
            }
            html.markup("</li>\n")
            while index + 1 < lines.count, lines[index].trimmed.isEmpty,
                lines[index + 1].marker?.isNumbered == first.isNumbered
            {
                index += 1
            }
        }
        html.markup(first.isNumbered ? "</ol>\n" : "</ul>\n")
        return max(index, start + 1)
    }

    private mutating func table(_ lines: [Line], from start: Int) -> Int {
        html.markup("<div class=\"scroll\"><table><thead><tr>")
        for cell in lines[start].cells {
            html.markup("<th>")
            inline(cell, depth: 0)
            html.markup("</th>")
        }
        html.markup("</tr></thead><tbody>")
        var index = start + 2
        while index < lines.count, lines[index].contains(UInt8(ascii: "|")) {
            html.markup("<tr>")
            for cell in lines[index].cells {
                html.markup("<td>")
                inline(cell, depth: 0)
                html.markup("</td>")
            }
            html.markup("</tr>\n")
            index += 1
        }
        html.markup("</tbody></table></div>\n")
        return index
    }

    // MARK: Text

    private mutating func inline(_ text: Line, depth: Int) {
        var index = text.startIndex
        var plainStart = index
        func flush(_ writer: inout Self) {
            writer.html.append(escaping: text[plainStart..<index])
        }
        while index < text.endIndex {
            let byte = text[index]
            let rest = text[index...]
            let end: Int?
            switch byte {
            case UInt8(ascii: "\\"):
                let next = index + 1 < text.endIndex ? text[index + 1] : 0
                guard next == 0x0A || next.isPunctuation else {
                    index += 1
                    continue
                }
                flush(&self)
                if next == 0x0A {
                    html.markup("<br>\n")
                } else {
                    html.append(escaping: [next])
                }
                end = index + 2
            case UInt8(ascii: "`"):
                end = span(rest) { writer in flush(&writer) }
            case UInt8(ascii: "*"), UInt8(ascii: "_"):
                end =
                    depth < Self.maximumDepth
                    ? emphasis(rest, in: text, depth) { writer in flush(&writer) } : nil
            case UInt8(ascii: "["), UInt8(ascii: "!"):
                end = depth < Self.maximumDepth ? link(rest, depth) { flush(&$0) } : nil
            case UInt8(ascii: "<"):
                end = angle(rest) { flush(&$0) }
            case UInt8(ascii: "h"):
                end = address(rest, in: text) { flush(&$0) }
            default: end = nil
            }
            if let end {
                index = end
                plainStart = end
            } else {
                index += 1
            }
        }
        flush(&self)
    }

    /// Code between runs of back quotes of the same length.
    private mutating func span(_ rest: Line, _ flush: (inout Self) -> Void) -> Int? {
        let count = rest.prefix { $0 == UInt8(ascii: "`") }.count
        let start = rest.startIndex + count
        var index = start
        let limit = min(rest.endIndex, start + Self.lookAhead)
        while index < limit {
            guard rest[index] == UInt8(ascii: "`") else {
                index += 1
                continue
            }
            let run = rest[index...].prefix { $0 == UInt8(ascii: "`") }.count
            if run == count {
                flush(&self)
                html.markup("<code>")
                html.append(escaping: rest[start..<index].trimmed)
                html.markup("</code>")
                return index + run
            }
            index += run
        }
        return nil
    }

    private mutating func emphasis(
        _ rest: Line, in text: Line, _ depth: Int, _ flush: (inout Self) -> Void
    ) -> Int? {
        let mark = rest[rest.startIndex]
        let count = min(rest.prefix { $0 == mark }.count, 2)
        let start = rest.startIndex + count
        guard start < rest.endIndex, !rest[start].isSpace else { return nil }
        // An underscore within a word is a letter like others.
        if mark == UInt8(ascii: "_"), rest.startIndex > text.startIndex,
            text[rest.startIndex - 1].isWordByte
        {
            return nil
        }
        let limit = min(rest.endIndex, start + Self.lookAhead)
        var index = start
        while index + count <= limit {
            let isMark = rest[index..<index + count].allSatisfy { $0 == mark }
            let after = index + count < rest.endIndex ? rest[index + count] : 0x20
            let isEnd = isMark && index > start && !rest[index - 1].isSpace && after != mark
            if isEnd, mark == UInt8(ascii: "*") || !after.isWordByte {
                flush(&self)
                html.markup(count == 2 ? "<strong>" : "<em>")
                inline(rest[start..<index], depth: depth + 1)
                html.markup(count == 2 ? "</strong>" : "</em>")
                return index + count
            }
            index += isMark && !isEnd ? count : 1
        }
        return nil
    }

    /// `[text](address)`; an image becomes a link to it.
    private mutating func link(
        _ rest: Line, _ depth: Int, _ flush: (inout Self) -> Void
    ) -> Int? {
        var start = rest.startIndex
        if rest[start] == UInt8(ascii: "!") { start += 1 }
        guard start < rest.endIndex, rest[start] == UInt8(ascii: "[") else { return nil }
        let limit = rest[start...].prefix(Self.lookAhead)
        guard let close = limit.firstIndex(of: UInt8(ascii: "]")), close + 1 < limit.endIndex,
            limit[close + 1] == UInt8(ascii: "("),
            let end = limit[close...].firstIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let target = limit[(close + 2)..<end].split(separator: 0x20).first ?? []
        guard let address = Self.safeAddress(target) else { return nil }
        let label = limit[(start + 1)..<close]
        flush(&self)
        html.open("a", ["href": address, "rel": "noreferrer"])
        if label.isEmpty { html.text(address) } else { inline(label, depth: Self.maximumDepth) }
        html.close("a")
        return end + 1
    }

    /// `<br>` and `<https://...>`.
    private mutating func angle(_ rest: Line, _ flush: (inout Self) -> Void) -> Int? {
        guard let end = rest.prefix(Self.lookAhead).firstIndex(of: UInt8(ascii: ">")) else {
            return nil
        }
        let inner = rest[(rest.startIndex + 1)..<end].filter { $0 != 0x20 && $0 != 0x2F }
        if inner.map({ $0 | 0x20 }).elementsEqual("br".utf8) {
            flush(&self)
            html.markup("<br>\n")
            return end + 1
        }
        let target = rest[(rest.startIndex + 1)..<end]
        guard target.starts(with: "http".utf8) || target.starts(with: "mailto:".utf8),
            let address = Self.safeAddress(target)
        else { return nil }
        flush(&self)
        html.open("a", ["href": address, "rel": "noreferrer"])
        html.text(address)
        html.close("a")
        return end + 1
    }

    /// A bare `https://...`.
    private mutating func address(
        _ rest: Line, in text: Line, _ flush: (inout Self) -> Void
    ) -> Int? {
        guard rest.starts(with: "https://".utf8) || rest.starts(with: "http://".utf8) else {
            return nil
        }
        if rest.startIndex > text.startIndex, text[rest.startIndex - 1].isWordByte { return nil }
        var end = rest.firstIndex { $0.isSpace || "<>\"')]|`*".utf8.contains($0) } ?? rest.endIndex
        while end > rest.startIndex, ".,;:!?".utf8.contains(rest[end - 1]) { end -= 1 }
        guard let address = Self.safeAddress(rest[..<end]) else { return nil }
        flush(&self)
        html.open("a", ["href": address, "rel": "noreferrer"])
        html.text(address)
        html.close("a")
        return end
    }

    /// An address that a link may have; `nil` for `javascript:` and its kind.
    private static func safeAddress(_ bytes: Line) -> String? {
        guard bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }), !bytes.isEmpty else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let lower = text.lowercased()
        let isKnown = ["https://", "http://", "mailto:", "#"].contains { lower.hasPrefix($0) }
        return isKnown ? text : nil
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A }

    fileprivate var isWordByte: Bool {
        0x30...0x39 ~= self || 0x61...0x7A ~= self | 0x20 || self >= 0x80
    }

    fileprivate var isPunctuation: Bool { 0x21..<0x7F ~= self && !isWordByte }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmed: Self {
        var slice = drop { $0.isSpace }
        while slice.last?.isSpace ?? false { slice = slice.dropLast() }
        return slice
    }

    /// Columns of white space at the start.
    fileprivate var indent: Int { prefix { $0.isSpace }.count }

    /// The run of back quotes or tildes that opens or closes a code block.
    fileprivate var fence: Self? {
        guard let mark = first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
            return nil
        }
        let run = prefix { $0 == mark }
        return run.count >= 3 && !dropFirst(run.count).contains(UInt8(ascii: "`")) ? run : nil
    }

    fileprivate var headingLevel: Int? {
        let count = prefix { $0 == UInt8(ascii: "#") }.count
        return 1...6 ~= count && dropFirst(count).first == 0x20 ? count : nil
    }

    fileprivate var isRule: Bool {
        guard let mark = first, "-*_".utf8.contains(mark) else { return false }
        let marks = filter { !$0.isSpace }
        return marks.count >= 3 && marks.allSatisfy { $0 == mark }
    }

    /// The marker of a list's item: where it stands, and how many bytes go before the text.
    fileprivate var marker: (isNumbered: Bool, indent: Int, width: Int)? {
        let indent = indent
        let rest = dropFirst(indent)
        let digits = rest.prefix { 0x30...0x39 ~= $0 }.count
        let mark = rest.dropFirst(digits)
        guard let first = mark.first, mark.dropFirst().first?.isSpace ?? false else { return nil }
        if digits > 0 {
            return digits < 10 && (first == UInt8(ascii: ".") || first == UInt8(ascii: ")"))
                ? (true, indent, indent + digits + 2) : nil
        }
        return "-*+".utf8.contains(first) ? (false, indent, indent + 2) : nil
    }

    fileprivate var isTableRule: Bool {
        contains(UInt8(ascii: "-")) && contains(UInt8(ascii: "|"))
            && allSatisfy { "|-: \t".utf8.contains($0) }
    }

    fileprivate var cells: [Self] {
        var row = trimmed
        if row.first == UInt8(ascii: "|") { row = row.dropFirst() }
        if row.last == UInt8(ascii: "|") { row = row.dropLast() }
        return row.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
            .map(\.trimmed)
    }
}
