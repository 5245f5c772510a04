internal import Diagnostics
internal import Faults
package import JSON
package import Model

/// How an API is to be exported as GetExport does it.
package struct AWSExportOptions: Sendable {
    /// The kind of document.
    package enum DocumentType: String, Sendable, CaseIterable {
        case oas30
        case swagger
    }

    /// What is added to the plain document.
    package enum Extension: String, Sendable, CaseIterable {
        case integrations
        case authorizers
        /// Everything that API Gateway has beyond OpenAPI.
        case apigateway
        case documentation
        case validators
        case postman
    }

    package var type = DocumentType.oas30
    package var extensions: Set<Extension> = []

    /// The name of the exported stage.
    package var stage = "dev"

    package var region = "us-east-1"

    /// The date that stands for a missing version of the API, such as `2016-11-22T22:39:14Z`.
    package var createdDate = "1970-01-01T00:00:00Z"

    package init() {}

    fileprivate func includes(_ wanted: Extension...) -> Bool {
        extensions.contains(.apigateway) || wanted.contains { extensions.contains($0) }
    }
}

/// What GetExport answers.
package struct AWSExport: Sendable {
    package var body: JSONValue

    /// The header that names the file, such as `attachment; filename="oas30_1.0.0.json"`.
    package var contentDisposition: String

    /// Always `application/octet-stream`.
    package var contentType = "application/octet-stream"

    /// Exports an API as API Gateway does, to the letter of its recorded exports.
    ///
    /// What API Gateway does not keep (descriptions without documentation parts, examples, tags,
    /// parameter types) is not in it. Paths are sorted, and methods stand in a fixed order.
    package init(_ api: RestAPI, _ options: AWSExportOptions) {
        let writer = AWSExportWriter(api: api, options: options)
        body = writer.document
        let version = api.version?.value ?? options.createdDate
        contentDisposition = "attachment; filename=\"\(options.type.rawValue)_\(version).json\""
    }
}

private struct AWSExportWriter {
    let api: RestAPI
    let options: AWSExportOptions

    var isSwagger: Bool { options.type == .swagger }

    // MARK: Document

    var document: JSONValue {
        var object = JSONObject()
        if isSwagger {
            object["swagger"] = "2.0"
            object["info"] = info
            object["host"] = .string("\(api.id).execute-api.\(options.region).amazonaws.com")
            object["basePath"] = .string("/\(options.stage)")
            object["schemes"] = ["https"]
        } else {
            object["openapi"] = "3.0.1"
            object["info"] = info
            let url = "https://\(api.id).execute-api.\(options.region).amazonaws.com/{basePath}"
            object["servers"] = [
                [
                    "url": .string(url),
                    "variables": ["basePath": ["default": .string(options.stage)]],
                ]
            ]
        }
        object["paths"] = paths
        addComponents(to: &object)
        if options.includes() { addRootExtensions(to: &object) }
        if options.extensions.contains(.documentation), !api.documentationParts.isEmpty {
            object["x-amazon-apigateway-documentation"] = documentation
        }
        return .object(object)
    }

    private var info: JSONValue {
        let version = JSONValue.string(api.version?.value ?? options.createdDate)
        let title = JSONValue.string(api.name.value.text)
        let description = api.description.map { JSONValue.string($0.value) }
        var info = JSONObject()
        if isSwagger {
            info["description"] = description
            info["version"] = version
            info["title"] = title
        } else {
            info["title"] = title
            info["description"] = description
            info["version"] = version
        }
        return .object(info)
    }

    private var paths: JSONValue {
        var paths = JSONObject()
        for resource in api.resources.sorted(by: { $0.path < $1.path })
        where !resource.methods.isEmpty {
            var item = JSONObject()
            for method in HTTPMethod.allCases {
                guard let found = resource.methods.first(where: { $0.httpMethod == method }) else {
                    continue
                }
                let key =
                    method == .any
                    ? "x-amazon-apigateway-any-method" : method.rawValue.lowercased()
                item.members.append(JSONObject.Member(key, operation(found, of: resource)))
            }
            paths.members.append(JSONObject.Member(resource.path, .object(item)))
        }
        return .object(paths)
    }

    private func addComponents(to object: inout JSONObject) {
        let schemas = JSONObject(
            api.models.sorted { $0.name.value < $1.name.value }.map {
                JSONObject.Member($0.name.value, schema(of: $0))
            })
        let schemes = securitySchemes
        if isSwagger {
            if !schemes.members.isEmpty { object["securityDefinitions"] = .object(schemes) }
            if !schemas.members.isEmpty { object["definitions"] = .object(schemas) }
            return
        }
        var components = JSONObject()
        if !schemas.members.isEmpty { components["schemas"] = .object(schemas) }
        if !schemes.members.isEmpty { components["securitySchemes"] = .object(schemes) }
        object["components"] = .object(components)
    }

