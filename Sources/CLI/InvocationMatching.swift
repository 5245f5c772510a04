package import Gateway
package import JSON

/// Compares what came of an invocation with what a case expects: `response`, `lambdaEvent`,
/// `backendRequest`, as far as they are there.
package func matchInvocation(
    _ expected: JSONValue, _ outcome: Invocation.Outcome, into matcher: inout RecordedMatcher
) {
    if let response = expected["response"] {
        if let status = response["status"] {
            matcher.match(status, .number(JSONNumber(outcome.response.status)), at: "status")
        }
        compareFields(
            response["headers"], response["headersAbsent"], withFraming(outcome.response),
            at: "headers", &matcher)
        compareBody(response, outcome.response.body, at: "body", &matcher)
    }
    if let event = expected["lambdaEvent"] {
        let call = outcome.calls.last { if case .lambda = $0.target { true } else { false } }
        let actual = call.flatMap { try? JSONValue(parsing: $0.body) }
        matcher.match(event, actual, at: "lambdaEvent")
        for name in expected["lambdaEventHeadersAbsent"]?.arrayValue ?? [] {
            if let name = name.stringValue, actual?["headers"]?[name] != nil {
                matcher.differ("lambdaEvent.headers.\(name): present")
            }
        }
    }
    guard let backend = expected["backendRequest"] else { return }
    let call = outcome.calls.last { if case .lambda = $0.target { false } else { true } }
    guard backend != .null else {
        if call != nil { matcher.differ("the backend was called") }
        return
    }
    guard let call else { return matcher.differ("the backend was not called") }
    compareBackend(backend, call, &matcher)
}

/// Compares a test invocation's result with `testInvoke` of what a case expects, or the refusal of
/// the call itself with `error`.
package func matchTestInvocation(
    _ expected: JSONValue, _ outcome: Invocation.Outcome, at moment: Moment,
    into matcher: inout RecordedMatcher
) {
    let refusal = "NotFoundException"
    if outcome.response.headers.last("x-amzn-errortype").map({ $0.elementsEqual(refusal.utf8) })
        == true
    {
        let body = try? JSONValue(parsing: outcome.response.body)
        let actual: JSONValue = [
            "error": [
                "status": .number(JSONNumber(outcome.response.status)), "code": .string(refusal),
                "message": body?["message"] ?? .null,
            ]
        ]
        return matcher.match(expected, actual, at: "expected")
    }
    var headers = JSONObject()
    var multi = JSONObject()
    for (name, value) in outcome.response.headers.pairs {
        headers[name] = .string(value)
        multi[name] = .array((multi[name]?.arrayValue ?? []) + [.string(value)])
    }
    let log = testInvokeLog(outcome, at: moment)
    let actual: JSONValue = [
        "testInvoke": [
            "status": .number(JSONNumber(outcome.response.status)), "headers": .object(headers),
            "multiValueHeaders": .object(multi), "latency": 0,
            "log": .array(log.map { .string($0) }),
            "body": .string(String(decoding: outcome.response.body, as: UTF8.self)),
        ]
    ]
    matcher.match(expected, actual, at: "expected")
}

/// The response's fields with those that the host adds.
private func withFraming(_ response: Response) -> HeaderFields {
    var fields = response.headers
    fields.append("Date".utf8, "Thu, 01 Jan 1970 00:00:00 GMT".utf8)
    fields.append("Content-Length".utf8, String(response.body.count).utf8)
    return fields
}

private func compareFields(
    _ expected: JSONValue?, _ absent: JSONValue?, _ fields: HeaderFields, at path: String,
    _ matcher: inout RecordedMatcher
) {
    func value(_ name: String) -> String? {
        let values = fields.pairs.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
    for member in expected?.objectValue?.members ?? [] {
        // Framing is the host's: it says whether the connection stays open.
        if member.key.lowercased() == "connection", path == "headers" { continue }
        matcher.match(
            member.value, value(member.key).map { .string($0) }, at: "\(path).\(member.key)")
    }
    for name in absent?.arrayValue ?? [] {
        if let name = name.stringValue, value(name) != nil {
            matcher.differ("\(path).\(name): present")
        }
    }
}

private func compareBody(
    _ expected: JSONValue, _ body: [UInt8], at path: String, _ matcher: inout RecordedMatcher
) {
    let text = String(decoding: body, as: UTF8.self)
    if let wanted = expected["body"] { matcher.match(wanted, .string(text), at: path) }
    if let encoded = expected["bodyBase64"]?.stringValue, decodeBase64(encoded) != body {
        matcher.differ("\(path): is \(text.prefix(200)), expected base64 \(encoded.prefix(200))")
    }
    if let wanted = expected["bodyJson"] {
        matcher.match(wanted, try? JSONValue(parsing: body), at: path)
    }
}

private func compareBackend(
    _ expected: JSONValue, _ call: BackendCall, _ matcher: inout RecordedMatcher
) {
    let url = String(decoding: call.url, as: UTF8.self)
    let rest = url.dropFirst(url.hasPrefix("https://") ? "https://".count : "http://".count)
    let target = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    if let method = expected["method"] {
        matcher.match(method, .string(String(decoding: call.method, as: UTF8.self)), at: "method")
    }
    if let path = expected["path"] { matcher.match(path, .string(String(parts[0])), at: "path") }
    var query: [(String, [String])] = []
    for pair in parts.count > 1 ? parts[1].split(separator: "&") : [] {
        let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = percentDecoded(sides[0])
        let value = sides.count > 1 ? percentDecoded(sides[1]) : ""
        if let index = query.firstIndex(where: { $0.0 == name }) {
            query[index].1.append(value)
        } else {
            query.append((name, [value]))
        }
    }
    if let wanted = expected["query"] {
        let members = query.map { name, values in
            JSONObject.Member(
                name, values.count == 1 ? .string(values[0]) : .array(values.map { .string($0) }))
        }
        matcher.match(wanted, .object(JSONObject(members)), at: "query")
    }
    if let wanted = expected["queryJoined"] {
        let members = query.map {
            JSONObject.Member($0.0, .string($0.1.joined(separator: ",")))
        }
        matcher.match(wanted, .object(JSONObject(members)), at: "queryJoined")
    }
    var fields = call.headers
    if fields.firstIndex(of: "host".utf8) == nil {
        fields.append("Host".utf8, "backend.test:8080".utf8)
    }
    if !call.body.isEmpty || call.method == Array("POST".utf8) {
        fields.append("Content-Length".utf8, String(call.body.count).utf8)
    }
    compareFields(
        expected["headers"], expected["headersAbsent"], fields, at: "backend.headers", &matcher)
    compareBody(expected, call.body, at: "backend.body", &matcher)
}

private func percentDecoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2,
            let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
