/// The occasions on which the gateway answers by itself.
package enum GatewayResponseType: String, Hashable, Sendable, CaseIterable {
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

    /// The status code where neither this type nor its default sets one; `nil` for the defaults.
    package var defaultStatusCode: Int? {
        switch self {
        case .accessDenied, .expiredToken, .invalidAPIKey, .invalidSignature,
            .missingAuthenticationToken, .wafFiltered:
            403
        case .apiConfigurationError, .authorizerConfigurationError, .authorizerFailure: 500
        case .badRequestBody, .badRequestParameters: 400
        case .default4XX, .default5XX: nil
        case .integrationFailure, .integrationTimeout: 504
        case .quotaExceeded, .throttled: 429
        case .requestTooLarge: 413
        case .resourceNotFound: 404
        case .unauthorized: 401
        case .unsupportedMediaType: 415
        }
    }

    /// The type whose setting counts where this one has none: `DEFAULT_4XX` or `DEFAULT_5XX`;
    /// `nil` for those two.
    package var fallback: Self? {
        defaultStatusCode.map { $0 < 500 ? .default4XX : .default5XX }
    }
}
