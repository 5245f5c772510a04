import CLI
import Diagnostics
import JSON
import Mapping
import Patterns

/// Applies a case's parameter mapping, URI or selection patterns.
@Sendable
func runParityParameterMapping(_ parityCase: ParityCase) throws -> String? {
    let actual: JSONValue
    switch parityCase.json["direction"]?.stringValue {
    case "integration.request": actual = mapped(parityCase, .request)
    case "method.response": actual = mapped(parityCase, .response)
    case "uri": actual = ["uri": .string(expandedURI(parityCase))]
    case "selection-pattern": actual = try selected(parityCase)
    default: return "unknown direction"
    }
    var matcher = RecordedMatcher()
    matcher.match(parityCase.expected, actual, at: "expected")
    return matcher.failure
}

/// The last value of each name, and all values of each name.
private func grouped(_ pairs: JSONValue?) -> (last: JSONValue, all: JSONValue) {
    var last = JSONObject()
    var all = JSONObject()
    for pair in pairs?.arrayValue ?? [] {
        guard let parts = pair.arrayValue, parts.count == 2, let name = parts[0].stringValue else {
            continue
        }
        last[name] = parts[1]
        all[name] = .array((all[name]?.arrayValue ?? []) + [parts[1]])
    }
    return (.object(last), .object(all))
}

private func mapped(_ parityCase: ParityCase, _ direction: ParameterMap.Direction) -> JSONValue {
    let input = parityCase.json["input"] ?? .null
    let nowhere = SourceRange(0, 0)
    let expressions = (parityCase.json["mapping"]?.objectValue?.members ?? []).map {
        ParameterMap.Expression(
            target: $0.key, at: nowhere, source: $0.value.stringValue ?? "", at: nowhere)
    }
    var log = DiagnosticLog()
    let map = ParameterMap(compiling: expressions, direction: direction, into: &log)
    let request = input["request"]
    let query = grouped(request?["query"])
    let header = grouped(request?["headers"])
    let response = grouped(input["integrationResponse"]?["headers"])
    var builder = JSONTapeBuilder()
    builder.value([
        "params": [
            "path": request?["pathParameters"] ?? [:], "querystring": query.last,
            "header": header.last,
        ],
        "multi": [
            "querystring": query.all, "header": header.all, "responseHeader": response.all,
        ],
        "response": ["header": response.last],
        "stageVariables": input["stageVariables"] ?? [:],
        "context": input["context"] ?? [:],
    ])
    let message = direction == .request ? request : input["integrationResponse"]
    var mapper = ParameterMapper()
    var results: [MappedParameter] = []
    let failure = mapper.apply(
        map, variables: builder.finish(), body: Array((message?["body"]?.stringValue ?? "").utf8),
        into: &results)
    switch failure {
    case .invalidRequestBody:
        return ["error": ["status": 400, "message": "Invalid JSON in request body"]]
    case .invalidResponseBody:
        return ["error": ["status": 500, "message": "Internal server error"]]
    case nil: break
    }
    var shape: JSONObject =
        direction == .request ? ["header": [:], "path": [:], "querystring": [:]] : ["header": [:]]
    for result in results {
        let values = result.values.map { JSONValue.string(String(decoding: $0, as: UTF8.self)) }
        var group = shape["\(result.location)"]?.objectValue ?? [:]
        group[result.name] = values.count == 1 ? values[0] : .array(values)
        shape["\(result.location)"] = .object(group)
    }
    return .object(shape)
}

private func expandedURI(_ parityCase: ParityCase) -> String {
    let input = parityCase.json["input"]
    let template = URITemplate(compiling: Array((parityCase.json["uri"]?.stringValue ?? "").utf8))
    var builder = JSONTapeBuilder()
    builder.value(["stageVariables": input?["stageVariables"] ?? [:]])
    let parameters = (input?["pathParameters"]?.objectValue?.members ?? []).map {
        (name: $0.key, value: Array(($0.value.stringValue ?? "").utf8))
    }
    var output: [UInt8] = []
    template.expand(variables: builder.finish(), parameters: parameters, into: &output)
    return String(decoding: output, as: UTF8.self)
}

/// The response whose pattern matches the whole text, else the one without a pattern.
private func selected(_ parityCase: ParityCase) throws -> JSONValue {
    let text = Array((parityCase.json["input"]?["value"]?.stringValue ?? "").utf8)
    var fallback: JSONValue?
    for response in parityCase.json["integrationResponses"]?.arrayValue ?? [] {
        guard let source = response["selectionPattern"]?.stringValue, !source.isEmpty else {
            fallback = response["statusCode"]
            continue
        }
        if try Pattern(parsing: source, dialect: .java).matches(whole: text) {
            return ["statusCode": response["statusCode"] ?? .null]
        }
    }
    if let fallback { return ["statusCode": fallback] }
    return ["error": ["type": "API_CONFIGURATION_ERROR", "message": "Internal server error"]]
}
