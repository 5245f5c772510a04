internal import Diagnostics
internal import Digest
internal import JSON
package import Model
internal import Settings
internal import Syntax

/// Returns the text of `aws/openapi.yaml`, which the template includes, in pieces.
package func cloudFormationBodyText(_ body: CloudFormationBody) -> [[UInt8]] {
    var text: [[UInt8]] = []
    printYAML(body.tape) { text.append(Array($0)) }
    return text
}

/// `aws/template.yaml`, which deploys an API with CloudFormation, but for the digest of the body.
///
/// The template includes the specification with `AWS::Include`, so `aws cloudformation package`
/// uploads it and puts its address in. It keeps nothing of an API's routes.
package struct CloudFormationTemplate: Sendable {
    private enum Content {
        case rest(RestTemplate)
        case http(JSONValue)
    }

    private let content: Content

    /// Drafts the template of an API.
    ///
    /// - Parameters:
    ///   - api: The API.
    ///   - parameters: The names that the body needs, as ``CloudFormationBody/parameters``.
    ///   - basePathMode: `ignore`, `prepend` or `split`, as the API was compiled.
    package init(_ api: API, parameters: [String], basePathMode: String) {
        content =
            switch api {
            case .rest(let api):
                .rest(RestTemplate(api, parameters: parameters, basePathMode: basePathMode))
            case .http(let api): .http(httpTemplate(api, parameters: parameters))
            }
    }

    /// Returns the file.
    ///
    /// - Parameter bodyDigest: The digest of `aws/openapi.yaml`, as ``BundleFile/digest``.
    /// - Returns: The file.
    package func file(bodyDigest: String) -> BundleFile {
        let json =
            switch content {
            case .rest(let template): RestTemplateWriter(template, bodyDigest: bodyDigest).json
            case .http(let json): json
            }
        return BundleFile("aws/template.yaml", printYAML(json))
    }
}

private func httpTemplate(_ api: HTTPAPI, parameters: [String]) -> JSONValue {
    var resources = JSONObject()
    resources["Api"] = [
        "Type": "AWS::ApiGatewayV2::Api",
        "Properties": ["Body": includedBody, "FailOnWarnings": true],
    ]
    for stage in api.settings.effectiveStages {
        var properties: JSONObject = [
            "ApiId": ["Ref": "Api"], "StageName": .string(stage.name.value), "AutoDeploy": true,
        ]
        properties["StageVariables"] = variables(stage.variables)
        resources["Stage\(logicalName(stage.name.value))"] = [
            "Type": "AWS::ApiGatewayV2::Stage", "Properties": .object(properties),
        ]
    }
    var template: JSONObject = ["AWSTemplateFormatVersion": "2010-09-09"]
    template["Description"] = .string(templateDescription(api.name.value))
    template["Parameters"] = parametersJSON(parameters)
    template["Resources"] = .object(resources)
    template["Outputs"] = ["ApiEndpoint": ["Value": ["Fn::GetAtt": ["Api", "ApiEndpoint"]]]]
    return .object(template)
}

private let includedBody: JSONValue = [
    "Fn::Transform": [
        "Name": "AWS::Include", "Parameters": ["Location": "openapi.yaml"],
    ]
]

/// What the template of a REST API says, but for the digest of the body.
private struct RestTemplate {
    let name: SymbolicString
    let endpoint: EndpointConfiguration
    let settings: GatewaySettings
    let basePathMode: String
    let parameters: [String]

    /// The Lambda functions that API Gateway calls without a role, each once.
    let functions: [String]

    init(_ api: RestAPI, parameters: [String], basePathMode: String) {
        name = api.name.value
        endpoint = api.endpoint
        settings = api.settings
        self.basePathMode = basePathMode
        self.parameters = parameters
        functions = lambdaFunctions(of: api)
    }
}

/// A REST API's template in the making.
private struct RestTemplateWriter {
    private var parameters = JSONObject()
    private var resources = JSONObject()
    private var outputs = JSONObject()
    private let template: RestTemplate

    private var settings: GatewaySettings { template.settings }