    private func schema(of model: DataModel) -> JSONValue {
        var schema = localReferences(model.schema.json)
        guard case .object(var object) = schema else { return schema }
        object["$schema"] = nil
        if object["description"] == nil, let description = model.description {
            object["description"] = .string(description.value)
        }
        schema = .object(object)
        return schema
    }

    /// References to other models as references within the document.
    private func localReferences(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(localReferences))
        case .object(let object):
            return .object(
                JSONObject(
                    object.members.map { member in
                        if member.key == "$ref", let text = member.value.stringValue,
                            let name = DataModel.nameReferenced(by: text)
                        {
                            let rest =
                                text.hasPrefix("#/definitions/")
                                ? String(text.dropFirst("#/definitions/".count)) : name
                            return JSONObject.Member("$ref", .string(modelPrefix + rest))
                        }
                        return JSONObject.Member(member.key, localReferences(member.value))
                    }))
        default: return value
        }
    }

    private var modelPrefix: String {
        isSwagger ? "#/definitions/" : "#/components/schemas/"
    }

    private func reference(_ model: String) -> JSONValue {
        ["$ref": .string(modelPrefix + model)]
    }

    // MARK: Operations

    private func operation(_ method: Method, of resource: Resource) -> JSONValue {
        var object = JSONObject()
        object["operationId"] = method.operationName.map { .string($0.value) }
        if isSwagger {
            object["consumes"] = mediaTypes(
                method.requestModels.map(\.contentType.value)
                    + (method.integration?.requestTemplates.map(\.contentType.value) ?? []))
            let templates = method.integration?.responses.flatMap(\.responseTemplates) ?? []
            object["produces"] = mediaTypes(
                method.responses.flatMap(\.models).map(\.contentType.value)
                    + templates.map(\.contentType.value))
        }
        var parameters = method.requestParameters.map(parameter)
        if isSwagger, let model = method.requestModels.first?.model.value {
            parameters.append([
                "in": "body", "name": .string(model), "required": true,
                "schema": reference(model),
            ])
        }
        if !parameters.isEmpty { object["parameters"] = .array(parameters) }
        if !isSwagger, !method.requestModels.isEmpty {
            object["requestBody"] = ["content": content(method.requestModels), "required": true]
        }
        object["responses"] = responses(method)
        object["security"] = security(method)
        if options.includes(.validators) {
            object["x-amazon-apigateway-request-validator"] = method.requestValidator.map {
                .string($0.value)
            }
        }
        if options.includes(.integrations), let integration = method.integration {
            object["x-amazon-apigateway-integration"] = self.integration(integration)
        }
        if options.extensions.contains(.postman) {
            object["x-postman-meta"] = postmanMeta(method)
        }
        return .object(object)
    }

    /// Media types without repetitions, in order; `nil` for none.
    private func mediaTypes(_ types: [String]) -> JSONValue? {
        var seen: Set<String> = []
        let unique = types.filter { seen.insert($0).inserted }
        return unique.isEmpty ? nil : .array(unique.map { .string($0) })
    }

    private func parameter(_ parameter: RequestParameter) -> JSONValue {
        var object = JSONObject()
        object["name"] = .string(parameter.name)
        object["in"] = .string(
            parameter.location == .querystring ? "query" : parameter.location.rawValue)
        let isRequired = parameter.isRequired || parameter.location == .path
        if isSwagger {
            object["required"] = .bool(isRequired)
            object["type"] = "string"
        } else {
            if isRequired { object["required"] = true }
            object["schema"] = ["type": "string"]
        }
        return .object(object)
    }

    private func content(_ models: [ModelReference]) -> JSONValue {
        .object(
            JSONObject(
                models.map {
                    JSONObject.Member(
                        $0.contentType.value, ["schema": reference($0.model.value)])
                }))
    }

    private func responses(_ method: Method) -> JSONValue {
        let sorted = method.responses.sorted { $0.statusCode.value < $1.statusCode.value }
        return .object(
            JSONObject(
                sorted.map { response in
                    let code = String(response.statusCode.value)
                    var object: JSONObject = ["description": .string("\(code) response")]
                    if isSwagger, let model = response.models.first {
                        object["schema"] = reference(model.model.value)
                    }
                    if !response.headers.isEmpty {
                        let type: JSONValue =
                            isSwagger ? ["type": "string"] : ["schema": ["type": "string"]]
                        object["headers"] = .object(
                            JSONObject(
                                response.headers.map { JSONObject.Member($0.value, type) }))
                    }
                    if !isSwagger { object["content"] = content(response.models) }
                    return JSONObject.Member(code, .object(object))
                }))
    }

    // MARK: Security

    private func security(_ method: Method) -> JSONValue? {
        var requirement = JSONObject()
        switch method.authorization.value {
        case .none: break
        case .iam: requirement["sigv4"] = []
        case .custom(let name): requirement[name] = []
        case .cognito(let name, let scopes), .jwt(let name, let scopes):
            requirement[name] = .array(scopes.map { .string($0) })
        }
        var requirements: [JSONValue] =
            requirement.members.isEmpty ? [] : [.object(requirement)]
        if method.apiKeyRequired { requirements.append(["api_key": []]) }
        return requirements.isEmpty ? nil : .array(requirements)
    }

    private var securitySchemes: JSONObject {
        var schemes = JSONObject()
        let methods = api.methods.map(\.method)
        if methods.contains(where: \.apiKeyRequired) {
            schemes["api_key"] = ["type": "apiKey", "name": "x-api-key", "in": "header"]
        }
        if methods.contains(where: { $0.authorization.value == .iam }) {
            schemes["sigv4"] = [
                "type": "apiKey", "name": "Authorization", "in": "header",
                "x-amazon-apigateway-authtype": "awsSigv4",
            ]
        }
        for authorizer in api.authorizers.sorted(by: { $0.name.value < $1.name.value }) {
            schemes[authorizer.name.value] = scheme(authorizer)
        }
        return schemes
    }

    private func scheme(_ authorizer: Authorizer) -> JSONValue {
        let header = "method.request.header."
        let sources = authorizer.identitySource.map(\.value)
        let name =
            sources.count == 1 && sources[0].hasPrefix(header)
            ? String(sources[0].dropFirst(header.count)) : "Unused"
        var object: JSONObject = [
            "type": "apiKey", "name": .string(name), "in": "header",
        ]
        let kind = authorizer.kind.value
        let ownType = kind == .token || kind == .request ? "custom" : kind.rawValue.lowercased()
        object["x-amazon-apigateway-authtype"] = .string(authorizer.authType?.value ?? ownType)
        guard options.includes(.authorizers) else { return .object(object) }
        var details = JSONObject()
        details["type"] = .string(kind.rawValue.lowercased())
        if kind == .request, !sources.isEmpty {
            details["identitySource"] = .string(sources.joined(separator: ", "))
        }
        details["authorizerUri"] = authorizer.uri.map { .string($0.value.text) }
        details["authorizerCredentials"] = authorizer.credentials.map { .string($0.value.text) }
        if !authorizer.providerARNs.isEmpty {
            details["providerARNs"] = .array(
                authorizer.providerARNs.map { .string($0.value.text) })
        }
        details["identityValidationExpression"] =
            authorizer.identityValidationExpression.map { .string($0.value) }
        details["authorizerResultTtlInSeconds"] = authorizer.resultTTLInSeconds.map {
            .int($0.value)
        }
        details["jwtConfiguration"] = authorizer.jwtConfiguration?.value
        object["x-amazon-apigateway-authorizer"] = .object(details)
        return .object(object)
    }

    // MARK: Integrations

    private func integration(_ integration: Integration) -> JSONValue {
        var object = JSONObject()
        let kind = integration.kind.value
        object["type"] = .string(kind.rawValue.lowercased())
        object["credentials"] = integration.credentials.map { .string($0.value.text) }
        if kind != .mock {
            object["httpMethod"] = integration.httpMethod.map { .string($0.value) }
        }
        object["uri"] = integration.uri.map { .string($0.value.text) }
        if !integration.responses.isEmpty {
            object["responses"] = .object(
                JSONObject(
                    integration.responses.map {
                        JSONObject.Member(
                            $0.selectionPattern?.value ?? "default", integrationResponse($0))
                    }))
        }
        object["requestParameters"] = mappings(integration.requestParameters)
        object["requestTemplates"] = templates(integration.requestTemplates)
        object["passthroughBehavior"] = .string(
            integration.passthroughBehavior.value.rawValue.lowercased())
        if case .vpcLink(let id)? = integration.connection {
            object["connectionId"] = id.map { .string($0.value.text) }
            object["connectionType"] = "VPC_LINK"
        }
        if let skips = integration.insecureSkipVerification?.value {
            object["tlsConfig"] = ["insecureSkipVerification": .bool(skips)]
        }
        object["contentHandling"] = integration.contentHandling.map {
            .string($0.value.rawValue)
        }
        if integration.timeoutInMillis.value != Integration.defaultTimeoutInMillis {
            object["timeoutInMillis"] = .int(integration.timeoutInMillis.value)
        }
        object["cacheNamespace"] = integration.cacheNamespace.map { .string($0.value) }
        if !integration.cacheKeyParameters.isEmpty {
            object["cacheKeyParameters"] = .array(
                integration.cacheKeyParameters.map { .string($0.value) })
        }
        object["responseTransferMode"] = integration.responseTransferMode.map {
            .string($0.value.rawValue)
        }
        object["integrationTarget"] = integration.integrationTarget.map {
            .string($0.value.text)
        }
        return .object(object)
    }

    private func integrationResponse(_ response: IntegrationResponse) -> JSONValue {
        var object: JSONObject = ["statusCode": .string(String(response.statusCode.value))]
        object["responseParameters"] = mappings(response.responseParameters)
        object["responseTemplates"] = templates(response.responseTemplates)
        object["contentHandling"] = response.contentHandling.map { .string($0.value.rawValue) }
        return .object(object)
    }

    private func mappings(_ mappings: [ParameterMapping]) -> JSONValue? {
        if mappings.isEmpty { return nil }
        return .object(
            JSONObject(
                mappings.map { JSONObject.Member($0.target.value, .string($0.source.value)) }))
    }

    private func templates(_ templates: [MappingTemplate]) -> JSONValue? {
        if templates.isEmpty { return nil }
        return .object(
            JSONObject(
                templates.map { JSONObject.Member($0.contentType.value, .string($0.text.value)) }))
    }

    // MARK: Root extensions

    private func addRootExtensions(to object: inout JSONObject) {
        if api.apiKeySource == .authorizer {
            object["x-amazon-apigateway-api-key-source"] = "AUTHORIZER"
        }
        object["x-amazon-apigateway-policy"] = api.policy?.value
        if !api.requestValidators.isEmpty {
            object["x-amazon-apigateway-request-validators"] = .object(
                JSONObject(
                    api.requestValidators.map { validator in
                        JSONObject.Member(
                            validator.name.value,
                            [
                                "validateRequestParameters": .bool(validator.validatesParameters),
                                "validateRequestBody": .bool(validator.validatesBody),
                            ])
                    }))
        }
        if !api.gatewayResponses.isEmpty {
            object["x-amazon-apigateway-gateway-responses"] = .object(
                JSONObject(api.gatewayResponses.map(gatewayResponse)))
        }
        object["x-amazon-apigateway-minimum-compression-size"] =
            api.minimumCompressionSize.map { .int($0.value) }
        if !api.binaryMediaTypes.isEmpty {
            object["x-amazon-apigateway-binary-media-types"] = .array(
                api.binaryMediaTypes.map { .string($0.value) })
        }
    }

    private func gatewayResponse(_ response: GatewayResponse) -> JSONObject.Member {
        var object = JSONObject()
        object["statusCode"] = response.statusCode.map { .string(String($0.value)) }
        object["responseParameters"] = mappings(response.responseParameters)
        object["responseTemplates"] = templates(response.responseTemplates)
        return JSONObject.Member(response.type.value.rawValue, .object(object))
    }

    private var documentation: JSONValue {
        var object = JSONObject()
        object["version"] = api.documentationVersion.map { .string($0.value) }
        object["createdDate"] = .string(options.createdDate)
        object["documentationParts"] = .array(
            api.documentationParts.map { part in
                let location = part.location.value
                var place: JSONObject = ["type": .string(location.kind.rawValue)]
                place["path"] = location.path.map { .string($0) }
                place["method"] = location.method.map { .string($0) }
                place["statusCode"] = location.statusCode.map { .string($0) }
                place["name"] = location.name.map { .string($0) }
                return ["location": .object(place), "properties": part.properties.value]
            })
        return .object(object)
    }

    /// What old versions of Postman read to sign requests.
    private func postmanMeta(_ method: Method) -> JSONValue {
        guard method.authorization.value == .iam else { return [:] }
        return [
            "currentHelper": "awsSigV4",
            "helperAttributes": [
                "region": .string(options.region), "service": "execute-api",
            ],
        ]
    }
}
