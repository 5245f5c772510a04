import Faults
import Routing

extension Exchange {
    /// The longest request target, in bytes; only regional endpoints take more than CloudFront does
    /// (“Quotas for configuring and running a REST API”).
    private var maximumTargetCount: Int { deployment?.endpointType == .regional ? 10_240 : 8_192 }

    /// The most bytes of all fields together; private APIs take fewer.
    private var maximumFieldsCount: Int { deployment?.isPrivate == true ? 8_000 : 20_480 }

    /// From the request line to the method: stage, deny list, canary, route.
    func arrive() -> Step {
        splitTarget()
        guard findStage() else {
            return fail(
                GatewayFault(
                    .default4XX, message: "Forbidden", status: 403,
                    errorType: "ForbiddenException"))
        }
        if !gateway.deniedNetworks.isEmpty {
            accessSteps.enter(.waf)
            if isDenied() { return fail(GatewayFault(.wafFiltered)) }
            accessSteps.enter(nil)
        }
        if request.target.count > maximumTargetCount {
            return fail(.targetTooLong)
        }
        if request.body.count > Exchange.maximumBodyCount
            || request.headers.lineByteCount > maximumFieldsCount
        {
            return fail(GatewayFault(.requestTooLarge))
        }
        if deployment?.endpointType == .edge, known[.cookie] != nil { sortCookies() }
        if let override = field(.methodOverride), !override.isEmpty {
            httpMethod = Array(override)
        }
        if let fault = decompressBody() { return fail(fault) }
        guard let deployment, let row = findRoute(deployment) else {
            return fail(GatewayFault(.missingAuthenticationToken))
        }
        let method = worker.method(row, of: deployment)
        self.method = method
        record.metrics.isDetailed = method.settings.isMetricsEnabled ?? false
        log("Extended Request Id: \(text(ids.extendedRequestID))")
        return authorize()
    }

    /// Puts cookies in the order of their names, into one field with a capital letter, as they come
    /// to edge-optimized APIs (“API endpoint types for REST APIs in API Gateway”).
    ///
    /// The developer guide says that all names get capital letters there; recorded requests show
    /// that other names come as they were sent.
    private func sortCookies() {
        let headers = request.headers
        var cookies: [ArraySlice<UInt8>] = []
        for index in headers.fields.indices where known.kinds[index] == .cookie {
            for cookie in headers.value(index).split(separator: UInt8(ascii: ";")) {
                let text = cookie.drop { $0 == UInt8(ascii: " ") }
                if !text.isEmpty { cookies.append(text) }
            }
        }
        // By name and, of one name, in the order in which they came.
        let order = cookies.indices.sorted { left, right in
            let name = { (cookie: ArraySlice<UInt8>) in cookie.prefix { $0 != UInt8(ascii: "=") } }
            let (one, other) = (name(cookies[left]), name(cookies[right]))
            if one.lexicographicallyPrecedes(other) { return true }
            return left < right && !other.lexicographicallyPrecedes(one)
        }
        let sorted = order.map { cookies[$0] }.joined(separator: "; ".utf8)
        signedRequest = request
        request.headers.set(FieldName.cookie, Array(sorted))
        known.read(request.headers)
    }

    /// Goes straight to a resource's method; its path parameters are known where the request's path
    /// leads to it.
    func arrive(atResource resourcePath: String) -> Step {
        splitTarget()
        guard let stage = gateway.firstStage else { return fail(.configuration("No stage")) }
        self.stage = stage
        deployment = stage.production
        guard let row = stage.production.method(resourcePath, text(httpMethod)) else {
            let what = stage.production.hasResource(resourcePath) ? "Method" : "Resource"
            return fail(
                GatewayFault(
                    .resourceNotFound, message: "Invalid \(what) identifier specified",
                    errorType: "NotFoundException"))
        }
        if stage.production.routes != nil, findRoute(stage.production) != row {
            match = RouteMatch()
        }
        let method = worker.method(row, of: stage.production)
        self.method = method
        return authorize()
    }

