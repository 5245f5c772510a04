import BundleFormat
import CLI
import Faults
import Gateway
import JSON

/// Answers a fault with the gateway responses that a case sets and compares the response.
@Sendable
func runParityGatewayResponse(_ parityCase: ParityCase) throws -> String? {
    var builder = GatewayImageBuilder()
    builder.append([
        (APIColumn.name, builder.string("gateway responses")), (.id, builder.string("abcdefghij")),
        (.apiKeySource, 0), (.endpointType, 0), (.isExecuteEndpointDisabled, 0),
        (.binaryMediaTypes, 0), (.binaryMediaTypeCount, 0),
    ])
    for member in parityCase.json["configured"]?.objectValue?.members ?? [] {
        let status = member.value["statusCode"]?.stringValue.flatMap(UInt32.init)
        builder.append([
            (GatewayResponseColumn.type, builder.string(member.key)),
            (.status, status ?? GatewayImage.none), (.mappings, 0), (.mappingCount, 0),
            (.templates, 0), (.templateCount, 0),
        ])
    }
    guard let name = parityCase.json["error"]?["type"]?.stringValue,
        let type = GatewayResponseType(rawValue: name)
    else { return "no such gateway response" }
    let image = try GatewayImage(builder.finish())
    let exchange = Worker(Gateway(image: image, settings: RuntimeSettings())).makeExchange()
    let request = Request(method: "GET", path: "/", stage: "dev", headers: [], body: [])
    let fault = GatewayFault(type, message: parityCase.json["error"]?["message"]?.stringValue)
    _ = exchange.answer(
        request, fault, at: Moment(wallMilliseconds: 0, monotonicNanoseconds: 0),
        entropy: Entropy(1, 2))
    var matcher = RecordedMatcher()
    let expected = parityCase.expected["response"] ?? .null
    matcher.match(
        expected["status"] ?? .null, .number(JSONNumber(exchange.response.status)), at: "status")
    for member in expected["headers"]?.objectValue?.members ?? [] {
        let value = exchange.response.headers.last(member.key)
        matcher.match(
            member.value, value.map { .string(String(decoding: $0, as: UTF8.self)) },
            at: member.key)
    }
    if let body = expected["bodyJson"] {
        matcher.match(body, try? JSONValue(parsing: exchange.response.body), at: "body")
    }
    return matcher.failure
}
