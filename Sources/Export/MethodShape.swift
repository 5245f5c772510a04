package import JSON
package import Model
internal import Diagnostics

extension ResourceShapes {
    /// What GetMethod returns.
    package func method(_ method: Method, of resource: Resource) -> JSONValue {
        var shape = JSONObject()
        shape["httpMethod"] = .string(method.httpMethod.rawValue)
        let authorization = method.authorization.value
        shape["authorizationType"] = .string(authorization.type)
        shape["authorizerId"] = authorization.authorizer.map {
            .string(stableIdentifier("authorizer", $0))
        }
        if !authorization.scopes.isEmpty {
            shape["authorizationScopes"] = .array(authorization.scopes.map(JSONValue.string))
        }
        shape["apiKeyRequired"] = .bool(method.apiKeyRequired)
        shape["requestValidatorId"] = method.requestValidator.map {
            .string(stableIdentifier("validator", $0.value))
        }
        shape["operationName"] = (method.operationName?.value).map(JSONValue.string)
        if !method.requestParameters.isEmpty {
            shape["requestParameters"] = object(
                method.requestParameters.sorted { $0.key < $1.key }
            ) { ($0.key, .bool($0.isRequired)) }
        }
        if !method.requestModels.isEmpty {
            shape["requestModels"] = models(method.requestModels)
        }
        if !method.responses.isEmpty {
            let responses = method.responses.sorted {
                $0.statusCode.value < $1.statusCode.value
            }
            shape["methodResponses"] = object(responses) {
                (String($0.statusCode.value), methodResponse($0))
            }
        }
        shape["methodIntegration"] = method.integration.map { integration($0, of: resource) }
        return .object(shape)
    }

    private func methodResponse(_ response: MethodResponse) -> JSONValue {
        var shape = JSONObject()
        shape["statusCode"] = .string(String(response.statusCode.value))
        if !response.headers.isEmpty {
            shape["responseParameters"] = object(response.headers.map(\.value).sorted()) {
                ("method.response.header.\($0)", .bool(false))
            }
        }
        if !response.models.isEmpty { shape["responseModels"] = models(response.models) }
        return .object(shape)
    }

    private func models(_ references: [ModelReference]) -> JSONValue {
        object(references.sorted { $0.contentType.value < $1.contentType.value }) {
            ($0.contentType.value, .string($0.model.value))
        }
    }

    /// What GetIntegration returns.
    package func integration(_ integration: Integration, of resource: Resource) -> JSONValue {
        var shape = JSONObject()
        shape["type"] = .string(integration.kind.value.rawValue)
        // A mock has a method only by oversight, and the service drops it.
        if integration.kind.value != .mock {
            shape["httpMethod"] = (integration.httpMethod?.value).map(JSONValue.string)
        }
        shape["uri"] = (integration.uri?.value.text).map(JSONValue.string)
        shape["connectionType"] = (integration.connection?.type).map(JSONValue.string)
        if case .vpcLink(let id?)? = integration.connection {
            shape["connectionId"] = .string(id.value.text)
        }
        shape["credentials"] = (integration.credentials?.value.text).map(JSONValue.string)
        if !integration.requestParameters.isEmpty {
            shape["requestParameters"] = mappings(integration.requestParameters)
        }
        if !integration.requestTemplates.isEmpty {
            shape["requestTemplates"] = templates(integration.requestTemplates)
        }
        shape["passthroughBehavior"] = .string(integration.passthroughBehavior.value.rawValue)
        shape["contentHandling"] = (integration.contentHandling?.value.rawValue)
            .map(JSONValue.string)
        shape["timeoutInMillis"] = .int(integration.timeoutInMillis.value)
        shape["cacheNamespace"] = .string(integration.cacheNamespace?.value ?? resource.id)
        shape["cacheKeyParameters"] = .array(
            integration.cacheKeyParameters.map { .string($0.value) })
        if !integration.responses.isEmpty {
            let responses = integration.responses.sorted {
                $0.statusCode.value < $1.statusCode.value
            }
            shape["integrationResponses"] = object(responses) {
                (String($0.statusCode.value), integrationResponse($0))
            }
        }
        if let isSkipped = integration.insecureSkipVerification?.value {
            shape["tlsConfig"] = ["insecureSkipVerification": .bool(isSkipped)]
        }
        shape["responseTransferMode"] = (integration.responseTransferMode?.value.rawValue)
            .map(JSONValue.string)
        shape["integrationTarget"] = (integration.integrationTarget?.value.text)
            .map(JSONValue.string)
        return .object(shape)
    }

    private func integrationResponse(_ response: IntegrationResponse) -> JSONValue {
        var shape = JSONObject()
        shape["statusCode"] = .string(String(response.statusCode.value))
        shape["selectionPattern"] = (response.selectionPattern?.value).map(JSONValue.string)
        if !response.responseParameters.isEmpty {
            shape["responseParameters"] = mappings(response.responseParameters)
        }
        if !response.responseTemplates.isEmpty {
            shape["responseTemplates"] = templates(response.responseTemplates)
        }
        shape["contentHandling"] = (response.contentHandling?.value.rawValue)
            .map(JSONValue.string)
        return .object(shape)
    }
}
