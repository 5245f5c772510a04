import Gateway
import Testing

/// An API whose `POST /pets` validates everything, with models for two media types.
private func pets(models: String = "application/json: {schema: {$ref: '#/components/schemas/Pet'}}")
    -> String
{
    """
    openapi: 3.0.1
    info: {title: Kennel, version: '1'}
    x-amazon-apigateway-request-validators:
      all: {validateRequestBody: true, validateRequestParameters: true}
    x-amazon-apigateway-request-validator: all
    x-amazon-apigateway-gateway-responses:
      BAD_REQUEST_BODY:
        responseTemplates:
          application/json: '{"why": "$context.error.validationErrorString"}'
    paths:
      /pets:
        post:
          parameters:
          - {name: zone, in: query, required: true, schema: {type: string}}
          - {name: X-Zip, in: header, required: true, schema: {type: string}}
          - {name: area, in: query, required: true, schema: {type: string}}
          requestBody: {content: {\(models)}}
          responses: {'200': {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            passthroughBehavior: when_no_match
            requestTemplates:
              application/json: '{"statusCode": 200}'
              text/note: '{"statusCode": 200}'
              text/plain: '{"statusCode": 200}'
            responses: {default: {statusCode: '200', responseTemplates: {application/json: fine}}}
    components:
      schemas:
        Pet:
          type: object
          required: [name]
          properties:
            name: {type: string, minLength: 2}
            age: {type: integer, maximum: 30}
            owner:
              $ref: https://apigateway.amazonaws.com/restapis/abcdefghij/models/Owner
            friends: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        Owner: {type: object, required: [phone], properties: {phone: {type: string}}}
        Note: {type: array, items: {type: string}}
    """
}

private let whole = "/dev/pets?zone=1&area=2"
private let json = [("Content-Type", "application/json"), ("X-Zip", "1")]

@Suite struct RequestValidationTests {
    /// Names are sorted by their mapping keys: headers, paths, query strings.
    @Test(arguments: [
        ("/dev/pets", "[X-Zip, area, zone]"), ("/dev/pets?zone=1", "[X-Zip, area]"),
        ("/dev/pets?zone=&area=%20", "[X-Zip, area, zone]"),
    ])
    func missingParametersAreNamedBeforeTheBodyIsRead(target: String, missing: String) throws {
        let harness = try Harness(pets())
        let response = harness.send("POST", target, body: Array("no JSON".utf8))
        #expect(response.status == 400)
        #expect(
            response.text == #"{"message": "Missing required request parameters: \#(missing)"}"#)
    }

    /// The bodies that a model refuses, and what the engine says of them.
    @Test(arguments: [
        (#"{"age": 3}"#, #"object has missing required properties ([\"name\"])"#),
        (
            #"{"name": "A", "age": 31}"#,
            #"numeric instance is greater than the required maximum (maximum: 30, found: 31), "#
                + #"string \"A\" is too short (length: 1, required minimum: 2)"#
        ),
        (
            #"{"name": "Al", "owner": {}}"#,
            #"object has missing required properties ([\"phone\"])"#
        ),
        (
            #"{"name": "Al", "friends": [{"name": "Bo"}, {}]}"#,
            #"object has missing required properties ([\"name\"])"#
        ),
        (
            "[]",
            #"instance type (array) does not match any allowed primitive type (allowed: [\"object\"])"#
        ),
        ("", "Unknown error parsing request body"),
        ("{", "Unknown error parsing request body"),
        (#"{"name": "Al"} x"#, "Unknown error parsing request body"),
    ])
    func modelsRefuseInTheWordsOfTheEngine(body: String, words: String) throws {
        let harness = try Harness(pets())
        let response = harness.send("POST", whole, json, body: Array(body.utf8))
        #expect(response.status == 400)
        #expect(response.text == #"{"why": "[\#(words)]"}"#)
    }

    @Test func theDefaultResponseHidesTheReason() throws {
        let plain = pets().replacing("BAD_REQUEST_BODY:", with: "QUOTA_EXCEEDED:")
        let response = try Harness(plain).send("POST", whole, json, body: Array("{}".utf8))
        #expect(response.text == #"{"message": "Invalid request body"}"#)
        #expect(response.field("x-amzn-ErrorType") == "BadRequestException")
    }

    @Test(arguments: [
        ("application/json", #"{"name": "Al"}"#, 200), ("APPLICATION/JSON", "{}", 400),
        ("application/json; charset=utf-8", "{}", 400), (nil, "{}", 400),
        ("text/note", #"["a"]"#, 200), ("text/note", "{}", 400),
        // A type without a model is not looked at.
        ("text/plain", "{}", 200),
    ])
    func theContentTypeChoosesTheModel(type: String?, body: String, status: Int) throws {
        let harness = try Harness(
            pets(
                models: "application/json: {schema: {$ref: '#/components/schemas/Pet'}}, "
                    + "text/note: {schema: {$ref: '#/components/schemas/Note'}}"))
        let fields = [("X-Zip", "1")] + (type.map { [("Content-Type", $0)] } ?? [])
        #expect(harness.send("POST", whole, fields, body: Array(body.utf8)).status == status)
    }

    @Test func theDefaultModelIsForEveryOtherType() throws {
        let harness = try Harness(
            pets(models: "$default: {schema: {$ref: '#/components/schemas/Pet'}}"))
        let fields = [("X-Zip", "1"), ("Content-Type", "text/plain")]
        #expect(harness.send("POST", whole, fields, body: Array("{}".utf8)).status == 400)
        #expect(
            harness.send("POST", whole, fields, body: Array(#"{"name": "Al"}"#.utf8)).status == 200)
    }

    @Test func deepAndLargeBodiesAreAnswered() throws {
        let harness = try Harness(pets())
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(harness.send("POST", whole, json, body: deep).status == 400)
        var nested = "{}"
        for _ in 0..<100 { nested = #"{"name": "Al", "friends": [\#(nested)]}"# }
        let response = harness.send("POST", whole, json, body: Array(nested.utf8))
        #expect(response.text.contains("missing required properties"))
    }
}
