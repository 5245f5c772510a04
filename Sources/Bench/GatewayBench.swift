import BundleFormat
import CLI
import Diagnostics
import Gateway
import Lowering
import Platform

/// The gateway's core without sockets: requests a second on one core, and how long an image of
/// 10,000 methods takes to check.
let gatewayWorkloads: [Workload] = [
    Workload(name: "gateway-mock", summary: "MOCK with a 3-line template, requests/s") {
        arguments in
        try measure(arguments, mock, "GET", "/dev/books/7")
    },
    Workload(name: "gateway-lambda", summary: "AWS_PROXY event and response, requests/s") {
        arguments in
        try measure(arguments, function, "POST", "/dev/books/7?page=2")
    },
    Workload(name: "gateway-order", summary: "validation of a 2 KB order and mapping, requests/s") {
        arguments in
        try measure(arguments, order, "POST", "/dev/orders", body: orderBody)
    },
    Workload(name: "gateway-load", summary: "checking an image of 10,000 methods, ms") {
        arguments in
        let bytes = try image(manyMethods).bytes
        let seconds = try medianSeconds(rounds: arguments.rounds) {
            for _ in 0..<10 { _ = try GatewayImage(bytes) }
        }
        return [
            Figure(name: "size", value: Double(bytes.count) / 1e6, unit: "MB"),
            Figure(name: "load", value: seconds * 100, unit: "ms"),
        ]
    },
]

private func image(_ text: String) throws -> GatewayImage {
    var log = DiagnosticLog()
    let image = try compileImage(
        Array(text.utf8), path: "bench.yaml", options: LoweringOptions(), into: &log)
    guard let image else { throw PlatformError(action: "the API does not compile", code: 22) }
    return image
}

private func measure(
    _ arguments: BenchArguments, _ text: String, _ method: String, _ target: String,
    body: String = ""
) throws -> [Figure] {
    let worker = Worker(Gateway(image: try image(text), settings: RuntimeSettings()))
    let request = Request(
        method: Array(method.utf8), target: Array(target.utf8),
        headers: HeaderFields([
            ("Host", "api.example.com"), ("User-Agent", "bench/1"), ("Accept", "*/*"),
            ("Content-Type", "application/json"),
        ]), body: Array(body.utf8))
    let answer = Array(#"{"statusCode":200,"headers":{"X-Shelf":"3"},"body":"{\"id\":7}"}"#.utf8)
    var now = Moment(wallMilliseconds: 1_770_000_000_000, monotonicNanoseconds: 1)
    var count: UInt64 = 0
    let send = {
        let exchange = worker.makeExchange()
        count &+= 1
        now.monotonicNanoseconds &+= 1
        var step = exchange.start(request, at: now, entropy: Entropy(count, count &* 77))
        while step != .respond {
            step = exchange.resume(
                CallResult.response(status: 200, headers: HeaderFields(), body: answer), at: now)
        }
        guard exchange.response.status == 200 else {
            throw PlatformError(
                action: "status \(exchange.response.status) where 200 was due", code: 22)
        }
        worker.recycle(exchange)
    }
    try send()
    let passes = 50_000
    let seconds = try medianSeconds(rounds: arguments.rounds) {
        for _ in 0..<passes { try send() }
    }
    var figures = [
        Figure(name: "rate", value: Double(passes) / seconds, unit: "requests/s"),
        Figure(name: "time", value: seconds / Double(passes) * 1e9, unit: "ns"),
    ]
    if let count = try allocationsEach(1_000, send) {
        figures.append(Figure(name: "allocations", value: count, unit: "a request"))
    }
    return figures
}

private let mock = """
    openapi: 3.0.1
    info: {title: Shelves, version: '1'}
    paths:
      /books/{id}:
        get:
          responses: {'200': {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: '200'
                responseTemplates:
                  application/json: |
                    #set($id = $input.params('id'))
                    {"id": "$id",
                     "stage": "$context.stage"}
    """

private let function = """
    openapi: 3.0.1
    info: {title: Shelves, version: '1'}
    paths:
      /books/{id}:
        post:
          responses: {'200': {description: ok}}
          x-amazon-apigateway-integration:
            type: aws_proxy
            httpMethod: POST
            uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:books/invocations
    """

private let order = """
    openapi: 3.0.1
    info: {title: Shelves, version: '1'}
    x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}
    x-amazon-apigateway-request-validator: all
    paths:
      /orders:
        post:
          requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}}
          responses: {'200': {description: ok}}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: POST
            uri: https://orders.example.com/orders
            requestParameters:
              integration.request.header.X-Customer: method.request.body.customer
            responses: {default: {statusCode: '200'}}
    components:
      schemas:
        Order:
          type: object
          required: [customer, lines]
          properties:
            customer: {type: string, minLength: 1, maxLength: 40}
            lines:
              type: array
              minItems: 1
              items:
                type: object
                required: [title, count, price]
                properties:
                  title: {type: string, maxLength: 200}
                  count: {type: integer, minimum: 1, maximum: 1000}
                  price: {type: number, minimum: 0}
    """

/// About 2 KB.
private let orderBody: String = {
    let line = #"{"title":"A book about shelves and what to put on them","count":3,"price":12.50}"#
    let lines = Array(repeating: line, count: 24).joined(separator: ",")
    return #"{"customer":"c-1001","lines":[\#(lines)]}"#
}()

private let manyMethods: String = {
    var text = "openapi: 3.0.1\ninfo: {title: Shelves, version: '1'}\npaths:\n"
    for index in 0..<10_000 {
        text += """
              /group\(index / 100)/item\(index)/{id}:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: http
                    httpMethod: GET
                    uri: https://backend.example.com/item\(index)/{id}
                    requestParameters: {integration.request.path.id: method.request.path.id}
                    responses: {default: {statusCode: '200'}}

            """
    }
    return text
}()
