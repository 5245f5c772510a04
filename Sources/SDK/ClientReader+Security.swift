internal import Diagnostics
internal import OpenAPI
internal import Syntax

extension ClientReader {
    /// Reads the declared schemes, in order.
    mutating func readSchemes() {
        for scheme in document.securitySchemes {
            guard let kind = kind(of: scheme) else { continue }
            add(
                CredentialScheme(
                    name: scheme.name.value, kind: kind,
                    documentation: scheme.node["description"]?.string))
        }
    }

    private mutating func add(_ scheme: CredentialScheme) {
        guard schemePlaces[scheme.name] == nil else { return }
        schemePlaces[scheme.name] = schemes.count
        schemes.append(scheme)
    }

    private mutating func kind(of scheme: SecurityScheme) -> CredentialScheme.Kind? {
        let authType = scheme.authType?.string?.lowercased() ?? ""
        if authType == "awssigv4" { return .iam }
        let name = scheme.parameterName?.string ?? "Authorization"
        let place: CredentialScheme.Place =
            switch scheme.location?.string {
            case "query": .query(name)
            case "cookie": .cookie(name)
            default: .header(name)
            }
        if let authorizer = scheme.authorizer?.value {
            return kind(of: authorizer, authType, place)
        }
        if authType == "cognito_user_pools" { return token(in: place) }
        switch scheme.type?.string {
        case "apiKey": return .key(place)
        case "basic": return .basic
        case "http":
            switch scheme.node["scheme"]?.string?.lowercased() {
            case "basic": return .basic
            case "bearer": return .bearer(header: "Authorization")
            default: return .key(.header("Authorization"))
            }
        case "oauth2", "openIdConnect": return .bearer(header: "Authorization")
        default:
            warn(.unknownScheme(scheme.name.value, scheme.name.range), at: scheme.node)
            return nil
        }
    }

    /// What an authorizer looks at.
    private func kind(
        of authorizer: Node, _ authType: String, _ place: CredentialScheme.Place
    ) -> CredentialScheme.Kind {
        let type = authorizer["type"]?.string?.lowercased() ?? ""
        let sources = identitySources(authorizer["identitySource"])
        if type == "cognito_user_pools" || authType == "cognito_user_pools" {
            return token(in: sources.first ?? place)
        }
        if type == "jwt" { return token(in: sources.first ?? .header("Authorization")) }
        if type == "request" {
            if sources.count == 1 { return .key(sources[0]) }
            return sources.isEmpty ? .key(place) : .identity(sources)
        }
        return .key(sources.first ?? place)
    }

    /// A JSON web token: after `Bearer` in its usual header, else as it is.
    private func token(in place: CredentialScheme.Place) -> CredentialScheme.Kind {
        if case .header(let name) = place, name.lowercased() == "authorization" {
            return .bearer(header: name)
        }
        return .key(place)
    }

    /// The parts of a request that an `identitySource` names; those of its context are no secrets.
    private func identitySources(_ node: Node?) -> [CredentialScheme.Place] {
        guard let node else { return [] }
        let texts = node.string.map { [$0] } ?? node.elements.compactMap(\.string)
        var places: [CredentialScheme.Place] = []
        for text in texts.flatMap({ $0.split(separator: ",") }) {
            let source = text.filter { $0 != " " }
            for (prefix, make) in identityPrefixes where source.hasPrefix(prefix) {
                let place = make(String(source.dropFirst(prefix.count)))
                if !places.contains(place) { places.append(place) }
            }
        }
        return places
    }

    /// The alternatives that authorize an operation.
    mutating func readSecurity(_ operation: Operation) -> [[Int]] {
        let auth = operation.extension("x-amazon-apigateway-auth")?.value["type"]?.string
        if auth?.uppercased() == "AWS_IAM" {
            add(CredentialScheme(name: "iam", kind: .iam))
            return [[schemePlaces["iam"] ?? 0]]
        }
        if auth?.uppercased() == "NONE" { return [] }
        var alternatives: [[Int]] = []
        for requirement in operation.security {
            let places = requirement.schemes.map { scheme in
                if schemePlaces[scheme.name.value] == nil { assume(scheme.name) }
                return schemePlaces[scheme.name.value]
            }
            // Where a Lambda authorizer names the key, callers do not send it.
            let known = places.compactMap { $0 }.filter { !hidesAPIKey || !schemes[$0].isAPIKey }
            if known.isEmpty { return [] }
            if !alternatives.contains(known) { alternatives.append(known) }
        }
        return alternatives
    }

    /// Whether API keys come from authorizers and not from callers.
    private var hidesAPIKey: Bool {
        document.root["x-amazon-apigateway-api-key-source"]?.string?.uppercased() == "AUTHORIZER"
    }

    /// A scheme that is used but not declared: SAM adds some of these when it deploys.
    private mutating func assume(_ name: Located<String>) {
        let lowered = name.value.lowercased()
        if lowered == "api_key" || lowered == "apikey" {
            add(CredentialScheme(name: name.value, kind: .key(.header("x-api-key"))))
        } else if lowered == "aws_iam" || lowered == "sigv4" {
            add(CredentialScheme(name: name.value, kind: .iam))
        } else if document.root["components"]?["securitySchemes"]?[dynamic: name.value] == nil,
            document.root["securityDefinitions"]?[dynamic: name.value] == nil
        {
            log.report(.undeclaredScheme(name.value, name.range))
            add(
                CredentialScheme(
                    name: name.value, kind: .key(.header("Authorization"))))
        }
    }
}

extension CredentialScheme {
    /// Whether it is the key that usage plans count by.
    fileprivate var isAPIKey: Bool {
        if case .key(.header(let name)) = kind { name.lowercased() == "x-api-key" } else { false }
    }
}

private let identityPrefixes: [(String, @Sendable (String) -> CredentialScheme.Place)] = [
    ("method.request.header.", { .header($0) }),
    ("method.request.querystring.", { .query($0) }),
    ("$request.header.", { .header($0) }),
    ("$request.querystring.", { .query($0) }),
    ("route.request.header.", { .header($0) }),
    ("route.request.querystring.", { .query($0) }),
]

extension Diagnostic {
    fileprivate static func unknownScheme(_ name: String, _ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "sdk-unknown-scheme"), .warning,
            "the client cannot authorize calls by '\(name)'", at: range)
    }

    fileprivate static func undeclaredScheme(_ name: String, _ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "sdk-undeclared-scheme"), .warning,
            "security scheme '\(name)' is not declared; the client sends it in 'Authorization'",
            at: range)
    }
}
