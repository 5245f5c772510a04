package import Mapping

/// An API with its parts compiled and in their final order: what a gateway image is written from.
///
/// Methods are not in it: ``planMethods(of:_:into:take:)`` gives them one after the other, so that a
/// large API's are never all there at once. Equal models give equal plans. Numbers refer to places
/// in the plan's own lists.
package struct Plan: Sendable {
    package var name: String
    package var id: String
    package var version: String?
    package var description: String?
    package var takesAPIKeyFromAuthorizer = false
    package var minimumCompressionSize: Int?

    /// The resource policy as JSON text.
    package var policy: String?

    /// `EDGE`, `REGIONAL` or `PRIVATE`.
    package var endpointType = "EDGE"
    package var isExecuteEndpointDisabled = false
    package var binaryMediaTypes: [String] = []

    /// The stored form of the route table, whose routes are the methods by number.
    package var routeTable: [UInt8] = []

    package var resources: [Resource] = []
    package var authorizers: [Authorizer] = []
    package var gatewayResponses: [GatewayResponse] = []

    /// Creates a plan without methods.
    package init(name: String, id: String) {
        self.name = name
        self.id = id
    }

    package struct Resource: Sendable, Hashable {
        package var path: String
        package var id: String
    }

    package struct Method: Sendable {
        /// A number in ``Plan/resources``.
        package var resource: Int
        package var httpMethod: String
        package var operationName: String?
        /// `NONE`, `AWS_IAM`, `CUSTOM`, `COGNITO_USER_POOLS` or `JWT`.
        package var authorization: String
        /// A number in ``Plan/authorizers``.
        package var authorizer: Int?
        package var scopes: [String]
        package var isAPIKeyRequired: Bool
        package var validatesBody = false
        package var validatesParameters = false
        package var parameters: [Parameter] = []
        package var models: [BodyModel] = []
        package var responses: [MethodResponse] = []
        package var integration: Integration?
    }

    package struct Parameter: Sendable, Hashable {
        package var location: MappedLocation
        package var name: String
        package var isRequired: Bool
    }

    package struct BodyModel: Sendable, Hashable {
        package var contentType: String
        package var name: String
        /// The compiled schema; `nil` where it does not compile, which has been reported.
        package var schema: [UInt8]?
    }

    package struct MethodResponse: Sendable, Hashable {
        package var status: Int
        package var headers: [String]
    }

    package struct Integration: Sendable {
        /// `HTTP`, `HTTP_PROXY`, `AWS`, `AWS_PROXY` or `MOCK`.
        package var type: String
        package var uri: [TextPart] = []
        package var httpMethod: String?
        package var credentials: [TextPart] = []
        package var isVPCLink = false
        package var connectionID: [TextPart] = []
        package var requestMappings: [ParameterMapping] = []
        package var requestTemplates: [Template] = []
        /// `WHEN_NO_MATCH`, `WHEN_NO_TEMPLATES` or `NEVER`.
        package var passthroughBehavior: String
        /// `CONVERT_TO_BINARY`, `CONVERT_TO_TEXT` or `nil`.
        package var contentHandling: String?
        package var timeoutMilliseconds: Int
        package var cacheNamespace: String?
        package var cacheKeys: [ParameterMapping] = []
        package var responses: [IntegrationResponse] = []
        package var skipsCertificateCheck = false
        package var isStreamed = false
    }

    package struct IntegrationResponse: Sendable {
        /// The selection pattern's text and program; `nil` for the default.
        package var pattern: (text: String, program: [UInt8])?
        package var status: Int
        package var mappings: [ParameterMapping] = []
        package var templates: [Template] = []
        package var contentHandling: String?
    }

    /// A parameter and its source, or a source alone, whose text is then the target.
    package struct ParameterMapping: Sendable, Hashable {
        package var location: MappedLocation
        package var target: String
        /// `nil` for an expression that cannot be read, which has been reported.
        package var source: MappingSource?
        /// Whether headers and bodies in the source are the integration response's.
        package var isOfResponse: Bool
    }

    package struct Template: Sendable, Hashable {
        package var contentType: String
        /// The compiled template; `nil` for an empty one, which passes the body.
        package var program: [UInt8]?
    }

    package struct Authorizer: Sendable {
        package var name: String
        package var id: String
        /// `TOKEN`, `REQUEST`, `COGNITO_USER_POOLS` or `JWT`.
        package var type: String
        package var uri: [TextPart] = []
        package var credentials: [TextPart] = []
        package var identitySources: [ParameterMapping] = []
        package var validationPattern: [UInt8]?
        package var resultTTLSeconds: Int
        package var providers: [String] = []
        package var jwtConfiguration: String?
    }

    package struct GatewayResponse: Sendable {
        /// Such as `DEFAULT_4XX`.
        package var type: String
        package var status: Int?
        package var mappings: [ParameterMapping] = []
        package var templates: [(contentType: String, text: String)] = []
    }
}

/// A part of a text that is completed by a stage or, for path parameters, by a request.
package enum TextPart: Sendable, Hashable {
    case literal(String)
    case stageVariable(String)
    case pathParameter(String)
    /// Such as `AWS::Region`.
    case pseudoParameter(String)
}
