import Diagnostics
import Lowering
import Model
import OpenAPI
import Settings
import Syntax
import TestSupport
import Testing
import Validation

/// Everything that lint finds in a document, and in settings that come with it.
func findings(in text: String, settings: String? = nil) -> [Diagnostic] {
    var log = DiagnosticLog()
    let file = SourceFile(path: "api.yaml", bytes: Array(text.utf8))
    var options = LoweringOptions()
    if let settings {
        let file = SourceFile(
            path: "gateway.yaml", bytes: Array(settings.utf8), id: FileID(rawValue: 1))
        options.settings = readSettings(parseDocument(file, into: &log), into: &log)
    }
    let root = parseDocument(file, into: &log)
    guard let document = OpenAPIDocument.read(root, into: &log) else { return log.diagnostics }
    let context = DocumentContext(document)
    guard validate(context, into: &log) else { return log.diagnostics }
    if case .rest(let api) = lower(document, options, into: &log) {
        validate(api, of: context, into: &log)
    }
    return log.diagnostics
}

/// Expects a rule's diagnostics at the markers of a text and nowhere else.
func expect(
    _ rule: any Rule.Type, in marked: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    let source = MarkedText(marked)
    let found = findings(in: source.text)
    let actual = found.filter { $0.id == rule.id }.map { Int($0.range.start) }.sorted()
    let wanted = source.offsets.values.sorted()
    #expect(
        actual == wanted, "found \(found.map { "\($0.id.rawValue) \($0.range.start)" })",
        sourceLocation: sourceLocation)
}