    var json: JSONValue {
        var json: JSONObject = ["AWSTemplateFormatVersion": "2010-09-09"]
        json["Description"] = .string(templateDescription(template.name))
        if !parameters.members.isEmpty { json["Parameters"] = .object(parameters) }
        json["Resources"] = .object(resources)
        json["Outputs"] = .object(outputs)
        return .object(json)
    }

    init(_ template: RestTemplate, bodyDigest: String) {
        self.template = template
        for name in template.parameters { parameters[name] = ["Type": "String"] }
        addAPI()
        let deployment = addDeployment(bodyDigest: bodyDigest)
        for stage in settings.effectiveStages { add(stage, deployment: deployment) }
        addPermissions()
        addKeysAndPlans()
        addDomains()
        outputs["ApiId"] = ["Value": ["Ref": "Api"]]
    }

    // MARK: API and stages

    private mutating func addAPI() {
        var properties = JSONObject()
        properties["Mode"] = "overwrite"
        properties["FailOnWarnings"] = true
        var endpoint: JSONObject = ["Types": [.string(template.endpoint.type.rawValue)]]
        let vpcEndpoints = template.endpoint.vpcEndpointIDs.compactMap { id in
            id.value.literal.map { JSONValue.string($0) }
        }
        if !vpcEndpoints.isEmpty { endpoint["VpcEndpointIds"] = .array(vpcEndpoints) }
        properties["EndpointConfiguration"] = .object(endpoint)
        properties["Parameters"] = ["basepath": .string(template.basePathMode)]
        properties["Body"] = includedBody
        resources["Api"] = [
            "Type": "AWS::ApiGateway::RestApi", "Properties": .object(properties),
        ]
    }

    /// Adds the deployment and returns its logical name.
    ///
    /// The name carries a digest of all that a deployment deploys, so that a change makes a new
    /// deployment and an unchanged API does not. A body that only has its members in another order
    /// makes a new one too, which deploys the same.
    private mutating func addDeployment(bodyDigest: String) -> String {
        let digest = SHA256.hexadecimal(Array("\(bodyDigest) \(template.basePathMode)".utf8))
        let name = "Deployment\(digest.prefix(10))"
        resources[name] = [
            "Type": "AWS::ApiGateway::Deployment",
            "Properties": [
                "RestApiId": ["Ref": "Api"],
                "Description": .string("openapi.yaml sha256 \(bodyDigest)"),
            ],
        ]
        return name
    }

    private mutating func add(_ stage: Stage, deployment: String) {
        let name = "Stage\(logicalName(stage.name.value))"
        var properties: JSONObject = [
            "RestApiId": ["Ref": "Api"], "DeploymentId": ["Ref": .string(deployment)],
            "StageName": .string(stage.name.value),
        ]
        properties["Description"] = stage.description.map { .string($0.value) }
        properties["Variables"] = variables(stage.variables)
        if stage.tracingEnabled { properties["TracingEnabled"] = true }
        if stage.cacheClusterEnabled {
            properties["CacheClusterEnabled"] = true
            properties["CacheClusterSize"] = .string(stage.cacheClusterSize?.value ?? "0.5")
        }
        if let log = stage.accessLog, log.destination.value.hasPrefix("arn:") {
            properties["AccessLogSetting"] = [
                "DestinationArn": .string(log.destination.value),
                "Format": .string(log.format.value),
            ]
        }
        let settings = stage.methodSettings.compactMap(methodSetting)
        if !settings.isEmpty { properties["MethodSettings"] = .array(settings) }
        resources[name] = [
            "Type": "AWS::ApiGateway::Stage", "Properties": .object(properties),
        ]
        let url =
            "https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/\(stage.name.value)"
        outputs["\(name)Url"] = ["Value": ["Fn::Sub": .string(url)]]
    }

