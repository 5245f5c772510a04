package import JSON

extension RuntimeSettings {
    /// Reads a bundle's `settings.json`.
    ///
    /// Members that are missing keep their defaults and unknown ones are ignored, so that settings
    /// written by another version are read as far as they go.
    ///
    /// - Parameters:
    ///   - json: The file's value.
    ///   - secret: Returns what a reference such as `env:NAME` or `file:PATH` stands for, or `nil`
    ///     where that is not to be had: the key or key set is then left out.
    package init(_ json: JSONValue, secret: (String) -> [UInt8]?) {
        self.init()
        if let members = json["stages"]?.objectValue?.members, !members.isEmpty {
            stages = members.map { Stage(name: $0.key, $0.value) }
        }
        var keys: [String: APIKey] = [:]
        for member in json["apiKeys"]?.objectValue?.members ?? [] {
            guard let reference = member.value["valueFrom"]?.stringValue,
                let value = secret(reference)
            else { continue }
            keys[member.key] = APIKey(
                id: member.key, value: String(decoding: value, as: UTF8.self),
                isEnabled: member.value["enabled"]?.boolValue ?? true)
        }
        usagePlans = (json["usagePlans"]?.objectValue?.members ?? []).map {
            UsagePlan(id: $0.key, $0.value, keys: keys)
        }
        domains = (json["domains"]?.objectValue?.members ?? []).map { member in
            let mappings = member.value["basePathMappings"]?.objectValue?.members ?? []
            return Domain(
                name: member.key,
                basePathMappings: Dictionary(
                    mappings.map {
                        ($0.key == "(none)" ? "" : $0.key, $0.value.stringValue ?? "")
                    }, uniquingKeysWith: { first, _ in first }))
        }
        accountThrottle = json["account"].flatMap {
            Throttle($0, rate: "throttlingRateLimit", burst: "throttlingBurstLimit")
        }
        for member in json["vpcLinks"]?.objectValue?.members ?? [] {
            vpcLinks[member.key] = member.value["target"]?.stringValue
        }
        for member in json["authorizers"]?.objectValue?.members ?? [] {
            guard let reference = member.value["jwks"]?.stringValue else { continue }
            keySets[member.key] = secret(reference)
        }
        deniedSources = (json["deny"]?["sourceIps"]?.arrayValue ?? []).compactMap(\.stringValue)
    }
}

extension RuntimeSettings.Stage {
    fileprivate init(name: String, _ json: JSONValue) {
        self.init(name: name)
        variables = texts(json["variables"])
        isTracingEnabled = json["tracingEnabled"]?.boolValue ?? false
        isCacheEnabled = json["cacheClusterEnabled"]?.boolValue ?? false
        accessLogFormat = json["accessLogSettings"]?["format"]?.stringValue
        for member in json["methodSettings"]?.objectValue?.members ?? [] {
            methodSettings[member.key] = RuntimeSettings.MethodSettings(member.value)
        }
        if let settings = json["canarySettings"], let share = double(settings["percentTraffic"]) {
            var canary = RuntimeSettings.Canary(percentTraffic: share)
            canary.variableOverrides = texts(settings["stageVariableOverrides"])
            canary.usesStageCache = settings["useStageCache"]?.boolValue ?? false
            self.canary = canary
        }
    }
}

extension RuntimeSettings.MethodSettings {
    fileprivate init(_ json: JSONValue) {
        self.init()
        rateLimit = double(json["throttlingRateLimit"])
        burstLimit = double(json["throttlingBurstLimit"])
        isCachingEnabled = json["cachingEnabled"]?.boolValue
        cacheTTLSeconds = json["cacheTtlInSeconds"]?.intValue
        isCacheDataEncrypted = json["cacheDataEncrypted"]?.boolValue
        requiresCacheControlAuthorization = json["requireAuthorizationForCacheControl"]?.boolValue
        cacheControlStrategy = json["unauthorizedCacheControlHeaderStrategy"]?.stringValue
            .flatMap(CacheControlStrategy.init(rawValue:))
        logLevel = json["loggingLevel"]?.stringValue.flatMap(LogLevel.init(rawValue:))
        isDataTraceEnabled = json["dataTraceEnabled"]?.boolValue
        isMetricsEnabled = json["metricsEnabled"]?.boolValue
    }
}

extension RuntimeSettings.UsagePlan {
    fileprivate init(id: String, _ json: JSONValue, keys known: [String: RuntimeSettings.APIKey]) {
        self.init(id: id)
        stages = (json["apiStages"]?.arrayValue ?? []).compactMap { stage in
            guard let name = stage["stage"]?.stringValue else { return nil }
            var result = APIStage(stage: name)
            for member in stage["throttle"]?.objectValue?.members ?? [] {
                result.methodThrottles[member.key] = RuntimeSettings.Throttle(member.value)
            }
            return result
        }
        throttle = json["throttle"].flatMap { RuntimeSettings.Throttle($0) }
        if let quota = json["quota"], let limit = quota["limit"]?.intValue,
            let period = quota["period"]?.stringValue.flatMap(Period.init(rawValue:))
        {
            self.quota = Quota(limit: limit, period: period, offset: quota["offset"]?.intValue ?? 0)
        }
        keys = (json["keys"]?.arrayValue ?? []).compactMap { $0.stringValue.flatMap { known[$0] } }
    }
}

extension RuntimeSettings.Throttle {
    /// A limit of which one half is missing has no bound there.
    fileprivate init?(
        _ json: JSONValue, rate: String = "rateLimit", burst: String = "burstLimit"
    ) {
        let rateLimit = double(json[rate])
        let burstLimit = double(json[burst])
        if rateLimit == nil, burstLimit == nil { return nil }
        self.init(rateLimit: rateLimit ?? .infinity, burstLimit: burstLimit ?? .infinity)
    }
}

private func texts(_ json: JSONValue?) -> [String: String] {
    var result: [String: String] = [:]
    for member in json?.objectValue?.members ?? [] { result[member.key] = member.value.stringValue }
    return result
}

private func double(_ json: JSONValue?) -> Double? {
    guard case .number(let number)? = json else { return nil }
    return Double(number.spelling)
}
