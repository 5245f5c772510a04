import Diagnostics
import Diff
import Testing

/// Two documents' differing texts and what the difference means.
struct EditRow: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var expected: [String]

    init(_ old: String, _ new: String, _ expected: [String]) {
        self.old = old
        self.new = new
        self.expected = expected
    }

    var testDescription: String { "\(old) to \(new)" }
}

private let shop = """
    openapi: 3.0.1
    info: {title: Shop, version: '1'}
    security: [{token: [read]}]
    paths:
      /carts/{id}:
        get:
          operationId: getCart
          tags: [carts]
          parameters:
          - {name: id, in: path, required: true, schema: {type: string}}
          - {name: size, in: query, schema: {type: integer, default: 10}}
          - {name: X-Trace, in: header, required: true, schema: {type: string}}
          - {name: kinds, in: query, schema: {type: array, items: {type: string}}}
          responses:
            '200':
              description: ok
              headers:
                ETag: {required: true, schema: {type: string}}
                Age: {schema: {type: integer}}
              content: {application/json: {}, text/csv: {}}
            '404': {description: none}
        put:
          requestBody:
            content: {application/json: {schema: {type: object}}, text/plain: {}}
          responses: {'204': {description: ok}}
    components:
      securitySchemes:
        token: {type: oauth2, flows: {}}
        key: {type: apiKey, in: header, name: X-Key}
    """

@Suite struct OperationDiffTests {
    @Test(arguments: [
        EditRow("/carts/{id}", "/carts/{cartId}", []),
        EditRow(
            "/carts/{id}", "/baskets/{id}",
            [
                "endpoint-added compatible", "endpoint-added compatible",
                "endpoint-removed breaking", "endpoint-removed breaking",
            ]),
        EditRow(
            "    put:", "    patch:", ["endpoint-added compatible", "endpoint-removed breaking"]),
        EditRow(
            "    put:", "    x-amazon-apigateway-any-method:", ["endpoint-added compatible"]),
        EditRow(
            "operationId: getCart", "deprecated: true\n      operationId: getCart",
            ["endpoint-deprecated compatible"]),
        EditRow("operationId: getCart", "operationId: cart", ["operation-id-changed warning"]),
        EditRow(
            "tags: [carts]", "tags: [shop]", ["tag-added compatible", "tag-removed compatible"]),
        EditRow(
            "name: size, in: query,", "name: size, in: query, required: true,",
            ["request-parameter-became-required breaking"]),
        EditRow("name: X-Trace", "name: x-trace", []),
        EditRow(
            "name: X-Trace, in: header, required: true", "name: X-Trace, in: header",
            ["request-parameter-became-optional compatible"]),
        EditRow(
            "name: size", "name: limit",
            ["new-optional-request-parameter compatible", "request-parameter-removed warning"]),
        EditRow(
            "name: X-Trace, in: header", "name: X-Trace, in: query",
            ["new-required-request-parameter breaking", "request-parameter-removed warning"]),
        EditRow(
            "default: 10", "default: 20", ["request-parameter-default-value-changed breaking"]),
        EditRow(
            "name: kinds, in: query,", "name: kinds, in: query, explode: false,",
            ["request-parameter-serialization-changed breaking"]),
        EditRow(
            "        '200':", "        '201':",
            [
                "response-success-status-added compatible",
                "response-success-status-removed breaking",
            ]
        ),
        EditRow(
            "'404': {description: none}", "'410': {description: none}",
            [
                "response-non-success-status-added compatible",
                "response-non-success-status-removed compatible",
            ]),
        EditRow(
            "ETag: {required: true,", "ETag: {", ["response-header-became-optional breaking"]),
        EditRow(
            "ETag:", "X-Tag:",
            ["required-response-header-removed breaking", "response-header-added compatible"]),
        EditRow(
            "Age: {schema: {type: integer}}", "Age: {schema: {type: string}}",
            ["response-header-type-changed breaking"]),
        EditRow(
            "            Age: {schema: {type: integer}}\n", "",
            ["optional-response-header-removed warning"]),
        EditRow(", text/csv: {}", "", ["response-media-type-removed breaking"]),
        EditRow("text/csv: {}", "Text/CSV;charset=utf-8: {}", []),
        EditRow(", text/plain: {}", "", ["request-body-media-type-removed breaking"]),
        EditRow(
            "      requestBody:\n", "      requestBody:\n        required: true\n",
            ["request-body-became-required breaking"]),
        EditRow("[{token: [read]}]", "[]", ["security-removed compatible"]),
        EditRow("[{token: [read]}]", "[{token: [read, write]}]", ["security-scope-added breaking"]),
        EditRow("[{token: [read]}]", "[{token: []}]", []),
        EditRow(
            "[{token: [read]}]", "[{token: [read]}, {key: []}]",
            ["security-alternative-added compatible"]),
        EditRow(
            "[{token: [read]}]", "[{key: []}]",
            ["security-alternative-added compatible", "security-alternative-removed breaking"]),
    ])
    func clientsAreToldWhatChanged(row: EditRow) throws {
        #expect(shop.contains(row.old))
        let found = try changes(shop, shop.replacing(row.old, with: row.new))
        #expect(found == row.expected)
    }

