import Diagnostics
import JSON
import Model
import OpenAPI
import Syntax

/// What a security scheme does for the methods that require it.
enum SecurityEffect {
    case authorizer(Authorizer.Kind)
    case iam
    case apiKey
    /// Nothing, which has been reported.
    case none
}

extension RestAPILowering {
    mutating func lowerSecuritySchemes() {
        for scheme in document.securitySchemes {
            securityEffects[scheme.name.value] = lowerScheme(scheme)
        }
    }

    private mutating func lowerScheme(_ scheme: SecurityScheme) -> SecurityEffect {
        let type = scheme.type?.string ?? ""
        guard type == "apiKey" else {
            if let kind = scheme.authorizer?.value["type"], kind.equals("jwt") {
                noteHTTPFeature("type: jwt", kind.range)
            }
            values.log.report(.unsupportedScheme(scheme, type))
            return .none
        }
        let authType = values.string("x-amazon-apigateway-authtype", of: scheme.node)
        if let member = scheme.authorizer, !SymbolicStringReader.isAbsent(member.value) {
            guard let authorizer = lowerAuthorizer(scheme, member, authType) else { return .none }
            api.authorizers.append(authorizer)
            return .authorizer(authorizer.kind.value)
        }
        if let authType {
            if authType.value.lowercased() == "awssigv4" { return .iam }
            values.log.report(.authTypeWithoutAuthorizer(scheme, authType))
            return .none
        }
        let name = scheme.parameterName?.string?.lowercased()
        if name == "x-api-key", scheme.location?.equals("header") ?? false { return .apiKey }
        values.log.report(.schemeWithoutEffect(scheme))
        return .none
    }

    private mutating func lowerAuthorizer(
        _ scheme: SecurityScheme, _ member: Node.Member, _ authType: Located<String>?
    ) -> Authorizer? {
        let node = member.value
        guard node.kind == .object else {
            values.log.report(.wrongType(member.key, "an object", node))
            return nil
        }
        guard let kind = values.word("type", of: node, Authorizer.Kind.self) else {
            if node["type"] == nil { values.log.report(.missingAuthorizerType(member)) }
            return nil
        }
        if kind.value == .jwt {
            noteHTTPFeature("type: jwt", kind.range)
            values.log.report(.jwtAuthorizer(scheme, kind.range))
            return nil
        }
        var authorizer = Authorizer(name: scheme.name, kind: kind, at: member.keyRange)
        authorizer.authType = authType
        authorizer.uri = values.symbolic("authorizerUri", of: node)
        authorizer.credentials = values.symbolic("authorizerCredentials", of: node)
        authorizer.identityValidationExpression = values.string(
            "identityValidationExpression", of: node)
        authorizer.resultTTLInSeconds = values.integer("authorizerResultTtlInSeconds", of: node)
        authorizer.providerARNs = values.symbolicList("providerARNs", of: node)
        switch kind.value {
        case .token, .cognitoUserPools:
            // Taken from the scheme; what the extension says is not read.
            if let name = scheme.parameterName, let text = name.string {
                authorizer.identitySource = [
                    Located("method.request.header.\(text)", at: name.range)
                ]
            }
        case .request, .jwt:
            for list in values.strings("identitySource", of: node) {
                for source in list.value.split(separator: ",") {
                    let text = String(source.trimmingSpaces)
                    if text.hasPrefix("$request.") { noteHTTPFeature(text, list.range) }
                    if !text.isEmpty {
                        authorizer.identitySource.append(Located(text, at: list.range))
                    }
                }
            }
        }
        return authorizer
    }

    /// Who may call a method, from its requirements or else from the document's; `nil` where nothing
    /// is said of it.
    mutating func lowerSecurity(
        of operation: Operation
    ) -> (authorization: Located<Authorization>?, apiKeyRequired: Bool) {
        let requirements = operation.security
        var chosen: Located<Authorization>?
        var apiKeyRequired = false
        for requirement in requirements {
            for scheme in requirement.schemes {
                guard let effect = securityEffects[scheme.name.value] else {
                    // What SAM writes for events that opt out of a default authorizer.
                    if scheme.name.value == "NONE" { continue }
                    values.log.report(
                        .undefinedScheme(scheme.name, known: Array(securityEffects.keys)))
                    continue
                }
                let found: Authorization
                switch effect {
                case .none: continue
                case .apiKey:
                    apiKeyRequired = true
                    continue
                case .iam: found = .iam
                case .authorizer(let kind):
                    found = Authorization(kind, scheme.name.value, scheme.scopes.map(\.value))
                }
                if let chosen {
                    values.log.report(.secondAuthorization(scheme.name, chosen))
                } else {
                    chosen = Located(found, at: scheme.name.range)
                }
            }
        }
        if let auth = values.object("x-amazon-apigateway-auth", of: operation.members),
            let type = values.word("type", of: auth, PlainAuthorization.self)
        {
            chosen = type.map { $0 == .iam ? .iam : .none }
        }
        return (chosen, apiKeyRequired)
    }

