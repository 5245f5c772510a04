/// A name that the objects of OpenAPI and of API Gateway's extensions have fixed fields under.
///
/// Documents are checked by these numbers, so that a key is compared with text once.
package enum Field: UInt8, CaseIterable, Sendable {
    case openapi
    case swagger
    case info
    case title
    case description
    case termsOfService
    case contact
    case license
    case version
    case name
    case url
    case email
    case identifier
    case servers
    case variables
    case `default`
    case `enum`
    case paths
    case components
    case security
    case tags
    case externalDocs
    case host
    case basePath
    case schemes
    case consumes
    case produces
    case definitions
    case parameters
    case responses
    case securityDefinitions
    case schemas
    case examples
    case requestBodies
    case headers
    case securitySchemes
    case links
    case callbacks
    case pathItems
    case summary
    case get
    case put
    case post
    case delete
    case options
    case head
    case patch
    case trace
    case operationId
    case requestBody
    case deprecated
    case `in`
    case required
    case allowEmptyValue
    case style
    case explode
    case allowReserved
    case schema
    case example
    case content
    case collectionFormat
    case type
    case format
    case items
    case maximum
    case exclusiveMaximum
    case minimum
    case exclusiveMinimum
    case maxLength
    case minLength
    case pattern
    case maxItems
    case minItems
    case uniqueItems
    case multipleOf
    case maxProperties
    case minProperties
    case allOf
    case oneOf
    case anyOf
    case not
    case properties
    case additionalProperties
    case nullable
    case discriminator
    case readOnly
    case writeOnly
    case xml
    case encoding
    case contentType
    case scheme
    case bearerFormat
    case flow
    case flows
    case openIdConnectUrl
    case implicit
    case password
    case clientCredentials
    case authorizationCode
    case application
    case accessCode
    case authorizationUrl
    case tokenUrl
    case refreshUrl
    case scopes
    case value
    case externalValue
    case operationRef
    case server
    case mapping
    case propertyName
    case namespace
    case prefix
    case attribute
    case wrapped
    case reference
    case jsonSchemaDialect
    case webhooks
    case patternProperties
    case schemaDialect
    case id
    case const
    case awsAnyMethod
    case awsApiKeySource
    case awsAuth
    case awsAuthorizer
    case awsAuthtype
    case awsBinaryMediaTypes
    case awsCors
    case awsDocumentation
    case awsEndpointAccessMode
    case awsEndpointConfiguration
    case awsGatewayResponses
    case awsImportexportVersion
    case awsIntegration
    case awsIntegrations
    case awsMinimumCompressionSize
    case awsPolicy
    case awsRequestValidator
    case awsRequestValidators
    case awsSecurityPolicy
    case awsTagValue
    case uri
    case httpMethod
    case credentials
    case connectionType
    case connectionId
    case integrationTarget
    case requestParameters
    case requestTemplates
    case passthroughBehavior
    case contentHandling
    case timeoutInMillis
    case cacheNamespace
    case cacheKeyParameters
    case responseParameters
    case payloadFormatVersion
    case integrationSubtype
    case responseTransferMode
    case tlsConfig
    case insecureSkipVerification
    case serverNameToVerify
    case statusCode
    case responseTemplates
    case authorizerUri
    case authorizerCredentials
    case identitySource
    case identityValidationExpression
    case authorizerResultTtlInSeconds
    case providerARNs
    case authorizerPayloadFormatVersion
    case enableSimpleResponses
    case jwtConfiguration
    case validateRequestBody
    case validateRequestParameters
    case allowOrigins
    case allowCredentials
    case allowMethods
    case allowHeaders
    case exposeHeaders
    case maxAge
    case documentationParts
    case location
    case createdDate
    case method
    case path
    case disableExecuteApiEndpoint
    case vpcEndpointIds
    case ipAddressType
    case isDefaultRoute

    /// The name as documents spell it.
    package var spelling: String { Self.names[Int(rawValue)] }

    /// The names in the order of the raw values.
    private static let names: [String] = [
        "openapi", "swagger", "info", "title", "description", "termsOfService", "contact",
        "license", "version", "name", "url", "email", "identifier", "servers", "variables",
        "default", "enum", "paths", "components", "security", "tags", "externalDocs", "host",
        "basePath", "schemes", "consumes", "produces", "definitions", "parameters", "responses",
        "securityDefinitions", "schemas", "examples", "requestBodies", "headers", "securitySchemes",
        "links", "callbacks", "pathItems", "summary", "get", "put", "post", "delete", "options",
        "head", "patch", "trace", "operationId", "requestBody", "deprecated", "in", "required",
        "allowEmptyValue", "style", "explode", "allowReserved", "schema", "example", "content",
        "collectionFormat", "type", "format", "items", "maximum", "exclusiveMaximum", "minimum",
        "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
        "uniqueItems", "multipleOf", "maxProperties", "minProperties", "allOf", "oneOf", "anyOf",
        "not", "properties", "additionalProperties", "nullable", "discriminator", "readOnly",
        "writeOnly", "xml", "encoding", "contentType", "scheme", "bearerFormat", "flow", "flows",
        "openIdConnectUrl", "implicit", "password", "clientCredentials", "authorizationCode",
        "application", "accessCode", "authorizationUrl", "tokenUrl", "refreshUrl", "scopes",
        "value", "externalValue", "operationRef", "server", "mapping", "propertyName", "namespace",
        "prefix", "attribute", "wrapped", "$ref", "jsonSchemaDialect", "webhooks",
        "patternProperties", "$schema", "id", "const", "x-amazon-apigateway-any-method",
        "x-amazon-apigateway-api-key-source", "x-amazon-apigateway-auth",
        "x-amazon-apigateway-authorizer", "x-amazon-apigateway-authtype",
        "x-amazon-apigateway-binary-media-types", "x-amazon-apigateway-cors",
        "x-amazon-apigateway-documentation", "x-amazon-apigateway-endpoint-access-mode",
        "x-amazon-apigateway-endpoint-configuration", "x-amazon-apigateway-gateway-responses",
        "x-amazon-apigateway-importexport-version", "x-amazon-apigateway-integration",
        "x-amazon-apigateway-integrations", "x-amazon-apigateway-minimum-compression-size",
        "x-amazon-apigateway-policy", "x-amazon-apigateway-request-validator",
        "x-amazon-apigateway-request-validators", "x-amazon-apigateway-security-policy",
        "x-amazon-apigateway-tag-value", "uri", "httpMethod", "credentials", "connectionType",
        "connectionId", "integrationTarget", "requestParameters", "requestTemplates",
        "passthroughBehavior", "contentHandling", "timeoutInMillis", "cacheNamespace",
        "cacheKeyParameters", "responseParameters", "payloadFormatVersion", "integrationSubtype",
        "responseTransferMode", "tlsConfig", "insecureSkipVerification", "serverNameToVerify",
        "statusCode", "responseTemplates", "authorizerUri", "authorizerCredentials",
        "identitySource", "identityValidationExpression", "authorizerResultTtlInSeconds",
        "providerARNs", "authorizerPayloadFormatVersion", "enableSimpleResponses",
        "jwtConfiguration", "validateRequestBody", "validateRequestParameters", "allowOrigins",
        "allowCredentials", "allowMethods", "allowHeaders", "exposeHeaders", "maxAge",
        "documentationParts", "location", "createdDate", "method", "path",
        "disableExecuteApiEndpoint", "vpcEndpointIds", "ipAddressType", "isDefaultRoute",
    ]
}
