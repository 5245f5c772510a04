import Export
import JSON
import TestSupport
import Testing

@Suite struct PostmanTests {
    private func collection(_ text: String, stage: String? = nil) throws -> JSONValue {
        postmanCollection(try document(text), stage: stage)
    }

    /// The requests of a collection, those in folders too.
    private func requests(_ value: JSONValue) -> [JSONValue] {
        (value["item"]?.arrayValue ?? []).flatMap { item in
            item["item"] == nil ? [item] : requests(item)
        }
    }

    @Test func theFixtureComesToTheRecordedCollection() throws {
        let value = postmanCollection(try document(of: "harbour.yaml"), stage: nil)
        try expectGolden(value.printed(.indented) + "\n", "Postman/harbour.json")
    }

    @Test func identifiersAreUniqueAndOfTheFormOfUUIDs() throws {
        let value = postmanCollection(try document(of: "harbour.yaml"), stage: nil)
        var ids: [String] = []
        func collect(_ value: JSONValue) {
            if let id = value["id"]?.stringValue { ids.append(id) }
            for element in value["item"]?.arrayValue ?? [] { collect(element) }
            for element in value["response"]?.arrayValue ?? [] { collect(element) }
        }
        collect(value)
        #expect(ids.count > 5)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            let parts = id.split(separator: "-").map(\.utf8.count)
            #expect(parts == [8, 4, 4, 4, 12])
        }
    }

    /// Server URL, option, `baseUrl`, `stage`; the last `nil` where the address has no stage.
    @Test(
        arguments: [
            (
                "url: https://x.execute-api.eu-west-1.amazonaws.com/live", nil,
                "https://x.execute-api.eu-west-1.amazonaws.com/{{stage}}", "live"
            ),
            (
                "url: https://x.execute-api.eu-west-1.amazonaws.com/{basePath}\\n    variables: "
                    + "{basePath: {default: /v1}}", nil,
                "https://x.execute-api.eu-west-1.amazonaws.com/{{stage}}", "v1"
            ),
            (
                "url: https://x.execute-api.eu-west-1.amazonaws.com/live", "test",
                "https://x.execute-api.eu-west-1.amazonaws.com/{{stage}}", "test"
            ),
            ("url: https://api.example.com/v1/", nil, "https://api.example.com/v1", nil),
        ] as [(String, String?, String, String?)])
    func theAddressIsVariables(
        server: String, option: String?, base: String, stage: String?
    ) throws {
        let text = """
            openapi: 3.0.1
            info: {title: t, version: "1"}
            servers:
              - \(server.replacing("\\n", with: "\n"))
            paths: {}
            """
        let variables = try collection(text, stage: option)["variable"]?.arrayValue ?? []
        #expect(variables.first { $0["key"] == "baseUrl" }?["value"]?.stringValue == base)
        #expect(variables.first { $0["key"] == "stage" }?["value"]?.stringValue == stage)
    }

    @Test func formsAreFormsAndFilesAreFiles() throws {
        let text = """
            swagger: "2.0"
            info: {title: t, version: "1"}
            paths:
              /a:
                post:
                  parameters:
                    - {name: f, in: formData, type: file, required: true}
                    - {name: n, in: formData, type: string, default: x}
                  responses: {"200": {description: ok}}
              /b:
                post:
                  parameters:
                    - {name: n, in: formData, type: string, default: x}
                  responses: {"200": {description: ok}}
            """
        let bodies = requests(try collection(text)).map { $0["request"]?["body"] }
        #expect(
            bodies[0] == [
                "mode": "formdata",
                "formdata": [
                    ["key": "f", "src": [], "type": "file"],
                    ["key": "n", "value": "x", "type": "text", "disabled": true],
                ],
            ])
        #expect(
            bodies[1] == [
                "mode": "urlencoded",
                "urlencoded": [["key": "n", "value": "x", "disabled": true]],
            ])
    }

    /// A scheme's members, the type of Postman's, and one of its settings.
    @Test(arguments: [
        ("type: apiKey, name: x-api-key, in: header", "apikey", "{{apiKey}}"),
        ("type: apiKey, name: t, in: query", "apikey", "query"),
        ("type: http, scheme: bearer", "bearer", "{{token}}"),
        ("type: http, scheme: basic", "basic", "{{username}}"),
        (
            "type: apiKey, name: Authorization, in: header, "
                + "x-amazon-apigateway-authtype: awsSigv4", "awsv4", "execute-api"
        ),
        (
            "type: oauth2, flows: {clientCredentials: {tokenUrl: https://t, scopes: {}}}", "oauth2",
            "client_credentials"
        ),
    ])
    func securitySchemesBecomeCredentials(scheme: String, type: String, value: String) throws {
        let text = """
            openapi: 3.0.1
            info: {title: t, version: "1"}
            paths:
              /a: {get: {security: [{s: []}], responses: {"200": {description: ok}}}}
              /b: {get: {security: [], responses: {"200": {description: ok}}}}
            components: {securitySchemes: {s: {\(scheme)}}}
            """
        let found = requests(try collection(text))
        let auth = found[0]["request"]?["auth"]
        #expect(auth?["type"]?.stringValue == type)
        let values = auth?[type]?.arrayValue?.compactMap { $0["value"]?.stringValue } ?? []
        #expect(values.contains(value))
        #expect(found[1]["request"]?["auth"] == ["type": "noauth"])
    }

    /// A schema without an example of its own, and the body made for it.
    @Test(arguments: [
        ("type: integer, minimum: 3", "3"), ("type: string, format: date", "\"2024-01-15\""),
        ("type: string, enum: [b, a]", "\"b\""),
        ("type: array, items: {type: boolean}", "[true]"),
        ("oneOf: [{type: number}, {type: string}]", "1"),
        (
            "allOf: [{properties: {a: {type: integer}}}, {properties: {b: {type: integer}}}]",
            #"{"a":1,"b":1}"#
        ),
        ("$ref: '#/components/schemas/Node'", #"{"name":"string"}"#),
    ])
    func bodiesAreMadeFromSchemas(schema: String, body: String) throws {
        let text = """
            openapi: 3.0.1
            info: {title: t, version: "1"}
            paths:
              /a:
                post:
                  requestBody: {content: {application/json: {schema: {\(schema)}}}}
                  responses: {"200": {description: ok}}
            components:
              schemas:
                Node:
                  type: object
                  properties:
                    name: {type: string}
                    next: {$ref: "#/components/schemas/Node"}
            """
        let raw = requests(try collection(text))[0]["request"]?["body"]?["raw"]?.stringValue ?? ""
        #expect(try JSONValue(parsing: Array(raw.utf8)).printed() == body)
    }
}
