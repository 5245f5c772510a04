internal import JSON

extension OpenAPIToSwagger {
    /// A place in the schema of a response's media type, which becomes the response's own.
    func movedPlace(_ segments: [String]) -> [String]? {
        guard segments.count > 7, segments[0] == "paths", segments[3] == "responses",
            segments[5] == "content", segments[7] == "schema"
        else { return nil }
        return Array(segments[..<5] + segments[7...])
    }

    mutating func convertKeyword(
        _ member: JSONObject.Member, into result: inout JSONObject
    ) -> Bool {
        if member.key == "discriminator", let name = member.value["propertyName"] {
            if member.value["mapping"] != nil {
                at("discriminator") {
                    $0.lose(
                        "the mapping of a discriminator has no counterpart in Swagger 2.0",
                        at: "mapping")
                }
            }
            result["discriminator"] = name
            return true
        }
        guard let kept = extendedKeywords[member.key] else { return false }
        if ["oneOf", "anyOf", "not"].contains(member.key) {
            lose(
                "'\(member.key)' has no counterpart in Swagger 2.0 and is kept as '\(kept)'",
                at: member.key, effect: .schema)
        }
        result[kept] = at(member.key) { converter in
            switch member.value {
            case .array(let elements): .array(converter.mapped(elements) { $0.schema($1) })
            default: converter.schema(member.value)
            }
        }
        return true
    }

    /// The security scheme that an OpenAPI one becomes.
    mutating func securityScheme(_ value: JSONValue) -> JSONValue {
        let value = resolved(value)
        let authorizerKey = "x-amazon-apigateway-authorizer"
        var own: Set<String> = [
            "type", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "name", "in",
        ]
        var result = JSONObject()
        switch value["type"]?.stringValue {
        case "http" where value["scheme"]?.stringValue?.lowercased() == "basic":
            result["type"] = "basic"
        case "oauth2":
            result["type"] = "oauth2"
            addFlow(value, to: &result)
        case "apiKey" where value["in"] != "cookie": return value
        case let type:
            // API Gateway takes authorizers from API keys only; elsewhere it leaves them out.
            let hasEffect = type == "apiKey" && value[authorizerKey] != nil
            lose(
                "a security scheme of this kind has no counterpart in Swagger 2.0 and becomes an "
                    + "API key in a header",
                at: "type", effect: hasEffect ? .authorization : .nothing)
            result["type"] = "apiKey"
            result["name"] = type == "apiKey" ? "Cookie" : "Authorization"
            result["in"] = "header"
            if type != "apiKey" { own.formUnion([authorizerKey, "x-amazon-apigateway-authtype"]) }
        }
        for member in value.objectValue?.members ?? [] where !own.contains(member.key) {
            result.members.append(member)
        }
        return .object(result)
    }

    private mutating func addFlow(_ value: JSONValue, to result: inout JSONObject) {
        let flows = value["flows"]?.objectValue?.members ?? []
        guard let flow = flows.first(where: { !$0.key.hasPrefix("x-") }) else { return }
        for other in flows where other.key != flow.key {
            at("flows") {
                $0.lose("a second OAuth flow has no counterpart in Swagger 2.0", at: other.key)
            }
        }
        result["flow"] =
            switch flow.key {
            case "authorizationCode": "accessCode"
            case "clientCredentials": "application"
            default: .string(flow.key)
            }
        for member in flow.value.objectValue?.members ?? [] {
            if ["authorizationUrl", "tokenUrl", "scopes"].contains(member.key) {
                result.members.append(member)
            } else if !member.key.hasPrefix("x-") {
                at("flows") { converter in
                    converter.at(flow.key) {
                        $0.lose(
                            "the '\(member.key)' of an OAuth flow has no counterpart in Swagger 2.0",
                            at: member.key)
                    }
                }
            }
        }
    }
}
