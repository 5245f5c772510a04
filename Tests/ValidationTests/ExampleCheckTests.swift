import Diagnostics
import OpenAPI
import Syntax
import TestSupport
import Testing
import Validation

/// Where examples of a marked document do not match.
private func expectMismatches(in marked: String) throws {
    let source = MarkedText(marked)
    var log = DiagnosticLog()
    let file = SourceFile(path: "api.yaml", bytes: Array(source.text.utf8))
    let document = try #require(OpenAPIDocument.read(parseDocument(file, into: &log), into: &log))
    checkExamples(in: document, into: &log)
    #expect(log.diagnostics.allSatisfy { $0.id == exampleMismatch.id })
    let found = log.diagnostics.map { Int($0.range.start) }.sorted()
    #expect(found == source.offsets.values.sorted(), "\(log.diagnostics.map(\.message))")
}

@Suite struct ExampleCheckTests {
    @Test func examplesAndDefaultsAreCheckedWhereverTheyStand() throws {
        try expectMismatches(
            in: """
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}:
                    parameters:
                    - {name: id, in: path, required: true, schema: {type: integer}, example: 1️⃣x}
                    post:
                      parameters:
                      - {name: a, in: query, schema: {type: integer, maximum: 9, default: 2️⃣10}}
                      - name: b
                        in: query
                        schema: {type: string}
                        examples: {one: {value: 3️⃣1}, two: {value: two}}
                      requestBody:
                        content:
                          application/json:
                            schema: {$ref: '#/components/schemas/Pet'}
                            example: {name: Rex, tags: [a, 4️⃣1]}
                          text/xml:
                            schema: {$ref: '#/components/schemas/Pet'}
                            example: <pet/>
                      responses:
                        '200':
                          description: ok
                          headers: {X-A: {schema: {type: boolean}, example: 5️⃣1}}
                          content:
                            application/json:
                              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
                              example: [{name: Rex, born: null}, 6️⃣{}]
                components:
                  schemas:
                    Pet:
                      type: object
                      required: [name]
                      properties:
                        name: {type: string}
                        born: {type: string, format: date, nullable: true, example: 7️⃣yesterday}
                        tags: {type: array, items: {type: string}}
                        friend: {$ref: '#/components/schemas/Pet'}
                """)
    }

    @Test func swaggerHasThemInOtherPlaces() throws {
        try expectMismatches(
            in: """
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      parameters:
                      - {name: size, in: query, type: integer, default: 1️⃣many}
                      responses:
                        '200':
                          description: ok
                          schema: {$ref: '#/definitions/Pet'}
                          examples: {application/json: {name: 2️⃣1}, text/plain: any}
                definitions:
                  Pet: {type: object, properties: {name: {type: string}}}
                """)
    }
}
