import Diagnostics
import Foundation
import OpenAPI
import SDK
import Syntax
import TestSupport
import Testing

/// Reads a document and what its callers see.
func readClient(
    _ text: String, only names: [String] = [], includingExamples: Bool = false
) throws -> (api: ClientAPI, ids: [String]) {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: "api.yaml", bytes: Array(text.utf8)), into: &log)
    let document = try #require(OpenAPIDocument.read(root, into: &log))
    let api = readClientAPI(
        document, selecting: ClientSelection(names: names, includesExamples: includingExamples),
        into: &log)
    return (api, log.diagnostics.map(\.id.rawValue))
}

/// A document with these paths and schemas, in JSON.
func document(paths: String = "{}", schemas: String = "{}") -> String {
    #"{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":\#(paths),"#
        + #""components":{"schemas":\#(schemas)}}"#
}

/// The text of the generated files that are not the runtime.
func printed(
    _ text: String, _ options: SwiftOptions = SwiftOptions(), keeping: NameRecord = NameRecord()
) throws -> [String: String] {
    let files = swiftPackage(try readClient(text).api, options, keeping: keeping)
    var result: [String: String] = [:]
    for file in files where !file.path.contains("Runtime/") {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        result[name] = String(decoding: file.bytes, as: UTF8.self)
    }
    return result
}

@Suite struct ClientTests {
    @Test func printsTheClinic() throws {
        let text = String(decoding: try fixture("SDK/clinic.yaml"), as: UTF8.self)
        for (name, text) in try printed(text).sorted(by: { $0.key < $1.key }) {
            try expectGolden(text, "SDK/clinic/\(name)")
        }
    }

