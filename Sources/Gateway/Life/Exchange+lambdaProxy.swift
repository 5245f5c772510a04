import Faults
import Routing
import JSON

extension Exchange {
    /// AWS_PROXY: calls the function with the request as an event.
    func callFunction(_ integration: PreparedIntegration) -> Step {
        guard let function = integration.service?.function else {
            return fail(.configuration("Invalid ARN specified in the request"))
        }
        guard integration.httpMethod.elementsEqual("POST".utf8) else {
            return fail(
                .configuration("Invalid permissions on Lambda function"))
        }
        // A local one, as what is changed in place is not looked up each time.
        var call = BackendCall()
        swap(&call, &self.call)
        call.clear()
        call.target = .lambda(function: function)
        call.operation = operation
        call.timeoutMilliseconds = integration.timeoutMilliseconds
        call.credentials = integration.credentials
        call.method += integration.httpMethod
        appendEvent(to: &call.body)
        if isLogged(isError: false) {
            call.url += "https://lambda.\(integration.service?.region ?? "").amazonaws.com".utf8
            call.url += (integration.service?.path ?? "").utf8
        }
        swap(&call, &self.call)
        return callNow()
    }

    /// Reads the function's answer: status, fields and body, and nothing else.
    func readFunction() -> Step {
        if backendHeaders.contains(FieldName.functionError) {
            let line = "Lambda execution failed with status 200 due to customer function error: "
            var message: [UInt8] = []
            _ = readErrorMessage(to: &message)
            return malformed("\(line)\(text(message)). Lambda request id: \(idText)")
        }
        guard backendStatus == 200 else {
            return malformed("Lambda invocation failed with status: \(backendStatus).")
        }
        guard readsJSON(backendBody), worker.tape.entries[0].kind == .object else {
            return malformed(nil)
        }
        let tape = worker.tape
        var status = 200
        var bodyNode: Int?
        var isEncoded = false
        var headersNode: Int?
        var multiNode: Int?
        var index = 1
        for _ in 0..<tape.entries[0].count {
            let value = index + 1
            let kind = tape.entries[value].kind
            if tape.equals(index, Name.statusCode) {
                guard let code = statusCode(tape, value) else { return malformed(nil) }
                status = code
            } else if tape.equals(index, Name.body) {
                if kind != .null {
                    guard kind != .object, kind != .array else { return malformed(nil) }
                    bodyNode = value
                }
            } else if tape.equals(index, Name.isBase64Encoded) {
                guard kind == .true || kind == .false || kind == .null else {
                    return malformed(nil)
                }
                isEncoded = kind == .true
            } else if tape.equals(index, Name.headers) {
                if kind != .null {
                    guard kind == .object else { return malformed(nil) }
                    headersNode = value
                }
            } else if tape.equals(index, Name.multiValueHeaders) {
                if kind != .null {
                    guard kind == .object else { return malformed(nil) }
                    multiNode = value
                }
            } else {
                return malformed(nil)
            }
            index = tape.end(of: value)
        }
        response.clear()
        response.status = status
        var fields = HeaderFields()
        swap(&fields, &response.headers)
        if let node = multiNode, !appendFields(tape, node, isMulti: true, to: &fields) {
            return malformed(nil)
        }
        if let node = headersNode, !appendFields(tape, node, isMulti: false, to: &fields) {
            return malformed(nil)
        }
        if !fields.contains(FieldName.contentType) {
            fields.append(FieldName.contentType, FieldName.json)
        }
        if !fields.contains(FieldName.traceID) {
            scratch.removeAll(keepingCapacity: true)
            appendWholeTraceHeader(to: &scratch)
            fields.append(FieldName.traceID, scratch)
        }
        swap(&fields, &response.headers)
        if let node = bodyNode { response.body += text(of: node, on: tape) }
        if isEncoded, !decodeBody() {
            return fail(.configuration("Unable to base64 decode the body."))
        }
        return keepInCache()
    }

    private enum Name {
        static let statusCode = Array("statusCode".utf8)
        static let body = Array("body".utf8)
        static let isBase64Encoded = Array("isBase64Encoded".utf8)
        static let headers = Array("headers".utf8)
        static let multiValueHeaders = Array("multiValueHeaders".utf8)
        static let errorMessage = Array("errorMessage".utf8)
    }

    private func readErrorMessage(to output: inout [UInt8]) -> Bool {
        guard readsJSON(backendBody), worker.tape.entries[0].kind == .object,
            let node = worker.tape.member(Name.errorMessage, of: 0)
        else { return false }
        output += text(of: node, on: worker.tape)
        return true
    }

    /// The base64 text is decoded only for clients that accept a binary type first.
    private func decodeBody() -> Bool {
        let types = deployment?.binaryMediaTypes ?? []
        guard !types.isEmpty, let accept = field(.accept),
            MediaType(firstOf: accept).isBinary(types)
        else { return true }
        guard let bytes = Base64.decode(response.body) else { return false }
        response.body = bytes
        return true
    }

    private func statusCode(_ tape: JSONTape, _ node: Int) -> Int? {
        let text: ArraySlice<UInt8>
        switch tape.entries[node].kind {
        case .number: text = tape.spelling(at: node)
        case .string:
            let (isDecoded, range) = tape.stringRange(of: node)
            text = isDecoded ? tape.decoded[range] : tape.bytes[range]
        default: return nil
        }
        guard text.count == 3, text.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        let code = text.reduce(0) { $0 * 10 + Int($1 - 48) }
        return 100..<600 ~= code ? code : nil
    }

    /// A string's value, and the spelling of everything else.
    private func text(of node: Int, on tape: JSONTape) -> ArraySlice<UInt8> {
        guard tape.entries[node].kind == .string else { return tape.spelling(at: node) }
        let (isDecoded, range) = tape.stringRange(of: node)
        return isDecoded ? tape.decoded[range] : tape.bytes[range]
    }

    /// Appends the fields of `headers` or `multiValueHeaders`; false where they are not fields.
    private func appendFields(
        _ tape: JSONTape, _ object: Int, isMulti: Bool, to fields: inout HeaderFields
    ) -> Bool {
        var index = object + 1
        for _ in 0..<tape.entries[object].count {
            let name = text(of: index, on: tape)
            guard isSafeFieldName(name) else { return false }
            var value = index + 1
            var count = 1
            if isMulti {
                guard tape.entries[value].kind == .array else { return false }
                count = tape.entries[value].count
                value += 1
            }
            for _ in 0..<count {
                switch tape.entries[value].kind {
                case .object, .array, .invalid, .alias: return false
                case .null: break
                default:
                    let text = text(of: value, on: tape)
                    guard isSafeFieldValue(text) else { return false }
                    appendField(
                        name, text, HeaderRules.proxyFate(name, isHTTP: false), to: &fields)
                }
                value = tape.end(of: value)
            }
            index = tape.end(of: index + 1)
        }
        return true
    }

    private func malformed(_ line: String?) -> Step {
        fail(
            GatewayFault(
                .default5XX, status: 502,
                log: line
                    ?? "Execution failed due to configuration error: Malformed Lambda proxy response"
            ))
    }
}

extension AuthorizerResult {
    /// Whether nobody was asked.
    var isEmpty: Bool { principalID == nil && claims == nil && context.isEmpty && payload.isEmpty }
}
