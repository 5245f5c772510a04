import Faults

extension Exchange {
    /// The largest response that is kept, in bytes.
    static var maximumCachedCount: Int { 1_048_576 }

    /// Looks the response up where the stage caches the method's responses.
    func lookUpCache() -> Step {
        guard let method, let deployment, let integration = method.integration, cachesResponses
        else { return requestIntegration() }
        makeCacheKey(method, integration, deployment)
        if asksForFreshResponse {
            guard method.settings.requiresCacheControlAuthorization ?? true, !mayInvalidateCache()
            else { return requestIntegration() }
            switch method.settings.cacheControlStrategy ?? .succeedWithHeader {
            case .fail:
                return fail(
                    GatewayFault(
                        .accessDenied, message: "User is not authorized to invalidate the cache"))
            case .succeedWithHeader: warnsOfStaleCache = true
            case .succeedWithoutHeader: break
            }
        }
        storeRequest = .value(key: cacheKey)
        phase = .cacheLookUp
        return .askStore
    }

    /// Whether this request's response may come from the cache and go there.
    private var cachesResponses: Bool {
        guard let method, let deployment, deployment.stage.isCacheEnabled else { return false }
        if isTest { return false }
        let ttl = method.settings.cacheTTLSeconds ?? 300
        guard ttl > 0 else { return false }
        // Only GET is cached unless a method's own settings say otherwise.
        let isGet = httpMethod.elementsEqual("GET".utf8)
        if deployment.isCanary == true, deployment.stage.canary?.usesStageCache != true {
            return false
        }
        return method.settings.isCachingEnabled ?? isGet
    }

    private var asksForFreshResponse: Bool {
        guard let value = field(.cacheControl) else { return false }
        return value.split(separator: UInt8(ascii: ",")).contains { part in
            isEqualIgnoringCase(part.filter { $0 != 0x20 && $0 != 9 }, "max-age=0".utf8)
        }
    }

    private func makeCacheKey(
        _ method: PreparedMethod, _ integration: PreparedIntegration, _ deployment: Deployment
    ) {
        cacheKey.removeAll(keepingCapacity: true)
        cacheKey += deployment.cachePrefix
        func part(_ bytes: some Collection<UInt8>) { appendCacheKeyPart(bytes, to: &cacheKey) }
        part(deployment.id)
        // Resources of one namespace share what is kept.
        part((integration.cacheNamespace ?? method.resourceID).utf8)
        part(httpMethod)
        for source in integration.cacheKeys {
            scratch.removeAll(keepingCapacity: true)
            cacheKey.append(append(source, to: &scratch) ? 1 : 0)
            part(scratch)
        }
    }

    func readCache(_ reply: StoreReply) -> Step {
        guard case .value(let stored) = reply, let bytes = unsealed(stored), decodeCached(bytes)
        else {
            record.metrics.cacheHit = false
            return requestIntegration()
        }
        record.metrics.cacheHit = true
        cacheKey.removeAll(keepingCapacity: true)
        if warnsOfStaleCache {
            response.headers.append(
                "Warning".utf8, "199 Cache-Control header ignored: not authorized".utf8)
        }
        return finish()
    }

    /// Keeps the finished response where it may be kept.
    func keepInCache() -> Step {
        guard !cacheKey.isEmpty, let method, 200..<300 ~= response.status,
            response.body.count <= Exchange.maximumCachedCount
        else { return finish() }
        let ttl = Int64(min(method.settings.cacheTTLSeconds ?? 300, 3600)) * 1000
        guard let value = sealed(encodeCached()) else { return finish() }
        storeRequest = .keep(key: cacheKey, value: value, milliseconds: ttl)
        phase = .cacheKeep
        return .askStore
    }

    private var isCacheEncrypted: Bool { method?.settings.isCacheDataEncrypted ?? false }

    /// What is kept of a response: itself, or encrypted where the method's settings say so; `nil`
    /// where it cannot be.
    private func sealed(_ bytes: [UInt8]) -> [UInt8]? {
        isCacheEncrypted ? gateway.cryptography.seal(bytes) : bytes
    }

    private func unsealed(_ bytes: [UInt8]) -> [UInt8]? {
        isCacheEncrypted ? gateway.cryptography.open(bytes) : bytes
    }

    /// Status, number of fields, then each name, value and the body with its length.
    private func encodeCached() -> [UInt8] {
        var output: [UInt8] = []
        func word(_ value: Int) {
            for shift in [0, 8, 16, 24] { output.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        word(response.status)
        word(response.headers.fields.count)
        for index in response.headers.fields.indices {
            word(response.headers.name(index).count)
            output += response.headers.name(index)
            word(response.headers.value(index).count)
            output += response.headers.value(index)
        }
        output += response.body
        return output
    }

    /// Reads ``encodeCached()``; false for anything else, as the store may be shared.
    private func decodeCached(_ bytes: [UInt8]) -> Bool {
        var offset = 0
        func word() -> Int? {
            guard offset + 4 <= bytes.count else { return nil }
            defer { offset += 4 }
            return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        func text() -> ArraySlice<UInt8>? {
            guard let count = word(), count <= bytes.count - offset else { return nil }
            defer { offset += count }
            return bytes[offset..<offset + count]
        }
        response.clear()
        guard let status = word(), 100..<600 ~= status, let count = word() else { return false }
        for _ in 0..<min(count, 10_000) {
            guard let name = text(), let value = text() else {
                response.clear()
                return false
            }
            response.headers.append(name, value)
        }
        response.status = status
        response.body += bytes[offset...]
        return true
    }
}

/// Appends a part of a cache key with its length before it, so that no value can pass for two.
func appendCacheKeyPart(_ part: some Collection<UInt8>, to key: inout [UInt8]) {
    appendDecimal(part.count, to: &key)
    key.append(UInt8(ascii: ":"))
    key += part
}
