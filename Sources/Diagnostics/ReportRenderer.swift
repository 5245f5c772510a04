/// The forms a list of diagnostics can be written in.
package enum ReportFormat: String, Sendable, CaseIterable {
    case text, json, sarif, github, junit
}

/// What a report is about: the diagnostics of one input, against the files they point into.
package struct Report: Sendable {
    /// The input as the user named it.
    package var input: String

    /// The files that ranges count in.
    package var files: SourceFileSet

    /// The diagnostics in the order to print them.
    package var diagnostics: [Diagnostic]

    /// Creates a report.
    package init(input: String, files: SourceFileSet, diagnostics: [Diagnostic]) {
        self.input = input
        self.files = files
        self.diagnostics = diagnostics
    }

    /// How many diagnostics there are of a severity.
    package func count(_ severity: Diagnostic.Severity) -> Int {
        diagnostics.count { $0.severity == severity }
    }
}

/// Who writes a report, for the forms that say so.
package struct ReportTool: Sendable {
    package var name: String
    package var version: String

    /// Everything the tool can find; SARIF lists those that were found.
    package var explanations: [Explanation]

    /// Creates a tool's description.
    package init(name: String, version: String, explanations: [Explanation]) {
        self.name = name
        self.version = version
        self.explanations = explanations
    }
}

/// Returns reports as one document of a format, ending with a line break; O(*n* log *lines*).
package func rendered(
    _ reports: [Report], as format: ReportFormat, by tool: ReportTool,
    style: TextRenderer.Style = TextRenderer.Style()
) -> String {
    switch format {
    case .text: renderedText(reports, style)
    case .json: renderedJSON(reports)
    case .sarif: renderedSARIF(reports, tool)
    case .github: renderedGitHub(reports)
    case .junit: renderedJUnit(reports, tool)
    }
}

private func renderedText(_ reports: [Report], _ style: TextRenderer.Style) -> String {
    var text = ""
    for report in reports {
        var renderer = TextRenderer(files: report.files, style: style)
        for diagnostic in report.diagnostics { text += renderer.render(diagnostic) }
    }
    let counts = Diagnostic.Severity.allCases.reversed().compactMap { severity in
        let count = reports.reduce(0) { $0 + $1.count(severity) }
        return count == 0 ? nil : "\(count) \(severity)\(count == 1 ? "" : "s")"
    }
    let inputs = reports.count == 1 ? printable(reports[0].input) : "\(reports.count) inputs"
    let found = counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")
    return text + "\(inputs): \(found)\n"
}
