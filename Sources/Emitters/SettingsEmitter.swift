internal import Diagnostics
package import JSON
package import Settings

/// Returns the contents of `settings.json`: every stage, plan, domain and key reference.
///
/// The members are those of a settings file, with its defaults filled in: without stages there is
/// one named `dev`. Secrets stay references (`env:NAME`, `file:PATH`). Lists keep the file's order.
package func settingsJSON(_ settings: GatewaySettings, endpointType: EndpointType) -> JSONValue {
    var object = JSONObject()
    object["endpointType"] = .string(endpointType.rawValue)
    object["stages"] = keyed(settings.effectiveStages) { ($0.name.value, stageJSON($0)) }
    object["usagePlans"] = keyed(settings.usagePlans) { ($0.name.value, planJSON($0)) }
    object["apiKeys"] = keyed(settings.apiKeys) { ($0.name.value, keyJSON($0)) }
    object["domains"] = keyed(settings.domains) { ($0.name.value, domainJSON($0)) }
    let account = throttleMembers(
        settings.accountThrottle, rate: "throttlingRateLimit", burst: "throttlingBurstLimit")
    if !account.members.isEmpty { object["account"] = .object(account) }
    object["vpcLinks"] = keyed(settings.vpcLinks) {
        ($0.id.value, ["target": .string($0.target.value)])
    }
    object["authorizers"] = keyed(settings.authorizerKeys) {
        ($0.authorizer.value, ["jwks": .string($0.jwks.value.text)])
    }
    if !settings.deniedSourceIPs.isEmpty {
        object["deny"] = ["sourceIps": .array(settings.deniedSourceIPs.map { .string($0.value) })]
    }
    object["lambdas"] = keyed(settings.lambdas) { ($0.function.value, lambdaJSON($0)) }
    return .object(object)
}

/// An object with a member for each element, or `nil` for no elements.
private func keyed<Element>(
    _ elements: [Element], _ member: (Element) -> (String, JSONValue)
) -> JSONValue? {
    if elements.isEmpty { return nil }
    return .object(
        JSONObject(
            elements.map {
                let (key, value) = member($0)
                return JSONObject.Member(key, value)
            }))
}

private func stageJSON(_ stage: Stage) -> JSONValue {
    var object = JSONObject()
    object["description"] = stage.description.map { .string($0.value) }
    object["variables"] = keyed(stage.variables) { ($0.name.value, .string($0.value.value)) }
    object["tracingEnabled"] = .bool(stage.tracingEnabled)
    object["cacheClusterEnabled"] = .bool(stage.cacheClusterEnabled)
    object["cacheClusterSize"] = stage.cacheClusterSize.map { .string($0.value) }
    object["accessLogSettings"] = stage.accessLog.map {
        ["destination": .string($0.destination.value), "format": .string($0.format.value)]
    }
    object["methodSettings"] = keyed(stage.methodSettings) {
        ($0.key, methodSettingJSON($0))
    }
    object["canarySettings"] = stage.canary.map { canary in
        var object = JSONObject()
        object["percentTraffic"] = number(canary.percentTraffic.value)
        object["stageVariableOverrides"] = keyed(canary.stageVariableOverrides) {
            ($0.name.value, .string($0.value.value))
        }
        object["useStageCache"] = .bool(canary.useStageCache)
        return .object(object)
    }
    return .object(object)
}

private func methodSettingJSON(_ setting: MethodSetting) -> JSONValue {
    var object = throttleMembers(
        setting.throttle, rate: "throttlingRateLimit", burst: "throttlingBurstLimit")
    object["loggingLevel"] = setting.loggingLevel.map { .string($0.value.rawValue) }
    object["metricsEnabled"] = setting.metricsEnabled.map { .bool($0.value) }
    object["dataTraceEnabled"] = setting.dataTraceEnabled.map { .bool($0.value) }
    object["cachingEnabled"] = setting.cachingEnabled.map { .bool($0.value) }
    object["cacheTtlInSeconds"] = setting.cacheTTLInSeconds.map { .number(JSONNumber($0.value)) }
    object["cacheDataEncrypted"] = setting.cacheDataEncrypted.map { .bool($0.value) }
    object["requireAuthorizationForCacheControl"] =
        setting.requireAuthorizationForCacheControl.map { .bool($0.value) }
    object["unauthorizedCacheControlHeaderStrategy"] =
        setting.unauthorizedCacheControlHeaderStrategy.map { .string($0.value.rawValue) }
    return .object(object)
}

private func planJSON(_ plan: UsagePlan) -> JSONValue {
    var object = JSONObject()
    object["description"] = plan.description.map { .string($0.value) }
    object["apiStages"] = .array(
        plan.stages.map { reference in
            var object: JSONObject = ["stage": .string(reference.stage.value)]
            object["throttle"] = keyed(reference.throttle) {
                ("\($0.resourcePath)/\($0.httpMethod)", throttleJSON($0.throttle))
            }
            return .object(object)
        })
    let throttle = throttleMembers(plan.throttle, rate: "rateLimit", burst: "burstLimit")
    if !throttle.members.isEmpty { object["throttle"] = .object(throttle) }
    object["quota"] = plan.quota.map { quota in
        var object: JSONObject = [
            "limit": .number(JSONNumber(quota.limit.value)),
            "period": .string(quota.period.value.rawValue),
        ]
        object["offset"] = quota.offset.map { .number(JSONNumber($0.value)) }
        return .object(object)
    }
    object["keys"] = .array(plan.keys.map { .string($0.value) })
    return .object(object)
}

private func keyJSON(_ key: APIKey) -> JSONValue {
    var object: JSONObject = [
        "valueFrom": .string(key.value.value.text), "enabled": .bool(key.isEnabled),
    ]
    object["description"] = key.description.map { .string($0.value) }
    object["customerId"] = key.customerID.map { .string($0.value) }
    return .object(object)
}

private func domainJSON(_ domain: DomainName) -> JSONValue {
    var object = JSONObject()
    object["certificateArn"] = domain.certificateARN.map { .string($0.value) }
    object["securityPolicy"] = domain.securityPolicy.map { .string($0.value) }
    object["endpointType"] = domain.endpointType.map { .string($0.value.rawValue) }
    object["basePathMappings"] = keyed(domain.basePathMappings) {
        ($0.basePath.value, .string($0.stage.value))
    }
    return .object(object)
}

private func lambdaJSON(_ endpoint: LambdaEndpoint) -> JSONValue {
    if let url = endpoint.url { return ["url": .string(url.value)] }
    return ["command": .array(endpoint.command.map { .string($0.value) })]
}

private func throttleJSON(_ throttle: Throttle) -> JSONValue {
    .object(throttleMembers(throttle, rate: "rateLimit", burst: "burstLimit"))
}

private func throttleMembers(_ throttle: Throttle, rate: String, burst: String) -> JSONObject {
    var object = JSONObject()
    object[rate] = throttle.rateLimit.map { number($0.value) }
    object[burst] = throttle.burstLimit.map { .number(JSONNumber($0.value)) }
    return object
}

/// A number without a point where it is whole.
func number(_ value: Double) -> JSONValue {
    let whole = Int(exactly: value)
    return .number(whole.map { JSONNumber($0) } ?? JSONNumber(spelling: "\(value)"))
}

extension MethodSetting {
    /// The setting's key in a settings file, such as `*/*` or `/pets/GET`.
    var key: String { resourcePath == "*" ? "*/\(httpMethod)" : "\(resourcePath)/\(httpMethod)" }
}
