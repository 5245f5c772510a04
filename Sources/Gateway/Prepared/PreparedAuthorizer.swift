import BundleFormat
import JSON

/// Who decides about a caller, read out of the image when a method of his is first used.
final class PreparedAuthorizer {
    enum Kind: UInt32 {
        case token, request, cognito, jwt
    }

    let name: String
    let id: String
    let kind: Kind
    let function: String
    let credentials: String?
    let identitySources: [ValueSource]
    let identitySourceText: String
    let validationPattern: UInt32?
    let resultTTLSeconds: Int
    let issuers: [String]
    let audiences: [String]
    let keys: KeySet?

    init(_ row: Int, of deployment: Deployment) {
        let image = deployment.image
        name = image.string(image.word(AuthorizerColumn.name, row))
        id = image.string(image.word(AuthorizerColumn.id, row))
        let kind = Kind(rawValue: image.word(AuthorizerColumn.type, row)) ?? .token
        self.kind = kind
        let uri = PreparedText(image.rows(AuthorizerColumn.uri, row), of: deployment).text
        function = ServiceEndpoint(uri: uri)?.function ?? uri
        let role = PreparedText(image.rows(AuthorizerColumn.credentials, row), of: deployment).text
        credentials = role.isEmpty ? nil : role
        let sources = image.rows(AuthorizerColumn.identitySources, row)
        identitySources = sources.map { ValueSource($0, image) }
        identitySourceText = sources.map {
            image.string(image.word(MappingColumn.target, $0))
        }.joined(separator: ",")
        let pattern = image.word(AuthorizerColumn.validationPattern, row)
        validationPattern = pattern == GatewayImage.none ? nil : pattern
        resultTTLSeconds = Int(min(image.word(AuthorizerColumn.resultTTLSeconds, row), 3600))
        keys = deployment.keySets[name]
        let configuration = image.optionalString(image.word(AuthorizerColumn.jwtConfiguration, row))
            .flatMap { try? JSONValue(parsing: Array($0.utf8)) }
        let pools = image.rows(AuthorizerColumn.providers, row).compactMap { row in
            PreparedAuthorizer.issuer(ofPool: image.string(image.word(NameColumn.text, row)))
        }
        issuers = pools + [configuration?["issuer"]?.stringValue].compactMap(\.self)
        let audience = configuration?["audience"]
        audiences =
            audience?.arrayValue?.compactMap(\.stringValue)
            ?? [audience?.stringValue].compactMap(\.self)
    }

    /// `https://cognito-idp.REGION.amazonaws.com/POOL` of a user pool's ARN.
    static func issuer(ofPool arn: String) -> String? {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[2] == "cognito-idp", parts[5].hasPrefix("userpool/") else {
            return nil
        }
        return "https://cognito-idp.\(parts[3]).amazonaws.com/"
            + parts[5].dropFirst("userpool/".count)
    }
}
