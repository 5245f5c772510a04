internal import Diagnostics
internal import JSON
internal import Syntax

extension SettingsReader {
    mutating func stages(of root: Node) -> [Stage] {
        guard let map = object("stages", of: root) else { return [] }
        var stages: [Stage] = []
        for member in map.members {
            let name = Located(member.key, at: member.keyRange)
            let isName =
                !name.value.isEmpty && name.value.utf8.count <= 128
                && name.value.utf8.allSatisfy {
                    0x30...0x39 ~= $0 || 0x61...0x7a ~= $0 | 0x20 || "_-".utf8.contains($0)
                }
            guard isName || name.value == "$default" else {
                log.report(.invalidStageName(name))
                continue
            }
            // A stage without settings is written as its name alone.
            if member.value.kind == .object {
                stages.append(stage(name, member.value))
            } else if member.value.kind == .null {
                stages.append(Stage(name: name))
            } else {
                log.report(.wrongType(member.key, "an object", member.value))
            }
        }
        return stages
    }

    private mutating func stage(_ name: Located<String>, _ node: Node) -> Stage {
        checkKeys(
            node,
            [
                "description", "variables", "tracingEnabled", "cacheClusterEnabled",
                "cacheClusterSize", "accessLogSettings", "methodSettings", "canarySettings",
            ])
        var stage = Stage(name: name)
        stage.description = string("description", of: node)
        stage.variables = variables("variables", of: node)
        stage.tracingEnabled = boolean("tracingEnabled", of: node)?.value ?? false
        stage.cacheClusterEnabled = boolean("cacheClusterEnabled", of: node)?.value ?? false
        if let size = string("cacheClusterSize", of: node) {
            if Self.cacheClusterSizes.contains(size.value) {
                stage.cacheClusterSize = size
            } else {
                log.report(.cacheClusterSize(size, Self.cacheClusterSizes))
            }
        }
        if let member = node.member("accessLogSettings"), member.value.kind == .object {
            checkKeys(member.value, ["destination", "format"])
            if let destination = required("destination", of: member),
                var format = required("format", of: member)
            {
                if let preset = AccessLogPreset(rawValue: format.value) {
                    format = Located(preset.format, at: format.range)
                }
                stage.accessLog = Stage.AccessLog(destination: destination, format: format)
            }
        }
        for member in objects("methodSettings", of: node) {
            if let setting = methodSetting(member) { stage.methodSettings.append(setting) }
        }
        stage.canary = canary(of: node)
        return stage
    }

    /// API Gateway's own list of sizes in gigabytes.
    private static let cacheClusterSizes = [
        "0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237",
    ]

    private mutating func variables(_ key: MemberName, of node: Node) -> [Stage.Variable] {
        guard let map = object(key, of: node) else { return [] }
        var variables: [Stage.Variable] = []
        for member in map.members {
            guard let text = member.value.scalarText else {
                log.report(.wrongType(member.key, "a string", member.value))
                continue
            }
            variables.append(
                Stage.Variable(
                    name: Located(member.key, at: member.keyRange),
                    value: Located(text, at: member.value.range)))
        }
        return variables
    }

    private mutating func canary(of node: Node) -> Stage.Canary? {
        guard let canary = object("canarySettings", of: node) else { return nil }
        checkKeys(canary, ["percentTraffic", "stageVariableOverrides", "useStageCache"])
        let percent = number("percentTraffic", of: canary, in: 0...100)
        var settings = Stage.Canary(percentTraffic: percent ?? Located(0, at: canary.range))
        settings.stageVariableOverrides = variables("stageVariableOverrides", of: canary)
        settings.useStageCache = boolean("useStageCache", of: canary)?.value ?? false
        return settings
    }

    private mutating func methodSetting(_ member: Node.Member) -> MethodSetting? {
        let node = member.value
        guard let (path, method) = methodKey(member) else { return nil }
        checkKeys(
            node,
            [
                "throttlingRateLimit", "throttlingBurstLimit", "loggingLevel", "metricsEnabled",
                "dataTraceEnabled", "cachingEnabled", "cacheTtlInSeconds", "cacheDataEncrypted",
                "requireAuthorizationForCacheControl",
                "unauthorizedCacheControlHeaderStrategy",
            ])
        var setting = MethodSetting(
            resourcePath: path, httpMethod: method, range: member.keyRange)
        setting.throttle = throttle(
            rate: "throttlingRateLimit", burst: "throttlingBurstLimit", of: node)
        setting.loggingLevel = word("loggingLevel", of: node, MethodSetting.LoggingLevel.self)
        setting.metricsEnabled = boolean("metricsEnabled", of: node)
        setting.dataTraceEnabled = boolean("dataTraceEnabled", of: node)
        setting.cachingEnabled = boolean("cachingEnabled", of: node)
        setting.cacheTTLInSeconds = integer("cacheTtlInSeconds", of: node, in: 0...3600)
        setting.cacheDataEncrypted = boolean("cacheDataEncrypted", of: node)
        setting.requireAuthorizationForCacheControl = boolean(
            "requireAuthorizationForCacheControl", of: node)
        setting.unauthorizedCacheControlHeaderStrategy = word(
            "unauthorizedCacheControlHeaderStrategy", of: node,
            MethodSetting.UnauthorizedCacheControlHeaderStrategy.self)
        return setting
    }

    /// Splits `/pets/GET` into a resource's path and a method; `*/*` means all.
    mutating func methodKey(_ member: Node.Member) -> (path: String, method: String)? {
        let key = member.key
        if let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")) {
            let method = key[key.index(after: slash)...].uppercased()
            // Slashes within a path may be written as in patch paths.
            var path = String(key[..<slash]).replacing("~1", with: "/")
            if path.hasPrefix("//") { path.removeFirst() }
            let isPath = path == "*" || path == "/*" || path.isEmpty || path.hasPrefix("/")
            if isPath, Self.methodNames.contains(method) {
                return (path.isEmpty ? "/" : path == "/*" ? "*" : path, method)
            }
        }
        log.report(.invalidMethodKey(member))
        return nil
    }

    private static let methodNames: Set<String> = [
        "*", "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY",
    ]
}

extension Diagnostic {
    fileprivate static func invalidStageName(_ name: Located<String>) -> Self {
        Self(
            ID(rawValue: "invalid-stage-name"), .error,
            "'\(name.value)' is not a name that a stage can have", at: name.range,
            help: "use up to 128 letters, digits, '-' and '_'")
    }

    fileprivate static func cacheClusterSize(_ size: Located<String>, _ known: [String]) -> Self {
        Self(
            ID(rawValue: "unknown-setting-value"), .error,
            "'\(size.value)' is not a value of 'cacheClusterSize'", at: size.range,
            help: "use one of \(known.joined(separator: ", "))")
    }

    fileprivate static func invalidMethodKey(_ member: Node.Member) -> Self {
        Self(
            ID(rawValue: "invalid-method-key"), .error,
            "'\(member.key)' is not a path and method", at: member.keyRange,
            help: "write '/pets/GET', or '*/*' for all")
    }
}
