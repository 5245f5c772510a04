import Diagnostics
package import Gateway
package import JSON

/// Canned answers in place of integrations: what `--backend FILE` says.
///
/// Either an object with `http`, one stub for every HTTP endpoint, and `lambda`, stubs by function
/// name; or a list of objects that have `integration`, such as `GET /pets`, and a stub's members. A
/// stub has `type`: `respond`, `echo-body`, `return`, `echo-event`, `proxy-echo-event`, `error` or
/// `timeout`.
package struct StubBackends: Sendable {
    private var http: Stub?
    private var lambdas: [String: Stub] = [:]
    private var integrations: [(name: String, stub: Stub)] = []

    /// Creates stubs for nothing.
    package init() {}

    /// Reads stubs.
    ///
    /// - Throws: What is wrong, one line.
    package init(_ json: JSONValue) throws(StubError) {
        if let list = json.arrayValue {
            for (index, element) in list.enumerated() {
                guard let name = element["integration"]?.stringValue else {
                    throw StubError("stub \(index + 1) has no 'integration'")
                }
                integrations.append((name, try Stub(element, "stub of '\(name)'")))
            }
            return
        }
        guard let object = json.objectValue else {
            throw StubError("backends must be an object or a list")
        }
        for member in object.members {
            switch member.key {
            case "http": http = try Stub(member.value, "stub 'http'")
            case "lambda":
                guard let stubs = member.value.objectValue else {
                    throw StubError("'lambda' is not an object of stubs by function name")
                }
                for stub in stubs.members {
                    lambdas[stub.key] = try Stub(stub.value, "stub of function '\(stub.key)'")
                }
            default:
                throw StubError(
                    "backends have no member '\(member.key)'"
                        + suggestion(member.key, ["http", "lambda"]))
            }
        }
    }

    /// The integrations that stubs of a list are for, in order.
    package var integrationNames: [String] { integrations.map(\.name) }

    /// The answer to a call, or `nil` where there is no stub for it.
    package func answer(_ call: BackendCall) -> CallResult? {
        let named = integrations.first { $0.name == call.operation }?.stub
        switch call.target {
        case .lambda(let function):
            let stub = named ?? lambdas[functionName(function)] ?? lambdas[function]
            return stub?.answerFunction(call)
        case .http, .service: return (named ?? http)?.answerEndpoint(call)
        }
    }
}

/// What is wrong with a stub: one line.
package struct StubError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Creates an error.
    package init(_ description: String) { self.description = description }
}

/// `; did you mean 'NAME'?`, or the names there are.
private func suggestion(_ name: String, _ known: [String]) -> String {
    nearest(to: name, in: known).map { "; did you mean '\($0)'?" }
        ?? "; use one of \(known.joined(separator: ", "))"
}

/// The name in a function's ARN, or the name itself; without alias or version.
package func functionName(_ function: String) -> String {
    let parts = function.split(separator: ":")
    guard let index = parts.firstIndex(of: "function"), index + 1 < parts.count else {
        return parts.first.map(String.init) ?? function
    }
    return String(parts[index + 1])
}

/// One canned answer.
private struct Stub: Sendable {
    enum Kind: String, CaseIterable {
        case respond
        case echoBody = "echo-body"
        case `return` = "return"
        case echoEvent = "echo-event"
        case proxyEchoEvent = "proxy-echo-event"
        case error
        case timeout
    }

    let kind: Kind
    let json: JSONValue
    let body: [UInt8]

    init(_ json: JSONValue, _ name: String) throws(StubError) {
        let kinds = Kind.allCases.map(\.rawValue)
        guard let object = json.objectValue, let type = json["type"] else {
            throw StubError("\(name) has no 'type'; use one of \(kinds.joined(separator: ", "))")
        }
        guard let text = type.stringValue, let kind = Kind(rawValue: text) else {
            throw StubError(
                "\(name) has the unknown type \(type.printed())"
                    + suggestion(type.stringValue ?? "", kinds))
        }
        for member in object.members where !Stub.members.contains(member.key) {
            throw StubError(
                "\(name) has no member '\(member.key)'" + suggestion(member.key, Stub.members))
        }
        if let status = json["status"], !(100..<600 ~= status.intValue ?? 0) {
            throw StubError("\(name) has a 'status' that is no number from 100 to 599")
        }
        self.kind = kind
        self.json = json
        if let encoded = json["bodyBase64"]?.stringValue {
            guard let bytes = decodeBase64(encoded) else {
                throw StubError("\(name) has a 'bodyBase64' that is not base64")
            }
            body = bytes
        } else if let value = json["body"], value.stringValue == nil {
            body = Array(value.printed(.compact).utf8)
        } else {
            body = Array((json["body"]?.stringValue ?? "").utf8)
        }
    }

