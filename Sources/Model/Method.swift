package import Diagnostics

/// What a resource does for one HTTP method.
///
/// A class, as an ``Integration`` is.
package final class Method: Sendable {
    package let httpMethod: HTTPMethod

    /// `operationId`; not necessarily unique.
    package let operationName: Located<String>?

    package let authorization: Located<Authorization>

    /// Whether callers must give an API key of a usage plan.
    package let apiKeyRequired: Bool

    /// The name of the request validator, which exists.
    package let requestValidator: Located<String>?

    /// The declared parameters, in the order of the description; a path's variables are among
    /// them whether declared or not.
    package let requestParameters: [RequestParameter]

    /// The model of a request body by media type.
    package let requestModels: [ModelReference]

    /// The declared responses by status code, each once.
    package let responses: [MethodResponse]

    /// What answers; `nil` where the description does not say, which a deployment refuses.
    package let integration: Integration?

    /// The operation's key, such as `get`.
    package let range: SourceRange

    /// Creates a method; what is left out of the arguments is as where a description does not say it.
    package init(
        _ httpMethod: HTTPMethod, at range: SourceRange, operationName: Located<String>? = nil,
        authorization: Located<Authorization>? = nil, apiKeyRequired: Bool = false,
        requestValidator: Located<String>? = nil, requestParameters: [RequestParameter] = [],
        requestModels: [ModelReference] = [], responses: [MethodResponse] = [],
        integration: Integration? = nil
    ) {
        self.httpMethod = httpMethod
        self.range = range
        self.operationName = operationName
        self.authorization = authorization ?? Located(.none, at: range)
        self.apiKeyRequired = apiKeyRequired
        self.requestValidator = requestValidator
        self.requestParameters = requestParameters
        self.requestModels = requestModels
        self.responses = responses
        self.integration = integration
    }
}

/// Who may call a method.
package enum Authorization: Hashable, Sendable {
    case none
    /// Callers sign with AWS credentials.
    case iam
    /// A Lambda function decides; the authorizer of this name exists.
    case custom(authorizer: String)
    /// A token of a Cognito user pool, with at least one of the scopes if there are any.
    case cognito(authorizer: String, scopes: [String])
    /// A JSON Web Token of one of the authorizer's issuers.
    case jwt(authorizer: String, scopes: [String])

    /// API Gateway's name for the kind.
    package var type: String {
        switch self {
        case .none: "NONE"
        case .iam: "AWS_IAM"
        case .custom: "CUSTOM"
        case .cognito: "COGNITO_USER_POOLS"
        case .jwt: "JWT"
        }
    }

    /// The name of the authorizer that decides.
    package var authorizer: String? {
        switch self {
        case .none, .iam: nil
        case .custom(let name), .cognito(let name, _), .jwt(let name, _): name
        }
    }

    /// The scopes of which a token must have one; empty for no demand.
    package var scopes: [String] {
        switch self {
        case .none, .iam, .custom: []
        case .cognito(_, let scopes), .jwt(_, let scopes): scopes
        }
    }
}

/// A parameter that a method declares: `method.request.LOCATION.NAME`.
package struct RequestParameter: Hashable, Sendable {
    package enum Location: String, Hashable, Sendable, CaseIterable {
        case path
        case querystring
        case header
    }

    package var location: Location

    /// The name as written; case counts.
    package var name: String

    package var isRequired: Bool

    /// Whether somebody declared it; a path's variables exist without.
    package var isDeclared = true

    /// The parameter's name in the description, or the path for one that is not declared.
    package var range: SourceRange

    package init(_ location: Location, _ name: String, isRequired: Bool, at range: SourceRange) {
        self.location = location
        self.name = name
        self.isRequired = isRequired
        self.range = range
    }

    /// The parameter in mapping expressions, such as `method.request.path.petId`.
    package var key: String { "method.request.\(location.rawValue).\(name)" }
}

/// The model for one media type.
package struct ModelReference: Hashable, Sendable {
    /// The media type, such as `application/json`.
    package var contentType: Located<String>

    /// The name of the model, which exists.
    package var model: Located<String>

    package init(contentType: Located<String>, model: Located<String>) {
        self.contentType = contentType
        self.model = model
    }
}

/// A response that a method declares.
package struct MethodResponse: Sendable {
    /// 100 to 599.
    package var statusCode: Located<Int>

    /// Header names, with their ranges; `method.response.header.NAME` in mapping expressions.
    package var headers: [Located<String>] = []

    /// The model by media type.
    package var models: [ModelReference] = []

    package init(statusCode: Located<Int>) { self.statusCode = statusCode }
}
