import Diagnostics
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
}
