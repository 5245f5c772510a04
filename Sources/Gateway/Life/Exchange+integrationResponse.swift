import Faults
import Patterns
import JSON

extension Exchange {
    /// Reads what the integration answered.
    func readIntegration(_ result: CallResult) -> Step {
        let latency = now.milliseconds(since: callStarted)
        integrationLatency = latency
        guard let method, let integration = method.integration else {
            return fail(.configuration("No integration defined for method"))
        }
        switch result {
        case .timedOut:
            return fail(
                GatewayFault(.integrationTimeout, log: "Execution failed due to a timeout error"))
        case .failed(let failure): return fail(fault(failure, integration))
        case .response(let status, let headers, let body):
            backendStatus = status
            backendHeaders = headers
            backendBody = body
        }
        log("Received response. Status: \(backendStatus), Integration latency: \(latency) ms")
        if isLogged(isError: false), isDataTraced {
            log("Endpoint response headers: \(javaMap(backendHeaders))")
            log("Endpoint response body before transformations: \(text(backendBody))")
        }
        note("integration response", "\(backendStatus) \(text(backendBody))")
        switch integration.kind {
        case .httpProxy: return passResponse()
        case .awsProxy: return readFunction()
        case .http, .aws, .mock: return mapResponse(method, integration)
        }
    }

    private func fault(
        _ failure: CallResult.Failure, _ integration: PreparedIntegration
    ) -> GatewayFault {
        switch failure {
        case .invalidEndpoint, .unreachable: return .configuration("Invalid endpoint address")
        case .network:
            return GatewayFault(
                .integrationFailure, message: "Network error communicating with endpoint",
                log: "Execution failed due to a network error communicating with endpoint")
        case .permission:
            return .configuration(
                integration.service?.function == nil
                    ? "API Gateway does not have permission to assume the provided role"
                    : "Invalid permissions on Lambda function")
        case .tooLarge:
            return .configuration(
                "Integration response of reported length is larger than allowed maximum of 10485760 bytes"
            )
        }
    }

    /// HTTP_PROXY: the response as it came, with renamed fields.
    private func passResponse() -> Step {
        response.status = 100..<600 ~= backendStatus ? backendStatus : 500
        // Taken out while it is filled: what is changed in place is not looked up each time.
        var sent = HeaderFields()
        swap(&sent, &response.headers)
        let received = backendHeaders
        var hasContentType = false
        for field in received.fields {
            let traits = HeaderRules.traits(received, field)
            switch HeaderRules.proxyFate(traits, isHTTP: true) {
            case .dropped: break
            case .passed: sent.append(field, of: received)
            case .renamed: sent.append(field, of: received, prefix: FieldName.remapped)
            }
            if traits.contains(.contentType) { hasContentType = true }
        }
        if !hasContentType { sent.append(FieldName.contentType, FieldName.json) }
        swap(&sent, &response.headers)
        swap(&response.body, &backendBody)
        return keepInCache()
    }

    func appendResponseField(
        _ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, _ fate: HeaderRules.Fate
    ) {
        appendField(name, value, fate, to: &response.headers)
    }

    /// Appends a field of a backend's response as it is to be handed on.
    func appendField(
        _ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, _ fate: HeaderRules.Fate,
        to fields: inout HeaderFields
    ) {
        switch fate {
        case .dropped: break
        case .passed: fields.append(name, value)
        case .renamed: fields.append(FieldName.remapped + name, value)
        }
    }

    /// MOCK: the request template's `statusCode` selects the response.
    func answerMock(_ integration: PreparedIntegration) -> Step {
        guard let method else { return fail(.configuration("No method")) }
        guard let status = constantStatus ?? PermissiveJSON.statusCode(in: payload) else {
            return fail(
                .configuration(
                    "Unable to parse statusCode. It should be an integer that is defined in the "
                        + "request template."))
        }
        backendStatus = status
        backendBody.removeAll(keepingCapacity: true)
        return mapResponse(method, integration)
    }

    /// Selects the integration response and makes the method's response of it.
    private func mapResponse(_ method: PreparedMethod, _ integration: PreparedIntegration) -> Step {
        guard let selected = select(integration) else {
            return fail(
                GatewayFault(
                    .apiConfigurationError,
                    log: "Execution failed due to configuration error: No match for output "
                        + "mapping and no default output mapping configured. Endpoint Response "
                        + "Status Code: \(backendStatus)"))
        }
        note(
            "integration response selected",
            "\(selected.status) \(selected.patternText ?? "default")")
        response.status = selected.status
        if integration.kind != .mock {
            scratch.removeAll(keepingCapacity: true)
            if integration.service?.function != nil {
                if let given = backendHeaders.last("x-amzn-trace-id") {
                    scratch += given
                } else {
                    appendWholeTraceHeader(to: &scratch)
                }
            } else {
                makeTraceHeader()
                scratch += traceHeader
            }
            response.headers.append(FieldName.traceID, scratch)
        }
        for mapping in selected.mappings {
            scratch.removeAll(keepingCapacity: true)
            if mapping.source.readsBody, isBrokenJSON(backendBody) {
                return fail(
                    GatewayFault(
                        .default5XX,
                        log: "Execution failed due to configuration error: Invalid JSON in "
                            + "integration response"))
            }
            guard append(mapping.source, to: &scratch), !scratch.isEmpty else { continue }
            guard isSafeFieldValue(scratch) else {
                return fail(.configuration("Invalid header value"))
            }
            appendResponseField(
                mapping.name[...], scratch[...], HeaderRules.mappedFate(mapping.name))
        }
        guard convertResponseBody(selected) else {
            return fail(.configuration("Unable to base64 decode the body."))
        }
        let template = chooseResponseTemplate(selected.templates)
        if let number = template?.program {
            if isPayloadBinary { return fail(.configuration("Unable to transform response")) }
            guard render(number, isRequest: false) else {
                return fail(.configuration("Unable to transform response"))
            }
            note("response template", text(payload))
        }
        swap(&response.body, &payload)
        applyResponseOverrides()
        if !response.headers.contains(FieldName.contentType) {
            response.headers.append(
                FieldName.contentType,
                template?.program == nil ? FieldName.json : template?.contentType ?? [])
        }
        return keepInCache()
    }

