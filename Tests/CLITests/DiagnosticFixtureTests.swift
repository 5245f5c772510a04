import CLI
import Diagnostics
import Foundation
import Lowering
import OpenAPI
import Settings
import Syntax
import TestSupport
import Testing

/// `Fixtures/Diagnostics/ID`: a document that is wrong, perhaps with settings, and what is said
/// about it.
@Suite struct DiagnosticFixtureTests {
    static let names: [String] = {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = root.appending(components: "Fixtures", "Diagnostics").path
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }()

    @Test(arguments: names)
    func isRenderedAsRecorded(name: String) throws {
        let file = SourceFile(
            path: "bad.yaml", bytes: try fixture("Diagnostics/\(name)/bad.yaml"))
        var files = [file]
        var log = DiagnosticLog()
        let root = parseDocument(file, into: &log)
        var options = LoweringOptions()
        if let bytes = try? fixture("Diagnostics/\(name)/gateway.yaml") {
            files.append(
                SourceFile(path: "gateway.yaml", bytes: bytes, id: FileID(rawValue: 1)))
            options.settings = readSettings(parseDocument(files[1], into: &log), into: &log)
        }
        if let document = OpenAPIDocument.read(root, into: &log) {
            _ = checkedAPI(SpecAPI(document: document), options, isGateway: false, into: &log)
        }
        #expect(log.diagnostics.contains { $0.id.rawValue == name })
        var renderer = TextRenderer(files: SourceFileSet(files))
        let text = log.diagnostics.map { renderer.render($0) }.joined()
        try expectGolden(text, "../Diagnostics/\(name)/rendered.txt")
    }

    @Test func everyRuleHasAFixture() {
        #expect(Self.names.count >= 50)
        for explanation in ruleExplanations {
            #expect(Self.names.contains(explanation.id.rawValue))
        }
    }
}
