import Diagnostics
import Export
import JSON
import OpenAPI
import Syntax
import TestSupport
import Testing

@Suite struct FaithfulExportTests {
    private func export(
        _ text: String, _ options: FaithfulExportOptions
    ) -> (value: JSONValue, log: [String]) {
        var log = DiagnosticLog()
        let root = parseDocument(SourceFile(path: "t.yaml", bytes: Array(text.utf8)), into: &log)
        guard let document = OpenAPIDocument.read(root, into: &log) else {
            return (.null, ["none"])
        }
        let value = FaithfulExport(document, options, into: &log).value
        return (value, log.diagnostics.map(\.message))
    }

    private func convert(
        _ text: String, to type: AWSExportOptions.DocumentType
    ) -> (value: JSONValue, log: [String]) {
        var options = FaithfulExportOptions()
        options.type = type
        return export(text, options)
    }

    @Test func theAuthorsOwnKindIsUnchanged() throws {
        let text = String(decoding: try fixture("Specs/orders.yaml"), as: UTF8.self)
        var log = DiagnosticLog()
        let root = parseDocument(SourceFile(path: "t.yaml", bytes: Array(text.utf8)), into: &log)
        #expect(export(text, FaithfulExportOptions()).value == root.jsonValue)
    }

    @Test func thereAndBackKeepsAWholeDocument() throws {
        let text = String(decoding: try fixture("Specs/orders.yaml"), as: UTF8.self)
        let (swagger, lost) = convert(text, to: .swagger)
        #expect(lost.isEmpty)
        #expect(swagger["swagger"] == "2.0")
        let back = convert(swagger.printed(), to: .oas30).value
        let original = export(text, FaithfulExportOptions()).value
        #expect(
            back["paths"]?.printed(sortingKeys: true)
                == original["paths"]?.printed(sortingKeys: true))
        #expect(back["components"] == original["components"])
    }

    /// OpenAPI 3.0's counterparts of Swagger's parameters, forms, addresses and security schemes.
    @Test func swaggerPartsHaveTheirCounterparts() {
        let text = """
            swagger: "2.0"
            info: {title: t, version: "1"}
            host: example.com
            basePath: /v1
            schemes: [https, http]
            consumes: [application/json]
            produces: [application/json]
            paths:
              /a:
                post:
                  parameters:
                    - {name: q, in: query, type: array, items: {type: string}, collectionFormat: multi}
                    - {name: f, in: formData, type: file, required: true}
                  responses:
                    "200": {description: ok, schema: {$ref: "#/definitions/A"}}
            definitions:
              A: {type: object, discriminator: kind, x-nullable: true}
            securityDefinitions:
              b: {type: basic}
              o: {type: oauth2, flow: accessCode, authorizationUrl: u, tokenUrl: t, scopes: {}}
            """
        let (value, lost) = convert(text, to: .oas30)
        #expect(
            lost == ["form parameters become a request body, of which API Gateway makes a model"])
        #expect(
            value["servers"] == [
                ["url": "https://example.com/v1"], ["url": "http://example.com/v1"],
            ])
        let operation = value["paths"]?["/a"]?["post"]
        #expect(
            operation?["parameters"] == [
                [
                    "name": "q", "in": "query",
                    "schema": ["type": "array", "items": ["type": "string"]], "explode": true,
                ]
            ])
        #expect(
            operation?["requestBody"] == [
                "content": [
                    "multipart/form-data": [
                        "schema": [
                            "type": "object",
                            "properties": ["f": ["type": "string", "format": "binary"]],
                            "required": ["f"],
                        ]
                    ]
                ], "required": true,
            ])
        #expect(
            operation?["responses"]?["200"]?["content"] == [
                "application/json": ["schema": ["$ref": "#/components/schemas/A"]]
            ])
        #expect(
            value["components"]?["schemas"]?["A"] == [
                "type": "object", "discriminator": ["propertyName": "kind"], "nullable": true,
            ])
        #expect(
            value["components"]?["securitySchemes"]?["b"] == ["type": "http", "scheme": "basic"])
        let flows = value["components"]?["securitySchemes"]?["o"]?["flows"]
        #expect(flows?["authorizationCode"]?["tokenUrl"] == "t")
    }

    @Test func whatHasNoCounterpartIsReported() {
        let text = """
            openapi: 3.0.1
            info: {title: t, version: "1"}
            paths:
              /a:
                get:
                  parameters:
                    - {name: c, in: cookie, schema: {type: string}}
                  responses:
                    "200": {description: ok, links: {x: {operationId: y}}}
            components:
              schemas:
                A: {oneOf: [{type: string}, {type: number}]}
            """
        let (value, lost) = convert(text, to: .swagger)
        #expect(lost.count == 3)
        #expect(lost.contains { $0.contains("a cookie parameter") })
        #expect(value["paths"]?["/a"]?["get"]?["parameters"] == nil)
    }

    @Test func extensionsOfOtherGroupsAreLeftOut() throws {
        let text = String(decoding: try fixture("Specs/orders.yaml"), as: UTF8.self)
        var options = FaithfulExportOptions()
        options.extensions = [.validators]
        let value = export(text, options).value
        #expect(value["x-amazon-apigateway-request-validators"] != nil)
        let health = value["paths"]?["/health"]?["get"]
        #expect(health?["operationId"] == "getHealth")
        #expect(health?["x-amazon-apigateway-integration"] == nil)
    }
}
