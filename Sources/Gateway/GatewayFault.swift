package import Faults

/// What the gateway says on each occasion where the API says nothing of its own.
extension GatewayResponseType {
    /// The status where nobody sets another.
    var status: Int { defaultStatusCode ?? (self == .default4XX ? 400 : 500) }

    /// The value of `x-amzn-ErrorType`.
    var errorType: String {
        switch self {
        case .accessDenied: "AccessDeniedException"
        case .apiConfigurationError, .integrationFailure, .integrationTimeout, .default5XX:
            "InternalServerErrorException"
        case .authorizerConfigurationError: "AuthorizerConfigurationException"
        case .authorizerFailure: "AuthorizerFailureException"
        case .badRequestBody, .badRequestParameters, .unsupportedMediaType, .default4XX:
            "BadRequestException"
        case .expiredToken: "ExpiredTokenException"
        case .invalidAPIKey, .wafFiltered: "ForbiddenException"
        case .invalidSignature: "InvalidSignatureException"
        case .missingAuthenticationToken: "MissingAuthenticationTokenException"
        case .quotaExceeded: "LimitExceededException"
        case .requestTooLarge: "RequestTooLargeException"
        case .resourceNotFound: "ResourceNotFoundException"
        case .throttled: "TooManyRequestsException"
        case .unauthorized: "UnauthorizedException"
        }
    }

    /// The message where the occasion gives none; `nil` prints as `null`.
    var message: String? {
        switch self {
        case .accessDenied: "User is not authorized to access this resource"
        case .apiConfigurationError, .integrationFailure, .default5XX: "Internal server error"
        case .authorizerConfigurationError, .authorizerFailure: nil
        case .badRequestBody: "Invalid request body"
        case .badRequestParameters, .default4XX: "Bad Request"
        case .expiredToken: "The security token included in the request is expired"
        case .integrationTimeout: "Endpoint request timed out"
        case .invalidAPIKey, .wafFiltered: "Forbidden"
        case .invalidSignature:
            "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service "
                + "documentation for details."
        case .missingAuthenticationToken: "Missing Authentication Token"
        case .quotaExceeded: "Limit Exceeded"
        case .requestTooLarge: "Request Too Long"
        case .resourceNotFound: "Not Found"
        case .throttled: "Too Many Requests"
        case .unauthorized: "Unauthorized"
        case .unsupportedMediaType: "Unsupported Media Type"
        }
    }
}

/// A fault of one request: which gateway response answers, and what it says.
package struct GatewayFault: Error, Hashable {
    /// The gateway response, `default4XX` and `default5XX` for faults without a type of their own.
    package var type: GatewayResponseType

    package var status: Int
    package var errorType: String

    /// The message, or `nil` for `null`.
    package var message: String?

    /// What the execution log says, or `nil`.
    package var logLine: String?

    /// `$context.error.validationErrorString`.
    package var validationError: String?

    /// Creates a fault with what its type stands for, unless told otherwise.
    package init(
        _ type: GatewayResponseType, message: String? = nil, status: Int? = nil,
        errorType: String? = nil,
        log logLine: String? = nil, validationError: String? = nil
    ) {
        self.type = type
        self.status = status ?? type.status
        self.errorType = errorType ?? type.errorType
        self.message = message ?? type.message
        self.logLine = logLine
        self.validationError = validationError
    }

    /// A target, or the ARN made of it, that is over its limit.
    static let targetTooLong = Self(
        .default4XX, message: "Request URI too long", status: 414,
        errorType: "RequestURITooLongException")

    /// An error in the API's configuration that a request came upon.
    static func configuration(_ reason: String) -> Self {
        Self(
            .apiConfigurationError,
            log: "Execution failed due to configuration error: \(reason)")
    }
}