    /// The row of the method that the path leads to; ``match`` then has the path's parameters.
    private func findRoute(_ deployment: Deployment) -> Int? {
        // Spans are of values that nothing can change meanwhile.
        let (verbText, target) = (httpMethod, request.target)
        guard let routes = deployment.routes, let verb = RouteMethod(request: verbText.span) else {
            return nil
        }
        return routes.find(verb, target.span.extracting(path), into: &match)
    }

    /// Finds the path and the query in the request's target.
    func splitTarget() {
        let target = request.target
        let question = target.firstIndex(of: UInt8(ascii: "?")) ?? target.count
        fullPath = 0..<question
        queryRange = min(question + 1, target.count)..<target.count
        path = fullPath
    }

    /// Finds the stage by the domain's base path or the path's first segment.
    ///
    /// Slashes before the stage do not count; what follows it stays as it is.
    func findStage() -> Bool {
        if let domain {
            guard let (found, count) = domain.match(request.target[fullPath]) else { return false }
            path = count..<fullPath.upperBound
            return enter(found)
        }
        guard !gateway.isDefaultEndpointDisabled else { return false }
        let slash = UInt8(ascii: "/")
        var start = 0
        while start < fullPath.upperBound, request.target[start] == slash { start += 1 }
        var end = start
        while end < fullPath.upperBound, request.target[end] != slash { end += 1 }
        guard let found = gateway.stage(request.target[start..<end]) else { return false }
        // Of several slashes before the stage one is left.
        if start > 0 { fullPath = start - 1..<fullPath.upperBound }
        path = end..<fullPath.upperBound
        return enter(found)
    }

    /// The custom domain that the request names.
    private var domain: DomainMapping? {
        gateway.hasDomains ? gateway.domain(field(.host)) : nil
    }

    /// Whether the request came in by a custom domain.
    var isOnDomain: Bool { domain != nil }

    private func enter(_ found: StageRuntime) -> Bool {
        stage = found
        deployment = found.production
        if let canary = found.canary, ids.draw < found.percentCanary { deployment = canary }
        return true
    }

    private func isDenied() -> Bool {
        guard
            let address = IPNetwork(String(decoding: request.client.address, as: UTF8.self))
        else { return false }
        return gateway.deniedNetworks.contains { $0.contains(address) }
    }

    /// Undoes `Content-Encoding: gzip` and `deflate`; the fault for others, for broken bodies and
    /// for those that grow too large.
    ///
    /// Done whether or not the API compresses its responses (“Payload compression for REST APIs”).
    private func decompressBody() -> GatewayFault? {
        guard !request.body.isEmpty, let encoding = field(.contentEncoding) else { return nil }
        if isEqualIgnoringCase(encoding, "identity".utf8) { return nil }
        let format: Inflater.Format
        if isEqualIgnoringCase(encoding, "gzip".utf8) {
            format = .gzip
        } else if isEqualIgnoringCase(encoding, "deflate".utf8) {
            format = .zlib
        } else {
            return GatewayFault(.unsupportedMediaType)
        }
        let body: [UInt8]
        switch Inflater.inflate(request.body, format, maximumCount: Exchange.maximumBodyCount) {
        case .success(let bytes): body = bytes
        case .failure(.tooLarge): return GatewayFault(.requestTooLarge)
        case .failure(.malformed): return GatewayFault(.unsupportedMediaType)
        }
        if signedRequest == nil { signedRequest = request }
        request.body = body
        request.headers.remove(FieldName.contentEncoding)
        known.read(request.headers)
        return nil
    }
}

extension Exchange {
    /// The client's fields as mappings, templates and integrations see them.
    var headers: HeaderFields {
        if !areHeadersRead { readHeaders() }
        return visibleHeaders
    }

