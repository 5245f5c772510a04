internal import Diagnostics
internal import Faults
internal import JSON
internal import Model
internal import Settings

/// What an API's operation depends on beyond what its document tells clients.
func facts(of api: API) -> [Fact] {
    var list = FactList()
    switch api {
    case .rest(let api): list.add(api)
    case .http(let api): list.add(api)
    }
    return list.facts
}

extension FactList {
    fileprivate mutating func add(_ api: RestAPI) {
        let range = api.range
        add("api-key-source", api.apiKeySource.rawValue, .reliedOn, at: range)
        add("endpoint-type", api.endpoint.type.rawValue, .notice, at: range)
        add("ip-address-type", api.endpoint.ipAddressType.rawValue, at: range)
        add(
            "default-endpoint-disabled", "\(api.endpoint.disableExecuteAPIEndpoint)", .restriction,
            at: range)
        for type in api.binaryMediaTypes {
            add("binary-media-type", "true", .notice, key: type.value, at: type.range)
        }
        add(
            "minimum-compression-size", api.minimumCompressionSize.map { "\($0.value)" },
            at: api.minimumCompressionSize?.range)
        add(
            "resource-policy", api.policy.map { $0.value.printed(.compact, sortingKeys: true) },
            .notice, at: api.policy?.range)
        add("security-policy", api.securityPolicy, .notice)
        for authorizer in api.authorizers { add(authorizer) }
        for response in api.gatewayResponses { add(response) }
        for (resource, method) in api.methods {
            place = "\(method.httpMethod.rawValue) \(resource.path)"
            identity = "\(method.httpMethod.rawValue) \(shape(resource.path))"
            add(method, of: api)
        }
        place = ""
        identity = ""
        add(api.settings)
    }

    /// A path without the names of its variables.
    fileprivate func shape(_ path: String) -> String {
        path.split(separator: "/").map { segment in
            guard segment.hasPrefix("{") else { return String(segment) }
            return segment.hasSuffix("+}") ? "{+}" : "{}"
        }.joined(separator: "/")
    }

    // MARK: Methods

    private mutating func add(_ method: Method, of api: RestAPI) {
        add(method.authorization)
        add("api-key-required", "\(method.apiKeyRequired)", .restriction, at: method.range)
        let validator = method.requestValidator.flatMap { api.requestValidator(named: $0.value) }
        let range = method.requestValidator?.range ?? method.range
        add("body-validation", "\(validator?.validatesBody ?? false)", .check, at: range)
        add(
            "parameter-validation", "\(validator?.validatesParameters ?? false)", .check, at: range)
        guard let integration = method.integration else { return }
        add(integration)
    }

    /// Who may call: clients notice another kind, not another authorizer of the kind.
    fileprivate mutating func add(_ authorization: Located<Authorization>) {
        let value = authorization.value
        let type: String? = value == .none ? nil : value.type
        // The document's security tells clients; this is for what only extensions say.
        add("authorization", type, .notice, at: authorization.range)
        add("authorization-authorizer", value.authorizer, at: authorization.range)
        let scopes = value.scopes.sorted().joined(separator: " ")
        add("authorization-scopes", scopes.isEmpty ? nil : scopes, .notice, at: authorization.range)
    }

    private mutating func add(_ integration: Integration) {
        add("integration-type", integration.kind.map(\.rawValue))
        add("integration-uri", integration.uri?.map(\.text))
        add("integration-http-method", integration.httpMethod)
        add("integration-credentials", integration.credentials?.map(\.text))
        add(integration.connection, integration.range)
        add(
            "integration-timeout", "\(integration.timeoutInMillis.value)",
            at: integration.timeoutInMillis.range)
        add(
            "integration-passthrough-behavior", integration.passthroughBehavior.map(\.rawValue),
            .notice)
        add("integration-content-handling", integration.contentHandling?.map(\.rawValue))
        add("integration-cache-namespace", integration.cacheNamespace)
        for parameter in integration.cacheKeyParameters {
            add("integration-cache-key", "true", key: parameter.value, at: parameter.range)
        }
        add(
            "integration-response-transfer-mode",
            integration.responseTransferMode?.map(\.rawValue))
        add("integration-target", integration.integrationTarget?.map(\.text))
        add(
            "integration-insecure-skip-verification",
            integration.insecureSkipVerification?.map { "\($0)" })
        add("integration-request-parameter", integration.requestParameters)
        add("integration-request-template", integration.requestTemplates)
        for response in integration.responses {
            let pattern = response.selectionPattern?.value ?? "default"
            add(
                "integration-response", "\(response.statusCode.value)", .notice, key: pattern,
                at: response.statusCode.range)
            for mapping in response.responseParameters { add(mapping, within: pattern) }
            add("integration-response-template", response.responseTemplates, within: pattern)
            add(
                "integration-response-content-handling",
                response.contentHandling?.map(\.rawValue), key: pattern)
        }
    }

    fileprivate mutating func add(
        _ connection: Integration.Connection?, _ range: SourceRange
    ) {
        switch connection {
        case nil, .internet?: break
        case .vpcLink(let id)?:
            add("integration-vpc-link", id?.value.text ?? "", at: id?.range ?? range)
        }
    }

