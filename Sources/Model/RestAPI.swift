package import Diagnostics
package import JSON
package import Settings

/// A REST API with everything that belongs to it, as importing its description leaves it on API
/// Gateway.
///
/// Made once by `Lowering`; every default is filled in, every name is resolved or reported. Lists
/// keep the order of the description.
package struct RestAPI: Sendable {
    /// The name, from `info.title`; never empty.
    package var name: Located<SymbolicString>

    package var description: Located<String>?

    /// The description's own version, from `info.version`.
    package var version: Located<String>?

    /// Where callers put their API key.
    package var apiKeySource = APIKeySource.header

    package var endpoint = EndpointConfiguration()

    /// Media types treated as binary, such as `image/png`, `image/*` or `*/*`; without repetitions.
    package var binaryMediaTypes: [Located<String>] = []

    /// The size in bytes from which responses are compressed, 0 to 10,485,760; `nil` for never.
    package var minimumCompressionSize: Located<Int>?

    /// The resource policy, an IAM policy document.
    package var policy: Located<JSONValue>?

    /// The TLS versions and ciphers of the default endpoint, such as `TLS_1_2`.
    package var securityPolicy: Located<String>?

    /// `BASIC` or `STRICT`.
    package var endpointAccessMode: Located<String>?

    /// The resource tree; the root is first and always there, parents come before children.
    package var resources: [Resource]

    /// The models that the description defines and those made for schemas without a name.
    package var models: [DataModel] = []

    package var requestValidators: [RequestValidator] = []

    /// Every authorizer of the description, used or not.
    package var authorizers: [Authorizer] = []

    /// The gateway responses that the description sets, at most one a type.
    package var gatewayResponses: [GatewayResponse] = []

    package var documentationParts: [DocumentationPart] = []

    /// The `version` of `x-amazon-apigateway-documentation`.
    package var documentationVersion: Located<String>?

    /// Stages, usage plans, keys and domains: what a description cannot say.
    package var settings = GatewaySettings()

    /// Where the description's root was written.
    package var range: SourceRange

    /// Creates an API that has nothing but its root resource.
    package init(name: Located<SymbolicString>, range: SourceRange) {
        self.name = name
        self.range = range
        resources = [Resource(path: "/", part: .root, parent: nil, range: range)]
    }

    /// The identifier that the gateway goes by here, made from the name.
    package var id: String { stableIdentifier("restapi", name.value.text) }

    /// The number of methods of all resources.
    package var methodCount: Int { resources.reduce(0) { $0 + $1.methods.count } }

    /// Every method with its resource, in the order of the resources.
    package var methods: [(resource: Resource, method: Method)] {
        resources.flatMap { resource in resource.methods.map { (resource, $0) } }
    }

    /// The model of a name.
    ///
    /// O(*models*).
    package func model(named name: String) -> DataModel? {
        models.first { $0.name.value == name }
    }

    /// The request validator of a name.
    ///
    /// O(*validators*).
    package func requestValidator(named name: String) -> RequestValidator? {
        requestValidators.first { $0.name.value == name }
    }

    /// The authorizer of a name.
    ///
    /// O(*authorizers*).
    package func authorizer(named name: String) -> Authorizer? {
        authorizers.first { $0.name.value == name }
    }
}

/// Where callers of an API put their API key.
package enum APIKeySource: String, Sendable, CaseIterable {
    /// In the header `X-API-Key`.
    case header = "HEADER"
    /// An authorizer's result names it.
    case authorizer = "AUTHORIZER"
}

/// From where an API can be reached.
package struct EndpointConfiguration: Sendable {
    /// The endpoint's type; a description cannot say it, the settings can.
    package var type = EndpointType.edge

    /// The VPC endpoints of a private API.
    package var vpcEndpointIDs: [Located<SymbolicString>] = []

    /// Which IP versions callers may use.
    package var ipAddressType = IPAddressType.ipv4

    /// Whether callers must use a custom domain.
    package var disableExecuteAPIEndpoint = false

    package init() {}
}

/// Which IP versions callers may use.
package enum IPAddressType: String, Sendable, CaseIterable {
    case ipv4
    case dualstack
}
