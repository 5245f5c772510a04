internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

extension PostmanWriter {
    /// The credentials of a list of security requirements: Postman sends those of one scheme, so
    /// the first that is not an API key of API Gateway itself, else that key.
    mutating func auth(_ requirements: [SecurityRequirement]) -> JSONValue {
        let names = requirements.first { !$0.schemes.isEmpty }?.schemes ?? []
        let known = requirements.flatMap(\.schemes).compactMap { schemes[$0.name.value] }
        guard let scheme = known.first(where: { !isGatewayKey($0) }) ?? known.first else {
            return ["type": "noauth"]
        }
        let scopes = names.first { $0.name.value == scheme.name.value }?.scopes.map(\.value) ?? []
        return auth(scheme, scopes)
    }

    /// Adds the API keys that are asked for beside other credentials as headers.
    mutating func addFurtherKeys(
        _ requirements: [SecurityRequirement], to request: inout JSONObject
    ) {
        let known = requirements.flatMap(\.schemes).compactMap { schemes[$0.name.value] }
        guard known.contains(where: { !isGatewayKey($0) }), known.contains(where: isGatewayKey)
        else { return }
        let header: JSONValue = ["key": "x-api-key", "value": .string(variable("apiKey"))]
        request["header"] = .array((request["header"]?.arrayValue ?? []) + [header])
    }

    private func isGatewayKey(_ scheme: SecurityScheme) -> Bool {
        scheme.type?.string == "apiKey" && scheme.authorizer == nil && scheme.authType == nil
            && scheme.parameterName?.string?.lowercased() == "x-api-key"
    }

    private mutating func auth(_ scheme: SecurityScheme, _ scopes: [String]) -> JSONValue {
        if scheme.authType?.string?.lowercased() == "awssigv4" {
            return settings(
                "awsv4",
                [
                    ("accessKey", variable("accessKey")), ("secretKey", variable("secretKey")),
                    ("sessionToken", variable("sessionToken")),
                    ("region", variable("region", "us-east-1")), ("service", "execute-api"),
                ])
        }
        let name = scheme.parameterName?.string ?? "Authorization"
        switch scheme.type?.string {
        case "apiKey" where isGatewayKey(scheme):
            return settings(
                "apikey", [("key", name), ("value", variable("apiKey")), ("in", "header")])
        case "apiKey" where scheme.location?.string == "cookie":
            return settings(
                "apikey",
                [("key", "Cookie"), ("value", "\(name)=" + variable("token")), ("in", "header")])
        case "apiKey":
            let kind = scheme.authorizer?.value["type"]?.string?.lowercased()
            if kind == "cognito_user_pools" || kind == "jwt" {
                return settings("bearer", [("token", variable("token"))])
            }
            return settings(
                "apikey",
                [
                    ("key", name), ("value", variable("token")),
                    ("in", scheme.location?.string == "query" ? "query" : "header"),
                ])
        case "basic": return basic()
        case "http" where scheme.node["scheme"]?.string?.lowercased() == "basic": return basic()
        case "oauth2": return oauth(scheme, scopes)
        default: return settings("bearer", [("token", variable("token"))])
        }
    }

    private mutating func basic() -> JSONValue {
        settings(
            "basic", [("username", variable("username")), ("password", variable("password"))])
    }

    private mutating func oauth(_ scheme: SecurityScheme, _ scopes: [String]) -> JSONValue {
        let flow = scheme.node["flows"]?.members.first { !$0.keyNode.isExtensionKey }
        let node = flow?.value ?? scheme.node
        let kind =
            switch flow?.key ?? scheme.node["flow"]?.string {
            case "authorizationCode", "accessCode": "authorization_code"
            case "clientCredentials", "application": "client_credentials"
            case "password": "password_credentials"
            default: "implicit"
            }
        var parts = [("grant_type", kind), ("addTokenTo", "header")]
        if let url = node["authorizationUrl"]?.string { parts.append(("authUrl", url)) }
        if let url = node["tokenUrl"]?.string { parts.append(("accessTokenUrl", url)) }
        if !scopes.isEmpty { parts.append(("scope", scopes.joined(separator: " "))) }
        parts.append(("clientId", variable("clientId")))
        if kind != "implicit" { parts.append(("clientSecret", variable("clientSecret"))) }
        return settings("oauth2", parts)
    }

    private func settings(_ type: String, _ parts: [(key: String, value: String)]) -> JSONValue {
        [
            "type": .string(type),
            type: .array(
                parts.map {
                    ["key": .string($0.key), "value": .string($0.value), "type": "string"]
                }),
        ]
    }
}
