import Diagnostics
import Lowering
import Model
import OpenAPI
import Syntax
import TestSupport
import Testing

/// Reads the document of a text.
func document(_ text: String) throws -> OpenAPIDocument {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: "t.yaml", bytes: Array(text.utf8)), into: &log)
    return try #require(OpenAPIDocument.read(root, into: &log), "\(log.diagnostics.map(\.message))")
}

/// Reads the document of a file in `Fixtures/Specs`.
func document(of name: String) throws -> OpenAPIDocument {
    try document(String(decoding: try fixture("Specs/\(name)"), as: UTF8.self))
}

/// The REST API that a document comes to.
func restAPI(_ document: OpenAPIDocument) throws -> RestAPI {
    var log = DiagnosticLog()
    guard case .rest(let api) = lower(document, LoweringOptions(), into: &log) else {
        throw NotREST()
    }
    return api
}

private struct NotREST: Error {}