    /// A stage's setting, or `nil` where nothing that CloudFormation knows is set.
    private func methodSetting(_ setting: MethodSetting) -> JSONValue? {
        let slashes = setting.resourcePath.dropFirst().replacing("/", with: "~1")
        let path = setting.resourcePath == "*" ? "/*" : "/~1\(slashes)"
        var object: JSONObject = [
            "ResourcePath": .string(setting.resourcePath == "/" ? "/~1" : path),
            "HttpMethod": .string(setting.httpMethod),
        ]
        let memberCount = object.members.count
        object["LoggingLevel"] = setting.loggingLevel.map { .string($0.value.rawValue) }
        object["MetricsEnabled"] = setting.metricsEnabled.map { .bool($0.value) }
        object["DataTraceEnabled"] = setting.dataTraceEnabled.map { .bool($0.value) }
        object["CachingEnabled"] = setting.cachingEnabled.map { .bool($0.value) }
        object["CacheTtlInSeconds"] = setting.cacheTTLInSeconds.map { integer($0.value) }
        object["CacheDataEncrypted"] = setting.cacheDataEncrypted.map { .bool($0.value) }
        object["ThrottlingRateLimit"] = setting.throttle.rateLimit.map { number($0.value) }
        object["ThrottlingBurstLimit"] = setting.throttle.burstLimit.map { integer($0.value) }
        return object.members.count > memberCount ? .object(object) : nil
    }

    // MARK: Permissions

    /// Lets API Gateway call each Lambda function that is called without a role.
    ///
    /// One permission a function, for all stages and methods: a function's policy is limited to
    /// 20 KB.
    private mutating func addPermissions() {
        for (index, function) in template.functions.enumerated() {
            let source =
                "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/*"
            let isPlain = !function.contains("${")
            // No other resource has such a name; looking for it among thousands takes long.
            resources.members.append(
                JSONObject.Member(
                    "InvokePermission\(index + 1)",
                    [
                        "Type": "AWS::Lambda::Permission",
                        "Properties": [
                            "Action": "lambda:InvokeFunction",
                            "FunctionName": isPlain
                                ? .string(function) : functionName(function),
                            "Principal": "apigateway.amazonaws.com",
                            "SourceArn": ["Fn::Sub": .string(source)],
                        ],
                    ]))
        }
    }

    /// The function as the template names it: with the names that are its parameters.
    private func functionName(_ text: String) -> JSONValue {
        CloudFormationBody(["uri": .string(text)]).json["uri"] ?? .string(text)
    }

    // MARK: Keys, plans and domains

    private mutating func addKeysAndPlans() {
        for key in settings.apiKeys {
            let name = logicalName(key.name.value)
            parameters["ApiKey\(name)Value"] = [
                "Type": "String", "NoEcho": true,
                "Description": .string("The value of API key '\(key.name.value)'"),
            ]
            var properties: JSONObject = [
                "Name": .string(key.name.value), "Enabled": .bool(key.isEnabled),
                "Value": ["Ref": .string("ApiKey\(name)Value")],
            ]
            properties["Description"] = key.description.map { .string($0.value) }
            properties["CustomerId"] = key.customerID.map { .string($0.value) }
            resources["ApiKey\(name)"] = [
                "Type": "AWS::ApiGateway::ApiKey", "Properties": .object(properties),
            ]
        }
        for plan in settings.usagePlans { add(plan) }
    }

    private mutating func add(_ plan: UsagePlan) {
        let name = "UsagePlan\(logicalName(plan.name.value))"
        var properties: JSONObject = ["UsagePlanName": .string(plan.name.value)]
        properties["Description"] = plan.description.map { .string($0.value) }
        properties["ApiStages"] = .array(
            plan.stages.map { reference in
                var object: JSONObject = [
                    "ApiId": ["Ref": "Api"],
                    "Stage": ["Ref": .string("Stage\(logicalName(reference.stage.value))")],
                ]
                if !reference.throttle.isEmpty {
                    object["Throttle"] = .object(
                        JSONObject(
                            reference.throttle.map {
                                JSONObject.Member(
                                    "\($0.resourcePath)/\($0.httpMethod)", throttle($0.throttle))
                            }))
                }
                return .object(object)
            })
        if plan.throttle.rateLimit != nil || plan.throttle.burstLimit != nil {
            properties["Throttle"] = throttle(plan.throttle)
        }
        properties["Quota"] = plan.quota.map { quota in
            var object: JSONObject = [
                "Limit": integer(quota.limit.value),
                "Period": .string(quota.period.value.rawValue),
            ]
            object["Offset"] = quota.offset.map { integer($0.value) }
            return .object(object)
        }
        resources[name] = [
            "Type": "AWS::ApiGateway::UsagePlan", "Properties": .object(properties),
        ]
        for key in plan.keys {
            let keyName = logicalName(key.value)
            resources["\(name)Key\(keyName)"] = [
                "Type": "AWS::ApiGateway::UsagePlanKey",
                "Properties": [
                    "KeyId": ["Ref": .string("ApiKey\(keyName)")], "KeyType": "API_KEY",
                    "UsagePlanId": ["Ref": .string(name)],
                ],
            ]
        }
    }

