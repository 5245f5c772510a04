extension StructureTable {
    /// The extensions' own objects: their names are checked here, their values by whoever reads
    /// them into the model.
    mutating func defineExtensions() {
        func anything(_ fields: Field...) -> [(Field, Value)] { fields.map { ($0, .any) } }
        define(
            .integration, "integration object",
            anything(
                .type, .uri, .httpMethod, .credentials, .connectionType, .connectionId,
                .integrationTarget, .requestParameters, .requestTemplates, .passthroughBehavior,
                .contentHandling, .timeoutInMillis, .cacheNamespace, .cacheKeyParameters,
                .responseParameters, .payloadFormatVersion, .integrationSubtype,
                .responseTransferMode, .description)
                + [
                    (.responses, .map(.object(.integrationResponse))),
                    (.tlsConfig, .object(.tlsConfiguration)),
                ])
        define(
            .integrationResponse, "integration response object",
            anything(.statusCode, .responseParameters, .responseTemplates, .contentHandling))
        define(
            .tlsConfiguration, "TLS configuration object",
            anything(.insecureSkipVerification, .serverNameToVerify))
        define(
            .authorizer, "authorizer object",
            anything(
                .type, .authorizerUri, .authorizerCredentials, .identitySource,
                .identityValidationExpression, .authorizerResultTtlInSeconds, .providerARNs,
                .authorizerPayloadFormatVersion, .enableSimpleResponses, .jwtConfiguration))
        define(.authentication, "authentication object", anything(.type))
        define(
            .requestValidator, "request validator object",
            anything(.validateRequestBody, .validateRequestParameters))
        define(
            .gatewayResponse, "gateway response object",
            anything(.statusCode, .responseParameters, .responseTemplates))
        define(
            .documentation, "documentation object",
            anything(.version, .createdDate, .description)
                + [(.documentationParts, .list(.object(.documentationPart)))])
        define(
            .documentationPart, "documentation part object",
            anything(.properties) + [(.location, .object(.documentationLocation))])
        define(
            .documentationLocation, "documentation location object",
            anything(.type, .path, .method, .statusCode, .name))
        define(
            .endpointConfiguration, "endpoint configuration object",
            anything(.disableExecuteApiEndpoint, .vpcEndpointIds, .ipAddressType))
        define(
            .cors, "CORS object",
            anything(
                .allowOrigins, .allowCredentials, .allowMethods, .allowHeaders, .exposeHeaders,
                .maxAge))
    }
}