    /// The response whose pattern matches the whole status or error message, else the default.
    private func select(_ integration: PreparedIntegration) -> PreparedIntegrationResponse? {
        guard let deployment else { return nil }
        scratch.removeAll(keepingCapacity: true)
        var hasValue = true
        if integration.service?.function != nil {
            hasValue = appendErrorMessage(to: &scratch)
        } else {
            appendDecimal(backendStatus, to: &scratch)
        }
        if hasValue {
            for candidate in integration.responses {
                guard let number = candidate.pattern,
                    let pattern = worker.pattern(number, of: deployment)
                else { continue }
                if pattern.matches(whole: scratch) { return candidate }
            }
        }
        return integration.responses.first { $0.pattern == nil }
    }

    private func appendErrorMessage(to output: inout [UInt8]) -> Bool {
        guard readsJSON(backendBody), worker.tape.entries[0].kind == .object,
            let node = worker.tape.member(Array("errorMessage".utf8), of: 0),
            worker.tape.entries[node].kind == .string
        else { return false }
        let (isDecoded, range) = worker.tape.stringRange(of: node)
        output += isDecoded ? worker.tape.decoded[range] : worker.tape.bytes[range]
        return true
    }

    /// The body as text or bytes, by the binary media types, `Accept` and `contentHandling`; in
    /// ``payload``.
    private func convertResponseBody(_ selected: PreparedIntegrationResponse) -> Bool {
        let types = deployment?.binaryMediaTypes ?? []
        swap(&payload, &backendBody)
        isPayloadBinary = false
        var isBinary = false
        var isBinaryAccepted = false
        if !types.isEmpty {
            let type = backendHeaders.last("content-type") ?? []
            let accept = field(.accept) ?? []
            isBinary = !type.isEmpty && MediaType(firstOf: type).isBinary(types)
            isBinaryAccepted = !accept.isEmpty && MediaType(firstOf: accept).isBinary(types)
        }
        enum Conversion { case text, decode, encode, raw }
        let conversion: Conversion =
            switch (isBinary, isBinaryAccepted, selected.contentHandling) {
            case (false, _, .toBinary): .decode
            case (false, true, .none) where !types.isEmpty: .decode
            case (false, _, _): .text
            case (true, _, .toBinary): .raw
            case (true, _, .toText): .encode
            case (true, false, .none): .encode
            case (true, true, .none): .raw
            }
        switch conversion {
        case .text: repairUTF8(&payload)
        case .decode:
            guard let bytes = Base64.decode(payload) else { return false }
            payload = bytes
            isPayloadBinary = !bytes.isEmpty
        case .encode:
            var output: [UInt8] = []
            Base64.encode(payload, to: &output)
            payload = output
        case .raw: isPayloadBinary = !payload.isEmpty
        }
        return true
    }

    /// The template for the client's first accepted type, else for JSON, else the first.
    func chooseResponseTemplate(_ templates: [PreparedTemplate]) -> PreparedTemplate? {
        guard templates.count > 1 else { return templates.first }
        let json = FieldName.json
        let accept = field(.accept).map { MediaType(firstOf: $0).text }
        let wanted = accept.flatMap { $0.isEmpty ? nil : $0 } ?? json[...]
        return templates.first { isEqualIgnoringCase($0.contentType, wanted) }
            ?? templates.first { isEqualIgnoringCase($0.contentType, json) } ?? templates.first
    }

    private func applyResponseOverrides() {
        guard !templates.response.members.isEmpty else { return }
        if let status = templates.response["status"]?.intValue, 100..<600 ~= status {
            response.status = status
        }
        for member in templates.response["header"]?.objectValue?.members ?? [] {
            guard let value = TemplateState.text(member.value),
                isSafeFieldValue(Array(value.utf8)), isSafeFieldName(member.key.utf8)
            else { continue }
            response.headers.set(Array(member.key.utf8), value.utf8)
        }
    }

    /// Whether a name is a field name (RFC 9110, section 5.1).
    func isSafeFieldName(_ name: some Collection<UInt8>) -> Bool {
        !name.isEmpty
            && name.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: "!#$%&'*+.^`|~".utf8.contains(byte)
                }
            }
    }
}
