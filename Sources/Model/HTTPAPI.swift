package import Diagnostics
package import JSON
package import Settings

/// An HTTP API: routes, each with at most one integration.
package struct HTTPAPI: Sendable {
    /// A method and path, or `$default`, and what answers it.
    package struct Route: Sendable {
        /// Such as `GET /pets/{petId}`, `ANY /pets` or `$default`.
        package var key: Located<String>

        package var operationName: Located<String>?

        package var authorization: Located<Authorization>

        /// `nil` where there is none or the kind is not for HTTP APIs, which has been reported.
        package var integration: RouteIntegration?

        package init(key: Located<String>, authorization: Located<Authorization>) {
            self.key = key
            self.authorization = authorization
        }
    }

    /// What answers a route's requests.
    package struct RouteIntegration: Sendable {
        package enum Kind: String, Sendable {
            case httpProxy = "HTTP_PROXY"
            case awsProxy = "AWS_PROXY"
        }

        package var kind: Located<Kind>

        /// The service action, such as `SQS-SendMessage`; the kind is then `AWS_PROXY`.
        package var subtype: Located<String>?
        package var uri: Located<SymbolicString>?
        package var httpMethod: Located<String>?
        package var credentials: Located<SymbolicString>?
        package var connection: Integration.Connection

        /// `1.0` or `2.0`.
        package var payloadFormatVersion: Located<String>
        package var timeoutInMillis: Located<Int>
        package var requestParameters: [ParameterMapping] = []

        package init(
            _ kind: Located<Kind>, connection: Integration.Connection,
            payloadFormatVersion: Located<String>, timeoutInMillis: Located<Int>
        ) {
            self.kind = kind
            self.connection = connection
            self.payloadFormatVersion = payloadFormatVersion
            self.timeoutInMillis = timeoutInMillis
        }
    }

    package var name: Located<SymbolicString>
    package var description: Located<String>?
    package var version: Located<String>?
    package var disableExecuteAPIEndpoint = false

    /// `x-amazon-apigateway-cors` as written.
    package var cors: Located<JSONValue>?
    package var routes: [Route] = []
    package var authorizers: [Authorizer] = []
    package var settings = GatewaySettings()

    /// Where the description's root was written.
    package var range: SourceRange

    package init(name: Located<SymbolicString>, range: SourceRange) {
        self.name = name
        self.range = range
    }
}

/// An API of any kind.
package enum API: Sendable {
    case rest(RestAPI)
    case http(HTTPAPI)

    /// The API's name.
    package var name: Located<SymbolicString> {
        switch self {
        case .rest(let api): api.name
        case .http(let api): api.name
        }
    }
}