    @Test func requestsMayFindAnotherEndpoint() throws {
        let paths = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n"
        let any = "x-amazon-apigateway-any-method"
        let two = paths + "  /a/{id}: {\(any): {responses: {}}}\n  /b: {get: {responses: {}}}\n"
        let parts = two.replacing(any, with: "get: {responses: {}}, put")
        #expect(
            try differences(from: version(two), to: version(parts)).map(\.message)
                == ["DELETE, HEAD, OPTIONS, PATCH, POST are no longer taken"])
        let proxy = paths + "  /{all+}: {\(any): {responses: {}}}\n"
        #expect(
            try changes(two, proxy) == [
                "endpoint-added compatible", "endpoint-left-to-proxy warning",
                "endpoint-left-to-proxy warning",
            ])
    }

    @Test func requiringCredentialsBreaksAnonymousClients() throws {
        let open = shop.replacing("[{token: [read]}]", with: "[]")
        let found = try changes(open, shop)
        #expect(found == ["security-added breaking"])
    }

    @Test func aChangeOfASharedComponentIsOneChangeWithItsPlaces() throws {
        let old = """
            openapi: 3.0.1
            info: {title: t, version: '1'}
            paths:
              /a:
                get: {responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}}}}
              /b:
                get: {responses: {'200': {description: d, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/P'}}}}}}}
            components:
              schemas:
                Q: {type: object, required: [n], properties: {n: {type: string}}}
                P: {type: object, properties: {q: {$ref: '#/components/schemas/Q'}}}
            """
        let new = old.replacing("required: [n], ", with: "")
        let found = try differences(from: version(old), to: version(new))
        #expect(found.map(\.message) == ["response property 'Q.n' became optional"])
        #expect(found.first?.places == ["GET /a 200", "GET /b 200"])
        let change = try #require(found.first)
        let oldRange = try #require(change.old)
        let bytes = Array(old.utf8)[Int(oldRange.start)..<Int(oldRange.end)]
        #expect(String(decoding: bytes, as: UTF8.self) == "n")
    }

    /// The same API in both versions of the specification.
    @Test func swaggerAndOpenAPIAreOneNotation() throws {
        let swagger = """
            swagger: '2.0'
            info: {title: t, version: '1'}
            consumes: [application/json]
            produces: [application/json]
            paths:
              /a/{id}:
                post:
                  parameters:
                  - {name: id, in: path, required: true, type: string}
                  - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
                  - {name: body, in: body, required: true, schema: {$ref: '#/definitions/P'}}
                  responses:
                    '200':
                      description: d
                      headers: {X-A: {type: integer}}
                      schema: {type: array, items: {$ref: '#/definitions/P'}}
              /upload:
                post:
                  consumes: [multipart/form-data]
                  parameters:
                  - {name: file, in: formData, required: true, type: file}
                  - {name: note, in: formData, type: string, maxLength: 9}
                  responses: {'204': {description: d}}
            definitions:
              P: {type: object, required: [n], properties: {n: {type: string}}}
            """
        let openAPI = """
            openapi: 3.0.1
            info: {title: t, version: '1'}
            paths:
              /a/{id}:
                post:
                  parameters:
                  - {name: id, in: path, required: true, schema: {type: string}}
                  - {name: tags, in: query, schema: {type: array, items: {type: string}}}
                  requestBody:
                    required: true
                    content: {application/json: {schema: {$ref: '#/components/schemas/P'}}}
                  responses:
                    '200':
                      description: d
                      headers: {X-A: {schema: {type: integer}}}
                      content:
                        application/json:
                          schema: {type: array, items: {$ref: '#/components/schemas/P'}}
              /upload:
                post:
                  requestBody:
                    required: true
                    content:
                      multipart/form-data:
                        schema:
                          type: object
                          required: [file]
                          properties:
                            file: {type: string, format: binary}
                            note: {type: string, maxLength: 9}
                  responses: {'204': {description: d}}
            components:
              schemas:
                P: {type: object, required: [n], properties: {n: {type: string}}}
            """
        #expect(try changes(swagger, openAPI) == [])
        #expect(try changes(openAPI, swagger) == [])
        #expect(
            try changes(swagger, openAPI.replacing("maxLength: 9", with: "maxLength: 8"))
                == ["request-property-max-length-decreased breaking"])
    }
}
