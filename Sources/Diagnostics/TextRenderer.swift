/// Diagnostics as text for people: a line per fact, the source line, and a caret under the mistake.
///
///     petstore.yaml:12:7: error: duplicate key 'get' [duplicate-key]
///        12 |     get:
///           |     ^~~
///     petstore.yaml:4:7: note: first defined here
///         4 |     get:
///           |     ^~~
///     help: remove one of them
package struct TextRenderer {
    /// What to show beside the lines that say what is wrong.
    package struct Style: Sendable {
        /// Whether to use ANSI colours.
        package var isColoured: Bool

        /// Whether to show source lines.
        package var showsSource: Bool

        /// Creates a style.
        package init(isColoured: Bool = false, showsSource: Bool = true) {
            self.isColoured = isColoured
            self.showsSource = showsSource
        }
    }

    private var lines: LineIndexes
    private let style: Style

    /// Creates a renderer; a file's lines are counted when it is first needed.
    package init(files: SourceFileSet, style: Style = Style()) {
        lines = LineIndexes(files)
        self.style = style
    }

    /// Returns a diagnostic's text, each line ended.
    ///
    /// O(log *n*) in the lines after the first call.
    package mutating func render(_ diagnostic: Diagnostic) -> String {
        let severity = diagnostic.severity
        var text = headLine(
            "\(severity)", colour: severity.colour, diagnostic.message,
            name: diagnostic.id.rawValue, at: diagnostic.range)
        if !diagnostic.hidesSource {
            text += excerpt(at: diagnostic.range, colour: severity.colour)
        }
        if let aws = diagnostic.aws {
            text += painted("aws:", .cyan) + " \(aws.kind): \(printable(aws.text))\n"
        }
        for note in diagnostic.notes {
            text += headLine("note", colour: .cyan, note.message, name: nil, at: note.range)
            text += excerpt(at: note.range, colour: .cyan)
        }
        if let help = diagnostic.help {
            text += painted("help:", .green) + " \(printable(help))\n"
        }
        return text
    }

    private mutating func headLine(
        _ label: String, colour: Colour, _ message: String, name: String?, at range: SourceRange
    ) -> String {
        var location = "<unknown>"
        if let file = lines.files[range.file] {
            let (line, column) = lines.position(at: range.start, in: file)
            location = "\(printable(file.path)):\(line):\(column)"
        }
        let suffix = name.map { " [\($0)]" } ?? ""
        return painted(location + ":", .bold) + " " + painted(label + ":", colour)
            + " \(printable(message))\(suffix)\n"
    }

    /// The source line of a range with its caret; empty for files as a whole.
    private mutating func excerpt(at range: SourceRange, colour: Colour) -> String {
        guard style.showsSource, let file = lines.files[range.file],
            Int(range.start) < file.bytes.count
        else { return "" }
        let index = lines.index(of: file)
        let number = index.line(at: Int(range.start))
        let bytes = index.range(ofLine: number, in: file.bytes)
        let start = min(Int(range.start), bytes.upperBound)
        let end = max(start, min(Int(range.end), bytes.upperBound))
        let excerpt = Excerpt(file.bytes, line: bytes, marked: start..<end)
        let label = String(repeating: " ", count: max(0, 5 - String(number).utf8.count))
        let bar = painted("|", .dim)
        return painted("\(label)\(number)", .dim) + " \(bar) \(excerpt.text)\n"
            + "      \(bar) " + String(repeating: " ", count: excerpt.indentation)
            + painted("^" + String(repeating: "~", count: excerpt.width - 1), colour) + "\n"
    }

    fileprivate enum Colour: String {
        case red = "1;31"
        case yellow = "1;33"
        case cyan = "1;36"
        case green = "1;32"
        case bold = "1"
        case dim = "2"
    }

    private func painted(_ text: String, _ colour: Colour) -> String {
        style.isColoured ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension Diagnostic.Severity {
    fileprivate var colour: TextRenderer.Colour {
        switch self {
        case .error: .red
        case .warning: .yellow
        case .note: .cyan
        }
    }
}

/// A source line cut to a terminal's width, and where its caret goes, in columns.
private struct Excerpt {
    var text = ""
    var indentation = 0
    var width = 1

    /// How much of a long line is shown before and after the first marked byte.
    static let before = 60
    static let after = 60

    init(_ bytes: [UInt8], line: Range<Int>, marked: Range<Int>) {
        var from = line.lowerBound
        if marked.lowerBound - from > Self.before, line.count > Self.before + Self.after {
            from = marked.lowerBound - Self.before + 20
            while from < marked.lowerBound, bytes[from] & 0xC0 == 0x80 { from += 1 }
            text = "…"
            indentation = 1
        }
        let limit = min(line.upperBound, marked.lowerBound + Self.after)
        let to = limit < line.upperBound ? limit : line.upperBound
        append(bytes[from..<marked.lowerBound])
        indentation += columns(bytes[from..<marked.lowerBound])
        let shownEnd = max(marked.lowerBound, min(marked.upperBound, to))
        append(bytes[marked.lowerBound..<shownEnd])
        width = max(1, columns(bytes[marked.lowerBound..<shownEnd]))
        append(bytes[shownEnd..<max(shownEnd, to)])
        if to < line.upperBound { text += "…" }
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            if scalar == "\t" {
                text += "    "
            } else if isUnprintable(scalar) {
                text += "\u{FFFD}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }

    private func columns(_ bytes: ArraySlice<UInt8>) -> Int {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(0) { sum, scalar in
            sum + (scalar == "\t" ? 4 : isUnprintable(scalar) ? 1 : columnCount(of: scalar))
        }
    }
}

extension Diagnostic {
    /// Renders the diagnostic without colour or source line, and without a final line break.
    ///
    ///     petstore.yaml:12:7: error: duplicate key 'get' [duplicate-key]
    ///     petstore.yaml:4:7: note: first defined here
    ///     help: remove one of them
    package func rendered(in files: SourceFileSet) -> String {
        var renderer = TextRenderer(
            files: files, style: TextRenderer.Style(isColoured: false, showsSource: false))
        return String(renderer.render(self).dropLast())
    }
}
