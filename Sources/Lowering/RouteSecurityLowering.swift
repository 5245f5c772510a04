import Diagnostics
import JSON
import Model
import OpenAPI
import Syntax

extension HTTPAPILowering {
    mutating func lowerAuthorizers() {
        for scheme in document.securitySchemes {
            guard let member = scheme.authorizer, member.value.kind == .object else { continue }
            let node = member.value
            guard let kind = values.word("type", of: node, Authorizer.Kind.self) else { continue }
            guard kind.value == .jwt || kind.value == .request else {
                values.log.report(.unsupportedAuthorizer(scheme, kind))
                continue
            }
            var authorizer = Authorizer(name: scheme.name, kind: kind, at: member.keyRange)
            authorizer.uri = values.symbolic("authorizerUri", of: node)
            authorizer.credentials = values.symbolic("authorizerCredentials", of: node)
            authorizer.resultTTLInSeconds = values.integer(
                "authorizerResultTtlInSeconds", of: node)
            for list in values.strings("identitySource", of: node) {
                for source in list.value.split(separator: ",") {
                    authorizer.identitySource.append(
                        Located(String(source.trimmingSpaces), at: list.range))
                }
            }
            if let configuration = values.object("jwtConfiguration", of: node) {
                authorizer.jwtConfiguration = Located(
                    configuration.jsonValue, at: configuration.range)
            }
            api.authorizers.append(authorizer)
        }
    }

    mutating func authorization(of operation: Operation) -> Located<Authorization> {
        let open = Located(Authorization.none, at: operation.keyRange)
        let requirements = operation.security
        if let auth = values.object("x-amazon-apigateway-auth", of: operation.node),
            let type = values.string("type", of: auth)
        {
            return type.map { $0.uppercased() == "AWS_IAM" ? .iam : .none }
        }
        if requirements.flatMap(\.schemes).count > 1 {
            values.log.report(.severalRequirements(requirements[0].range))
        }
        // What SAM writes for events that opt out of a default authorizer.
        guard let scheme = requirements.first?.schemes.first, scheme.name.value != "NONE" else {
            return open
        }
        guard
            let definition = document.securitySchemes.first(where: {
                $0.name.value == scheme.name.value
            })
        else {
            values.log.report(.undefined(scheme.name))
            return open
        }
        if let authorizer = api.authorizers.first(where: {
            $0.name.value == scheme.name.value
        }) {
            let authorization = Authorization(
                authorizer.kind.value, authorizer.name.value, scheme.scopes.map(\.value))
            return Located(authorization, at: scheme.name.range)
        }
        if definition.authType?.string?.lowercased() == "awssigv4" {
            return Located(.iam, at: scheme.name.range)
        }
        values.log.report(.notEnforced(scheme.name))
        return open
    }
}

extension Diagnostic {
    fileprivate static func unsupportedAuthorizer(
        _ scheme: SecurityScheme, _ kind: Located<Authorizer.Kind>
    ) -> Self {
        Self(
            ID(rawValue: "http-api-authorizer-type"), .error,
            "an HTTP API has no authorizers of the type '\(kind.value.rawValue)'",
            at: kind.range, help: "use 'type: jwt' or 'request'")
    }

    fileprivate static func severalRequirements(_ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "http-api-several-requirements"), .error,
            "a route of an HTTP API has one security requirement", at: range,
            help: "keep one of them")
    }

    fileprivate static func undefined(_ name: Located<String>) -> Self {
        Self(
            ID(rawValue: "undefined-security-scheme"), .error,
            "security scheme '\(name.value)' is not defined", at: name.range)
    }

    fileprivate static func notEnforced(_ name: Located<String>) -> Self {
        Self(
            ID(rawValue: "security-scheme-without-effect"), .warning,
            "an HTTP API cannot enforce security scheme '\(name.value)'; the route is open",
            at: name.range,
            help: "add 'x-amazon-apigateway-authorizer' of type 'jwt' or 'request' to it")
    }
}
