package import Diagnostics

/// What a caller gets when the gateway itself refuses or fails.
package struct GatewayResponse: Sendable {
    package var type: Located<GatewayResponseType>

    /// `nil` for the type's own.
    package var statusCode: Located<Int>?

    /// `gatewayresponse.header.NAME` and its value, a `'literal'` or an expression.
    package var responseParameters: [ParameterMapping] = []

    /// Templates by media type: plain substitution of `$context.x` and its kind, no VTL.
    package var responseTemplates: [MappingTemplate] = []

    package init(type: Located<GatewayResponseType>) { self.type = type }
}

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

/// What a caller gets on one occasion, with the settings of the type's default applied.
package struct EffectiveGatewayResponse: Sendable {
    package var type: GatewayResponseType

    /// Whether the description leaves this very type alone.
    package var isDefault: Bool

    /// `nil` for `DEFAULT_4XX` and `DEFAULT_5XX` without a code of their own.
    package var statusCode: Int?

    package var responseParameters: [ParameterMapping]

    /// Templates by media type; never empty.
    package var responseTemplates: [MappingTemplate]
}

extension RestAPI {
    /// What callers get on every occasion, in the order of the types' names.
    ///
    /// A type that the description sets stands for itself: what it leaves out is API Gateway's own.
    /// One that it does not set is answered as `DEFAULT_4XX` or `DEFAULT_5XX` is.
    package var effectiveGatewayResponses: [EffectiveGatewayResponse] {
        GatewayResponseType.allCases.map { type in
            let own = gatewayResponses.last { $0.type.value == type }
            let source =
                own
                ?? type.fallback.flatMap { fallback in
                    gatewayResponses.last { $0.type.value == fallback }
                }
            let nowhere = SourceRange.start(of: range.file)
            let template = MappingTemplate(
                contentType: Located("application/json", at: nowhere),
                text: Located(Self.defaultGatewayResponseTemplate, at: nowhere))
            let templates = source?.responseTemplates ?? []
            return EffectiveGatewayResponse(
                type: type, isDefault: own == nil,
                statusCode: source?.statusCode?.value ?? type.defaultStatusCode,
                responseParameters: source?.responseParameters ?? [],
                responseTemplates: templates.isEmpty ? [template] : templates)
        }
    }

    /// The template of gateway responses that have none.
    package static let defaultGatewayResponseTemplate =
        #"{"message":$context.error.messageString}"#
}
