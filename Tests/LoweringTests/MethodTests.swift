import Diagnostics
import JSON
import Model
import Testing

@Suite struct MethodTests {
    @Test func declaresParametersAndVariables() throws {
        let (api, log) = try lowerText(
            operationText(
                """
                      operationId: GetA
                      parameters:
                        - { name: q, in: query, required: true }
                        - { name: X-A, in: header }
                """, path: "/a/{id}"))
        #expect(log.diagnostics.isEmpty)
        let method = try #require(api.methods.first?.method)
        #expect(
            method.requestParameters.map { "\($0.key) \($0.isRequired) \($0.isDeclared)" } == [
                "method.request.querystring.q true true", "method.request.header.X-A false true",
                "method.request.path.id true false",
            ])
        #expect(method.operationName?.value == "GetA")
    }

    @Test func reportsWhatMethodsCannotHave() throws {
        try check(
            operationText(
                """
                      parameters:
                        - { name: a, in: 1️⃣cookie }
                        - { name: 2️⃣"b[c]", in: query }
                        - { name: d, in: query }
                        - { name: 3️⃣d, in: header }
                      responses:
                        4️⃣default: {}
                        5️⃣2XX: {}
                      x-amazon-apigateway-request-validator: 6️⃣all
                """),
            ("1️⃣", "unsupported-parameter-location"), ("2️⃣", "invalid-parameter-name"),
            ("3️⃣", "ambiguous-parameter-name"), ("4️⃣", "default-response-ignored"),
            ("5️⃣", "invalid-response-key"), ("6️⃣", "unknown-request-validator"))
    }

    @Test func inheritsTheValidatorOfTheDocument() throws {
        let tail = """
            x-amazon-apigateway-request-validators:
              all: { validateRequestBody: true, validateRequestParameters: true }
              body: { validateRequestBody: true }
            x-amazon-apigateway-request-validator: all
            """
        let (api, _) = try lowerText(operationText("      responses: {}", tail: tail))
        #expect(api.methods.first?.method.requestValidator?.value == "all")
        #expect(api.requestValidators.map(\.validatesParameters) == [true, false])
        let (other, _) = try lowerText(
            operationText("      x-amazon-apigateway-request-validator: body", tail: tail))
        #expect(other.methods.first?.method.requestValidator?.value == "body")
    }

    @Test func modelsAreNamedOrMade() throws {
        let (api, log) = try lowerText(
            operationText(
                """
                      requestBody:
                        content:
                          application/json: { schema: { $ref: '#/components/schemas/Part' } }
                          text/plain: { schema: { type: string } }
                          application/xml: { schema: { type: object, example: { a: 1 } } }
                      responses:
                        200:
                          headers: { X-Total: { schema: { type: integer } } }
                          content: { application/json: { schema: { allOf: [ {} ] } } }
                """,
                tail: """
                    components:
                      schemas:
                        Part:
                          description: a part
                          nullable: true
                          properties:
                            nullable: { type: string, x-note: no }
                            next: { $ref: '#/components/schemas/Part' }
                    """))
        let method = try #require(api.methods.first?.method)
        #expect(method.requestModels.count == 2)
        #expect(method.requestModels[0].model.value == "Part")
        let made = try #require(api.model(named: method.requestModels[1].model.value))
        #expect(made.schema.json.printed() == #"{"type":"object"}"#)
        let part = try #require(api.model(named: "Part"))
        #expect(part.description?.value == "a part")
        #expect(
            part.schema.json.printed()
                == #"{"description":"a part","properties":{"nullable":{"type":"string"},"#
                + ##""next":{"$ref":"#/definitions/Part"}}}"##)
        #expect(
            log.diagnostics.compactMap(\.aws?.text) == [
                "Unsupported model type 'StringSchema' in request schema for 'GET /a'. Ignoring.",
                "Unsupported model type 'ComposedSchema' in 200 response to method 'GET /a'. "
                    + "Ignoring.",
            ])
        #expect(method.responses[0].headers.map(\.value) == ["X-Total"])
        #expect(method.responses[0].models.isEmpty)
    }
}
