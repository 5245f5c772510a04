import JSON
package import OpenAPI
package import Settings
import Diagnostics
import Model
import Syntax

/// What a template says about the stages and endpoint of one of its APIs.
///
/// SAM keeps a stage's settings in the API's own properties; CloudFormation in resources of the types
/// `AWS::ApiGateway::Stage` and `AWS::ApiGateway::Deployment` that refer to it. Values that only a
/// deployment knows are left out, but for parameters with a default.
///
/// - Parameters:
///   - template: The API.
///   - substitutions: Values of the template's parameters by name.
/// - Returns: The settings; empty where the template says nothing.
package func templateSettings(
    _ template: TemplateAPI, substitutions: [String: String] = [:]
) -> GatewaySettings {
    var settings = GatewaySettings()
    let reader = TemplateSettingsReader(template: template, substitutions: substitutions)
    settings.endpointType = reader.endpointType
    settings.stages = reader.stages
    return settings
}

/// The base path mode that a RestApi's `Parameters` ask for; `nil` where they ask for none.
package func templateBasePathMode(_ template: TemplateAPI) -> LoweringOptions.BasePathMode? {
    let parameters = template.property("Parameters")
    let name = parameters?["basepath"]?.string ?? parameters?["basePath"]?.string
    return name.flatMap { LoweringOptions.BasePathMode(rawValue: $0.lowercased()) }
}

private struct TemplateSettingsReader {
    let template: TemplateAPI
    let symbols: SymbolicStringReader

    /// Parameters have the values that were given, or else the template's defaults.
    init(template: TemplateAPI, substitutions: [String: String]) {
        self.template = template
        var values: [String: String] = [:]
        for member in template.template["Parameters"].map({ Array($0.members) }) ?? [] {
            values[member.key] = member.value["Default"]?.scalarText
        }
        symbols = SymbolicStringReader(substitutions: values.merging(substitutions) { $1 })
    }

    var endpointType: Located<EndpointType>? {
        let configuration = template.property("EndpointConfiguration")
        let parameters = template.property("Parameters")
        let types = configuration?["Types"] ?? parameters?["endpointConfigurationTypes"]
        let node = types?.elements.first { _ in true } ?? types ?? configuration?["Type"]
        guard let node = node ?? configuration, let text = text(node) else { return nil }
        return EndpointType(rawValue: text.value.uppercased()).map { Located($0, at: text.range) }
    }

    var stages: [Stage] {
        var stages: [Stage] = []
        if template.property("StageName") != nil,
            let stage = stage({ template.property($0) }, variables: "Variables")
        {
            stages.append(stage)
        }
        for resource in template.template["Resources"].map({ Array($0.members) }) ?? [] {
            guard let type = resource.value["Type"]?.string,
                let properties = resource.value["Properties"]
            else { continue }
            switch type {
            case "AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage":
                guard refersToAPI(properties["RestApiId"] ?? properties["ApiId"]) else { continue }
                let stage = stage(
                    { properties[dynamic: $0] },
                    variables: type.hasPrefix("AWS::ApiGatewayV2") ? "StageVariables" : "Variables")
                if let stage { stages.append(stage) }
            case "AWS::ApiGateway::Deployment":
                guard refersToAPI(properties["RestApiId"]),
                    let name = properties["StageName"].flatMap({ text($0) })
                else { continue }
                if !stages.contains(where: { $0.name.value == name.value }) {
                    stages.append(Stage(name: name))
                }
            default: continue
            }
        }
        return stages
    }

    private func refersToAPI(_ node: Node?) -> Bool {
        node?["Ref"]?.string == template.logicalID.value
    }

    private func stage(_ property: (String) -> Node?, variables: String) -> Stage? {
        guard let name = property("StageName").flatMap({ text($0) }) else { return nil }
        var stage = Stage(name: name)
        stage.description = property("Description").flatMap { text($0) }
        for member in (property(variables) ?? property("StageVariables"))?.members
            .map({ $0 }) ?? []
        {
            guard let value = symbolic(member.value) else { continue }
            stage.variables.append(
                Stage.Variable(name: Located(member.key, at: member.keyRange), value: value))
        }
        stage.tracingEnabled = property("TracingEnabled").flatMap { truth($0) } ?? false
        stage.cacheClusterEnabled = property("CacheClusterEnabled").flatMap { truth($0) } ?? false
        stage.cacheClusterSize = property("CacheClusterSize").flatMap { text($0) }
        let log = property("AccessLogSetting") ?? property("AccessLogSettings")
        if let destination = log?["DestinationArn"].flatMap({ symbolic($0) }),
            let format = log?["Format"].flatMap({ text($0) })
        {
            stage.accessLog = Stage.AccessLog(destination: destination, format: format)
        }
        for setting in property("MethodSettings").map({ Array($0.elements) }) ?? [] {
            if let setting = methodSetting(setting) { stage.methodSettings.append(setting) }
        }
        return stage
    }

    private func methodSetting(_ node: Node) -> MethodSetting? {
        guard let path = node["ResourcePath"].flatMap({ text($0) }),
            let method = node["HttpMethod"].flatMap({ text($0) })
        else { return nil }
        // CloudFormation writes `/*` for every resource, and slashes of a path as `~1`.
        let plain = path.value.replacing("~1", with: "/")
        var setting = MethodSetting(
            resourcePath: plain == "/*" ? "*" : plain, httpMethod: method.value, range: node.range)
        setting.throttle.rateLimit = node["ThrottlingRateLimit"].flatMap { number in
            text(number).flatMap { text in Double(text.value).map { Located($0, at: text.range) } }
        }
        setting.throttle.burstLimit = integer(node["ThrottlingBurstLimit"])
        setting.loggingLevel = node["LoggingLevel"].flatMap { text($0) }.flatMap { text in
            MethodSetting.LoggingLevel(rawValue: text.value).map { Located($0, at: text.range) }
        }
        setting.metricsEnabled = boolean(node["MetricsEnabled"])
        setting.dataTraceEnabled = boolean(node["DataTraceEnabled"])
        setting.cachingEnabled = boolean(node["CachingEnabled"])
        setting.cacheTTLInSeconds = integer(node["CacheTtlInSeconds"])
        setting.cacheDataEncrypted = boolean(node["CacheDataEncrypted"])
        return setting
    }

    // MARK: Values

    private func boolean(_ node: Node?) -> Located<Bool>? {
        node.flatMap { node in truth(node).map { Located($0, at: node.range) } }
    }

    private func integer(_ node: Node?) -> Located<Int>? {
        node.flatMap { text($0) }.flatMap { text in
            Int(text.value).map { Located($0, at: text.range) }
        }
    }

    private func truth(_ node: Node) -> Bool? {
        node.bool ?? text(node).flatMap { Bool($0.value.lowercased()) }
    }

    private func symbolic(_ node: Node) -> Located<String>? {
        symbols.read(node).map {
            Located($0.text, at: node.range)
        }
    }

    /// A scalar's text, or a function's where its value is known.
    private func text(_ node: Node) -> Located<String>? {
        symbols.read(node)?.literal.map {
            Located($0, at: node.range)
        }
    }
}
