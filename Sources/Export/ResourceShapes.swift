internal import Faults
package import JSON
package import Model
internal import Diagnostics
internal import Settings

/// API Gateway's own view of a REST API: what its Get calls return, as JSON.
///
/// Identifiers are those of the model, dates and links are left out, defaults are spelled out as
/// recordings of the service show them. Lists are sorted: resources by path, others by name.
package struct ResourceShapes: Sendable {
    let api: RestAPI

    /// Creates the view of an API.
    package init(_ api: RestAPI) { self.api = api }

    /// What GetRestApi returns.
    package var restAPI: JSONValue {
        var shape = JSONObject()
        shape["id"] = .string(api.id)
        shape["name"] = .string(api.name.value.text)
        shape["description"] = (api.description?.value).map(JSONValue.string)
        shape["version"] = (api.version?.value).map(JSONValue.string)
        if !api.binaryMediaTypes.isEmpty {
            shape["binaryMediaTypes"] = .array(api.binaryMediaTypes.map { .string($0.value) })
        }
        shape["minimumCompressionSize"] = (api.minimumCompressionSize?.value).map(JSONValue.int)
        shape["apiKeySource"] = .string(api.apiKeySource.rawValue)
        var endpoint = JSONObject()
        endpoint["types"] = [.string(api.endpoint.type.rawValue)]
        endpoint["ipAddressType"] = .string(api.endpoint.ipAddressType.rawValue)
        if !api.endpoint.vpcEndpointIDs.isEmpty {
            endpoint["vpcEndpointIds"] = .array(
                api.endpoint.vpcEndpointIDs.map { .string($0.value.text) })
        }
        shape["endpointConfiguration"] = .object(endpoint)
        shape["policy"] = (api.policy?.value).map { .string($0.printed()) }
        shape["securityPolicy"] = (api.securityPolicy?.value).map(JSONValue.string)
        shape["endpointAccessMode"] = (api.endpointAccessMode?.value).map(JSONValue.string)
        shape["disableExecuteApiEndpoint"] = .bool(api.endpoint.disableExecuteAPIEndpoint)
        shape["rootResourceId"] = .string(api.resources[0].id)
        return .object(shape)
    }

    /// The API and all its parts but resources and models, each as its Get call returns it.
    package var everythingElse: JSONValue {
        [
            "restApi": restAPI, "requestValidators": requestValidators,
            "authorizers": authorizers, "gatewayResponses": gatewayResponses,
            "documentationParts": documentationParts, "stages": stages,
        ]
    }

    /// What GetStages returns: `{item: [...]}`, without deployments.
    package var stages: JSONValue {
        let stages = api.settings.effectiveStages.sorted { $0.name.value < $1.name.value }
        return ["item": .array(stages.map(stageShape))]
    }

    /// What GetResources with embedded methods returns: `{items: [...]}`.
    package var resources: JSONValue {
        items(
            api.resources.sorted { $0.path < $1.path }.map { resource in
                var shape = JSONObject()
                shape["id"] = .string(resource.id)
                shape["parentId"] = resource.parent.map { .string(api.resources[$0].id) }
                shape["pathPart"] = resource.pathPart.map(JSONValue.string)
                shape["path"] = .string(resource.path)
                if !resource.methods.isEmpty {
                    let methods = resource.methods.sorted {
                        $0.httpMethod.rawValue < $1.httpMethod.rawValue
                    }
                    shape["resourceMethods"] = object(methods) {
                        ($0.httpMethod.rawValue, method($0, of: resource))
                    }
                }
                return .object(shape)
            })
    }

    /// What GetModels returns: `{items: [...]}`, each schema as text.
    package var models: JSONValue {
        items(
            api.models.sorted { $0.name.value < $1.name.value }.map { model in
                var shape = JSONObject()
                shape["id"] = .string(model.id)
                shape["name"] = .string(model.name.value)
                shape["description"] = (model.description?.value).map(JSONValue.string)
                shape["schema"] = .string(canonical(model.schema.json).printed(.indented))
                shape["contentType"] = .string(model.contentType)
                return .object(shape)
            })
    }

    /// What GetRequestValidators returns: `{items: [...]}`.
    package var requestValidators: JSONValue {
        items(
            api.requestValidators.sorted { $0.name.value < $1.name.value }.map { validator in
                [
                    "id": .string(validator.id), "name": .string(validator.name.value),
                    "validateRequestBody": .bool(validator.validatesBody),
                    "validateRequestParameters": .bool(validator.validatesParameters),
                ]
            })
    }

    /// What GetAuthorizers returns: `{items: [...]}`.
    package var authorizers: JSONValue {
        items(api.authorizers.sorted { $0.name.value < $1.name.value }.map(authorizer))
    }

    /// What GetGatewayResponses returns: `{items: [...]}`, one for every type.
    package var gatewayResponses: JSONValue {
        items(
            api.effectiveGatewayResponses.map { response in
                var shape = JSONObject()
                shape["responseType"] = .string(response.type.rawValue)
                shape["statusCode"] = response.statusCode.map { .string(String($0)) }
                shape["responseParameters"] = mappings(response.responseParameters)
                shape["responseTemplates"] = templates(response.responseTemplates)
                shape["defaultResponse"] = .bool(response.isDefault)
                return .object(shape)
            })
    }

    /// What GetDocumentationParts returns: `{items: [...]}`, properties as text.
    package var documentationParts: JSONValue {
        items(
            api.documentationParts.map { part in
                [
                    "id": .string(
                        stableIdentifier("documentation", "\(part.location.value)")),
                    "location": location(part.location.value),
                    "properties": .string(part.properties.value.printed()),
                ]
            })
    }

    /// References between models as the service spells them.
    private func canonical(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .object(var object):
            if object.members.count == 1, let reference = schema["$ref"]?.stringValue,
                reference.hasPrefix("#/definitions/")
            {
                let rest = reference.dropFirst("#/definitions/".count)
                return [
                    "$ref": .string(
                        "https://apigateway.amazonaws.com/restapis/\(api.id)/models/\(rest)")
                ]
            }
            for index in object.members.indices {
                object.members[index].value = canonical(object.members[index].value)
            }
            return .object(object)
        case .array(let elements): return .array(elements.map(canonical))
        default: return schema
        }
    }

    private func authorizer(_ authorizer: Authorizer) -> JSONValue {
        var shape = JSONObject()
        shape["id"] = .string(authorizer.id)
        shape["name"] = .string(authorizer.name.value)
        shape["type"] = .string(authorizer.kind.value.rawValue)
        if !authorizer.providerARNs.isEmpty {
            shape["providerARNs"] = .array(
                authorizer.providerARNs.map { .string($0.value.text) })
        }
        shape["authType"] = (authorizer.authType?.value).map(JSONValue.string)
        shape["authorizerUri"] = (authorizer.uri?.value.text).map(JSONValue.string)
        shape["authorizerCredentials"] = (authorizer.credentials?.value.text)
            .map(JSONValue.string)
        if !authorizer.identitySource.isEmpty {
            let sources = authorizer.identitySource.map(\.value)
            shape["identitySource"] = .string(sources.joined(separator: ", "))
        }
        shape["identityValidationExpression"] = (authorizer.identityValidationExpression?.value)
            .map(JSONValue.string)
        shape["authorizerResultTtlInSeconds"] = (authorizer.resultTTLInSeconds?.value)
            .map(JSONValue.int)
        shape["jwtConfiguration"] = authorizer.jwtConfiguration?.value
        return .object(shape)
    }

    private func location(_ location: DocumentationPart.Location) -> JSONValue {
        var shape = JSONObject()
        shape["type"] = .string(location.kind.rawValue)
        let kind = location.kind
        if kind.hasPath { shape["path"] = .string(location.path ?? "/") }
        if kind.hasMethod { shape["method"] = .string(location.method ?? "*") }
        if kind.hasStatusCode { shape["statusCode"] = .string(location.statusCode ?? "*") }
        shape["name"] = location.name.map(JSONValue.string)
        return .object(shape)
    }
}

