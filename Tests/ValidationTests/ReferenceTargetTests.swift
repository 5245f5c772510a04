import Testing
import Validation

@Suite struct ReferenceTargetTests {
    /// A document with a schema, and components to refer to.
    private func document(_ schema: String) -> String {
        """
        openapi: 3.0.1
        info: {title: t, version: '1'}
        paths:
          /a:
            get:
              responses:
                '200':
                  description: fine
                  content: {application/json: {schema: \(schema)}}
        components:
          schemas: {A: {type: object, properties: {b: {type: string}}}, B: [1]}
          parameters: {p: {name: p, in: query, schema: {type: string}}}
          x-shared: {type: string}

        """
    }

    @Test(arguments: [
        "{$ref: 1️⃣'#/info/title'}", "{$ref: 1️⃣'#/components/parameters/p'}",
        "{$ref: 1️⃣'#'}", "{$ref: 1️⃣''}", "{$ref: 1️⃣'#/paths/~1a/get/responses/200/description'}",
        "{allOf: [{$ref: 1️⃣'#/components/parameters/p'}]}",
    ])
    func reportsWhatIsNoSchema(schema: String) {
        expect(ReferenceTarget.self, in: document(schema))
    }

    @Test(arguments: [
        "{$ref: '#/components/schemas/A'}", "{$ref: '#/components/schemas/A/properties/b'}",
        "{$ref: '#/components/parameters/p/schema'}", "{$ref: '#/components/x-shared'}",
        "{type: object, properties: {$ref: {type: string}}}", "{$ref: '#/nowhere'}",
        "{example: {$ref: '#'}}",
    ])
    func staysSilentWhereItIsRight(schema: String) {
        expect(ReferenceTarget.self, in: document(schema))
    }

    @Test func reportsASchemaWhereAResponseBelongs() {
        expect(
            ReferenceTarget.self,
            in: """
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /a: {get: {responses: {'200': {$ref: 1️⃣'#/definitions/A'}}}}
                definitions: {A: {type: object}}

                """)
    }
}
