extension Diagnostic {
    /// Renders the diagnostic for a terminal, one line per fact, without colour.
    ///
    ///     petstore.yaml:12:7: error: duplicate key 'get' [duplicate-key]
    ///     petstore.yaml:4:7: note: first defined here
    ///     help: remove one of them
    package func rendered(in files: SourceFileSet) -> String {
        var lines = ["\(files.location(of: range)): \(severity): \(message) [\(id.rawValue)]"]
        lines += notes.map { "\(files.location(of: $0.range)): note: \($0.message)" }
        if let help { lines.append("help: \(help)") }
        return lines.joined(separator: "\n")
    }
}

extension SourceFileSet {
    fileprivate func location(of range: SourceRange) -> String {
        guard let file = self[range.file] else { return "<unknown>" }
        let (line, column) = file.position(at: range.start)
        return "\(file.path):\(line):\(column)"
    }
}
