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
        call.clear()
        call.target = .lambda(function: function)
        call.operation = operation
        call.timeoutMilliseconds = integration.timeoutMilliseconds
        call.credentials = integration.credentials
        call.method += "POST".utf8
        appendEvent(to: &call.body)
        if isLogged(isError: false) {
            call.url += "https://lambda.\(integration.service?.region ?? "").amazonaws.com".utf8
            call.url += (integration.service?.path ?? "").utf8
        }
        return callNow()
    }

    /// Appends the event of payload format 1.0 as REST APIs send it.
    private func appendEvent(to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        appendEventHead(to: &output)
        output += ",\"requestContext\":".utf8
        appendEventContext(to: &output)
        output += ",\"body\":".utf8
        let types = deployment?.binaryMediaTypes ?? []
        let type = request.headers.last("content-type") ?? []
        var isEncoded = false
        if request.body.isEmpty {
            output += "null".utf8
        } else if !types.isEmpty, MediaType(firstOf: type).isBinary(types) {
            isEncoded = true
            output.append(UInt8(ascii: "\""))
            Base64.encode(request.body, to: &output)
            output.append(UInt8(ascii: "\""))
        } else {
            appendText(request.body[...], to: &output)
        }
        output += (isEncoded ? ",\"isBase64Encoded\":true}" : ",\"isBase64Encoded\":false}").utf8
    }

    /// Appends the members from `resource` to `stageVariables`.
    func appendEventHead(to output: inout [UInt8]) {
        output += "\"resource\":".utf8
        appendJSONString((method?.resourcePath ?? "").utf8, to: &output)
        output += ",\"path\":".utf8
        appendText(eventPath, to: &output)
        output += ",\"httpMethod\":".utf8
        appendText(httpMethod[...], to: &output)
        let headers = headers
        output += ",\"headers\":".utf8
        appendMap(headers, isMulti: false, capitalizing: true, to: &output)
        output += ",\"multiValueHeaders\":".utf8
        appendMap(headers, isMulti: true, capitalizing: true, to: &output)
        let fields = query.fields
        output += ",\"queryStringParameters\":".utf8
        appendMap(fields, isMulti: false, capitalizing: false, to: &output)
        output += ",\"multiValueQueryStringParameters\":".utf8
        appendMap(fields, isMulti: true, capitalizing: false, to: &output)
        output += ",\"pathParameters\":".utf8
        let names = method?.pathParameterNames ?? []
        if names.isEmpty || match.count == 0 {
            output += "null".utf8
        } else {
            for (index, name) in names.enumerated() where index < match.count {
                output.append(UInt8(ascii: index == 0 ? "{" : ","))
                appendJSONString(name, to: &output)
                output.append(UInt8(ascii: ":"))
                appendText(pathParameter(name) ?? [], to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
        output += ",\"stageVariables\":".utf8
        let variables = deployment?.variables ?? []
        if variables.isEmpty {
            output += "null".utf8
        } else {
            for (index, variable) in variables.enumerated() {
                output.append(UInt8(ascii: index == 0 ? "{" : ","))
                appendJSONString(variable.name, to: &output)
                output.append(UInt8(ascii: ":"))
                appendJSONString(variable.value, to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// The path without the stage, its leading slashes as one; with the base path of a domain.
    private var eventPath: ArraySlice<UInt8> {
        let slash = UInt8(ascii: "/")
        let isDomain = gateway.domain(request.headers.last("host")) != nil
        var range = isDomain ? fullPath : path
        while range.count > 1, request.target[range.lowerBound] == slash,
            request.target[range.lowerBound + 1] == slash
        {
            range = range.lowerBound + 1..<range.upperBound
        }
        return range.isEmpty ? [slash] : request.target[range]
    }

    /// Appends a map of names to last values, or to lists of all; `null` for no fields.
    private func appendMap(
        _ fields: HeaderFields, isMulti: Bool, capitalizing: Bool, to output: inout [UInt8]
    ) {
        var isFirst = true
        let all = fields.fields
        for index in all.indices {
            let name = fields.bytes[all[index].name]
            // The place of a name is its first; `headers` has the last value there.
            let isRepeated = all[..<index].contains { other in
                isSameName(fields.bytes[other.name], name, ignoringCase: capitalizing)
            }
            if isRepeated { continue }
            output.append(UInt8(ascii: isFirst ? "{" : ","))
            isFirst = false
            if capitalizing, let known = HeaderRules.capitalized(name) {
                appendJSONString(known.utf8, to: &output)
            } else {
                appendText(name, to: &output)
            }
            output.append(UInt8(ascii: ":"))
            if isMulti { output.append(UInt8(ascii: "[")) }
            var isFirstValue = true
            var last = index
            for other in all[index...].indices
            where isSameName(fields.bytes[all[other].name], name, ignoringCase: capitalizing) {
                last = other
                guard isMulti else { continue }
                if !isFirstValue { output.append(UInt8(ascii: ",")) }
                isFirstValue = false
                appendText(fields.value(other), to: &output)
            }
            if isMulti {
                output.append(UInt8(ascii: "]"))
            } else {
                appendText(fields.value(last), to: &output)
            }
        }
        if isFirst { output += "null".utf8 } else { output.append(UInt8(ascii: "}")) }
    }

    private func isSameName(
        _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, ignoringCase: Bool
    ) -> Bool {
        ignoringCase ? isEqualIgnoringCase(left, right) : left.elementsEqual(right)
    }

    /// Appends a JSON string; what is not UTF-8 becomes U+FFFD.
    func appendText(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
        if text.contains(where: { $0 >= 0x80 }) {
            appendJSONString(String(decoding: text, as: UTF8.self).utf8, to: &output)
        } else {
            appendJSONString(text, to: &output)
        }
    }

    /// Appends `requestContext`.
    func appendEventContext(to output: inout [UInt8]) {
        func member(_ name: String, _ value: some Collection<UInt8>) {
            output += name.utf8
            appendText(ArraySlice(Array(value)), to: &output)
        }
        member("{\"resourceId\":", (method?.resourceID ?? "").utf8)
        if let name = method?.operationName { member(",\"operationName\":", name.utf8) }
        if !authorizerResult.isEmpty {
            output += ",\"authorizer\":".utf8
            output += JSONValue.object(authorizerContext).printed(.compact).utf8
        }
        member(",\"resourcePath\":", (method?.resourcePath ?? "").utf8)
        member(",\"httpMethod\":", httpMethod)
        member(",\"extendedRequestId\":", ids.extendedRequestID)
        output += ",\"requestTime\":\"".utf8
        CalendarDate(wallMilliseconds: started.wallMilliseconds).appendLogTime(to: &output)
        output.append(UInt8(ascii: "\""))
        member(",\"path\":", request.target[fullPath])
        member(",\"accountId\":", gateway.settings.accountID.utf8)
        member(",\"protocol\":", "HTTP/1.1".utf8)
        member(",\"stage\":", deployment?.stageName ?? [])
        member(",\"domainPrefix\":", domainPrefix.utf8)
        output += ",\"requestTimeEpoch\":".utf8
        appendDecimal(Int(started.wallMilliseconds), to: &output)
        member(",\"requestId\":", ids.requestID)
        output += ",\"identity\":".utf8
        appendIdentity(to: &output)
        member(",\"domainName\":", domainName.utf8)
        member(",\"deploymentId\":", deployment?.id ?? [])
        if let isCanary = deployment?.isCanary {
            output += (isCanary ? ",\"isCanaryRequest\":true" : ",\"isCanaryRequest\":false").utf8
        }
        member(",\"apiId\":", deployment?.apiID ?? [])
        output.append(UInt8(ascii: "}"))
    }

    private func appendIdentity(to output: inout [UInt8]) {
        func member(_ name: String, _ value: String?) {
            output += name.utf8
            guard let value else {
                output += "null".utf8
                return
            }
            appendJSONString(value.utf8, to: &output)
        }
        member("{\"cognitoIdentityPoolId\":", nil)
        member(",\"accountId\":", caller.accountID)
        member(",\"cognitoIdentityId\":", nil)
        member(",\"caller\":", caller.userID)
        output += ",\"sourceIp\":".utf8
        appendText(request.client.address[...], to: &output)
        member(",\"principalOrgId\":", nil)
        member(",\"accessKey\":", caller.accessKey)
        member(",\"cognitoAuthenticationType\":", nil)
        member(",\"cognitoAuthenticationProvider\":", nil)
        member(",\"userArn\":", caller.userARN)
        output += ",\"userAgent\":".utf8
        if let agent = request.headers.last("user-agent") {
            appendText(agent, to: &output)
        } else {
            output += "null".utf8
        }
        member(",\"user\":", caller.userID)
        if let key = caller.apiKey {
            output += ",\"apiKey\":".utf8
            appendText(key[...], to: &output)
            member(",\"apiKeyId\":", caller.apiKeyID)
        }
        if let certificate = request.client.tls?.certificate {
            member(",\"clientCert\":{\"clientCertPem\":", certificate.pem)
            member(",\"subjectDN\":", certificate.subjectDN)
            member(",\"issuerDN\":", certificate.issuerDN)
            member(",\"serialNumber\":", certificate.serialNumber)
            member(",\"validity\":{\"notBefore\":", certificate.notBefore)
            member(",\"notAfter\":", certificate.notAfter)
            output += "}}".utf8
        }
        if let id = request.client.vpcID { member(",\"vpcId\":", id) }
        if let id = request.client.vpcEndpointID { member(",\"vpceId\":", id) }
        output.append(UInt8(ascii: "}"))
    }

    /// `$context.authorizer` as an object.
    var authorizerContext: JSONObject {
        var object = JSONObject()
        if let claims = authorizerResult.claims {
            object["claims"] = .object(
                JSONObject(
                    claims.members.map {
                        JSONObject.Member($0.key, .string(Exchange.claimText($0.value)))
                    }))
            return object
        }
        for (key, value) in authorizerResult.context { object[key] = .string(value) }
        if let id = authorizerResult.principalID { object["principalId"] = .string(id) }
        object["integrationLatency"] = .number(JSONNumber(authorizerLatency ?? 0))
        return object
    }

    /// Reads the function's answer: status, fields and body, and nothing else.
    func readFunction() -> Step {
        if backendHeaders.firstIndex(of: "x-amz-function-error".utf8) != nil {
            let line = "Lambda execution failed with status 200 due to customer function error: "
            var message: [UInt8] = []
            _ = readErrorMessage(to: &message)
            return malformed("\(line)\(text(message)). Lambda request id: \(idText)")
        }
        guard backendStatus == 200 else {
            return malformed("Lambda invocation failed with status: \(backendStatus).")
        }
        guard worker.tape.scan(backendBody) == nil, worker.tape.entries[0].kind == .object else {
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
        if let node = multiNode, !appendFields(tape, node, isMulti: true) { return malformed(nil) }
        if let node = headersNode, !appendFields(tape, node, isMulti: false) {
            return malformed(nil)
        }
        if let node = bodyNode { appendScalar(tape, node, to: &response.body) }
        if isEncoded, !decodeBody() {
            return fail(.configuration("Unable to base64 decode the body."))
        }
        if response.headers.firstIndex(of: "content-type".utf8) == nil {
            response.headers.append("Content-Type".utf8, "application/json".utf8)
        }
        makeTraceHeader()
        if response.headers.firstIndex(of: "x-amzn-trace-id".utf8) == nil {
            response.headers.append("X-Amzn-Trace-Id".utf8, traceHeader)
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
        guard worker.tape.scan(backendBody) == nil, worker.tape.entries[0].kind == .object,
            let node = worker.tape.member(Name.errorMessage, of: 0)
        else { return false }
        appendScalar(worker.tape, node, to: &output)
        return true
    }

    /// The base64 text is decoded only for clients that accept a binary type first.
    private func decodeBody() -> Bool {
        let types = deployment?.binaryMediaTypes ?? []
        guard !types.isEmpty, let accept = request.headers.last("accept"),
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

    private func appendScalar(_ tape: JSONTape, _ node: Int, to output: inout [UInt8]) {
        if tape.entries[node].kind == .string {
            let (isDecoded, range) = tape.stringRange(of: node)
            output += isDecoded ? tape.decoded[range] : tape.bytes[range]
        } else {
            output += tape.spelling(at: node)
        }
    }

    /// Appends the fields of `headers` or `multiValueHeaders`; false where they are not fields.
    private func appendFields(_ tape: JSONTape, _ object: Int, isMulti: Bool) -> Bool {
        var index = object + 1
        for _ in 0..<tape.entries[object].count {
            let (isDecoded, range) = tape.stringRange(of: index)
            let name = isDecoded ? tape.decoded[range] : tape.bytes[range]
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
                    scratch.removeAll(keepingCapacity: true)
                    appendScalar(tape, value, to: &scratch)
                    guard isSafeFieldValue(scratch) else { return false }
                    appendResponseField(
                        name, scratch[...], HeaderRules.proxyFate(name, isHTTP: false))
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
