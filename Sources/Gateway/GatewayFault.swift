/// The occasions on which the gateway answers by itself, by API Gateway's names.
package enum FaultType: String, Sendable, Hashable, CaseIterable {
    case accessDenied = "ACCESS_DENIED"
    case apiConfigurationError = "API_CONFIGURATION_ERROR"
    case authorizerConfigurationError = "AUTHORIZER_CONFIGURATION_ERROR"
    case authorizerFailure = "AUTHORIZER_FAILURE"
    case badRequestBody = "BAD_REQUEST_BODY"
    case badRequestParameters = "BAD_REQUEST_PARAMETERS"
    case default4XX = "DEFAULT_4XX"
    case default5XX = "DEFAULT_5XX"
    case expiredToken = "EXPIRED_TOKEN"
    case integrationFailure = "INTEGRATION_FAILURE"
    case integrationTimeout = "INTEGRATION_TIMEOUT"
    case invalidAPIKey = "INVALID_API_KEY"
    case invalidSignature = "INVALID_SIGNATURE"
    case missingAuthenticationToken = "MISSING_AUTHENTICATION_TOKEN"
    case quotaExceeded = "QUOTA_EXCEEDED"
    case requestTooLarge = "REQUEST_TOO_LARGE"
    case resourceNotFound = "RESOURCE_NOT_FOUND"
    case throttled = "THROTTLED"
    case unauthorized = "UNAUTHORIZED"
    case unsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE"
    case wafFiltered = "WAF_FILTERED"

    /// The status where nobody sets another.
    var status: Int {
        switch self {
        case .badRequestBody, .badRequestParameters, .default4XX: 400
        case .unauthorized: 401
        case .accessDenied, .expiredToken, .invalidAPIKey, .invalidSignature,
            .missingAuthenticationToken, .wafFiltered:
            403
        case .resourceNotFound: 404
        case .requestTooLarge: 413
        case .unsupportedMediaType: 415
        case .quotaExceeded, .throttled: 429
        case .apiConfigurationError, .authorizerConfigurationError, .authorizerFailure,
            .default5XX:
            500
        case .integrationFailure, .integrationTimeout: 504
        }
    }

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
    package var type: FaultType

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
        _ type: FaultType, message: String? = nil, status: Int? = nil, errorType: String? = nil,
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