    private mutating func addDomains() {
        for domain in settings.domains {
            let name = "Domain\(logicalName(domain.name.value))"
            let isEdge = (domain.endpointType?.value ?? template.endpoint.type) == .edge
            var properties: JSONObject = ["DomainName": .string(domain.name.value)]
            let certificate = isEdge ? "CertificateArn" : "RegionalCertificateArn"
            properties[certificate] = domain.certificateARN.map { .string($0.value) }
            properties["EndpointConfiguration"] = ["Types": [isEdge ? "EDGE" : "REGIONAL"]]
            properties["SecurityPolicy"] = domain.securityPolicy.map { .string($0.value) }
            resources[name] = [
                "Type": "AWS::ApiGateway::DomainName", "Properties": .object(properties),
            ]
            for (index, mapping) in domain.basePathMappings.enumerated() {
                var properties: JSONObject = [
                    "DomainName": ["Ref": .string(name)], "RestApiId": ["Ref": "Api"],
                    "Stage": ["Ref": .string("Stage\(logicalName(mapping.stage.value))")],
                ]
                if !mapping.basePath.value.isEmpty, mapping.basePath.value != "(none)" {
                    properties["BasePath"] = .string(mapping.basePath.value)
                }
                resources["\(name)Mapping\(index + 1)"] = [
                    "Type": "AWS::ApiGateway::BasePathMapping", "Properties": .object(properties),
                ]
            }
        }
    }
}

// MARK: - Pieces

/// A template's description, in which CloudFormation substitutes nothing.
private func templateDescription(_ name: SymbolicString) -> String {
    name.literal.map { "The API '\($0)'" } ?? "An API whose name is a parameter"
}

private func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

private func throttle(_ throttle: Throttle) -> JSONValue {
    var object = JSONObject()
    object["RateLimit"] = throttle.rateLimit.map { number($0.value) }
    object["BurstLimit"] = throttle.burstLimit.map { integer($0.value) }
    return .object(object)
}

private func variables(_ variables: [Stage.Variable]) -> JSONValue? {
    if variables.isEmpty { return nil }
    return .object(
        JSONObject(
            variables.map { JSONObject.Member($0.name.value, .string($0.value.value)) }))
}

private func parametersJSON(_ names: [String]) -> JSONValue? {
    if names.isEmpty { return nil }
    return .object(JSONObject(names.map { JSONObject.Member($0, ["Type": "String"]) }))
}

/// The Lambda functions that an API calls without a role, each once, in order.
private func lambdaFunctions(of api: RestAPI) -> [String] {
    var functions: [String] = []
    var known: Set<String> = []
    func note(_ uri: Located<SymbolicString>?) {
        guard let text = uri?.value.text, let function = lambdaFunction(in: text),
            known.insert(function).inserted
        else { return }
        functions.append(function)
    }
    let resources = api.resources.span
    for number in resources.indices {
        let methods = resources[number].methods.span
        for index in methods.indices where methods[index].integration?.credentials == nil {
            note(methods[index].integration?.uri)
        }
    }
    for authorizer in api.authorizers where authorizer.credentials == nil {
        note(authorizer.uri)
    }
    return functions
}

/// The function's ARN in a Lambda invocation URI, or `nil` where a stage variable names it.
private func lambdaFunction(in uri: String) -> String? {
    guard let head = uri.firstRange(of: "/functions/"),
        let end = uri[head.upperBound...].firstRange(of: "/invocations")
    else { return nil }
    let function = String(uri[head.upperBound..<end.lowerBound])
    return function.contains("stageVariables.") ? nil : function
}
