import Diff
import Testing

/// A change of a schema, and what it means in requests and in responses.
struct SchemaRow: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var request: [String]
    var response: [String]

    init(_ old: String, _ new: String, request: [String], response: [String]) {
        self.old = old
        self.new = new
        self.request = request
        self.response = response
    }

    var testDescription: String { "\(old) to \(new)" }
}

@Suite struct SchemaDiffTests {
    /// What clients send must stay accepted, what they get must stay what it was: most changes
    /// break one side only.
    @Test(arguments: [
        SchemaRow(
            "{type: string}", "{type: integer}",
            request: ["request-body-type-changed breaking"],
            response: ["response-body-type-changed breaking"]),
        SchemaRow(
            "{type: integer}", "{type: number}",
            request: ["request-body-type-generalized compatible"],
            response: ["response-body-type-generalized breaking"]),
        SchemaRow(
            "{type: number}", "{type: integer}",
            request: ["request-body-type-changed breaking"],
            response: ["response-body-type-specialized compatible"]),
        SchemaRow(
            "{type: integer, format: int32}", "{type: integer, format: int64}",
            request: ["request-body-type-generalized compatible"],
            response: ["response-body-type-generalized breaking"]),
        SchemaRow(
            "{type: string}", "{type: string, nullable: true}",
            request: ["request-body-became-nullable compatible"],
            response: ["response-body-became-nullable breaking"]),
        SchemaRow(
            "{type: string, nullable: true}", "{type: string}",
            request: ["request-body-became-not-nullable breaking"],
            response: ["response-body-became-not-nullable compatible"]),
        SchemaRow(
            "{type: string, enum: [a, b]}", "{type: string, enum: [b, c]}",
            request: [
                "request-body-enum-value-added compatible",
                "request-body-enum-value-removed breaking",
            ],
            response: [
                "response-body-enum-value-added warning",
                "response-body-enum-value-removed compatible",
            ]),
        SchemaRow(
            "{type: string}", "{type: string, enum: [a]}",
            request: ["request-body-became-enum breaking"],
            response: ["response-body-became-enum compatible"]),
        SchemaRow(
            "{type: string, maxLength: 5}", "{type: string, maxLength: 3}",
            request: ["request-body-max-length-decreased breaking"],
            response: ["response-body-max-length-decreased compatible"]),
        SchemaRow(
            "{type: string, maxLength: 3}", "{type: string}",
            request: ["request-body-max-length-unset compatible"],
            response: ["response-body-max-length-unset breaking"]),
        SchemaRow(
            "{type: string}", "{type: string, maxLength: 3}",
            request: ["request-body-max-length-set warning"],
            response: ["response-body-max-length-set compatible"]),
        SchemaRow(
            "{type: string, minLength: 1}", "{type: string, minLength: 2}",
            request: ["request-body-min-length-increased breaking"],
            response: ["response-body-min-length-increased compatible"]),
        SchemaRow(
            "{type: string, minLength: 2}", "{type: string, minLength: 1}",
            request: ["request-body-min-length-decreased compatible"],
            response: ["response-body-min-length-decreased breaking"]),
        SchemaRow("{type: string, minLength: 0}", "{type: string}", request: [], response: []),
        SchemaRow(
            "{type: number, maximum: 1.0}", "{type: number, maximum: 1}", request: [],
            response: []),
        SchemaRow(
            "{type: number, maximum: 1}", "{type: number, exclusiveMaximum: true, maximum: 1}",
            request: ["request-body-max-decreased breaking"],
            response: ["response-body-max-decreased compatible"]),
        SchemaRow(
            "{type: number, minimum: 10}", "{type: number, minimum: 9.5}",
            request: ["request-body-min-decreased compatible"],
            response: ["response-body-min-decreased breaking"]),
        SchemaRow(
            "{type: number, multipleOf: 4}", "{type: number, multipleOf: 2}",
            request: ["request-body-multiple-of-changed compatible"],
            response: ["response-body-multiple-of-changed breaking"]),
        SchemaRow(
            "{type: array, items: {type: string}, minItems: 1}",
            "{type: array, items: {type: string}}",
            request: ["request-body-min-items-unset compatible"],
            response: ["response-body-min-items-unset breaking"]),
        SchemaRow(
            "{type: array, items: {type: string}}",
            "{type: array, items: {type: string}, uniqueItems: true}",
            request: ["request-body-unique-items-set breaking"],
            response: ["response-body-unique-items-set compatible"]),
        SchemaRow(
            "{type: string}", "{type: string, pattern: '^a'}",
            request: ["request-body-pattern-added breaking"],
            response: ["response-body-pattern-added compatible"]),
        SchemaRow(
            "{type: string, pattern: '^a'}", "{type: string, pattern: '.*'}",
            request: ["request-body-pattern-generalized compatible"],
            response: ["response-body-pattern-generalized compatible"]),
        SchemaRow(
            "{type: string, default: a}", "{type: string, default: b}",
            request: ["request-body-default-value-changed compatible"],
            response: ["response-body-default-value-changed compatible"]),
    ])
    func keywordsMeanDifferentThingsOnEitherSide(row: SchemaRow) throws {
        #expect(try changes(document(body: row.old), document(body: row.new)) == row.request)
        #expect(
            try changes(document(response: row.old), document(response: row.new)) == row.response)
    }

    @Test(arguments: [
        SchemaRow(
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: string}, b: {type: string}}, required: [b]}",
            request: ["new-required-request-property breaking"],
            response: ["response-required-property-added compatible"]),
        SchemaRow(
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: string}, b: {type: string}}}",
            request: ["new-optional-request-property compatible"],
            response: ["response-optional-property-added compatible"]),
        SchemaRow(
            "{required: [a, b], properties: {a: {type: string}, b: {type: string}}}",
            "{required: [a], properties: {a: {type: string}}}",
            request: ["request-property-removed warning"],
            response: ["response-required-property-removed breaking"]),
        SchemaRow(
            "{additionalProperties: false, properties: {a: {type: string}, b: {type: string}}}",
            "{additionalProperties: false, properties: {a: {type: string}}}",
            request: ["request-property-removed breaking"],
            response: ["response-optional-property-removed warning"]),
        SchemaRow(
            "{properties: {a: {type: string}}}", "{required: [a], properties: {a: {type: string}}}",
            request: ["request-property-became-required breaking"],
            response: ["response-property-became-required compatible"]),
        SchemaRow(
            "{required: [a], properties: {a: {type: string}}}", "{properties: {a: {type: string}}}",
            request: ["request-property-became-optional compatible"],
            response: ["response-property-became-optional breaking"]),
        // The server writes it alone: requests have no such property.
        SchemaRow(
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: string}, b: {type: string, readOnly: true}}, required: [b]}",
            request: [], response: ["response-required-property-added compatible"]),
        SchemaRow(
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: string, writeOnly: true}}}",
            request: [], response: ["response-property-became-write-only warning"]),
        SchemaRow(
            "{properties: {a: {type: string}}}",
            "{properties: {a: {type: string}}, additionalProperties: false}",
            request: ["request-body-additional-properties-refused breaking"],
            response: ["response-body-additional-properties-refused compatible"]),
        SchemaRow(
            "{properties: {a: {items: {properties: {b: {type: string}}}, type: array}}}",
            "{properties: {a: {items: {properties: {b: {type: boolean}}}, type: array}}}",
            request: ["request-property-type-changed breaking"],
            response: ["response-property-type-changed breaking"]),
        SchemaRow(
            "{additionalProperties: {type: string, maxLength: 5}}",
            "{additionalProperties: {type: string, maxLength: 3}}",
            request: ["request-property-max-length-decreased breaking"],
            response: ["response-property-max-length-decreased compatible"]),
        SchemaRow(
            "{not: {type: string, maxLength: 5}}", "{not: {type: string, maxLength: 3}}",
            request: ["request-property-max-length-decreased compatible"],
            response: ["response-property-max-length-decreased breaking"]),
        SchemaRow(
            "{type: object, properties: {a: {}}}", "{properties: {a: {}}}", request: [],
            response: []),
    ])
    func propertiesComeAndGo(row: SchemaRow) throws {
        #expect(try changes(document(body: row.old), document(body: row.new)) == row.request)
        #expect(
            try changes(document(response: row.old), document(response: row.new)) == row.response)
    }

    @Test(arguments: [
        SchemaRow(
            "{oneOf: [{$ref: '#/components/schemas/Cat'}]}",
            "{oneOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}]}",
            request: ["request-body-one-of-added compatible"],
            response: ["response-body-one-of-added breaking"]),
        SchemaRow(
            "{anyOf: [{$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Cat'}]}",
            "{anyOf: [{$ref: '#/components/schemas/Cat'}]}",
            request: ["request-body-any-of-removed breaking"],
            response: ["response-body-any-of-removed compatible"]),
        SchemaRow(
            "{oneOf: [{type: string}, {type: integer}]}",
            "{oneOf: [{type: integer}, {type: string}]}", request: [], response: []),
        // What stands in allOf is part of the schema, wherever it stands.
        SchemaRow(
            "{type: object, properties: {a: {type: string}, meow: {type: boolean}}}",
            "{allOf: [{$ref: '#/components/schemas/Cat'}, {properties: {a: {type: string}}}]}",
            request: [], response: []),
        SchemaRow(
            "{allOf: [{type: string, maxLength: 9}, {maxLength: 5}]}",
            "{type: string, maxLength: 5}",
            request: [], response: []),
        SchemaRow(
            "{$ref: '#/components/schemas/Cat'}",
            "{type: object, properties: {meow: {type: boolean}}}", request: [], response: []),
    ])
    func alternativesAndPartsAreMatched(row: SchemaRow) throws {
        #expect(try changes(document(body: row.old), document(body: row.new)) == row.request)
        #expect(
            try changes(document(response: row.old), document(response: row.new)) == row.response)
    }

    @Test func recursiveSchemasAreComparedOnce() throws {
        let node = "{$ref: '#/components/schemas/Node'}"
        let old = document(body: node, response: "{type: array, items: \(node)}")
        let new = old.replacing(
            "properties: {next", with: "properties: {size: {type: integer}, next")
        #expect(
            try changes(old, new) == [
                "new-optional-request-property compatible",
                "response-optional-property-added compatible",
            ])
        let change = try #require(try differences(from: version(old), to: version(new)).last)
        #expect(change.message == "response property 'Node.size' is new")
        #expect(change.places == ["POST /things/{id} 200"])
    }

    @Test func loopsOfReferencesEnd() throws {
        let old = document(body: "{$ref: '#/components/schemas/Loop'}")
            .replacing(
                "    Node:", with: "    Loop: {$ref: '#/components/schemas/Loop'}\n    Node:")
        #expect(try changes(old, old).isEmpty)
        let all = "{allOf: [{$ref: '#/components/schemas/All'}], maxLength: 3, type: string}"
        let looped = document(body: "{$ref: '#/components/schemas/All'}")
            .replacing("    Node:", with: "    All: \(all)\n    Node:")
        #expect(
            try changes(looped, looped.replacing("maxLength: 3", with: "maxLength: 2"))
                == ["request-body-max-length-decreased breaking"])
    }
}
