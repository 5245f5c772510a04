internal import Diagnostics
package import JSON
package import Settings

/// What GetStage returns, without what a deployment adds.
package func stageShape(_ stage: Stage) -> JSONValue {
    var shape = JSONObject()
    shape["stageName"] = .string(stage.name.value)
    shape["description"] = (stage.description?.value).map(JSONValue.string)
    shape["cacheClusterEnabled"] = .bool(stage.cacheClusterEnabled)
    shape["cacheClusterSize"] = (stage.cacheClusterSize?.value).map(JSONValue.string)
    shape["methodSettings"] = .object(
        JSONObject(stage.methodSettings.map { JSONObject.Member(key($0), settingShape($0)) }))
    if !stage.variables.isEmpty { shape["variables"] = variablesShape(stage.variables) }
    if let log = stage.accessLog {
        shape["accessLogSettings"] = [
            "format": .string(log.format.value), "destinationArn": .string(log.destination.value),
        ]
    }
    if let canary = stage.canary {
        shape["canarySettings"] = [
            "percentTraffic": number(canary.percentTraffic.value),
            "stageVariableOverrides": variablesShape(canary.stageVariableOverrides),
            "useStageCache": .bool(canary.useStageCache),
        ]
    }
    shape["tracingEnabled"] = .bool(stage.tracingEnabled)
    return .object(shape)
}

/// The key that GetStage uses: slashes within a path as `~1`.
private func key(_ setting: MethodSetting) -> String {
    let path = setting.resourcePath.drop { $0 == "/" }
    let escaped =
        setting.resourcePath == "/" ? "~1" : String(path).replacing("/", with: "~1")
    return "\(escaped)/\(setting.httpMethod)"
}

private func settingShape(_ setting: MethodSetting) -> JSONValue {
    var shape = JSONObject()
    shape["metricsEnabled"] = (setting.metricsEnabled?.value).map(JSONValue.bool)
    shape["loggingLevel"] = (setting.loggingLevel?.value.rawValue).map(JSONValue.string)
    shape["dataTraceEnabled"] = (setting.dataTraceEnabled?.value).map(JSONValue.bool)
    shape["throttlingBurstLimit"] = (setting.throttle.burstLimit?.value).map(JSONValue.int)
    shape["throttlingRateLimit"] = (setting.throttle.rateLimit?.value).map(number)
    shape["cachingEnabled"] = (setting.cachingEnabled?.value).map(JSONValue.bool)
    shape["cacheTtlInSeconds"] = (setting.cacheTTLInSeconds?.value).map(JSONValue.int)
    shape["cacheDataEncrypted"] = (setting.cacheDataEncrypted?.value).map(JSONValue.bool)
    shape["requireAuthorizationForCacheControl"] =
        (setting.requireAuthorizationForCacheControl?.value).map(JSONValue.bool)
    shape["unauthorizedCacheControlHeaderStrategy"] =
        (setting.unauthorizedCacheControlHeaderStrategy?.value.rawValue).map(JSONValue.string)
    return .object(shape)
}

private func variablesShape(_ variables: [Stage.Variable]) -> JSONValue {
    .object(
        JSONObject(
            variables.sorted { $0.name.value < $1.name.value }.map {
                JSONObject.Member($0.name.value, .string($0.value.value))
            }))
}

/// Swift spells every double so that JSON can read it, if it is finite; settings' numbers are.
private func number(_ value: Double) -> JSONValue { .number(JSONNumber(spelling: "\(value)")) }
