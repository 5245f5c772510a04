/// Returns reports as JUnit XML: a suite an input, a failing case a diagnostic of severity error
/// or warning, and one passing case for an input without any.
func renderedJUnit(_ reports: [Report], _ tool: ReportTool) -> String {
    let failures = reports.reduce(0) { $0 + $1.count(.error) + $1.count(.warning) }
    let cases = reports.reduce(0) { $0 + max(1, $1.count(.error) + $1.count(.warning)) }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"\(escapedForXML(tool.name))\" tests=\"\(cases)\""
    text += " failures=\"\(failures)\">\n"
    for report in reports {
        let found = report.diagnostics.filter { $0.severity > .note }
        var renderer = TextRenderer(files: report.files)
        text +=
            "  <testsuite name=\"\(escapedForXML(report.input))\" tests=\"\(max(1, found.count))\""
        text += " failures=\"\(found.count)\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
        for diagnostic in found {
            text += "    <testcase classname=\"\(escapedForXML(report.input))\""
            text += " name=\"\(escapedForXML(diagnostic.id.rawValue))\" time=\"0\">\n"
            text += "      <failure type=\"\(diagnostic.severity)\""
            text += " message=\"\(escapedForXML(diagnostic.message))\">"
            text += "\(escapedForXML(renderer.render(diagnostic)))</failure>\n    </testcase>\n"
        }
        if found.isEmpty {
            text += "    <testcase classname=\"\(escapedForXML(report.input))\" name=\"lint\""
            text += " time=\"0\"/>\n"
        }
        text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
}

/// Text for XML 1.0 content and attributes: characters that XML cannot hold are spelled out.
package func escapedForXML(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        case "\"": output += "&quot;"
        case "\n": output += "\n"
        case let scalar where isUnprintable(scalar) || (0xFFFE...0xFFFF).contains(scalar.value):
            output += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        default: output.unicodeScalars.append(scalar)
        }
    }
    return output
}