extension DocumentationPart.Kind {
    fileprivate var hasPath: Bool {
        switch self {
        case .api, .authorizer, .model: false
        default: true
        }
    }

    fileprivate var hasMethod: Bool { hasPath && self != .resource }

    fileprivate var hasStatusCode: Bool {
        switch self {
        case .response, .responseHeader, .responseBody: true
        default: false
        }
    }
}

extension ResourceShapes {
    func items(_ elements: [JSONValue]) -> JSONValue { ["items": .array(elements)] }

    func object<Element>(
        _ elements: some Sequence<Element>, _ member: (Element) -> (String, JSONValue)
    ) -> JSONValue {
        .object(JSONObject(elements.map(member).map { JSONObject.Member($0.0, $0.1) }))
    }

    /// Parameter mappings by target, sorted.
    func mappings(_ mappings: [ParameterMapping]) -> JSONValue {
        object(mappings.sorted { $0.target.value < $1.target.value }) {
            ($0.target.value, .string($0.source.value))
        }
    }

    /// Templates by media type, sorted; the service returns empty ones as null.
    func templates(_ templates: [MappingTemplate]) -> JSONValue {
        object(templates.sorted { $0.contentType.value < $1.contentType.value }) {
            ($0.contentType.value, $0.text.value.isEmpty ? .null : .string($0.text.value))
        }
    }
}

extension JSONValue {
    /// An integer.
    static func int(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
