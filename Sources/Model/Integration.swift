package import Diagnostics

/// What answers a method's requests.
///
/// A class, for it is large and looked at by many: a copy takes thirty retains.
package final class Integration: Sendable {
    /// The kind of backend, and whether requests and responses are transformed on the way.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case http = "HTTP"
        case httpProxy = "HTTP_PROXY"
        case aws = "AWS"
        /// A Lambda function that reads the request as an event.
        case awsProxy = "AWS_PROXY"
        case mock = "MOCK"

        /// Whether the backend sees the request as it came and its response is passed on as it is.
        package var isProxy: Bool { self == .httpProxy || self == .awsProxy }

        /// Whether the backend is an HTTP endpoint.
        package var isHTTP: Bool { self == .http || self == .httpProxy }
    }

    package let kind: Located<Kind>

    /// The backend's address; `nil` for a mock, and for others where it is missing, which has been
    /// reported.
    package let uri: Located<SymbolicString>?

    /// The HTTP method of the call to the backend; `ANY` repeats the caller's.
    package let httpMethod: Located<String>?

    /// The ARN of the role to call the backend with; `arn:aws:iam::*:user/*` is the caller's own.
    package let credentials: Located<SymbolicString>?

    /// How the backend is reached; `nil` for backends that are AWS's own and for mocks.
    package let connection: Connection?

    /// `integration.request.…` from `method.request.…`, in order.
    package let requestParameters: [ParameterMapping]

    /// Mapping templates by media type, in order.
    package let requestTemplates: [MappingTemplate]

    /// What to do with a body whose media type has no template.
    package let passthroughBehavior: Located<PassthroughBehavior>

    package let contentHandling: Located<ContentHandling>?

    /// Milliseconds until the gateway gives up, 29,000 unless said otherwise.
    package let timeoutInMillis: Located<Int>

    /// The group of cached responses; `nil` for the resource's own.
    package let cacheNamespace: Located<String>?

    /// Parameters that tell cached responses apart, such as `method.request.querystring.page`.
    package let cacheKeyParameters: [Located<String>]

    /// The responses by what selects them, in order.
    package let responses: [IntegrationResponse]

    /// Whether the backend's certificate is taken on trust.
    package let insecureSkipVerification: Located<Bool>?

    package let responseTransferMode: Located<ResponseTransferMode>?

    /// The ARN of the load balancer behind a VPC link of the second kind.
    package let integrationTarget: Located<SymbolicString>?

    /// The extension's key, `x-amazon-apigateway-integration`.
    package let range: SourceRange

    /// Whether `stageVariables.` stands in an address, a mapping or a template; few have it.
    package let mentionsStageVariables: Bool

    /// Creates an integration; what is left out of the arguments is as where a description does not
    /// say it.
    package init(
        _ kind: Located<Kind>, at range: SourceRange, uri: Located<SymbolicString>? = nil,
        httpMethod: Located<String>? = nil, credentials: Located<SymbolicString>? = nil,
        connection: Connection? = nil, requestParameters: [ParameterMapping] = [],
        requestTemplates: [MappingTemplate] = [],
        passthroughBehavior: Located<PassthroughBehavior>? = nil,
        contentHandling: Located<ContentHandling>? = nil, timeoutInMillis: Located<Int>? = nil,
        cacheNamespace: Located<String>? = nil, cacheKeyParameters: [Located<String>] = [],
        responses: [IntegrationResponse] = [], insecureSkipVerification: Located<Bool>? = nil,
        responseTransferMode: Located<ResponseTransferMode>? = nil,
        integrationTarget: Located<SymbolicString>? = nil
    ) {
        self.kind = kind
        self.range = range
        self.uri = uri
        self.httpMethod = httpMethod
        self.credentials = credentials
        self.connection = connection
        self.requestParameters = requestParameters
        self.requestTemplates = requestTemplates
        self.passthroughBehavior = passthroughBehavior ?? Located(.whenNoMatch, at: range)
        self.contentHandling = contentHandling
        self.timeoutInMillis =
            timeoutInMillis ?? Located(Self.defaultTimeoutInMillis, at: range)
        self.cacheNamespace = cacheNamespace
        self.cacheKeyParameters = cacheKeyParameters
        self.responses = responses
        self.insecureSkipVerification = insecureSkipVerification
        self.responseTransferMode = responseTransferMode
        self.integrationTarget = integrationTarget
        // Now that the texts have just been made looking through them is cheap.
        var connectionID: Located<SymbolicString>?
        if case .vpcLink(let id)? = connection { connectionID = id }
        mentionsStageVariables =
            mentions(uri) || mentions(credentials) || mentions(connectionID)
            || mentions(requestParameters, requestTemplates)
            || responses.contains { mentions($0.responseParameters, $0.responseTemplates) }
    }

    /// The time limit where none is given, which is also the largest without a raised quota.
    package static let defaultTimeoutInMillis = 29_000
}

