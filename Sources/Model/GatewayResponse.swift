package import Diagnostics
package import Faults

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
