import CLI
import Diagnostics
import Diff
import Foundation
import Testing

@Suite struct ChangeReportTests {
    private let old = SourceFileSet([
        SourceFile(path: "old.yaml", bytes: Array("a\nbé cd\n".utf8))
    ])
    private let new = SourceFileSet([SourceFile(path: "new.yaml", bytes: Array("x\n".utf8))])

    private var changes: [Change] {
        var shared = Change(
            "response-property-removed", .breaking, "response property '*a_b' was removed",
            at: "GET /a", old: SourceRange(6, 8), new: nil)
        shared.places += ["GET /b", "GET /c", "GET /d", "GET /e"]
        return [
            shared,
            Change(
                "integration-uri-changed", .compatible, "the integration uri changed",
                for: .operation, old: SourceRange(0, 1), new: SourceRange(0, 1)),
        ]
    }

    @Test func textNamesTheFirstPlacesAndBothPositions() {
        var report = ChangeReport(changes, old: old, new: new)
        #expect(
            report.rendered(.text) == """
                breaking: GET /a, GET /b, GET /c and 2 more: response property '*a_b' was removed \
                [response-property-removed]
                  was old.yaml:2:4
                compatible: the integration uri changed [integration-uri-changed]
                  was old.yaml:1:1
                  now new.yaml:1:1
                1 breaking, 0 warnings, 1 other change

                """)
    }

    @Test func markdownHasASectionForEachKindAndNoStrayMarkup() {
        var report = ChangeReport(changes, old: old, new: new)
        #expect(
            report.rendered(.markdown) == """
                # API changes

                1 breaking, 0 warnings, 1 other change

                ## Breaking

                - **GET /a, GET /b, GET /c, GET /d, GET /e**: response property '\\*a\\_b' was \
                removed (`response-property-removed`, was `old.yaml:2:4`)

                ## Operation

                - the integration uri changed (`integration-uri-changed`, was `old.yaml:1:1`, now \
                `new.yaml:1:1`)

                """)
    }

    @Test func jsonHasEveryPlaceAndRange() throws {
        var report = ChangeReport(changes, old: old, new: new)
        let text = report.rendered(.json)
        #expect(text.contains(#""GET /e""#))
        #expect(text.contains(#""breaking": 1"#))
        #expect(text.contains(#""start": 6"#))
    }

    @Test(arguments: [
        ([], ProgramStatus.success), (["--fail-on", "breaking"], .findings),
        (["--fail-on", "change"], .findings), (["--format", "json"], .success),
    ])
    func failsOnlyWhenAsked(options: [String], expected: ProgramStatus) throws {
        let text = document(parameter: "{name: a, in: query, schema: {type: string}}")
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let old = folder.appending(path: "old.yaml").path
        let new = folder.appending(path: "new.yaml").path
        try text.write(toFile: old, atomically: false, encoding: .utf8)
        try text.replacing("in: query,", with: "in: query, required: true,")
            .write(toFile: new, atomically: false, encoding: .utf8)
        var console = Console(inMemory: ())
        let status = runProgram(["diff", old, new] + options, &console)
        #expect(status == expected)
        #expect(!console.output.isEmpty)
        #expect(runProgram(["diff", old, old, "--fail-on", "change"], &console) == .success)
    }

    /// What a bundle keeps of its specification and settings is all of it.
    @Test func aBundleIsItsSpecification() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let spec = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/Specs/orders.yaml").path
        var console = Console(inMemory: ())
        #expect(runProgram(["compile", spec, "-o", folder], &console) == .success)
        let status = runProgram(["diff", spec, folder, "--fail-on", "change"], &console)
        #expect(status == .success, "\(String(decoding: console.output, as: UTF8.self))")
    }
}
