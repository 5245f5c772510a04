internal import JSON

/// Builds Swift text line by line.
struct SwiftWriter {
    private(set) var text = ""
    private var indentation = ""

    /// `public ` or nothing.
    let access: String

    /// The number of lines so far.
    private(set) var lineCount = 0

    init(access: String) { self.access = access }

    /// Appends a line; an empty one has no indentation.
    mutating func line(_ line: String = "") {
        if !line.isEmpty {
            text += indentation
            text += line
        }
        text += "\n"
        lineCount += 1
    }

    /// Appends a line, its block one step further in, and the closing brace.
    mutating func block(_ head: String, _ body: (inout SwiftWriter) -> Void) {
        line(head + " {")
        let outer = indentation
        indentation += "    "
        body(&self)
        indentation = outer
        line("}")
    }

    /// Appends a head whose parts in parentheses stand on one line where they fit, else one a line.
    mutating func call(
        _ head: String, _ parts: [String], _ tail: String, opensBlock: Bool = false
    ) {
        list(head + "(", parts, ")" + tail + (opensBlock ? " {" : ""))
    }

    /// Appends parts between a head and a tail, on one line where they fit.
    mutating func list(_ head: String, _ parts: [String], _ tail: String) {
        let whole = head + parts.joined(separator: ", ") + tail
        if parts.isEmpty || indentation.utf8.count + whole.utf8.count <= 100 {
            line(whole)
            return
        }
        line(head)
        let joined = parts.joined(separator: ", ")
        if indentation.utf8.count + 4 + joined.utf8.count <= 100 {
            line("    " + joined)
        } else {
            var row = ""
            for (index, part) in parts.enumerated() {
                let piece = part + (index + 1 < parts.count ? "," : "")
                if !row.isEmpty,
                    indentation.utf8.count + 5 + row.utf8.count + piece.utf8.count > 100
                {
                    line("    " + row)
                    row = ""
                }
                row += row.isEmpty ? piece : " " + piece
            }
            line("    " + row)
        }
        line(tail)
    }

    /// Runs `body` one step further in.
    mutating func indented(_ body: (inout SwiftWriter) -> Void) {
        let outer = indentation
        indentation += "    "
        body(&self)
        indentation = outer
    }

    /// Appends documentation; paragraphs are kept, trailing blank ones not.
    mutating func documentation(_ text: String?, paragraphs: Int = .max) {
        for line in documentationLines(text, paragraphs: paragraphs) {
            self.line(line.isEmpty ? "///" : "/// " + line)
        }
    }

    mutating func append(_ other: SwiftWriter) {
        text += other.text
        lineCount += other.lineCount
    }
}

/// The lines of a text as they stand in documentation, without control characters.
func documentationLines(_ text: String?, paragraphs: Int = .max) -> [String] {
    guard let text else { return [] }
    var lines: [String] = []
    var count = 0
    for raw in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
        var bytes = raw.map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }
        while bytes.last == 0x20 { bytes.removeLast() }
        if bytes.isEmpty {
            if lines.isEmpty || lines.last == "" { continue }
            count += 1
            if count >= paragraphs { break }
        }
        // Line separators of Unicode would end the comment.
        let line = String(decoding: bytes, as: UTF8.self)
            .replacing("\u{2028}", with: " ").replacing("\u{2029}", with: " ")
            .replacing("\u{85}", with: " ")
        lines.append(line)
    }
    while lines.last == "" { lines.removeLast() }
    return lines
}

/// A text as a Swift string literal.
func swiftLiteral(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case _
        where scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028
            || scalar.value == 0x2029 || scalar.value == 0x85 || scalar.value == 0xFEFF:
            result += "\\u{\(String(scalar.value, radix: 16))}"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
