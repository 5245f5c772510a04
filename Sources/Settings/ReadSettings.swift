package import Diagnostics
package import Syntax

/// Reads a settings file.
///
/// - Parameters:
///   - root: The file's value, by ``parseDocument(_:into:)``; null for an empty file.
///   - log: Receives `unknown-setting`, `settings-value-type`, `settings-value-range`,
///     `unknown-setting-value`, `missing-setting`, `secret-in-settings`, `invalid-stage-name`,
///     `invalid-method-key`, `unknown-stage` and `unknown-api-key`.
/// - Returns: The settings without what was wrong.
package func readSettings(_ root: Node, into log: inout DiagnosticLog) -> GatewaySettings {
    var settings = GatewaySettings()
    if root.kind == .invalid || root.kind == .null { return settings }
    var reader = SettingsReader()
    if root.kind == .object {
        reader.read(root, into: &settings)
        reader.checkReferences(settings)
    } else {
        reader.log.report(.wrongType("the settings file", "an object", root))
    }
    log.append(contentsOf: reader.log)
    return settings
}

extension SettingsReader {
    fileprivate mutating func read(_ root: Node, into settings: inout GatewaySettings) {
        checkKeys(
            root,
            [
                "endpointType", "stages", "usagePlans", "apiKeys", "domains", "account", "vpcLinks",
                "authorizers", "deny", "lambdas",
            ])
        settings.endpointType = word("endpointType", of: root, EndpointType.self)
        settings.stages = stages(of: root)
        settings.usagePlans = usagePlans(of: root)
        for member in objects("apiKeys", of: root) {
            if let key = apiKey(member) { settings.apiKeys.append(key) }
        }
        for member in objects("domains", of: root) { settings.domains.append(domain(member)) }
        if let account = object("account", of: root) {
            checkKeys(account, ["throttlingRateLimit", "throttlingBurstLimit"])
            settings.accountThrottle = throttle(
                rate: "throttlingRateLimit", burst: "throttlingBurstLimit", of: account)
        }
        for member in objects("vpcLinks", of: root) {
            checkKeys(member.value, ["target"])
            guard let target = required("target", of: member) else { continue }
            settings.vpcLinks.append(
                VPCLink(id: Located(member.key, at: member.keyRange), target: target))
        }
        for member in objects("authorizers", of: root) {
            checkKeys(member.value, ["jwks"])
            guard let jwks = secret("jwks", of: member.value) else { continue }
            settings.authorizerKeys.append(
                AuthorizerKeys(
                    authorizer: Located(member.key, at: member.keyRange), jwks: jwks))
        }
        if let deny = object("deny", of: root) {
            checkKeys(deny, ["sourceIps"])
            settings.deniedSourceIPs = strings("sourceIps", of: deny)
        }
        for member in objects("lambdas", of: root) {
            checkKeys(member.value, ["url", "command"])
            let name = Located(member.key, at: member.keyRange)
            let command = strings("command", of: member.value)
            if !command.isEmpty {
                var endpoint = LambdaEndpoint(function: name, url: nil)
                endpoint.command = command
                settings.lambdas.append(endpoint)
            } else if let url = required("url", of: member) {
                settings.lambdas.append(LambdaEndpoint(function: name, url: url))
            }
        }
    }

    private mutating func apiKey(_ member: Node.Member) -> APIKey? {
        checkKeys(member.value, ["valueFrom", "description", "customerId", "enabled"])
        if value("valueFrom", of: member.value) == nil {
            _ = required("valueFrom", of: member)
            return nil
        }
        guard let value = secret("valueFrom", of: member.value) else { return nil }
        var key = APIKey(name: Located(member.key, at: member.keyRange), value: value)
        key.description = string("description", of: member.value)
        key.customerID = string("customerId", of: member.value)
        key.isEnabled = boolean("enabled", of: member.value)?.value ?? true
        return key
    }

    private mutating func domain(_ member: Node.Member) -> DomainName {
        let node = member.value
        checkKeys(node, ["certificateArn", "securityPolicy", "endpointType", "basePathMappings"])
        var domain = DomainName(name: Located(member.key, at: member.keyRange))
        domain.certificateARN = string("certificateArn", of: node)
        domain.securityPolicy = string("securityPolicy", of: node)
        domain.endpointType = word("endpointType", of: node, EndpointType.self)
        for mapping in object("basePathMappings", of: node).map({ Array($0.members) }) ?? [] {
            guard let stage = mapping.value.scalarText else {
                log.report(.wrongType(mapping.key, "the name of a stage", mapping.value))
                continue
            }
            let basePath = mapping.key == "(none)" || mapping.key == "/" ? "" : mapping.key
            domain.basePathMappings.append(
                DomainName.BasePathMapping(
                    basePath: Located(basePath, at: mapping.keyRange),
                    stage: Located(stage, at: mapping.value.range)))
        }
        return domain
    }

    /// Reports names of stages and keys that the file does not define.
    fileprivate mutating func checkReferences(_ settings: GatewaySettings) {
        let stages = settings.effectiveStages.map(\.name.value)
        let keys = settings.apiKeys.map(\.name.value)
        for plan in settings.usagePlans {
            for reference in plan.stages where !stages.contains(reference.stage.value) {
                log.report(.undefinedStage(reference.stage, stages))
            }
            for key in plan.keys where !keys.contains(key.value) {
                log.report(.undefinedKey(key, keys))
            }
        }
        for mapping in settings.domains.flatMap(\.basePathMappings)
        where !stages.contains(mapping.stage.value) {
            log.report(.undefinedStage(mapping.stage, stages))
        }
    }
}

extension Diagnostic {
    fileprivate static func undefinedStage(_ name: Located<String>, _ known: [String]) -> Self {
        Self(
            ID(rawValue: "unknown-stage"), .error, "stage '\(name.value)' is not defined",
            at: name.range
        ).suggesting(nearest(to: name.value, in: known))
    }

    fileprivate static func undefinedKey(_ name: Located<String>, _ known: [String]) -> Self {
        Self(
            ID(rawValue: "unknown-api-key"), .error, "API key '\(name.value)' is not defined",
            at: name.range
        ).suggesting(nearest(to: name.value, in: known))
    }
}
