/// Returns reports as GitHub workflow commands, a line a diagnostic.
///
/// GitHub shows ten annotations of a kind a step; the others are in the log all the same. Errors
/// come first so that they are among the ten.
///
/// Source: GitHub Docs, “Workflow commands for GitHub Actions”: `%`, CR and LF are escaped in the
/// message, in properties `:` and `,` as well.
func renderedGitHub(_ reports: [Report]) -> String {
    var text = ""
    for severity in Diagnostic.Severity.allCases.reversed() {
        for report in reports {
            var lines = LineIndexes(report.files)
            for diagnostic in report.diagnostics where diagnostic.severity == severity {
                text += command(diagnostic, &lines)
            }
        }
    }
    return text
}

private func command(_ diagnostic: Diagnostic, _ lines: inout LineIndexes) -> String {
    let name =
        switch diagnostic.severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "notice"
        }
    var properties: [String] = []
    if let file = lines.files[diagnostic.range.file] {
        let (line, column) = lines.scalarPosition(at: diagnostic.range.start, in: file)
        let (endLine, endColumn) = lines.scalarPosition(at: diagnostic.range.end, in: file)
        properties.append("file=\(escaped(file.path, inProperty: true))")
        properties.append("line=\(line)")
        if endLine == line {
            properties.append("col=\(column)")
            properties.append("endColumn=\(max(column, endColumn - 1))")
        } else {
            properties.append("endLine=\(endLine)")
        }
    }
    properties.append("title=\(escaped(diagnostic.id.rawValue, inProperty: true))")
    let message = [diagnostic.message, diagnostic.help.map { "help: \($0)" }]
        .compactMap { $0 }.joined(separator: "\n")
    return "::\(name) \(properties.joined(separator: ","))::"
        + "\(escaped(message, inProperty: false))\n"
}

private func escaped(_ text: String, inProperty: Bool) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "%": output += "%25"
        case "\r": output += "%0D"
        case "\n": output += "%0A"
        case ":" where inProperty: output += "%3A"
        case "," where inProperty: output += "%2C"
        case let scalar where isUnprintable(scalar): output += printable(String(scalar))
        default: output.unicodeScalars.append(scalar)
        }
    }
    return output
}
