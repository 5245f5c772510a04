package import Diagnostics
package import JSON

/// A piece of documentation and what it is about.
package struct DocumentationPart: Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case api = "API"
        case authorizer = "AUTHORIZER"
        case model = "MODEL"
        case resource = "RESOURCE"
        case method = "METHOD"
        case pathParameter = "PATH_PARAMETER"
        case queryParameter = "QUERY_PARAMETER"
        case requestHeader = "REQUEST_HEADER"
        case requestBody = "REQUEST_BODY"
        case response = "RESPONSE"
        case responseHeader = "RESPONSE_HEADER"
        case responseBody = "RESPONSE_BODY"
    }

    /// What a part is about; members are `nil` where the description leaves them out, which means
    /// `/`, `*` and `*`.
    package struct Location: Hashable, Sendable {
        package var kind: Kind
        package var path: String?
        package var method: String?
        package var statusCode: String?
        package var name: String?

        package init(_ kind: Kind) { self.kind = kind }
    }

    package var location: Located<Location>

    /// An object.
    package var properties: Located<JSONValue>

    package init(location: Located<Location>, properties: Located<JSONValue>) {
        self.location = location
        self.properties = properties
    }
}
