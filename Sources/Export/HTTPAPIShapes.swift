package import JSON
package import Model
internal import Diagnostics

/// What GetApi of version 2 returns for an HTTP API.
package func httpAPIShape(_ api: HTTPAPI) -> JSONValue {
    var shape = JSONObject()
    shape["ApiId"] = .string(stableIdentifier("httpapi", api.name.value.text))
    shape["Name"] = .string(api.name.value.text)
    shape["Description"] = (api.description?.value).map(JSONValue.string)
    shape["Version"] = (api.version?.value).map(JSONValue.string)
    shape["ProtocolType"] = "HTTP"
    shape["RouteSelectionExpression"] = "$request.method $request.path"
    shape["CorsConfiguration"] = api.cors?.value
    shape["DisableExecuteApiEndpoint"] = .bool(api.disableExecuteAPIEndpoint)
    return .object(shape)
}

/// What GetRoutes returns for an HTTP API, each route with its integration in place.
package func httpAPIRoutesShape(_ api: HTTPAPI) -> JSONValue {
    let routes = api.routes.sorted { $0.key.value < $1.key.value }.map { route in
        var shape = JSONObject()
        shape["RouteId"] = .string(stableIdentifier("route", route.key.value))
        shape["RouteKey"] = .string(route.key.value)
        shape["OperationName"] = (route.operationName?.value).map(JSONValue.string)
        shape["AuthorizationType"] = .string(route.authorization.value.type)
        shape["AuthorizerId"] = route.authorization.value.authorizer.map {
            .string(stableIdentifier("authorizer", $0))
        }
        shape["Integration"] = route.integration.map(integrationShape)
        return JSONValue.object(shape)
    }
    return ["Items": .array(routes)]
}

private func integrationShape(_ integration: HTTPAPI.RouteIntegration) -> JSONValue {
    var shape = JSONObject()
    shape["IntegrationType"] = .string(integration.kind.value.rawValue)
    shape["IntegrationSubtype"] = (integration.subtype?.value).map(JSONValue.string)
    shape["IntegrationUri"] = (integration.uri?.value.text).map(JSONValue.string)
    shape["IntegrationMethod"] = (integration.httpMethod?.value).map(JSONValue.string)
    shape["CredentialsArn"] = (integration.credentials?.value.text).map(JSONValue.string)
    shape["ConnectionType"] = .string(integration.connection.type)
    if case .vpcLink(let id?) = integration.connection {
        shape["ConnectionId"] = .string(id.value.text)
    }
    shape["PayloadFormatVersion"] = .string(integration.payloadFormatVersion.value)
    shape["TimeoutInMillis"] = .int(integration.timeoutInMillis.value)
    if !integration.requestParameters.isEmpty {
        let mappings = integration.requestParameters.sorted {
            $0.target.value < $1.target.value
        }
        shape["RequestParameters"] = .object(
            JSONObject(
                mappings.map {
                    JSONObject.Member($0.target.value, .string($0.source.value))
                }))
    }
    return .object(shape)
}
