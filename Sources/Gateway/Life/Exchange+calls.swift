extension Exchange {
    /// Calls an HTTP endpoint, directly or behind a VPC link.
    func callHTTP(_ integration: PreparedIntegration) -> Step {
        call.clear()
        call.target = .http
        call.operation = operation
        call.timeoutMilliseconds = integration.timeoutMilliseconds
        call.skipsCertificateCheck = integration.skipsCertificateCheck
        call.credentials = integration.credentials
        call.method +=
            integration.httpMethod.isEmpty || integration.httpMethod.elementsEqual("ANY".utf8)
            ? httpMethod : integration.httpMethod
        guard appendURL(integration) else {
            return fail(.configuration("Invalid endpoint address"))
        }
        appendHTTPHeaders(integration)
        if integration.isVPCLink, !redirectToLink(integration) {
            return fail(.configuration("VPC link \(integration.connectionID) is not known"))
        }
        if !isBodyless(call.method) { swap(&call.body, &payload) }
        return callNow()
    }

    /// `GET /pets/{petId}`.
    var operation: String { method?.operation ?? "" }

    private func isBodyless(_ method: [UInt8]) -> Bool {
        method.elementsEqual("GET".utf8) || method.elementsEqual("HEAD".utf8)
            || method.elementsEqual("OPTIONS".utf8)
    }

    /// Logs the call and hands it to the host.
    func callNow() -> Step {
        callStarted = now
        phase = .integration
        if isLogged(isError: false), isDataTraced {
            log("Endpoint request URI: \(text(call.url))")
            log("Endpoint request headers: \(shownHeaders)")
            log("Endpoint request body after transformations: \(text(call.body))")
        }
        log("Sending request to \(text(call.url))")
        note("integration request", "\(text(call.method)) \(text(call.url))")
        return .callIntegration
    }

    /// The call's fields for the log; for a function in the order of API Gateway's own call, which
    /// is signed, its secrets left out and cut where the session token begins.
    private var shownHeaders: String {
        guard case .lambda = call.target else { return javaMap(call.headers) }
        var date: [UInt8] = []
        CalendarDate(wallMilliseconds: now.wallMilliseconds).appendBasicTime(to: &date)
        let mask = String(repeating: "*", count: 24)
        return "{x-amzn-lambda-integration-tag=\(idText), Authorization=\(mask), "
            + "X-Amz-Date=\(text(date)), x-amzn-apigateway-api-id=\(apiIDText), "
            + "Accept=application/json, User-Agent=AmazonAPIGateway_\(apiIDText), "
            + "X-Amz-Security-Token=\(mask) [TRUNCATED]"
    }

    private func appendURL(_ integration: PreparedIntegration) -> Bool {
        for part in integration.uri.parts {
            switch part {
            case .literal(let bytes): call.url += bytes
            case .pathParameter(let name):
                let index = mappedPath.fields.lastIndex {
                    mappedPath.bytes[$0.name].elementsEqual(name)
                }
                guard let index else { return false }
                appendPathValue(mappedPath.value(index))
            }
        }
        guard isValidEndpoint(call.url) else { return false }
        var hasQuery = call.url.contains(UInt8(ascii: "?"))
        if integration.kind == .httpProxy { appendQuery(query.fields, &hasQuery) }
        appendQuery(mappedQuery, &hasQuery)
        return true
    }

    /// Appends a path value: encoded ones stay, what a path cannot hold is encoded.
    private func appendPathValue(_ value: ArraySlice<UInt8>) {
        for byte in value {
            switch byte {
            case 0...0x20, 0x7f..., UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\""),
                UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"):
                appendPercentEncoded(CollectionOfOne(byte), to: &call.url)
            default: call.url.append(byte)
            }
        }
    }

    func appendQuery(_ fields: HeaderFields, _ hasQuery: inout Bool) {
        for index in fields.fields.indices {
            call.url.append(UInt8(ascii: hasQuery ? "&" : "?"))
            hasQuery = true
            appendPercentEncoded(fields.name(index), to: &call.url)
            call.url.append(UInt8(ascii: "="))
            appendPercentEncoded(fields.value(index), to: &call.url)
        }
    }

    /// Whether a URL has a scheme and a host that could be one.
    private func isValidEndpoint(_ url: [UInt8]) -> Bool {
        let count: Int
        if url.starts(with: "https://".utf8) {
            count = 8
        } else if url.starts(with: "http://".utf8) {
            count = 7
        } else {
            return false
        }
        let bytes = url.span
        var index = count
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "["), UInt8(ascii: "]"):
                break
            case UInt8(ascii: "."), UInt8(ascii: ":"): if index == count { return false }
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return index > count
            default: return false
            }
            index &+= 1
        }
        return index > count
    }

    private func appendHTTPHeaders(_ integration: PreparedIntegration) {
        // Taken out while it is filled: what is changed in place is not looked up each time.
        var sent = HeaderFields()
        swap(&sent, &call.headers)
        let mapped = mappedHeaders
        if integration.kind == .httpProxy {
            let headers = headers
            for (index, field) in headers.fields.enumerated() {
                let traits = HeaderRules.traits(headers, field)
                if !traits.isDisjoint(with: [.leftOutByProxy, .traceID]) { continue }
                if !mapped.isEmpty, mapped.firstIndex(of: headers.name(index)) != nil { continue }
                sent.append(field, of: headers)
            }
        }
        for field in mapped.fields { sent.append(field, of: mapped) }
        swap(&sent, &call.headers)
        appendDefaultHeaders()
    }

    /// Adds what API Gateway sends with every call to an endpoint.
    func appendDefaultHeaders() {
        makeTraceHeader()
        var sent = HeaderFields()
        swap(&sent, &call.headers)
        defer { swap(&sent, &call.headers) }
        var present: HeaderRules.Traits = []
        for field in sent.fields { present.formUnion(HeaderRules.traits(sent, field)) }
        if !present.contains(.contentType), !isBodyless(call.method) {
            let type = field(.contentType)
            sent.append(FieldName.contentType, type ?? FieldName.json[...])
        }
        if !present.contains(.accept) { sent.append(FieldName.accept, FieldName.json) }
        let apiID = deployment?.apiID ?? []
        if !present.contains(.userAgent) {
            scratch.removeAll(keepingCapacity: true)
            scratch += FieldName.userAgentStart
            scratch += apiID
            sent.append(FieldName.userAgent, scratch)
        }
        if present.contains(.traceID) { sent.remove(FieldName.traceID) }
        sent.append(FieldName.traceID, traceHeader)
        sent.append(FieldName.apiID, apiID)
    }

    /// Leads a call to its VPC link's target, with the URI's host as `Host`.
    private func redirectToLink(_ integration: PreparedIntegration) -> Bool {
        guard let target = gateway.settings.vpcLinks[integration.connectionID] else { return false }
        let start = call.url.starts(with: "https://".utf8) ? 8 : 7
        let end = call.url[start...].firstIndex { "/?#".utf8.contains($0) } ?? call.url.count
        if !call.headers.contains(FieldName.host) {
            call.headers.append("Host".utf8, call.url[start..<end])
        }
        var base = Array(target.utf8)
        if base.last == UInt8(ascii: "/") { base.removeLast() }
        call.url.replaceSubrange(..<end, with: base)
        return true
    }

    /// Calls a Lambda function with a mapped event, or another AWS service.
    func callService(_ integration: PreparedIntegration) -> Step {
        guard let service = integration.service else {
            return fail(.configuration("Invalid ARN specified in the request"))
        }
        call.clear()
        call.operation = operation
        call.timeoutMilliseconds = integration.timeoutMilliseconds
        call.credentials = integration.credentials
        call.method +=
            integration.httpMethod.isEmpty || integration.httpMethod.elementsEqual("ANY".utf8)
            ? httpMethod : integration.httpMethod
        call.url += "https://\(service.host)".utf8
        var hasQuery = false
        if let action = service.action {
            call.url += "/".utf8
            if let prefix = service.targetPrefix {
                if mappedHeaders.firstIndex(of: "x-amz-target".utf8) == nil {
                    call.headers.append("X-Amz-Target".utf8, "\(prefix).\(action)".utf8)
                }
                if mappedHeaders.firstIndex(of: "content-type".utf8) == nil {
                    call.headers.append("Content-Type".utf8, service.actionContentType.utf8)
                }
            } else {
                call.url += "?Action=\(action)".utf8
                hasQuery = true
            }
        } else {
            guard appendServicePath(integration) else {
                return fail(.configuration("Invalid endpoint address"))
            }
            hasQuery = call.url.contains(UInt8(ascii: "?"))
        }
        appendQuery(mappedQuery, &hasQuery)
        for index in mappedHeaders.fields.indices {
            call.headers.append(mappedHeaders.name(index), mappedHeaders.value(index))
        }
        if let function = service.function {
            call.target = .lambda(function: function)
            if let type = mappedHeaders.last("x-amz-invocation-type") {
                call.isAsynchronous = isEqualIgnoringCase(type, "Event".utf8)
            }
            if payload.isEmpty { payload += "{}".utf8 }
        } else {
            call.target = .service(name: service.service, region: service.region)
        }
        appendDefaultHeaders()
        if !isBodyless(call.method) || service.function != nil { swap(&call.body, &payload) }
        return callNow()
    }

    /// Appends the path of a service's URI with its path parameters.
    private func appendServicePath(_ integration: PreparedIntegration) -> Bool {
        let marker = Array(":path".utf8)
        var isInPath = false
        for part in integration.uri.parts {
            switch part {
            case .literal(let bytes) where isInPath: call.url += bytes
            case .literal(let bytes):
                let start = bytes.indices.first {
                    bytes[$0...].starts(with: marker) && $0 + 5 < bytes.count
                        && bytes[$0 + 5] == 0x2f
                }
                guard let start else { continue }
                isInPath = true
                call.url += bytes[(start + marker.count)...]
            case .pathParameter(let name):
                let index = mappedPath.fields.lastIndex {
                    mappedPath.bytes[$0.name].elementsEqual(name)
                }
                guard isInPath, let index else { return false }
                appendPathValue(mappedPath.value(index))
            }
        }
        return isInPath
    }
}
