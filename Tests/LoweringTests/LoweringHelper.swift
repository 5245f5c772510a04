import Diagnostics
import Lowering
import Model
import OpenAPI
import Syntax
import TestSupport
import Testing

/// Lowers a YAML document to a REST API.
func lowerText(
    _ text: String, _ change: (inout LoweringOptions) -> Void = { _ in }
) throws -> (api: RestAPI, log: DiagnosticLog) {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: "a.yaml", bytes: Array(text.utf8)), into: &log)
    let document = try #require(OpenAPIDocument.read(root, into: &log))
    var options = LoweringOptions()
    change(&options)
    guard case .rest(let api) = lower(document, options, into: &log) else {
        throw NotARestAPI()
    }
    return (api, log)
}

struct NotARestAPI: Error {}

/// A document with one operation whose members, indented by six, are given; `tail` is at the root.
func operationText(_ members: String, path: String = "/a", tail: String = "") -> String {
    """
    openapi: 3.0.1
    info: { title: t, version: '1' }
    \(tail)
    paths:
      \(path):
        get:
    \(members)
    """
}

/// Checks which diagnostics a document gives and where they stand.
///
/// Markers such as `1️⃣` are taken out of the text; each must be where the diagnostic starts.
func check(
    _ marked: String, _ expected: (marker: Character, id: String)...,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let source = MarkedText(marked)
    let (_, log) = try lowerText(source.text)
    let actual = log.diagnostics.map { "\($0.range.start) \($0.id.rawValue)" }.sorted()
    let wanted = expected.map { "\(source.offsets[$0.marker, default: -1]) \($0.id)" }.sorted()
    #expect(actual == wanted, sourceLocation: sourceLocation)
}