/// Whether a text names a stage variable.
private func mentions(_ text: Located<SymbolicString>?) -> Bool {
    text.map { $0.value.text.holds(stageVariablePrefix) } ?? false
}

private func mentions(_ mappings: [ParameterMapping], _ templates: [MappingTemplate]) -> Bool {
    for place in mappings.indices
    where mappings[place].source.value.holds(stageVariablePrefix) {
        return true
    }
    for place in templates.indices where templates[place].text.value.holds(stageVariablePrefix) {
        return true
    }
    return false
}

/// What the names of stage variables come after.
package let stageVariablePrefix: StaticString = "stageVariables."

extension Integration {
    /// How an HTTP backend is reached.
    package enum Connection: Sendable {
        case internet
        /// Through a VPC link; its identifier may be `${stageVariables.x}`, and is missing where
        /// that has been reported.
        case vpcLink(id: Located<SymbolicString>?)

        /// API Gateway's name for the kind.
        package var type: String {
            switch self {
            case .internet: "INTERNET"
            case .vpcLink: "VPC_LINK"
            }
        }
    }

    /// What to do with a request body whose media type has no mapping template.
    package enum PassthroughBehavior: String, Sendable, CaseIterable {
        /// Pass it on.
        case whenNoMatch = "WHEN_NO_MATCH"
        /// Pass it on if the integration has no templates at all, else refuse it.
        case whenNoTemplates = "WHEN_NO_TEMPLATES"
        /// Refuse it with 415.
        case never = "NEVER"
    }

    /// When the response goes to the caller.
    package enum ResponseTransferMode: String, Sendable, CaseIterable {
        case buffered = "BUFFERED"
        case stream = "STREAM"
    }
}

/// How a body is converted on its way through.
package enum ContentHandling: String, Sendable, CaseIterable {
    case convertToBinary = "CONVERT_TO_BINARY"
    case convertToText = "CONVERT_TO_TEXT"
}

/// A parameter of the call or response, and the expression that gives its value.
package struct ParameterMapping: Hashable, Sendable {
    /// Such as `integration.request.header.X-Tenant` or `method.response.header.Location`.
    package var target: Located<String>

    /// Such as `method.request.header.tenant`, `context.requestId` or `'text'`.
    package var source: Located<String>

    package init(target: Located<String>, source: Located<String>) {
        self.target = target
        self.source = source
    }
}

/// The template for one media type.
package struct MappingTemplate: Hashable, Sendable {
    /// The media type, such as `application/json`, or `$default`.
    package var contentType: Located<String>

    /// The template's text; its range covers the scalar as written, quotes and all.
    ///
    /// Empty is possible and passes the body through.
    package var text: Located<String>

    package init(contentType: Located<String>, text: Located<String>) {
        self.contentType = contentType
        self.text = text
    }
}

/// What a backend's response becomes.
package struct IntegrationResponse: Sendable {
    /// A Java regular expression over the backend's status code or error message, as the key in
    /// the description; `nil` (key `default`) for what nothing else matches.
    package var selectionPattern: Located<String>?

    /// The method response that results, 100 to 599.
    package var statusCode: Located<Int>

    /// `method.response.header.…` from `integration.response.…`, in order.
    package var responseParameters: [ParameterMapping] = []

    /// Mapping templates by media type, in order.
    package var responseTemplates: [MappingTemplate] = []

    package var contentHandling: Located<ContentHandling>?

    /// The key in the description.
    package var range: SourceRange

    package init(
        selectionPattern: Located<String>?, statusCode: Located<Int>, at range: SourceRange
    ) {
        self.selectionPattern = selectionPattern
        self.statusCode = statusCode
        self.range = range
    }
}