    func readHeaders() {
        areHeadersRead = true
        var visible = HeaderFields()
        swap(&visible, &visibleHeaders)
        visible.removeAll()
        let all = request.headers
        let kinds = known.kinds
        for (index, field) in all.fields.enumerated() {
            let kind = kinds[index]
            if kind == .hidden || kind.isRewritten { continue }
            if kind == .authorization, isSigned(all.value(index)) { continue }
            visible.append(field, of: all)
        }
        if !isTest { appendOwnFields(to: &visible) }
        swap(&visible, &visibleHeaders)
    }

    /// Appends what the gateway tells of the connection.
    private func appendOwnFields(to visible: inout HeaderFields) {
        makeTraceHeader()
        visible.append(FieldName.traceID, traceHeader)
        var value: [UInt8] = []
        swap(&value, &fieldValue)
        value.removeAll(keepingCapacity: true)
        if let before = field(.forwardedFor), !before.isEmpty {
            value += before
            value += ", ".utf8
        }
        value += request.client.address
        visible.append(FieldName.forwardedFor, value)
        value.removeAll(keepingCapacity: true)
        appendDecimal(Int(request.client.port), to: &value)
        visible.append(FieldName.forwardedPort, value)
        swap(&value, &fieldValue)
        visible.append(
            FieldName.forwardedProto, request.client.tls == nil ? FieldName.http : FieldName.https)
    }

    /// The value of the last of the request's fields of a kind.
    func field(_ kind: KnownField) -> ArraySlice<UInt8>? {
        known[kind].map { request.headers.value($0) }
    }

    /// Whether an `Authorization` field is for the gateway alone: a signature, or of a method that
    /// asks for one (“Amazon API Gateway important notes”).
    private func isSigned(_ value: ArraySlice<UInt8>) -> Bool {
        if case .iam? = method?.authorization { return true }
        return value.starts(with: "AWS4-HMAC-SHA256".utf8)
    }

    /// The query's parameters.
    var query: QueryParameters {
        if !isQueryParsed {
            isQueryParsed = true
            parsedQuery.read(request.target[queryRange])
        }
        return parsedQuery
    }

    /// The value of a path parameter, still encoded, or `nil`.
    func pathParameter(_ name: [UInt8]) -> ArraySlice<UInt8>? {
        guard let names = method?.pathParameterNames, let index = names.firstIndex(of: name),
            index < match.count
        else { return nil }
        return pathParameter(at: index)
    }

    /// The value of a path parameter by its number, still encoded; there must be one.
    func pathParameter(at index: Int) -> ArraySlice<UInt8> {
        let range = match[index]
        return request.target[
            path.lowerBound + range.lowerBound..<path.lowerBound + range.upperBound]
    }

    /// Makes `Root=1-…`: the client's with all its parts, else a new one.
    func makeTraceHeader() {
        if hasTraceHeader { return }
        hasTraceHeader = true
        traceHeader.removeAll(keepingCapacity: true)
        if let given = field(.traceID), given.starts(with: "Root=".utf8) {
            traceHeader += given
            return
        }
        traceHeader += "Root=1-".utf8
        let seconds = UInt32(truncatingIfNeeded: started.wallMilliseconds / 1000)
        Identifiers.appendHex(seconds, to: &traceHeader)
        traceHeader.append(UInt8(ascii: "-"))
        ids.appendHexDigits(24, to: &traceHeader)
    }

    /// Appends the trace header as functions answer it, `Root=…;Parent=…;Sampled=…`, with what is
    /// missing of it made up: a client that names a parent has decided to be sampled.
    func appendWholeTraceHeader(to output: inout [UInt8]) {
        makeTraceHeader()
        output += traceHeader
        var hasParent = false
        var hasSampled = false
        // What the gateway made itself has nothing but a root.
        if known[.traceID] != nil {
            for part in traceHeader.split(separator: UInt8(ascii: ";")) {
                if part.starts(with: "Parent=".utf8) { hasParent = true }
                if part.starts(with: "Sampled=".utf8) { hasSampled = true }
            }
        }
        if !hasParent {
            output += ";Parent=".utf8
            ids.appendHexDigits(16, to: &output)
        }
        if !hasSampled { output += (hasParent ? ";Sampled=1" : ";Sampled=0").utf8 }
    }
}