    private static let members = [
        "type", "status", "headers", "body", "bodyBase64", "value", "rawPayload", "errorType",
        "errorMessage", "stackTrace", "integration",
    ]

    private var headers: HeaderFields {
        var fields = HeaderFields()
        if let list = json["headers"]?.arrayValue {
            for pair in list {
                guard let parts = pair.arrayValue, parts.count == 2 else { continue }
                fields.append((parts[0].stringValue ?? "").utf8, (parts[1].stringValue ?? "").utf8)
            }
        }
        for member in json["headers"]?.objectValue?.members ?? [] {
            for value in member.value.arrayValue ?? [member.value] {
                fields.append(member.key.utf8, (value.stringValue ?? value.printed()).utf8)
            }
        }
        return fields
    }

    func answerEndpoint(_ call: BackendCall) -> CallResult {
        switch kind {
        case .timeout: return .timedOut
        case .respond:
            var fields = headers
            if fields.firstIndex(of: "content-length".utf8) == nil {
                fields.append("Content-Length".utf8, String(body.count).utf8)
            }
            return .response(status: json["status"]?.intValue ?? 200, headers: fields, body: body)
        case .echoBody:
            var fields = headers
            fields.append("Content-Length".utf8, String(call.body.count).utf8)
            return .response(
                status: json["status"]?.intValue ?? 200, headers: fields, body: call.body)
        case .return, .echoEvent, .proxyEchoEvent, .error: return answerFunction(call)
        }
    }

    func answerFunction(_ call: BackendCall) -> CallResult {
        // An asynchronous call is only taken in.
        if call.isAsynchronous { return .response(status: 202, headers: HeaderFields(), body: []) }
        switch kind {
        case .timeout: return .timedOut
        case .respond, .echoBody: return answerEndpoint(call)
        case .echoEvent: return lambdaResponse(call, call.body)
        case .proxyEchoEvent:
            let event = String(decoding: call.body, as: UTF8.self)
            let value: JSONValue = [
                "statusCode": 200, "body": .string(event), "isBase64Encoded": false,
            ]
            return lambdaResponse(call, Array(value.printed(.compact).utf8))
        case .return:
            if let payload = json["rawPayload"]?.stringValue {
                return lambdaResponse(call, Array(payload.utf8))
            }
            return lambdaResponse(call, Array((json["value"] ?? .null).printed(.compact).utf8))
        case .error:
            var value: JSONObject = [
                "errorMessage": json["errorMessage"] ?? "",
                "errorType": json["errorType"] ?? "Error",
                "requestId": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
            ]
            value["stackTrace"] = json["stackTrace"]
            return lambdaResponse(
                call, Array(JSONValue.object(value).printed(.compact).utf8), isError: true)
        }
    }

    /// A response as the function service's Invoke gives it.
    private func lambdaResponse(
        _ call: BackendCall, _ payload: [UInt8], isError: Bool = false
    ) -> CallResult {
        var fields = HeaderFields([
            ("Date", "Thu, 01 Jan 1970 00:00:00 GMT"), ("Content-Type", "application/json"),
            ("Content-Length", String(payload.count)), ("Connection", "keep-alive"),
            ("x-amzn-RequestId", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"),
            ("x-amzn-Remapped-Content-Length", "0"), ("X-Amz-Executed-Version", "$LATEST"),
        ])
        if isError { fields.append("X-Amz-Function-Error".utf8, "Unhandled".utf8) }
        if let trace = call.headers.last("x-amzn-trace-id") {
            fields.append("X-Amzn-Trace-Id".utf8, trace)
        }
        return .response(status: 200, headers: fields, body: payload)
    }
}
