import Faults
import JSON
extension Exchange {
    /// Makes the integration's request and calls it.
    func requestIntegration() -> Step {
        guard let integration = method?.integration else {
            return fail(.configuration("No integration defined for method"))
        }
        if let name = integration.forbiddenHeader {
            return fail(.configuration("\(name) header already present"))
        }
        if integration.kind == .awsProxy { return callFunction(integration) }
        guard convertRequestBody(integration) else {
            return fail(.configuration("Unable to base64 decode the body."))
        }
        if let fault = mapParameters(integration) { return fail(fault) }
        if integration.kind != .httpProxy, let fault = transformRequestBody(integration) {
            return fail(fault)
        }
        switch integration.kind {
        case .mock: return answerMock(integration)
        case .http, .httpProxy: return callHTTP(integration)
        case .aws, .awsProxy: return callService(integration)
        }
    }

    /// The body as text or bytes, by the binary media types and `contentHandling`
    /// (“Content type conversions in API Gateway”).
    private func convertRequestBody(_ integration: PreparedIntegration) -> Bool {
        let type = field(.contentType).map { MediaType(firstOf: $0) }
        let types = deployment?.binaryMediaTypes ?? []
        let isBinary = !types.isEmpty && (type ?? MediaType(firstOf: [])).isBinary(types)
        isPayloadBinary = false
        payload.removeAll(keepingCapacity: true)
        switch (isBinary, integration.contentHandling) {
        case (false, .none), (false, .toText):
            if !request.body.isEmpty {
                payload = request.body
                repairUTF8(&payload)
            }
        case (false, .toBinary):
            guard let bytes = Base64.decode(request.body) else { return false }
            payload = bytes
            isPayloadBinary = !bytes.isEmpty
        case (true, .none), (true, .toBinary):
            payload += request.body
            isPayloadBinary = !payload.isEmpty
        case (true, .toText): Base64.encode(request.body, to: &payload)
        }
        return true
    }

    /// Applies the parameter mappings.
    private func mapParameters(_ integration: PreparedIntegration) -> GatewayFault? {
        var isBodyChecked = false
        for mapping in integration.requestMappings {
            if mapping.source.readsBody, !isBodyChecked {
                isBodyChecked = true
                if isBrokenJSON(payload) {
                    return GatewayFault(
                        .default4XX, message: "Invalid JSON in request body", status: 400,
                        errorType: "BadRequestException")
                }
            }
            if case .multiQuery(let name) = mapping.source, mapping.location == .query {
                for value in queryValues(name) { mappedQuery.append(mapping.name, value) }
                continue
            }
            scratch.removeAll(keepingCapacity: true)
            guard append(mapping.source, to: &scratch), !scratch.isEmpty else { continue }
            note("mapping", "\(text(mapping.name)) = \(text(scratch))")
            switch mapping.location {
            case .path: mappedPath.set(mapping.name, scratch)
            case .query: mappedQuery.append(mapping.name, scratch)
            case .header:
                guard isSafeFieldValue(scratch) else {
                    return .configuration("Invalid header value")
                }
                if HeaderRules.isDroppedMapping(
                    mapping.name, isHTTP: integration.isHTTP, isAWS: integration.isAWS)
                {
                    continue
                }
                mappedHeaders.set(mapping.name, scratch)
            }
        }
        return nil
    }

    /// Renders the request's template, or passes the body by `passthroughBehavior`.
    private func transformRequestBody(_ integration: PreparedIntegration) -> GatewayFault? {
        let type = field(.contentType).map { MediaType(firstOf: $0).text } ?? []
        let wanted = type.isEmpty ? FieldName.json[...] : type
        let template =
            integration.requestTemplates.first { isEqualIgnoringCase($0.contentType, wanted) }
            ?? integration.requestTemplates.first { $0.contentType.elementsEqual("$default".utf8) }
        guard let template else {
            switch integration.passthrough {
            case .whenNoMatch: return nil
            case .whenNoTemplates where integration.requestTemplates.isEmpty: return nil
            case .whenNoTemplates, .never: return GatewayFault(.unsupportedMediaType)
            }
        }
        guard let number = template.program else { return nil }
        if isPayloadBinary { return .configuration("Unable to transform request") }
        guard render(number, isRequest: true) else {
            return .configuration("Unable to transform request")
        }
        note("request template", text(payload))
        applyRequestOverrides()
        return nil
    }

    private func applyRequestOverrides() {
        guard !templates.request.members.isEmpty else { return }
        for (part, location) in [
            ("header", PreparedMethod.Location.header), ("querystring", .query), ("path", .path),
        ] {
            for member in templates.request[part]?.objectValue?.members ?? [] {
                let name = Array(member.key.utf8)
                let values = TemplateState.texts(member.value)
                guard !values.isEmpty, isSafeFieldName(name) || location != .header,
                    values.allSatisfy({ isSafeFieldValue(Array($0.utf8)) })
                else { continue }
                switch location {
                case .header:
                    // Names that differ in case are two names; but there is one host.
                    if isEqualIgnoringCase(name, FieldName.host) {
                        mappedHeaders.remove(name)
                    } else {
                        mappedHeaders.remove(exactly: name)
                    }
                    for value in values { mappedHeaders.append(name, value.utf8) }
                case .query:
                    mappedQuery.remove(name)
                    for value in values { mappedQuery.append(name, value.utf8) }
                case .path: mappedPath.set(name, (values.last ?? "").utf8)
                }
            }
        }
    }

    /// Replaces what is not UTF-8 by U+FFFD.
    func repairUTF8(_ bytes: inout [UInt8]) {
        if isASCII(bytes[...]) { return }
        bytes = Array(String(decoding: bytes, as: UTF8.self).utf8)
    }

    func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
