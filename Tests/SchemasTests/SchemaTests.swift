import JSON
import Schemas
import TestSupport
import Testing

func compile(
    _ text: String, _ options: SchemaCompiler.Options = .init(),
    resolve: @escaping (String) -> JSONValue? = { _ in nil }
) throws -> (schema: Schema?, problems: [SchemaProblem]) {
    SchemaCompiler.compile(
        try JSONValue(parsing: Array(text.utf8)), options: options, resolve: resolve)
}

@Suite struct SchemaTests {
    /// Schemas and instances with what API Gateway's engine says, by the rules of draft 4.
    @Test(arguments: [
        (
            #"{"type": "integer"}"#, "1.0",
            "[instance type (number) does not match any allowed primitive type (allowed: [\"integer\"])]"
        ),
        (
            #"{"type": ["number", "null"]}"#, "\"x\"",
            "[instance type (string) does not match any allowed primitive type (allowed: [\"integer\",\"null\",\"number\"])]"
        ),
        (#"{"multipleOf": 0.01}"#, "19.99", "valid"),
        (#"{"multipleOf": 0.01}"#, "19.995", "[remainder of division is not zero (19.995 / 0.01)]"),
        (#"{"multipleOf": 3}"#, "123456789012345678901234567890", "valid"),
        (#"{"multipleOf": 7}"#, "1e400", "[remainder of division is not zero (1E+400 / 7)]"),
        (
            #"{"maximum": 18446744073709551616}"#, "18446744073709551617",
            "[numeric instance is greater than the required maximum (maximum: 18446744073709551616, found: 18446744073709551617)]"
        ),
        (
            #"{"minimum": 1.5, "exclusiveMinimum": true}"#, "1.50",
            "[numeric instance is not strictly greater than the required minimum 1.5]"
        ),
        (#"{"uniqueItems": true}"#, "[1, 1.0]", "[array must not contain duplicate elements]"),
        (
            #"{"uniqueItems": true}"#, #"[{"a": 1, "b": [2]}, {"b": [2.0], "a": 1e0}]"#,
            "[array must not contain duplicate elements]"
        ),
        (
            #"{"uniqueItems": true}"#, "[1,2,3,4,5,6,7,8,9,10,11,12,9.0]",
            "[array must not contain duplicate elements]"
        ),
        (#"{"uniqueItems": true}"#, "[1,2,3,4,5,6,7,8,9,10,11,12,\"1\"]", "valid"),
        (#"{"enum": [{"a": [1]}, null, "x"]}"#, #"{"a": [1.0]}"#, "valid"),
        (
            #"{"enum": ["a\u001fb", 1.50]}"#, "2",
            "[instance value (2) not found in enum (possible values: [\"a\\u001Fb\",1.5])]"
        ),
        (#"{"maxLength": 2}"#, "\"\\ud83d\\ude00é\"", "valid"),
        (
            #"{"maxLength": 1}"#, "\"\\ud83d\\ude00é\"",
            "[string \"😀é\" is too long (length: 2, maximum allowed: 1)]"
        ),
        (#"{"properties": {"a": {"type": "integer"}}}"#, #"{"a": "x", "a": 1}"#, "valid"),
        (#"{"maxProperties": 1}"#, #"{"a": "x", "\u0061": 1}"#, "valid"),
        (
            #"{"required": ["b", "a"]}"#, "{}",
            "[object has missing required properties ([\"a\",\"b\"])]"
        ),
        (
            #"{"additionalProperties": false, "patternProperties": {"^x-": {}}}"#,
            #"{"x-a": 1, "b": 2, "a": 1}"#,
            "[object instance has properties which are not allowed by the schema: [\"a\",\"b\"]]"
        ),
        (
            #"{"properties": {"a": {"type": "null"}, "z": {"properties": {"q": {"type": "null"}}}}}"#,
            #"{"z": {"q": 1}, "a": 1}"#,
            "[instance type (integer) does not match any allowed primitive type (allowed: [\"null\"])]"
        ),
        (
            #"{"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}"#, #"{"a": 1, "c": 1}"#,
            "[property \"a\" of object has missing property dependencies (schema requires [\"b\"]; missing: [\"b\"]), object has missing required properties ([\"d\"])]"
        ),
        (
            #"{"oneOf": [{"type": "integer"}, {"minimum": 2}]}"#, "3",
            "[instance failed to match exactly one schema (matched 2 out of 2)]"
        ),
        (#"{"not": {}}"#, "3", "[instance matched a schema which it should not have]"),
        (
            #"{"items": [{"type": "integer"}], "additionalItems": false}"#, "[1, 2]",
            "[schema only allows 1 elements in array but instance has 2 elements]"
        ),
        (
            ##"{"$ref": "#/definitions/n", "maximum": 1, "definitions": {"n": {"type": "integer"}}}"##,
            "5", "valid"
        ),
        (#"{"format": "byte"}"#, "\"?\"", "valid"),
        (#"{}"#, "{} x", "[Unknown error parsing request body]"),
        (#"{}"#, "", "[Unknown error parsing request body]"),
    ])
    func saysWhatTheEngineSays(schema: String, instance: String, expected: String) throws {
        let compiled = try #require(try compile(schema).schema)
        var validator = SchemaValidator()
        let result = validator.validate(body: Array(instance.utf8), against: compiled)
        #expect((result.validationErrorString ?? "valid") == expected)
    }

    @Test(arguments: [
        (#"{"type": "strin"}"#, "/type"), (#"{"required": []}"#, "/required"),
        (#"{"properties": {"a": {"pattern": "("}}}"#, "/properties/a/pattern"),
        (#"{"exclusiveMinimum": true}"#, "/exclusiveMinimum"),
        (#"{"multipleOf": 0}"#, "/multipleOf"),
        (##"{"items": {"$ref": "#/definitions/x"}}"##, "/items/$ref"),
        (#"{"properties": {"a/b": {"maxLength": "3"}}}"#, "/properties/a~1b/maxLength"),
        (##"{"$ref": "#"}"##, "/$ref"), (##"{"allOf": [{"$ref": "#"}]}"##, ""),
    ])
    func reportsMistakesAtTheirPointer(schema: String, pointer: String) throws {
        let problems = try compile(schema).problems
        #expect(problems.map(\.pointer) == [pointer])
    }

    @Test func refusesModelsInTheWordsOfAPIGateway() throws {
        var options = SchemaCompiler.Options()
        options.reportsUnknownKeywords = true
        let problems = try compile(
            #"{"example": 1, "properties": {"a": {"required": []}}}"#, options
        )
        .problems
        #expect(
            problems.invalidModelMessage
                == "Invalid model specified: Validation Result: warnings : [], errors : "
                + "[Invalid model schema specified, Invalid model schema specified. "
                + "Unsupported keyword(s): [\"example\"]]")
    }

    @Test func followsCanonicalModelReferences() throws {
        let prefix = "https://apigateway.amazonaws.com/restapis/abc123/models/"
        let models = [
            "House": #"{"properties": {"owner": {"$ref": "\#(prefix)Owner"}}}"#,
            "Owner":
                #"{"required": ["name"], "properties": {"home": {"$ref": "\#(prefix)House"}}}"#,
        ]
        let resolve: (String) -> JSONValue? = { uri in
            guard uri.hasPrefix(prefix) else { return nil }
            return models[String(uri.dropFirst(prefix.count))]
                .flatMap { try? JSONValue(parsing: Array($0.utf8)) }
        }
        let (compiled, problems) = try compile(models["House"] ?? "", resolve: resolve)
        #expect(problems.isEmpty)
        let schema = try #require(compiled)
        var validator = SchemaValidator()
        let body = #"{"owner": {"name": "A", "home": {"owner": {}}}}"#
        #expect(
            validator.validate(body: Array(body.utf8), against: schema).validationErrorString
                == "[object has missing required properties ([\"name\"])]")
    }

    @Test func storedFormReadsBackAndDamageIsSafe() throws {
        let text = ##"""
            {"type": "object", "required": ["a", "b"], "additionalProperties": {"type": "null"},
             "patternProperties": {"^x-[a-z]+$": {"enum": ["q", 1.5, [1, {"k": null}]]}},
             "dependencies": {"a": ["b"], "b": {"minProperties": 2}},
             "properties": {"a": {"items": [{"$ref": "#"}], "additionalItems": false},
             "b": {"oneOf": [{"pattern": "(a)\\1", "maxLength": 3}, {"multipleOf": 0.5,
             "maximum": 123456789012345678901234567890}], "not": {"format": "uri"}}}}
            """##
        let schema = try #require(try compile(text).schema)
        var bytes: [UInt8] = [9]
        schema.encode(into: &bytes)
        var offset = 1
        #expect(Schema(decoding: bytes.span, at: &offset) == schema)
        #expect(offset == bytes.count)
        var validator = SchemaValidator()
        let body = #"{"a": [{"a": [], "b": 1.5}], "b": "aa", "x-y": [1, {"k": null}], "c": 1}"#
        #expect(validator.read(Array(body.utf8)) == nil)
        var accepted = 0
        for index in bytes.indices.dropFirst() {
            for flip in [UInt8(1), 4, 0x80] {
                bytes[index] ^= flip
                var offset = 1
                if let damaged = Schema(decoding: bytes.span, at: &offset) {
                    accepted += 1
                    _ = validator.accepts(damaged)
                    _ = validator.violations(of: damaged)
                }
                bytes[index] ^= flip
            }
        }
        #expect(accepted > 0)
    }

    @Test func deepInstancesOfRecursiveSchemasAreChecked() throws {
        let schema = try #require(
            try compile(##"{"allOf": [{"type": "array", "items": {"anyOf": [{"$ref": "#"}]}}]}"##)
                .schema)
        var validator = SchemaValidator()
        let text = String(repeating: "[", count: 256) + String(repeating: "]", count: 256)
        #expect(validator.validate(body: Array(text.utf8), against: schema) == .valid)
        let wrong = String(repeating: "[", count: 255) + "1" + String(repeating: "]", count: 255)
        #expect(validator.validate(body: Array(wrong.utf8), against: schema) != .valid)
    }

    @Test func schemasThatDoubleAtEachStepAreGivenUp() throws {
        var text = "{\"type\": \"string\"}"
        for _ in 0..<40 { text = "{\"definitions\": {\"a\": \(text)}, \"type\": \"integer\"}" }
        var definitions = "\"d0\": {\"type\": \"integer\"}"
        for level in 1...40 {
            let reference = "{\"$ref\": \"#/definitions/d\(level - 1)\"}"
            definitions += ", \"d\(level)\": {\"allOf\": [\(reference), \(reference)]}"
        }
        let schema = try #require(
            try compile("{\"definitions\": {\(definitions)}, \"$ref\": \"#/definitions/d40\"}")
                .schema)
        var validator = SchemaValidator()
        #expect(validator.validate(body: Array("1".utf8), against: schema) != .valid)
    }
}
