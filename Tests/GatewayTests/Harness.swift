import BundleFormat
import CLI
import Diagnostics
import Digest
import Foundation
import Gateway
import JSON
import Lowering
import Settings
import Testing

/// A compiled API with stubbed functions, whose clock stands where the test puts it.
final class Harness {
    let worker: Worker
    let store = MemoryStore()
    var now = Moment(wallMilliseconds: 1_770_091_506_000, monotonicNanoseconds: 1_000_000_000)
    var mode = Exchange.Mode.deployed
    var client = Request.Client()

    /// What functions answer, by name: a payload, or `nil` for a timeout.
    var functions: [String: [UInt8]] = [:]
    /// The names of the functions called and the URLs of the endpoints, in order.
    var calls: [String] = []
    var events: [JSONValue] = []
    var functionError = false
    /// What endpoints answer.
    var backendBody = Array("from the backend".utf8)
    /// What comes of the next call in place of an answer, or `nil`.
    var result: CallResult?
    /// The calls in order.
    var backendCalls: [BackendCall] = []
    /// What was kept in the store, in order.
    var kept: [(key: [UInt8], value: [UInt8], milliseconds: Int64)] = []
    /// What the last exchange left to be written down.
    var record = ExchangeRecord()
    private var count: UInt64 = 0

    init(
        _ yaml: String, settings: RuntimeSettings = RuntimeSettings(),
        cryptography: any Cryptography = NoCryptography(), endpoint: EndpointType? = nil,
        canary: String? = nil
    ) throws {
        var settings = settings
        settings.apiID = "abcdefghij"
        let image = try Harness.image(yaml, endpoint)
        var canaries: [String: GatewayImage] = [:]
        if let canary { canaries[settings.stages[0].name] = try Harness.image(canary, endpoint) }
        worker = Worker(
            Gateway(
                image: image, canaries: canaries, settings: settings, cryptography: cryptography))
    }

    private static func image(_ yaml: String, _ endpoint: EndpointType?) throws -> GatewayImage {
        var options = LoweringOptions()
        if let endpoint {
            var settings = GatewaySettings()
            settings.endpointType = Located(endpoint, at: SourceRange(0, 0))
            options.settings = settings
        }
        var log = DiagnosticLog()
        return try #require(
            try compileImage(Array(yaml.utf8), path: "api.yaml", options: options, into: &log))
    }

    func send(
        _ method: String, _ target: String, _ headers: [(String, String)] = [],
        body: [UInt8] = []
    ) -> Response {
        var request = Request(
            method: Array(method.utf8), target: Array(target.utf8),
            headers: HeaderFields(headers), body: body, client: client)
        if request.headers.last("host") == nil {
            request.headers.append("Host".utf8, "abcdefghij.example.com".utf8)
        }
        count += 1
        let exchange = worker.makeExchange()
        defer { worker.recycle(exchange) }
        var step: Step
        var isTaken = false
        if case .deployed = mode {
            isTaken = true
            step = exchange.start(taking: &request, at: now, entropy: Entropy(count, 7))
        } else {
            step = exchange.start(request, at: now, entropy: Entropy(count, 7), mode: mode)
        }
        while step != .respond {
            switch step {
            case .respond: break
            case .askStore:
                if case .keep(let key, let value, let milliseconds) = exchange.storeRequest {
                    kept.append((key, value, milliseconds))
                }
                step = exchange.resume(store.perform(exchange.storeRequest, at: now), at: now)
            case .callIntegration, .callAuthorizer:
                step = exchange.resume(answer(exchange.call), at: now)
            }
        }
        if isTaken { exchange.giveBack(&request) }
        record = exchange.record
        return exchange.response
    }

    /// Puts the wall clock at a moment such as `2026-03-01T00:00:00Z`.
    func set(_ moment: String) throws {
        let date = try #require(try? Date(moment, strategy: .iso8601))
        now.wallMilliseconds = Int64(date.timeIntervalSince1970 * 1000)
    }

    func advance(milliseconds: Int64) {
        now.wallMilliseconds += milliseconds
        now.monotonicNanoseconds += UInt64(milliseconds) * 1_000_000
    }

    private func answer(_ call: BackendCall) -> CallResult {
        backendCalls.append(call)
        if let result { return result }
        guard case .lambda(let function) = call.target else {
            calls.append(String(decoding: call.url, as: UTF8.self))
            return .response(
                status: 200, headers: HeaderFields([("Content-Type", "text/plain")]),
                body: backendBody)
        }
        let name = functionName(function)
        calls.append(name)
        if let event = try? JSONValue(parsing: call.body) { events.append(event) }
        guard let payload = functions[name] else { return .timedOut }
        var headers = HeaderFields()
        if functionError { headers.append("X-Amz-Function-Error".utf8, "Unhandled".utf8) }
        return .response(status: 200, headers: headers, body: payload)
    }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }
    func field(_ name: String) -> String? {
        headers.last(name).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// An API with one mocked `GET` on each path; `extra` goes into each operation.
func mockAPI(_ paths: [String], extra: String = "", root: String = "") -> String {
    var yaml = "openapi: 3.0.1\ninfo: {title: Shelves, version: '1'}\n\(root)\npaths:\n"
    for path in paths {
        yaml += """
              \(path):
                get:
                  responses: {'200': {description: ok}}
            \(extra)
                  x-amazon-apigateway-integration:
                    type: mock
                    requestTemplates: {application/json: '{"statusCode": 200}'}
                    responses:
                      default:
                        statusCode: '200'
                        responseTemplates: {application/json: '{"path": "$context.resourcePath"}'}

            """
    }
    return yaml
}

/// The contents of a file in `Fixtures`.
func fixture(_ path: String) throws -> [UInt8] {
    let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appending(path: "Fixtures/\(path)")))
}
