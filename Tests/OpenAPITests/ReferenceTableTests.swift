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