    private enum PlainAuthorization: String, CaseIterable {
        case none = "NONE"
        case iam = "AWS_IAM"
    }
}

extension Authorization {
    init(_ kind: Authorizer.Kind, _ name: String, _ scopes: [String]) {
        switch kind {
        case .token, .request: self = .custom(authorizer: name)
        case .cognitoUserPools: self = .cognito(authorizer: name, scopes: scopes)
        case .jwt: self = .jwt(authorizer: name, scopes: scopes)
        }
    }
}

extension Substring {
    /// The text without white space at its ends.
    var trimmingSpaces: Substring {
        var text = self
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}

extension Diagnostic {
    fileprivate static func unsupportedScheme(_ scheme: SecurityScheme, _ type: String) -> Self {
        let name = scheme.name.value
        return Self(
            ID(rawValue: "unsupported-security-scheme"), .warning,
            "security scheme '\(name)' has the type '\(type)', which a REST API cannot enforce; "
                + "operations that require it are open",
            at: scheme.type?.range ?? scheme.name.range,
            help: "use 'type: apiKey' with 'x-amazon-apigateway-authorizer'",
            aws: AWSWords(
                .warning,
                "Unsupported security definition type '\(type)' for '\(name)'. Ignoring."))
    }

    fileprivate static func jwtAuthorizer(_ scheme: SecurityScheme, _ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "unsupported-security-scheme"), .warning,
            "the authorizer of '\(scheme.name.value)' has the type 'jwt', which a REST API cannot "
                + "enforce; operations that require it are open",
            at: range, help: "use 'type: cognito_user_pools', or compile with '--api-type http'")
    }

    fileprivate static func authTypeWithoutAuthorizer(
        _ scheme: SecurityScheme, _ authType: Located<String>
    ) -> Self {
        Self(
            ID(rawValue: "authtype-without-authorizer"), .error,
            "security scheme '\(scheme.name.value)' has an auth type but no authorizer",
            at: authType.range,
            help: "add 'x-amazon-apigateway-authorizer', or write 'awsSigv4' for AWS credentials",
            aws: AWSWords(
                .warning,
                "Unable to create authorizer from security definition: "
                    + "'\(scheme.name.value)'. Extension x-amazon-apigateway-authorizer is required. "
                    + "Any methods with security: '\(scheme.name.value)' will not be created. If "
                    + "this security definition is not a custom authorizer, remove the "
                    + "x-amazon-apigateway-authtype extension and it will be ignored."))
    }

    fileprivate static func schemeWithoutEffect(_ scheme: SecurityScheme) -> Self {
        Self(
            ID(rawValue: "security-scheme-without-effect"), .warning,
            "security scheme '\(scheme.name.value)' has no effect; operations that require it are "
                + "open",
            at: scheme.name.range,
            help: "add 'x-amazon-apigateway-authorizer', or name the header 'x-api-key'")
    }

    fileprivate static func missingAuthorizerType(_ member: Node.Member) -> Self {
        Self(
            ID(rawValue: "missing-authorizer-type"), .error, "the authorizer has no 'type'",
            at: member.keyRange, help: "add 'type: token', 'request' or 'cognito_user_pools'")
    }

    fileprivate static func undefinedScheme(_ name: Located<String>, known: [String]) -> Self {
        Self(
            ID(rawValue: "undefined-security-scheme"), .error,
            "security scheme '\(name.value)' is not defined", at: name.range
        ).suggesting(nearest(to: name.value, in: known.sorted()))
    }

    fileprivate static func secondAuthorization(
        _ name: Located<String>, _ first: Located<Authorization>
    ) -> Self {
        Self(
            ID(rawValue: "several-authorizers"), .warning,
            "a method has one authorizer; '\(name.value)' is left out", at: name.range,
            notes: [Note("this one is used", at: first.range)])
    }
}