    fileprivate mutating func add(_ name: String, _ mappings: [ParameterMapping]) {
        for mapping in mappings {
            add(name, mapping.source.value, key: mapping.target.value, at: mapping.source.range)
        }
    }

    /// Adds what becomes a response's header; that of CORS as what it lets browsers do.
    private mutating func add(_ mapping: ParameterMapping, within pattern: String) {
        let prefix = "header.access-control-"
        let target = mapping.target.value.lowercased()
        let source = mapping.source.value
        guard let found = target.firstRange(of: prefix) else {
            add(
                "integration-response-parameter", source, .notice,
                key: "\(pattern): \(mapping.target.value)", at: mapping.source.range)
            return
        }
        let isConstant = source.hasPrefix("'") && source.hasSuffix("'") && source.utf8.count > 1
        let header = String(target[found.upperBound...])
        add(
            "cors-\(header)", isConstant ? String(source.dropFirst().dropLast()) : source,
            header.hasPrefix("allow-") ? .allowed : .none, key: pattern, at: mapping.source.range)
    }

    private mutating func add(_ name: String, _ templates: [MappingTemplate], within: String = "") {
        for template in templates {
            let type = template.contentType.value
            add(
                name, template.text.value, key: within.isEmpty ? type : "\(within): \(type)",
                at: template.text.range)
        }
    }

    // MARK: The API's parts

    fileprivate mutating func add(_ authorizer: Authorizer) {
        let key = authorizer.name.value
        add("authorizer", authorizer.kind.map(\.rawValue), .notice, key: key)
        add("authorizer-uri", authorizer.uri?.map(\.text), key: key)
        add("authorizer-credentials", authorizer.credentials?.map(\.text), key: key)
        let sources = authorizer.identitySource.map(\.value).joined(separator: ", ")
        add(
            "authorizer-identity-source", sources.isEmpty ? nil : sources, .notice, key: key,
            at: authorizer.identitySource.first?.range)
        add(
            "authorizer-identity-validation", authorizer.identityValidationExpression, .notice,
            key: key)
        add("authorizer-ttl", authorizer.resultTTLInSeconds?.map { "\($0)" }, key: key)
        for provider in authorizer.providerARNs {
            add(
                "authorizer-provider", "true", .notice, key: "\(key): \(provider.value.text)",
                at: provider.range)
        }
        add(
            "authorizer-jwt-configuration",
            authorizer.jwtConfiguration?.map { $0.printed(.compact, sortingKeys: true) }, .notice,
            key: key)
    }

    private mutating func add(_ response: GatewayResponse) {
        let key = response.type.value.rawValue
        add(
            "gateway-response-status", response.statusCode.map { "\($0.value)" }, .notice, key: key,
            at: response.statusCode?.range)
        for mapping in response.responseParameters {
            add(
                "gateway-response-parameter", mapping.source.value, .notice,
                key: "\(key): \(mapping.target.value)", at: mapping.source.range)
        }
        for template in response.responseTemplates {
            add(
                "gateway-response-template", template.text.value, .notice,
                key: "\(key): \(template.contentType.value)", at: template.text.range)
        }
    }
}

// MARK: HTTP APIs

extension FactList {
    fileprivate mutating func add(_ api: HTTPAPI) {
        add(
            "default-endpoint-disabled", "\(api.disableExecuteAPIEndpoint)", .restriction,
            at: api.range)
        addCORS(api.cors)
        for authorizer in api.authorizers { add(authorizer) }
        for route in api.routes {
            place = route.key.value
            let parts = route.key.value.split(separator: " ", maxSplits: 1)
            identity = parts.count == 2 ? "\(parts[0]) \(shape(String(parts[1])))" : place
            add(route.authorization)
            if let integration = route.integration { add(integration) }
        }
        place = ""
        identity = ""
        add(api.settings)
    }

    private mutating func addCORS(_ cors: Located<JSONValue>?) {
        for member in cors?.value.objectValue?.members ?? [] {
            let value: String
            if case .array(let elements) = member.value {
                value = elements.compactMap(\.stringValue).joined(separator: ",")
            } else {
                value = member.value.stringValue ?? member.value.printed(.compact)
            }
            let name = "cors-" + kebab(member.key)
            let isList = member.key.hasPrefix("allow") && member.value.arrayValue != nil
            add(name, value, isList ? .allowed : .none, at: cors?.range)
        }
    }

    /// `allowOrigins` as `allow-origins`.
    private func kebab(_ name: String) -> String {
        var output: [UInt8] = []
        for byte in name.utf8 {
            if (0x41...0x5A).contains(byte) {
                output += [UInt8(ascii: "-"), byte | 0x20]
            } else {
                output.append(byte)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func add(_ integration: HTTPAPI.RouteIntegration) {
        add("integration-type", integration.kind.map(\.rawValue))
        add("integration-subtype", integration.subtype)
        add("integration-uri", integration.uri?.map(\.text))
        add("integration-http-method", integration.httpMethod)
        add("integration-credentials", integration.credentials?.map(\.text))
        add(integration.connection, integration.kind.range)
        add("integration-payload-format", integration.payloadFormatVersion)
        add(
            "integration-timeout", "\(integration.timeoutInMillis.value)",
            at: integration.timeoutInMillis.range)
        add("integration-request-parameter", integration.requestParameters)
    }
}
