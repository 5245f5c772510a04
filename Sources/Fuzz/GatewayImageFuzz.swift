import BundleFormat
import CLI
import Diagnostics
import Gateway
import Lowering

/// Edits of a compiled image, its checksum put right: it is refused, or answers every request.
///
/// Each edit is an offset of two bytes, a position within the eight bytes there, and a value.
@Sendable func fuzzGatewayImage(_ bytes: [UInt8]) {
    guard var edited = sampleImage else { preconditionFailure("the sample is not compiled") }
    applyEdits(bytes[...], to: &edited, from: 8)
    let sum = checksum(edited.span, skipping: 16..<24)
    for place in 0..<8 { edited[16 + place] = UInt8(truncatingIfNeeded: sum >> (8 * place)) }
    guard let image = try? GatewayImage(edited) else { return }
    let worker = Worker(Gateway(image: image, settings: RuntimeSettings()))
    defer { worker.retire() }
    for (number, request) in sampleRequests.enumerated() {
        answer(request, UInt64(number), worker)
    }
}

/// Edits of a program in its stored form, four bytes each: where (two bytes), in what way, value.
func applyEdits(_ edits: ArraySlice<UInt8>, to program: inout [UInt8], from first: Int = 0) {
    guard program.count > first else { return }
    var rest = edits
    while rest.count >= 4 {
        let parts = Array(rest.prefix(4))
        rest = rest.dropFirst(4)
        let wanted = Int(parts[0]) | Int(parts[1]) << 8
        let place = first + wanted % (program.count - first)
        switch parts[2] & 3 {
        case 0: program[place] = parts[3]
        case 1: program[place] ^= 1 << (parts[3] & 7)
        case 2: program[place] = program[place] &+ parts[3]
        default:
            // Another word of the program in the place of this one.
            let from = first + Int(parts[3]) * 4 % (program.count - first)
            for step in 0..<4 where place + step < program.count && from + step < program.count {
                program[place + step] = program[from + step]
            }
        }
    }
}

private func answer(_ request: Request, _ number: UInt64, _ worker: Worker) {
    let now = Moment(wallMilliseconds: 1_770_091_506_000, monotonicNanoseconds: 1_000_000_000)
    let store = MemoryStore()
    let exchange = worker.makeExchange()
    defer { worker.recycle(exchange) }
    var step = exchange.start(request, at: now, entropy: Entropy(number, 7), mode: .deployed)
    var steps = 0
    while step != .respond {
        steps += 1
        precondition(steps < 100, "an exchange goes on and on")
        switch step {
        case .respond: break
        case .askStore:
            step = exchange.resume(store.perform(exchange.storeRequest, at: now), at: now)
        case .callIntegration, .callAuthorizer:
            let fields = HeaderFields([("Content-Type", "application/json")])
            step = exchange.resume(
                .response(status: 200, headers: fields, body: Array(#"{"a": [1, "b"]}"#.utf8)),
                at: now)
        }
    }
    precondition((100...999).contains(exchange.response.status))
}

private let sampleRequests: [Request] = [
    ("GET", "/pets/7/toys?size=2&size=3", ""), ("POST", "/pets", #"{"name": "Rex", "age": 3}"#),
    ("POST", "/pets", #"{"age": "old"}"#), ("OPTIONS", "/pets", ""), ("GET", "/files/a/b%20c", ""),
    ("PUT", "/nowhere", "{}"),
].map { method, target, body in
    Request(
        method: Array(method.utf8), target: Array(target.utf8),
        headers: HeaderFields([
            ("Host", "abcdefghij.example.com"), ("Content-Type", "application/json"),
            ("Authorization", "token"),
        ]), body: Array(body.utf8), client: Request.Client())
}

private let sampleImage: [UInt8]? = {
    var log = DiagnosticLog()
    let image = try? compileImage(
        Array(sampleAPI.utf8), path: "api.yaml", options: LoweringOptions(), into: &log)
    return image?.bytes
}()

/// An API with one of everything that an image has tables for.
private let sampleAPI = """
    openapi: 3.0.1
    info: {title: Kennel, version: '1'}
    x-amazon-apigateway-request-validators:
      all: {validateRequestBody: true, validateRequestParameters: true}
    x-amazon-apigateway-request-validator: all
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX:
        statusCode: 422
        responseParameters: {gatewayresponse.header.X-Reason: "'wrong'"}
        responseTemplates: {application/json: '{"m": $context.error.messageString}'}
      BAD_REQUEST_BODY:
        responseTemplates: {application/json: '[$context.error.validationErrorString]'}
    paths:
      /pets/{id}/toys:
        get:
          parameters:
            - {name: id, in: path, required: true, schema: {type: string}}
            - {name: size, in: query, required: true, schema: {type: string}}
          responses: {'200': {description: ok, headers: {X-Id: {schema: {type: string}}}}}
          security: [{tokens: []}]
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://backend.example.com/{toy}?q=${stageVariables.q}
            requestParameters:
              integration.request.path.toy: method.request.path.id
              integration.request.querystring.s: method.request.multivaluequerystring.size
              integration.request.header.X-A: "'constant'"
            responses:
              '2\\d{2}':
                statusCode: '200'
                responseParameters: {method.response.header.X-Id: 'integration.response.body.a[0]'}
                responseTemplates: {application/json: "#foreach($x in $input.path('$.a'))$x,#end"}
              default: {statusCode: '200'}
      /pets:
        post:
          requestBody:
            content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
          responses: {'200': {description: ok}, '400': {description: no}}
          x-amazon-apigateway-integration:
            type: aws_proxy
            httpMethod: POST
            uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:\
    us-east-1:123456789012:function:pets/invocations
        options:
          responses: {'200': {description: ok, headers: {Access-Control-Allow-Origin: {}}}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: '200'
                responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
      /files/{path+}:
        x-amazon-apigateway-any-method:
          parameters: [{name: path, in: path, required: true, schema: {type: string}}]
          responses: {'200': {description: ok}}
          x-amazon-apigateway-integration:
            type: http_proxy
            httpMethod: ANY
            uri: https://backend.example.com/{path}
            requestParameters: {integration.request.path.path: method.request.path.path}
            cacheKeyParameters: [method.request.path.path]
            cacheNamespace: files
    components:
      schemas:
        Pet:
          type: object
          required: [name]
          additionalProperties: false
          properties:
            name: {type: string, minLength: 1, pattern: '^[A-Z][a-z]*$'}
            age: {type: integer, minimum: 0, maximum: 30}
            kind: {enum: [dog, cat, 3]}
            friends: {type: array, uniqueItems: true, items: {$ref: '#/components/schemas/Pet'}}
      securitySchemes:
        tokens:
          type: apiKey
          in: header
          name: Authorization
          x-amazon-apigateway-authtype: custom
          x-amazon-apigateway-authorizer:
            type: token
            authorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:\
    lambda:us-east-1:123456789012:function:auth/invocations
            identityValidationExpression: '^[a-z]+$'
    """