    /// The files whose text is emitted are those that `SDKRuntimeTests` tests.
    @Test func emitsTheRuntimeThatIsTested() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/SDKRuntime")
        let folder = try FileManager.default.contentsOfDirectory(atPath: root.path)
        var options = SwiftOptions()
        options.hasMocks = true
        let files = swiftPackage(try readClient(document()).api, options)
            .filter { $0.path.contains("Runtime/") }
        #expect(files.count == folder.count)
        for file in files {
            let name = try #require(file.path.split(separator: "/").last)
            let source = try String(contentsOf: root.appending(path: String(name)), encoding: .utf8)
            let lines = source.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
            let emitted = String(decoding: file.bytes, as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2)
            #expect(
                lines.filter { !$0.isEmpty } == emitted.filter { !$0.isEmpty },
                "\(name): run Scripts/embed-sdk-runtime")
        }
    }

    @Test func schemasNeverTakeTheRuntimesNames() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/SDKRuntime")
        var names: [String] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: root.path) {
            let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                guard line.first != " ",
                    let place = words.firstIndex(where: {
                        ["struct", "enum", "class", "protocol", "actor"].contains($0)
                    }), place + 1 < words.count
                else { continue }
                names.append(String(words[place + 1].prefix { $0.isLetter || $0.isNumber }))
            }
        }
        #expect(names.count > 30)
        for name in names {
            let schema = #"{"\#(name)":{"type":"object","properties":{"a":{"type":"string"}}}}"#
            let models = try printed(document(schemas: schema))["Models-01.swift"] ?? ""
            #expect(models.contains("public struct"))
            #expect(!models.contains("struct \(name):"), "\(name)")
        }
    }

    @Test func equalInputGivesEqualBytes() throws {
        let text = String(decoding: try fixture("SDK/clinic.yaml"), as: UTF8.self)
        let first = swiftPackage(try readClient(text).api, SwiftOptions())
        let second = swiftPackage(try readClient(text).api, SwiftOptions())
        #expect(first.map(\.path) == second.map(\.path))
        #expect(first.map(\.bytes) == second.map(\.bytes))
    }

    /// What a growing document gains never takes a name that something else has.
    @Test func namesStayWhenTheDocumentGrows() throws {
        func text(_ schemas: String) -> String { document(schemas: schemas) }
        let field = #"{"type":"string"}"#
        let old = text(
            #"{"pet-kind":{"type":"object","properties":{"foo-bar":\#(field)}}}"#)
        let files = swiftPackage(try readClient(old).api, SwiftOptions())
        let record = try #require(files.first { $0.path == "names.json" })
        let grown = text(
            #"{"PetKind":{"type":"object","properties":{"x":\#(field)}},"#
                + #""pet-kind":{"type":"object","properties":{"fooBar":\#(field),"foo-bar":\#(field)}}}"#
        )
        let models = try printed(grown, keeping: NameRecord(parsing: record.bytes))[
            "Models-01.swift"]
        let lines = try #require(models).split(separator: "\n").map(String.init)
        #expect(lines.contains("public struct PetKind2: APIModel {"))
        #expect(lines.contains(#"        fooBar = try object.optional("foo-bar")"#))
        #expect(lines.contains(#"        fooBar2 = try object.optional("fooBar")"#))
    }

    /// Everything that callers spell stays, whatever a document gains before or beside it.
    @Test func callsStayWhenTheDocumentGrows() throws {
        let problem =
            ##"{"description":"x","content":{"application/json":{"schema":{"type":"object","properties":{"why":{"type":"string"}}}}}}"##
        let old = document(
            paths: #"""
                {"/pets/{pet}": {"get": {"operationId": "get-pet",
                  "parameters": [{"name": "id", "in": "query"}, {"name": "body", "in": "query"}],
                  "responses": {"200": {"content": {"image/png": {}}}, "404": \#(problem)}}},
                 "/x": {"get": {"responses": {"404": \#(problem), "204": {}}}}}
                """#)
        let grown = document(
            paths: #"""
                {"/a": {"get": {"operationId": "getPet", "responses": {"404": \#(problem), "204": {}}}},
                 "/b": {"get": {"operationId": "getPetStream", "responses": {"204": {}}}},
                 "/pets/{pet}": {"get": {"operationId": "get-pet",
                  "parameters": [{"name": "id", "in": "header"}, {"name": "id", "in": "query"}, {"name": "body", "in": "query"}],
                  "requestBody": {"content": {"text/plain": {}}},
                  "responses": {"200": {"content": {"image/png": {}}}, "404": \#(problem)}}},
                 "/x": {"get": {"responses": {"404": \#(problem), "204": {}}}}}
                """#)
        let files = swiftPackage(try readClient(old).api, SwiftOptions())
        let record = try #require(files.first { $0.path == "names.json" })
        let before = try printed(old)
        let after = try printed(grown, keeping: NameRecord(parsing: record.bytes))
        let names = { (text: String?) in
            (text ?? "").split(separator: "\n").filter {
                $0.contains("func ") || $0.contains("async")
            }
            .map { $0.trimmingCharacters(in: .whitespaces) }
        }
        let was = names(before["Operations.swift"])
        let now = names(after["Operations.swift"])
        #expect(was.contains("public func getPet("))
        #expect(was.contains("public func getPetStream("))
        #expect(now.contains("public func getPet2() async throws(APIError<GetPetFailure>) {"))
        #expect(now.contains("public func getPetStream2() async throws(APIError<NoFailure>) {"))
        let text = after["Operations.swift"] ?? ""
        #expect(text.contains("pet: String, idHeader: String? = nil, id: String? = nil,"))
        #expect(text.contains("bodyQuery: String? = nil,\n        body: String? = nil"))
        #expect(before["Operations.swift"]?.contains("bodyQuery: String? = nil") == true)
        // The set of errors has the name of whichever operation came first.
        let set = before["Failures.swift"]?.split(separator: "\n").first {
            $0.hasPrefix("public enum")
        }
        #expect(set != nil && after["Failures.swift"]?.contains(set ?? "-") == true)
    }

    @Test func equalInlineShapesAreOne() throws {
        let shape = #"{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}}"#
        let (api, _) = try readClient(
            document(
                schemas:
                    #"{"Order":{"type":"object","properties":{"buyer":\#(shape),"seller":\#(shape)}}}"#
            ))
        #expect(api.shapes.filter { !$0.isNamed }.count == 1)
        #expect(api.shapes.last?.origins.count == 2)
    }

    @Test func selectsByTagAndOperation() throws {
        let text = String(decoding: try fixture("SDK/clinic.yaml"), as: UTF8.self)
        let (tagged, _) = try readClient(text, only: ["Files"])
        #expect(tagged.operations.compactMap(\.id) == ["getPhoto", "uploadPhoto", "login"])
        #expect(!tagged.shapes.contains { $0.origins[0].key == "schemas/Animal" })
        let (one, _) = try readClient(text, only: ["listAnimals"])
        #expect(one.operations.count == 1)
        #expect(one.shapes.contains { $0.origins[0].key == "schemas/Animal" })
    }

    @Test(arguments: [
        (
            ##"{"A":{"type":"object","properties":{"a":{"$ref":"#/components/schemas/A"}}}}"##,
            "@Boxed public var a: A?"
        ),
        (
            ##"{"A":{"type":"array","items":{"$ref":"#/components/schemas/A"}}}"##,
            "typealias A = JSONValue"
        ),
        (##"{"A":{"$ref":"#/components/schemas/A"}}"##, "typealias A = JSONValue"),
        (
            ##"{"A":{"allOf":[{"$ref":"#/components/schemas/A"},{"properties":{"b":{"type":"string"}}}]}}"##,
            "public var b: String?"
        ),
        (
            ##"{"A":{"oneOf":[{"type":"string"},{"type":"array","items":{"$ref":"#/components/schemas/A"}}]}}"##,
            "case list([A])"
        ),
        (
            ##"{"A":{"type":"object","properties":{"p":{"allOf":[{"$ref":"#/components/schemas/A"},{"properties":{"q":{"type":"string"}}}]}}}}"##,
            "public var q: String?"
        ),
    ])
    func readsTypesThatContainThemselves(schemas: String, expected: String) throws {
        let models = try printed(document(schemas: schemas))["Models-01.swift"] ?? ""
        #expect(models.contains(expected), "\(models)")
    }

    @Test func oddCornersAreWarnedAboutAndFallBack() throws {
        let (api, ids) = try readClient(
            document(
                paths: #"""
                    {"/a/{id}": {"post": {
                      "parameters": [{"name": "other", "in": "path"}],
                      "security": [{"nobody": []}],
                      "requestBody": {"content": {"*": {}, "odd": {"schema": {"type": "what"}}}},
                      "responses": {"200": {"content": {"application/x-odd": {}}}}}}}
                    """#, schemas: #"{"X": {"type": "mystery"}}"#))
        #expect(
            ids.filter { $0.hasPrefix("sdk-") } == [
                "sdk-unknown-type", "sdk-unused-path-parameter", "sdk-opaque-media-type",
                "sdk-undeclared-scheme",
            ])
        #expect(api.operations[0].parameters.map(\.name) == ["id"])
    }

    @Test func readsSwagger() throws {
        let (api, _) = try readClient(
            #"""
            {"swagger": "2.0", "info": {"title": "T"}, "host": "h.example.com", "basePath": "/v1",
             "schemes": ["https"], "consumes": ["application/json"],
             "paths": {"/f": {"post": {"parameters": [
                {"name": "ids", "in": "query", "type": "array", "items": {"type": "integer"}, "collectionFormat": "pipes"},
                {"name": "up", "in": "formData", "type": "file", "required": true}],
                "responses": {"200": {"description": "ok", "schema": {"$ref": "#/definitions/R"}}}}}},
             "definitions": {"R": {"type": "object", "properties": {"a": {"type": "string"}}}}}
            """#)
        let operation = api.operations[0]
        #expect(api.servers.map(\.url) == ["https://h.example.com/v1"])
        #expect(operation.parameters[0].style == .pipeDelimited)
        guard case .multipart(let id)? = operation.body?.content,
            case .form(let parts) = api[id].kind
        else {
            Issue.record("no form")
            return
        }
        #expect(parts.map(\.content) == [.file])
        guard case .one(.json(.shape)) = operation.result.kind else {
            Issue.record("no result")
            return
        }
    }

    @Test func headerFieldsMayHaveTypesOfTheirOwn() throws {
        let headers = try printed(
            document(
                paths: #"""
                    {"/a": {"get": {"responses": {"200": {"headers": {
                      "X-Kind": {"schema": {"type": "string", "enum": ["wood", "metal"]}},
                      "X-Size": {"schema":
                        {"type": "object", "properties": {"a": {"type": "string"}}}}
                    }}}}}}
                    """#))["Headers.swift"]
        #expect(headers?.contains("public var xKind: HeaderXKind? {") == true, "\(headers ?? "")")
        #expect(headers?.contains("public var xSize: String? {") == true)
    }

    /// Some words are escaped where they are declared, some where they are used, some never.
    @Test func wordsOfSwiftCanBeParameters() throws {
        let text = try printed(
            document(
                paths: #"""
                    {"/a": {"get": {"operationId": "await", "parameters": [
                      {"name": "let", "in": "query"}, {"name": "inout", "in": "query"},
                      {"name": "await", "in": "query"}], "responses": {"204": {}}}}}
                    """#))["Operations.swift"]
        let lines = (text ?? "").split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        #expect(lines.contains("public func `await`("), "\(lines)")
        #expect(
            lines.contains("`let`: String? = nil, `inout`: String? = nil, await: String? = nil"))
        #expect(
            lines.contains(
                "_ = try await withResponse.`await`(let: `let`, `inout`: `inout`, await: `await`)"))
        #expect(lines.contains(#"call.query("await", `await`)"#))
    }

    @Test func filesHaveNamesThatDisksTake() throws {
        let tag = String(repeating: "long", count: 100)
        let files = try printed(
            document(
                paths: #"""
                    {"/a": {"get": {"tags": ["\#(tag)"], "responses": {"204": {}}}},
                     "/b": {"get": {"tags": ["\#(tag)er"], "responses": {"204": {}}}}}
                    """#))
        #expect(files.keys.count { $0.hasPrefix("Operations+") } == 2)
        #expect(files.keys.allSatisfy { $0.utf8.count < 120 })
    }

    /// Null among the alternatives makes what refers to them optional, and no second type.
    @Test func alternativesThatAllowNullAreOneType() throws {
        let object = #"{"type":"object","properties":{"a":{"type":"string"}}}"#
        let models = try printed(
            document(
                schemas: ##"""
                    {"A": \##(object), "B": \##(object),
                     "Either": {"oneOf": [{"$ref": "#/components/schemas/A"},
                       {"$ref": "#/components/schemas/B"}, {"enum": [null]}]},
                     "Whole": {"allOf": [{"$ref": "#/components/schemas/Either"}]},
                     "User": {"type": "object", "required": ["either", "whole", "plain"], "properties": {
                       "either": {"$ref": "#/components/schemas/Either"},
                       "whole": {"$ref": "#/components/schemas/Whole"},
                       "plain": {"$ref": "#/components/schemas/A"}}}}
                    """##))["Models-01.swift"]
        let lines = (models ?? "").split(separator: "\n").map(String.init)
        #expect(lines.contains("public enum Either: Codable, Hashable, Sendable {"), "\(lines)")
        #expect(lines.contains("    public var either: Either?"))
        #expect(lines.contains("    public var whole: Whole?"))
        #expect(lines.contains("    public var plain: A"))
        #expect(!lines.contains { $0.contains("Either2") })
    }

    @Test func parametersWithContentAreWrittenAsItSays() throws {
        let content = #""content": {"application/json": {"schema": {"type": "integer"}}}"#
        let text = try printed(
            document(
                paths: #"""
                    {"/a": {"get": {"parameters": [
                      {"name": "h", "in": "header", \#(content)}, {"name": "c", "in": "cookie", \#(content)},
                      {"name": "q", "in": "query", \#(content)},
                      {"name": "t", "in": "query", "content": {"text/plain": {"schema": {"type": "string"}}}}
                    ], "responses": {"204": {}}}}}
                    """#))["Operations.swift"]
        for line in [
            #"call.header("h", json: h)"#, #"call.cookie("c", json: c)"#,
            #"call.query("q", json: q)"#, #"call.query("t", t)"#,
        ] {
            #expect(text?.contains(line) == true, "\(line)")
        }
    }

    /// A list's elements stand beside each other only where they are single values.
    @Test func listsOfListsAreWrittenAsJSON() throws {
        let list = #"{"type": "array", "items": {"type": "array", "items": {"type": "string"}}}"#
        let text = try printed(
            document(
                paths: #"""
                    {"/a": {"get": {"parameters": [{"name": "n", "in": "query", "schema": \#(list)},
                      {"name": "any", "in": "query", "schema": {"type": "array", "items": {}}}],
                      "responses": {"204": {}}}}}
                    """#))["Operations.swift"]
        #expect(text?.contains(#"call.query("n", object: n)"#) == true)
        #expect(text?.contains(#"call.query("any", object: any)"#) == true)
    }

    @Test func partsOfFormsHaveTheTypesThatTheDocumentGivesThem() throws {
        let file = #"{"type": "string", "format": "binary"}"#
        let models = try printed(
            document(
                paths: #"""
                    {"/a": {"post": {"requestBody": {"content": {"multipart/form-data": {
                      "schema": {"type": "object", "properties": {"png": \#(file), "some": \#(file),
                        "meta": {"type": "object", "properties": {"a": {"type": "string"}}}}},
                      "encoding": {"png": {"contentType": "image/png"},
                        "some": {"contentType": "image/png, image/gif"},
                        "meta": {"contentType": "application/ld+json"}}}}},
                      "responses": {"204": {}}}}}
                    """#))["Models-01.swift"]
        for line in [
            #"form.add("png", self.png, type: "image/png")"#, #"form.add("some", self.some)"#,
            #"try form.add("meta", json: self.meta, type: "application/ld+json")"#,
        ] {
            #expect(models?.contains(line) == true, "\(models ?? "")")
        }
    }

    /// Thirty levels of two parts each would be a thousand million parts.
    @Test func partsThatAreSharedAreReadOnce() throws {
        let levels = (0..<30).map { level in
            let next = ##"{"$ref":"#/components/schemas/L\##(level + 1)"}"##
            return #""L\#(level)":{"allOf":[\#(next),\#(next)]}"#
        }
        let last = #""L30":{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}"#
        let schemas = "{" + (levels + [last]).joined(separator: ",") + "}"
        let models = try printed(document(schemas: schemas))["Models-01.swift"]
        #expect(models?.contains("public var a: String\n") == true, "\(models ?? "")")
    }

    @Test func parametersAreDocumentedByTheirSchemasWhereTheySayNothing() throws {
        let text = try printed(
            document(
                paths: #"""
                    {"/a": {"get": {"parameters": [
                      {"name": "limit", "in": "query", "schema":
                       {"type": "integer", "default": 20, "description": "How many."}},
                      {"name": "own", "in": "query", "description": "Its own.", "schema":
                       {"type": "string", "description": "Another."}}
                    ], "responses": {"204": {}}}}}
                    """#))["Operations.swift"]
        #expect(text?.contains("///   - limit: How many. Default: `20`.") == true, "\(text ?? "")")
        #expect(text?.contains("///   - own: Its own.") == true)
    }

    /// A server of one operation holds where the caller has not chosen another stage.
    @Test func operationsMayHaveServersOfTheirOwn() throws {
        let text = #"""
            {"openapi": "3.0.3", "info": {"title": "T"}, "servers": [{"url": "https://a.example.com"}],
             "paths": {"/up": {
              "servers": [{"url": "https://{x}.example.com/", "variables": {"x": {"default": "up"}}}],
              "put": {"operationId": "put", "responses": {"204": {}}},
              "get": {"operationId": "get", "servers": [{"url": "https://a.example.com"}],
                      "responses": {"204": {}}},
              "delete": {"operationId": "drop", "servers": [{"url": "/v2"}],
                         "responses": {"204": {}}}}}}
            """#
        let (api, ids) = try readClient(text)
        #expect(api.operations.map(\.server) == ["https://up.example.com", nil, nil])
        #expect(api.operations.map(\.id) == ["put", "get", "drop"])
        #expect(ids.contains("sdk-unused-server"))
        let files = try printed(text)
        let operations = files["Operations.swift"] ?? ""
        #expect(operations.contains(#"call.server = "https://up.example.com""#))
        let client = files["Client.swift"] ?? ""
        #expect(client.contains("isDocumentedStage: stage.isDocumented"))
        #expect(client.contains(#"= Stage(text: "https://a.example.com", isDocumented: true)"#))
    }

    @Test func cornersEndInAClient() throws {
        let text = String(decoding: try fixture("SDK/corners.yaml"), as: UTF8.self)
        let (api, ids) = try readClient(text)
        #expect(api.operations.count == 9)
        #expect(ids.contains("sdk-unknown-scheme") && ids.contains("sdk-unknown-type"))
        #expect(!swiftPackage(api, SwiftOptions()).isEmpty)
    }

    /// Every byte missing, and the text cut short at every byte, still ends in a client.
    @Test func noDocumentStopsTheGenerator() throws {
        let text = String(decoding: try fixture("SDK/clinic.yaml"), as: UTF8.self)
        let bytes = Array(text.utf8)
        for mutant in mutants(of: bytes)
        where mutant.count % 23 == 0 || mutant.count == bytes.count - 1 {
            guard mutant.count % 7 == 0 else { continue }
            var log = DiagnosticLog()
            let root = parseDocument(SourceFile(path: "api.yaml", bytes: mutant), into: &log)
            guard let document = OpenAPIDocument.read(root, into: &log) else { continue }
            let api = readClientAPI(document, into: &log)
            #expect(!swiftPackage(api, SwiftOptions()).isEmpty)
        }
    }
}
