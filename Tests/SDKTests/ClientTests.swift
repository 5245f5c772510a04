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
