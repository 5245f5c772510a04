import Diagnostics
import Lowering
import Model
import OpenAPI
import Syntax
import TestSupport
import Testing
import Validation

/// Everything that lint finds in a document.
func findings(in text: String) -> [Diagnostic] {
    var log = DiagnosticLog()
    let file = SourceFile(path: "api.yaml", bytes: Array(text.utf8))
    let root = parseDocument(file, into: &log)
    guard let document = OpenAPIDocument.read(root, into: &log) else { return log.diagnostics }
    let context = DocumentContext(document)
    guard validate(context, into: &log) else { return log.diagnostics }
    if case .rest(let api) = lower(document, LoweringOptions(), into: &log) {
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
