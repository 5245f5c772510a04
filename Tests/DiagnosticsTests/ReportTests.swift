import Diagnostics
import JSON
import TestSupport
import Testing

/// Two diagnostics against a small document, in every format.
@Suite struct ReportTests {
    static let reports: [Report] = {
        var files = SourceFileSet()
        _ = files.add(path: "apis/my api.yaml", bytes: Array("né: <1>\nb: 2\n".utf8))
        let first = Diagnostic(
            .init(rawValue: "first-rule"), .error, "'<1>' is 100% wrong", at: SourceRange(5, 8),
            notes: [.init("see, also: here", at: SourceRange(9, 10))], help: "write 1",
            aws: .init(.error, "Invalid \"1\""))
        let second = Diagnostic(
            .init(rawValue: "second-rule"), .note, "consider 'b'", at: SourceRange(9, 13))
        return [
            Report(input: "apis/my api.yaml", files: files, diagnostics: [first, second]),
            Report(input: "other.yaml", files: SourceFileSet(), diagnostics: []),
        ]
    }()

    static let tool = ReportTool(
        name: "apigw", version: "1.2.3",
        explanations: [
            Explanation(
                .init(rawValue: "first-rule"), .error, "Things are right.", reason: "They must be.",
                bad: "a: <1>", good: "a: 1")
        ])

    @Test(arguments: ReportFormat.allCases)
    func rendersAsRecorded(format: ReportFormat) throws {
        try expectGolden(
            rendered(Self.reports, as: format, by: Self.tool), "Reports/two.\(format.rawValue)")
    }

    /// SARIF 2.1.0, sections 3.13, 3.14, 3.27, 3.55 and 3.57: members that must be there.
    @Test func aFixReplacesTheTokenAndKeepsItsQuotes() throws {
        var files = SourceFileSet()
        _ = files.add(path: "/apis/a.yaml", bytes: Array("type: 'aws_proxi'\n".utf8))
        let diagnostic = Diagnostic(
            .init(rawValue: "first-rule"), .error, "'aws_proxi' is no type",
            at: SourceRange(6, 17)
        ).suggesting("aws_proxy")
        #expect(diagnostic.help == "write 'aws_proxy'")
        let text = rendered(
            [Report(input: "a.yaml", files: files, diagnostics: [diagnostic])], as: .sarif,
            by: Self.tool)
        let log = try JSONValue(parsing: Array(text.utf8))
        #expect(log["version"] == "2.1.0")
        let run = try #require(log["runs"]?.arrayValue?.first)
        let driver = try #require(run["tool"]?["driver"])
        #expect(driver["name"] == "apigw")
        #expect(driver["rules"]?.arrayValue?.first?["id"] == "first-rule")
        let result = try #require(run["results"]?.arrayValue?.first)
        #expect(result["message"]?["text"]?.stringValue?.hasPrefix("'aws_proxi'") ?? false)
        let location = result["locations"]?.arrayValue?.first?["physicalLocation"]
        #expect(location?["artifactLocation"]?["uri"] == "file:///apis/a.yaml")
        let fix = try #require(result["fixes"]?.arrayValue?.first)
        #expect(fix["description"]?["text"] == "write 'aws_proxy'")
        let change = try #require(fix["artifactChanges"]?.arrayValue?.first)
        #expect(change["artifactLocation"] == location?["artifactLocation"])
        let replacement = try #require(change["replacements"]?.arrayValue?.first)
        #expect(replacement["deletedRegion"] == location?["region"])
        #expect(replacement["insertedContent"]?["text"] == "'aws_proxy'")
    }

    @Test func withoutAWordNothingIsSuggested() {
        let diagnostic = Diagnostic(
            .init(rawValue: "first-rule"), .error, "wrong", at: SourceRange(0, 1), help: "do so")
        #expect(diagnostic.suggesting(nil) == diagnostic)
    }
}
