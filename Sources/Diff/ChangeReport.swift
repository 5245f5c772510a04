package import Diagnostics
internal import JSON

/// Changes with the files of both versions, printed for people or programs.
package struct ChangeReport {
    /// How a report is printed.
    package enum Format: String, Sendable, CaseIterable {
        case text, json, markdown
    }

    private let changes: [Change]
    private let old: SourceFileSet
    private let new: SourceFileSet
    private var lines: [SideFile: LineIndex] = [:]

    private struct SideFile: Hashable {
        var isNew: Bool
        var file: FileID
    }

    /// Creates a report.
    package init(_ changes: [Change], old: SourceFileSet, new: SourceFileSet) {
        self.changes = changes
        self.old = old
        self.new = new
    }

    /// Returns the report in a format, with a final newline.
    package mutating func rendered(_ format: Format) -> String {
        switch format {
        case .text: text
        case .json: json
        case .markdown: markdown
        }
    }

    /// The sections of a report for people.
    private var sections: [(title: String, changes: [Change])] {
        [
            ("breaking", changes.filter { $0.level == .breaking }),
            ("warnings", changes.filter { $0.level == .warning }),
            (
                "compatible",
                changes.filter { $0.level == .compatible && $0.audience == .clients }
            ),
            (
                "operation",
                changes.filter { $0.level == .compatible && $0.audience == .operation }
            ),
        ].filter { !$0.1.isEmpty }
    }

    private var summary: String {
        if changes.isEmpty { return "nothing changed" }
        let breaking = changes.count { $0.level == .breaking }
        let warnings = changes.count { $0.level == .warning }
        let others = changes.count - breaking - warnings
        return "\(breaking) breaking, \(warnings) \(warnings == 1 ? "warning" : "warnings"), "
            + "\(others) other \(others == 1 ? "change" : "changes")"
    }

    // MARK: Text

    private var text: String {
        mutating get {
            var output = ""
            for change in changes {
                let places = placesText(change, most: 3)
                output += "\(change.level.name): " + (places.isEmpty ? "" : places + ": ")
                output += "\(printable(change.message)) [\(change.id)]\n"
                if let place = position(change.old, isNew: false) { output += "  was \(place)\n" }
                if let place = position(change.new, isNew: true) { output += "  now \(place)\n" }
            }
            return output + summary + "\n"
        }
    }

    private func placesText(_ change: Change, most: Int) -> String {
        let shown = change.places.prefix(most).map(printable).joined(separator: ", ")
        let more = change.places.count - most
        return more > 0 ? "\(shown) and \(more) more" : shown
    }

    /// `api.yaml:12:5`.
    private mutating func position(_ range: SourceRange?, isNew: Bool) -> String? {
        guard let (path, line, column) = place(range, isNew: isNew) else { return nil }
        return "\(printable(path)):\(line):\(column)"
    }

    private mutating func place(
        _ range: SourceRange?, isNew: Bool
    ) -> (path: String, line: Int, column: Int)? {
        guard let range, let file = (isNew ? new : old)[range.file] else { return nil }
        let key = SideFile(isNew: isNew, file: range.file)
        let index = lines[key] ?? LineIndex(file.bytes)
        lines[key] = index
        let offset = min(Int(range.start), file.bytes.count)
        let line = index.line(at: offset)
        // Columns count Unicode scalars.
        let before = file.bytes[min(index.start(ofLine: line), offset)..<offset]
        return (file.path, line, before.count { $0 & 0xC0 != 0x80 } + 1)
    }

    // MARK: Markdown

    private var markdown: String {
        mutating get {
            var output = "# API changes\n\n\(summary)\n"
            for (title, changes) in sections {
                output += "\n## \(title.prefix(1).uppercased())\(title.dropFirst())\n\n"
                for change in changes {
                    let places = placesText(change, most: 5)
                    output += "- " + (places.isEmpty ? "" : "**\(escaped(places))**: ")
                    output += "\(escaped(printable(change.message))) (`\(change.id)`"
                    if let place = position(change.old, isNew: false) {
                        output += ", was `\(place)`"
                    }
                    if let place = position(change.new, isNew: true) {
                        output += ", now `\(place)`"
                    }
                    output += ")\n"
                }
            }
            return output
        }
    }

    /// Text without what Markdown takes for markup.
    private func escaped(_ text: String) -> String {
        var output: [UInt8] = []
        for byte in text.utf8 {
            if "\\`*_[]<>#|".utf8.contains(byte) { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: JSON

    private var json: String {
        mutating get {
            var list: [JSONValue] = []
            for change in changes {
                var object = JSONObject()
                object["id"] = .string(change.id)
                object["level"] = .string(change.level.name)
                object["audience"] = .string(change.audience.rawValue)
                object["message"] = .string(change.message)
                object["places"] = .array(change.places.map { .string($0) })
                object["old"] = location(change.old, isNew: false)
                object["new"] = location(change.new, isNew: true)
                list.append(.object(object))
            }
            let counts = Change.Level.allCases.reversed().map { level in
                JSONObject.Member(
                    level.name, .number(JSONNumber(changes.count { $0.level == level })))
            }
            let report: JSONValue = [
                "changes": .array(list), "counts": .object(JSONObject(counts)),
            ]
            return report.printed(.indented) + "\n"
        }
    }

    private mutating func location(_ range: SourceRange?, isNew: Bool) -> JSONValue? {
        guard let range, let (path, line, column) = place(range, isNew: isNew) else { return nil }
        var object: JSONObject = [
            "file": .string(path), "line": .number(JSONNumber(line)),
            "column": .number(JSONNumber(column)),
        ]
        object["start"] = .number(JSONNumber(Int(range.start)))
        object["end"] = .number(JSONNumber(Int(range.end)))
        return .object(object)
    }
}
