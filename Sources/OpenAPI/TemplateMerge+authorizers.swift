internal import Syntax

extension TemplateMerge {
    /// The security schemes that SAM makes of `Auth`.
    mutating func mergeAuthorizers() {
        guard let auth = api.property("Auth"), auth.kind == .object else { return }
        var schemes: [(name: String, scheme: NewObject)] = []
        for member in auth["Authorizers"].map({ Array($0.members) }) ?? [] {
            let scheme =
                api.isHTTPAPI ? httpScheme(member.value) : restScheme(member.value)
            if let scheme { schemes.append((member.key, scheme)) }
        }
        if defaultAuthorizer == "AWS_IAM" { schemes.append(("AWS_IAM", Self.iamScheme)) }
        if demandsKey {
            schemes.append(
                (
                    "api_key",
                    NewObject([
                        "type": .text("apiKey"), "name": .text("x-api-key"), "in": .text("header"),
                    ])
                ))
        }
        if schemes.isEmpty { return }
        setComponents("securitySchemes", swagger: "securityDefinitions") { all in
            for (name, scheme) in schemes where all[name] == nil { all[name] = scheme.value }
        }
    }

    /// The name of the authorizer of operations that ask for none themselves.
    var defaultAuthorizer: String? { api.property("Auth")?["DefaultAuthorizer"]?.string }

    /// Whether every operation asks for an API key.
    var demandsKey: Bool {
        !api.isHTTPAPI && api.property("Auth")?["ApiKeyRequired"]?.bool ?? false
    }

    /// The scopes of the default authorizer.
    var defaultScopes: Node? {
        defaultAuthorizer.flatMap {
            api.property("Auth")?["Authorizers"]?[dynamic: $0]?["AuthorizationScopes"]
        }
    }

    private static let iamScheme = NewObject([
        "type": .text("apiKey"), "name": .text("Authorization"), "in": .text("header"),
        "x-amazon-apigateway-authtype": .text("awsSigv4"),
    ])

    private func restScheme(_ node: Node) -> NewObject? {
        let identity = node["Identity"]
        var authorizer = NewObject()
        authorizer["identityValidationExpression"] =
            identity?["ValidationExpression"].map { .node($0) }
        authorizer["authorizerResultTtlInSeconds"] =
            identity?["ReauthorizeEvery"].map { .node($0) }
        authorizer["authorizerCredentials"] =
            (node["FunctionInvokeRole"]).flatMap { $0.equals("NONE") ? nil : .node($0) }
        var name: NewNode = (identity?["Header"]).map { .node($0) } ?? .text("Authorization")
        let authType: String
        if let pool = node["UserPoolArn"] {
            authType = "cognito_user_pools"
            authorizer["type"] = .text(authType)
            authorizer["providerARNs"] = pool.kind == .array ? .node(pool) : .list([.node(pool)])
        } else if let function = node["FunctionArn"] {
            authType = "custom"
            let isRequest = node["FunctionPayloadType"]?.equals("REQUEST") ?? false
            authorizer["type"] = .text(isRequest ? "request" : "token")
            authorizer["authorizerUri"] = Self.invocation(of: function)
            if isRequest {
                name = .text("Unused")
                let sources = identitySources(
                    identity,
                    [
                        ("Headers", "method.request.header."),
                        ("QueryStrings", "method.request.querystring."),
                        ("StageVariables", "stageVariables."), ("Context", "context."),
                    ])
                if !sources.isEmpty {
                    authorizer["identitySource"] = .text(sources.joined(separator: ", "))
                }
            }
        } else {
            return nil
        }
        return NewObject([
            "type": .text("apiKey"), "name": name, "in": .text("header"),
            "x-amazon-apigateway-authtype": .text(authType),
            "x-amazon-apigateway-authorizer": authorizer.value,
        ])
    }

    private func httpScheme(_ node: Node) -> NewObject? {
        var authorizer = NewObject()
        if let configuration = node["JwtConfiguration"] {
            authorizer["type"] = .text("jwt")
            var jwt = NewObject()
            for member in configuration.members {
                jwt[member.key.lowercased()] = .node(member.value)
            }
            authorizer["jwtConfiguration"] = jwt.value
            authorizer["identitySource"] = node["IdentitySource"].map { .node($0) }
            return NewObject([
                "type": .text("oauth2"), "x-amazon-apigateway-authorizer": authorizer.value,
            ])
        }
        guard let function = node["FunctionArn"] else { return nil }
        let identity = node["Identity"]
        authorizer["type"] = .text("request")
        authorizer["authorizerUri"] = Self.invocation(of: function)
        for (property, key) in [
            ("AuthorizerPayloadFormatVersion", "authorizerPayloadFormatVersion"),
            ("EnableSimpleResponses", "enableSimpleResponses"),
            ("FunctionInvokeRole", "authorizerCredentials"),
        ] {
            authorizer[key] = node[dynamic: property].map { .node($0) }
        }
        authorizer["authorizerResultTtlInSeconds"] =
            identity?["ReauthorizeEvery"].map { .node($0) }
        let sources = identitySources(
            identity,
            [
                ("Headers", "$request.header."), ("QueryStrings", "$request.querystring."),
                ("StageVariables", "$stageVariables."), ("Context", "$context."),
            ])
        if !sources.isEmpty {
            authorizer["identitySource"] = .list(sources.map { .text($0) })
        }
        return NewObject([
            "type": .text("apiKey"), "name": .text("Unused"), "in": .text("header"),
            "x-amazon-apigateway-authorizer": authorizer.value,
        ])
    }

    private func identitySources(
        _ identity: Node?, _ groups: [(property: String, prefix: String)]
    ) -> [String] {
        groups.flatMap { group, prefix in
            (identity?[dynamic: group]).map { $0.elements.compactMap(\.scalarText) }?
                .map { prefix + $0 } ?? []
        }
    }

    /// The URI at which API Gateway invokes a function.
    private static func invocation(of function: Node) -> NewNode {
        NewObject([
            "Fn::Sub": .list([
                .text(
                    "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
                        + "functions/${FunctionARN}/invocations"),
                NewObject(["FunctionARN": .node(function)]).value,
            ])
        ]).value
    }
}
