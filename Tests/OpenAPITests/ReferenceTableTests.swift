import Diagnostics
import OpenAPI
import Syntax
import Testing

@Suite struct ReferenceTableTests {
    @Test func followsReferencesToOtherFiles() throws {
        let (document, ids) = try readDocument(
            #"""
            {"openapi": "3.0.0", "components": {"schemas": {
              "A": {"$ref": "types/a.json#/defs/A"}, "B": {"$ref": "types/b.json"}}}}
            """#,
            files: [
                "types/a.json": ##"{"defs": {"A": {"$ref": "b.json#/x~1y"}}}"##,
                "types/b.json": ##"{"x/y": {"$ref": "#/z%20z"}, "z z": {"type": "string"}}"##,
            ])
        #expect(ids == [])
        let schemas = try #require(document).schemas.map(\.value)
        #expect(document?.resolve(schemas[0])?["type"]?.string == "string")
        #expect(document?.resolve(schemas[1])?["x/y"] != nil)
    }

    @Test(arguments: [
        (##""A": {"$ref": "#/components/schemas/A"}"##, ["reference-cycle"]),
        (
            ##""A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}"##,
            ["reference-cycle", "reference-cycle"]
        ),
        (##""A": {"properties": {"a": {"$ref": "#/components/schemas/A"}}}"##, []),
        (##""A": {"$ref": "#/components/schemas/Missing"}"##, ["unresolved-reference"]),
        (##""A": {"$ref": "https://example.com/a.json"}"##, ["unresolved-reference"]),
        (##""A": {"example": {"$ref": "nowhere"}, "x-a": {"$ref": "nowhere"}}"##, []),
        (##""A": {"properties": {"example": {"$ref": "nowhere"}}}"##, ["unresolved-reference"]),
        (##""A": {"properties": {"$ref": {"type": "string"}}}"##, []),
        (##""A": {"$ref": "B"}"##, ["unresolved-reference"]),
    ])
    func reportsReferencesThatLeadNowhere(schemas: String, expected: [String]) throws {
        let (_, ids) = try readDocument(
            #"{"openapi": "3.0.0", "components": {"schemas": {\#(schemas)}}}"#)
        #expect(ids == expected)
    }

    /// Wherever a reference stands among others in YAML, read by either of the two readers.
    @Test(arguments: [
        "A:\n      $ref: gone.yaml", "A:\n      \"$ref\": gone.yaml", "A: {$ref: gone.yaml}",
        "A:\n      description: a\n      $ref: gone.yaml\n      title: b",
        "A:\n      allOf:\n      - $ref: gone.yaml\n      - type: object",
        "A:\n      allOf:\n        - title: a\n        - {'$ref': gone.yaml}",
        "A:\n      properties:\n        a:\n          items:\n            $ref: gone.yaml",
        "A:\n      allOf: [{title: $ref}, {$ref: gone.yaml}]\n    B:\n      title: b",
        "A: &a\n      $ref: gone.yaml", "A: {a: &b {title: x}}\n    B:\n      $ref: gone.yaml",
    ])
    func findsReferencesInYAML(_ schemas: String) {
        let text = "openapi: 3.0.0\ncomponents:\n  schemas:\n    \(schemas)\n"
        var log = DiagnosticLog()
        let root = parseDocument(
            SourceFile(path: "a.yaml", bytes: Array(text.utf8)), into: &log)
        _ = OpenAPIDocument.read(root, load: { _, _ in nil }, into: &log)
        #expect(log.diagnostics.map(\.id.rawValue) == ["unresolved-reference"])
    }

    @Test func chainsEndAtTheLimit() throws {
        let count = ReferenceTable.maximumChainLength
        for (length, ids) in [(count, []), (count + 1, ["reference-cycle"])] {
            let links = (0..<length).map {
                ##""S\##($0)": {"$ref": "#/components/schemas/S\##($0 + 1)"}"##
            }
            let text =
                #"{"openapi": "3.0.0", "components": {"schemas": {"#
                + links.joined(separator: ", ") + #", "S\#(length)": {"type": "string"}}}}"#
            let (document, found) = try readDocument(text)
            #expect(found == ids)
            let first = try #require(document?.schemas.first { _ in true }?.value)
            #expect((document?.resolve(first) == nil) == !ids.isEmpty)
        }
    }
}

@Suite struct SwaggerReferenceTests {
    @Test func definitionsMayBeReferredToByName() throws {
        let (document, ids) = try readDocument(
            #"{"swagger": "2.0", "definitions": {"A": {"$ref": "B"}, "B": {"type": "string"}}}"#)
        #expect(ids == [])
        let first = try #require(document?.schemas.first { _ in true }?.value)
        #expect(document?.resolve(first)?["type"]?.string == "string")
    }
}
