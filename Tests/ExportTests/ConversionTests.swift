import Diagnostics
import Export
import JSON
import Model
import Syntax
import TestSupport
import Testing

/// What the two kinds of document say differently, and what only one of them can say.
@Suite struct ConversionTests {
    private func convert(
        _ text: String, to type: AWSExportOptions.DocumentType
    ) throws -> FaithfulExport {
        var options = FaithfulExportOptions()
        options.type = type
        var log = DiagnosticLog()
        return FaithfulExport(try document(text), options, into: &log)
    }

    private func swagger(_ operation: String, _ rest: String = "") -> String {
        """
        swagger: "2.0"
        info: {title: t, version: "1"}
        consumes: [application/json]
        produces: [application/json]
        paths:
          /a:
            post: {\(operation), responses: {"200": {description: ok}}}
        \(rest)
        """
    }

    private func openAPI(_ operation: String, _ rest: String = "") -> String {
        """
        openapi: 3.0.1
        info: {title: t, version: "1"}
        paths:
          /a:
            post: {\(operation), responses: {"200": {description: ok}}}
        \(rest)
        """
    }

    /// A named body stays named where the operation takes the document's media types only.
    @Test func namedBodiesFollowTheMediaTypes() throws {
        let body = "parameters: {B: {name: body, in: body, schema: {type: object}}}"
        let reference = "parameters: [{$ref: '#/parameters/B'}]"
        let named = try convert(swagger(reference, body), to: .oas30).value
        #expect(
            named["paths"]?["/a"]?["post"]?["requestBody"] == [
                "$ref": "#/components/requestBodies/B"
            ])
        let own = try convert(swagger("consumes: [text/xml], " + reference, body), to: .oas30).value
        #expect(
            own["paths"]?["/a"]?["post"]?["requestBody"]?["content"] == [
                "text/xml": ["schema": ["type": "object"]]
            ])
    }

    /// A Swagger array parameter, and how OpenAPI says it.
    @Test(arguments: [
        ("query", "csv", #"{"style":"form","explode":false}"#),
        ("query", "multi", #"{"explode":true}"#),
        ("query", "ssv", #"{"style":"spaceDelimited","explode":false}"#),
        ("query", "pipes", #"{"style":"pipeDelimited","explode":false}"#), ("header", "csv", "{}"),
    ])
    func collectionFormatsAreStyles(location: String, format: String, style: String) throws {
        let text = swagger(
            "parameters: [{name: p, in: \(location), type: array, items: {type: string}, "
                + "collectionFormat: \(format)}]")
        let export = try convert(text, to: .oas30)
        #expect(export.losses.isEmpty)
        let parameter = export.value["paths"]?["/a"]?["post"]?["parameters"]?.arrayValue?.first
        let members = (parameter?.objectValue?.members ?? []).filter {
            !["name", "in", "schema"].contains($0.key)
        }
        #expect(JSONValue.object(JSONObject(members)).printed() == style)
        // And back again.
        let back = try convert(export.value.printed(), to: .swagger).value
        let again = back["paths"]?["/a"]?["post"]?["parameters"]?.arrayValue?.first
        #expect(again?["collectionFormat"]?.stringValue ?? "csv" == format)
    }

    /// Keywords that Swagger lacks are kept under another name, and come back.
    @Test func keywordsOfOpenAPIComeBack() throws {
        let schemas = """
            components:
              schemas:
                A:
                  nullable: true
                  oneOf: [{$ref: "#/components/schemas/B"}, {type: string, writeOnly: true}]
                  discriminator: {propertyName: kind}
                B: {type: object, deprecated: true, not: {type: array, items: {}}}
            """
        let text = openAPI("operationId: a", schemas)
        let there = try convert(text, to: .swagger)
        #expect(there.losses.map(\.effect) == [.schema, .schema])
        let oneOf = there.value["definitions"]?["A"]?["x-oneOf"]
        #expect(oneOf?.arrayValue?.first == ["$ref": "#/definitions/B"])
        let back = try convert(there.value.printed(), to: .oas30)
        let own = FaithfulExportOptions()
        var log = DiagnosticLog()
        let original = FaithfulExport(try document(text), own, into: &log).value
        #expect(back.value["components"] == original["components"])
    }

    /// An operation's members, where the loss is noted, and what of API Gateway's it changes.
    @Test(arguments: [
        (
            "requestBody: {content: {application/json: {schema: {type: object}}, "
                + "text/xml: {schema: {type: array, items: {}}}}}", "requestBody/content/text~1xml",
            ConversionLoss.Effect.requestModels
        ),
        (
            "requestBody: {content: {multipart/form-data: {schema: {type: object, "
                + "properties: {f: {type: string}}}}}}", "requestBody", .requestModels
        ),
        ("parameters: [{name: c, in: cookie, schema: {type: string}}]", "parameters/0", .nothing),
        ("callbacks: {c: {}}", "callbacks", .nothing),
        (
            "parameters: [{name: c, in: query, schema: {type: object}}]", "parameters/0/schema",
            .nothing
        ),
    ])
    func lossesAreNotedWhereTheyAre(
        operation: String, place: String, effect: ConversionLoss.Effect
    ) throws {
        let text = openAPI(operation)
        let losses = try convert(text, to: .swagger).losses
        #expect(losses.count == 1)
        let pointer = losses.first?.pointer.dropFirst(3).map {
            $0.replacing("~", with: "~0").replacing("/", with: "~1")
        }
        #expect(pointer?.joined(separator: "/") == place)
        #expect(losses.first?.effect == effect)
    }

    @Test func aLossIsReportedOnceWithItsPlaces() throws {
        let text = """
            openapi: 3.0.1
            info: {title: t, version: "1"}
            paths: {}
            components:
              schemas:
                A: {oneOf: [{type: string}]}
                B: {oneOf: [{type: string}]}
            """
        var options = FaithfulExportOptions()
        options.type = .swagger
        var log = DiagnosticLog()
        _ = FaithfulExport(try document(text), options, into: &log)
        let found = log.diagnostics
        #expect(found.count == 1)
        #expect(found.first?.message.hasSuffix("(2 places)") ?? false)
        #expect(found.first?.notes.count == 1)
        let bytes = Array(text.utf8)
        let range = try #require(found.first?.range)
        #expect(
            String(decoding: bytes[Int(range.start)..<Int(range.end)], as: UTF8.self) == "oneOf")
    }

    /// A composed schema has no model at API Gateway; what Swagger keeps of it has none either.
    @Test func aComposedBodyMakesNoModelOfNothing() throws {
        let text = openAPI(
            "requestBody: {content: {application/json: {schema: {oneOf: [{type: string}]}}}}")
        let export = try convert(text, to: .swagger)
        let api = try restAPI(try document(export.value.printed()))
        #expect(api.models.isEmpty)
        #expect(api.methods.allSatisfy { $0.method.requestModels.isEmpty })
    }

    /// Servers and what they come to in Swagger.
    @Test(
        arguments: [
            ("[{url: https://a.example/v1}, {url: http://a.example/v1}]", "a.example", "/v1", 0),
            ("[{url: /v1/}]", nil, "/v1", 0),
            ("[{url: https://a.example:8443}]", "a.example:8443", nil, 0),
            ("[{url: 'https://{h}/v1'}]", nil, "/v1", 1),
            ("[{url: https://a.example}, {url: https://b.example}]", "a.example", nil, 1),
            ("[{url: 'https://{h}', variables: {h: {default: a.example}}}]", "a.example", nil, 1),
        ] as [(String, String?, String?, Int)])
    func serversAreHostsAndPaths(
        servers: String, host: String?, path: String?, lossCount: Int
    ) throws {
        let export = try convert(openAPI("operationId: a", "servers: \(servers)"), to: .swagger)
        #expect(export.value["host"]?.stringValue == host)
        #expect(export.value["basePath"]?.stringValue == path)
        #expect(export.losses.count == lossCount)
    }

    /// Both branches of a template's choice are converted.
    @Test func choicesOfTemplatesAreConverted() throws {
        let text = """
            openapi: 3.0.1
            info: {title: t, version: "1"}
            paths:
              /a:
                Fn::If:
                  - C
                  - {get: {parameters: [{name: p, in: query, schema: {type: string}}]}}
                  - {Ref: AWS::NoValue}
            """
        let value = try convert(text, to: .swagger).value
        let branches = value["paths"]?["/a"]?["Fn::If"]?.arrayValue
        #expect(
            branches?[1]["get"]?["parameters"] == [["name": "p", "in": "query", "type": "string"]])
        #expect(branches?[2] == ["Ref": "AWS::NoValue"])
    }
}
