internal import Diagnostics
internal import Settings

extension FactList {
    /// Adds what a settings file says.
    mutating func add(_ settings: GatewaySettings) {
        for stage in settings.effectiveStages { add(stage) }
        for plan in settings.usagePlans { add(plan) }
        for key in settings.apiKeys {
            add("api-key", "\(key.isEnabled)", .existence, key: key.name.value, at: key.name.range)
        }
        for domain in settings.domains { add(domain) }
        add(settings.accountThrottle, "account-throttle", key: "")
        for link in settings.vpcLinks {
            add("vpc-link", link.target, key: link.id.value)
        }
        for authorizer in settings.authorizerKeys {
            add(
                "authorizer-key-set", authorizer.jwks.value.text, key: authorizer.authorizer.value,
                at: authorizer.jwks.range)
        }
        for network in settings.deniedSourceIPs {
            add("denied-source", "true", .check, key: network.value, at: network.range)
        }
        for lambda in settings.lambdas {
            let target = lambda.url?.value ?? lambda.command.map(\.value).joined(separator: " ")
            add("lambda", target, key: lambda.function.value, at: lambda.function.range)
        }
    }

    private mutating func add(_ stage: Stage) {
        let name = stage.name.value
        let range = stage.name.range
        add("stage", name, .existence, key: name, at: range)
        for variable in stage.variables {
            add(
                "stage-variable", variable.value.value, key: "\(name): \(variable.name.value)",
                at: variable.value.range)
        }
        add("stage-tracing", "\(stage.tracingEnabled)", key: name, at: range)
        let size = stage.cacheClusterSize?.value ?? "0.5"
        add(
            "stage-cache", stage.cacheClusterEnabled ? size : nil, key: name,
            at: stage.cacheClusterSize?.range ?? range)
        add("stage-access-log", stage.accessLog?.destination, key: name)
        add("stage-access-log-format", stage.accessLog?.format, key: name)
        if let canary = stage.canary {
            add(
                "stage-canary", "\(canary.percentTraffic.value)", key: name,
                at: canary.percentTraffic.range)
            for variable in canary.stageVariableOverrides {
                add(
                    "stage-canary-variable", variable.value.value,
                    key: "\(name): \(variable.name.value)", at: variable.value.range)
            }
        }
        for setting in stage.methodSettings { add(setting, of: name) }
    }

    private mutating func add(_ setting: MethodSetting, of stage: String) {
        let key = "\(stage): \(setting.httpMethod) \(setting.resourcePath)"
        add(setting.throttle, "throttle", key: key)
        add("logging-level", setting.loggingLevel?.map(\.rawValue), key: key)
        add("metrics", setting.metricsEnabled?.map { "\($0)" }, key: key)
        add("data-trace", setting.dataTraceEnabled?.map { "\($0)" }, key: key)
        add("caching", setting.cachingEnabled?.map { "\($0)" }, key: key)
        add("cache-ttl", setting.cacheTTLInSeconds?.map { "\($0)" }, key: key)
        add("cache-encryption", setting.cacheDataEncrypted?.map { "\($0)" }, key: key)
        add(
            "cache-control-authorization",
            setting.requireAuthorizationForCacheControl?.map { "\($0)" }, .check, key: key)
        add(
            "unauthorized-cache-control",
            setting.unauthorizedCacheControlHeaderStrategy?.map(\.rawValue), .notice, key: key)
    }

    private mutating func add(_ throttle: Throttle, _ name: String, key: String) {
        add("\(name)-rate", throttle.rateLimit?.map { "\($0)" }, .limit, key: key)
        add("\(name)-burst", throttle.burstLimit?.map { "\($0)" }, .limit, key: key)
    }

    private mutating func add(_ plan: UsagePlan) {
        let name = plan.name.value
        add("usage-plan", name, .notice, key: name, at: plan.name.range)
        add(plan.throttle, "usage-plan-throttle", key: name)
        if let quota = plan.quota {
            add(
                "usage-plan-quota", "\(quota.limit.value)", .limit, key: name, at: quota.limit.range
            )
            add("usage-plan-quota-period", quota.period.map(\.rawValue), .notice, key: name)
        }
        for stage in plan.stages {
            let place = "\(name): \(stage.stage.value)"
            add("usage-plan-stage", "true", .existence, key: place, at: stage.stage.range)
            for method in stage.throttle {
                add(
                    method.throttle, "usage-plan-throttle",
                    key: "\(place): \(method.httpMethod) \(method.resourcePath)")
            }
        }
        for key in plan.keys {
            add("usage-plan-key", "true", .existence, key: "\(name): \(key.value)", at: key.range)
        }
    }

    private mutating func add(_ domain: DomainName) {
        let name = domain.name.value
        add("domain", name, .existence, key: name, at: domain.name.range)
        add("domain-certificate", domain.certificateARN, key: name)
        add("domain-security-policy", domain.securityPolicy, .notice, key: name)
        add("domain-endpoint-type", domain.endpointType?.map(\.rawValue), .notice, key: name)
        for mapping in domain.basePathMappings {
            add(
                "domain-base-path", mapping.stage.value, .reliedOn,
                key: "\(name)/\(mapping.basePath.value)", at: mapping.stage.range)
        }
    }
}
