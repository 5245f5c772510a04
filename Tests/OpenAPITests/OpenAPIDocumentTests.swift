import Diagnostics
import JSON
import OpenAPI
import Syntax
import Testing

/// Reads a JSON document; the others are files beside it, by path.
func readDocument(
    _ text: String, files: [String: String] = [:]
) throws -> (document: OpenAPIDocument?, ids: [String]) {
    var log = DiagnosticLog()
    var fileCount: UInt16 = 0
    func node(_ text: String) throws -> Node {
        var tape = JSONTape()
        if let error = tape.scan(Array(text.utf8)) { throw error }
        let file = SourceFile(path: "a.json", bytes: tape.bytes, id: FileID(rawValue: fileCount))
        fileCount += 1
        return SyntaxTree(file: file, tape: tape).root
    }
    let trees = try files.sorted { $0.key < $1.key }.map { ($0.key, try node($0.value)) }
    let document = OpenAPIDocument.read(
        try node(text), load: { path, _ in trees.first { $0.0 == path }?.1 }, into: &log)
    return (document, log.diagnostics.map(\.id.rawValue))
}

@Suite struct OpenAPIDocumentTests {
    @Test(arguments: [
        (#"{"openapi": "3.0.3"}"#, []), (#"{"swagger": "2.0"}"#, []),
        (#"{"swagger": 2.0}"#, []),
        (#"{"openapi": "3.1.0"}"#, ["unsupported-version"]),
        (#"{"swagger": "1.2"}"#, ["unsupported-version"]),
        (#"{"info": {}}"#, ["not-openapi"]), (#"[]"#, ["not-openapi"]), ("null", ["not-openapi"]),
        (#"{"openapi": "3.0.1", "swagger": "2.0"}"#, ["conflicting-versions"]),
        (#"{"openapi": "2.0"}"#, ["unsupported-version"]),
        (#"{"openapi": null}"#, ["unsupported-version"]),
    ])
    func readsTheVersionsThatImportReads(text: String, ids: [String]) throws {
        let (document, found) = try readDocument(text)
        #expect(found == ids)
        #expect((document == nil) == !ids.isEmpty)
    }

    @Test(arguments: [
        ("3.0", 0), ("3.0.0", 0), ("3.0.4", 0), ("3.0.5", 1), ("3.0.99", 1), ("3.0.x", 1),
        ("3.0.-1", 1), ("3.0.", 1),
    ])
    func warnsOfVersionsThatWereNeverPublished(version: String, count: Int) throws {
        let (document, found) = try readDocument(#"{"openapi": "\#(version)"}"#)
        #expect(found == Array(repeating: "unsupported-version", count: count))
        #expect(document != nil)
    }

    @Test func tellsAnEmptyFile() {
        for text in ["", "\n\n", "# nothing\n"] {
            var log = DiagnosticLog()
            let file = SourceFile(path: "a.yaml", bytes: Array(text.utf8))
            #expect(OpenAPIDocument.read(parseDocument(file, into: &log), into: &log) == nil)
            #expect(log.diagnostics.map(\.id.rawValue) == ["empty-document"])
        }
    }

    @Test func mergesParametersOfThePath() throws {
        let (document, _) = try readDocument(
            #"""
            {"openapi": "3.0.0", "paths": {"x-note": {}, "/a/{id}": {
              "parameters": [{"name": "id", "in": "path"}, {"name": "q", "in": "query"}],
              "get": {"parameters": [{"name": "q", "in": "query", "required": true},
                                     {"name": "q", "in": "header"}]}}}}
            """#)
        let operation = try #require(
            document?.paths.first { _ in true }?.operations.first { _ in true })
        let parameters = operation.parameters.map {
            "\($0.location) \($0.name) \($0.isRequired)"
        }
        #expect(parameters == ["query q true", "header q false", "path id true"])
        #expect(operation.ownParameters.count == 2)
    }

    @Test func readsSwaggerBodiesAsContent() throws {
        let (document, _) = try readDocument(
            #"""
            {"swagger": "2.0", "consumes": ["text/xml"], "paths": {"/a": {"post": {
              "produces": ["text/plain", "application/json"],
              "parameters": [{"in": "body", "name": "b", "schema": {"$ref": "#/definitions/B"}}],
              "responses": {"200": {"schema": {"type": "string"}}, "204": {}}}}},
             "definitions": {"B": {"type": "object"}}}
            """#)
        let operation = try #require(
            document?.paths.first { _ in true }?.operations.first { _ in true })
        #expect(operation.requestBody?.content.map(\.name.value) == ["text/xml"])
        let schema = try #require(operation.requestBody?.content.first?.schema)
        #expect(document?.resolve(schema)?["type"]?.string == "object")
        #expect(
            operation.responses.map { $0.content.map(\.name.value) }
                == [["text/plain", "application/json"], []])
    }

    @Test(arguments: [
        (#""swagger": "2.0", "basePath": "/a/b/""#, "/a/b"),
        (#""swagger": "2.0", "basePath": "/""#, nil),
        (#""openapi": "3.0.1", "servers": [{"url": "https://h.example/v1/x/"}]"#, "/v1/x"),
        (#""openapi": "3.0.1", "servers": [{"url": "https://h.example"}]"#, nil),
        (#""openapi": "3.0.1", "servers": [{"url": "/v2"}]"#, "/v2"),
        (
            #""openapi": "3.0.1", "servers": [{"url": "https://h/{basePath}", "#
                + #""variables": {"basePath": {"default": "/live"}}}]"#, "/live"
        ),
    ])
    func findsTheBasePath(members: String, path: String?) throws {
        let (document, _) = try readDocument("{\(members)}")
        #expect(document?.basePath?.value == path)
    }
}
