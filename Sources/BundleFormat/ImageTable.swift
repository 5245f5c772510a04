/// The tables of a gateway image, in the order they are stored; raw values are section numbers.
///
/// Adding a table or column changes ``GatewayImage/formatVersion``.
@usableFromInline
package enum ImageTable: UInt32, CaseIterable, Sendable {
    case api = 16
    case resources
    case methods
    case parameters
    case models
    case methodResponses
    case integrations
    case integrationResponses
    case mappings
    case templates
    case textParts
    case authorizers
    case gatewayResponses
    case names

    /// What each column of the table holds, in order.
    package var columns: [ImageColumnKind] {
        switch self {
        case .api: APIColumn.kinds
        case .resources: ResourceColumn.kinds
        case .methods: MethodColumn.kinds
        case .parameters: ParameterColumn.kinds
        case .models: ModelColumn.kinds
        case .methodResponses: MethodResponseColumn.kinds
        case .integrations: IntegrationColumn.kinds
        case .integrationResponses: IntegrationResponseColumn.kinds
        case .mappings: MappingColumn.kinds
        case .templates: TemplateColumn.kinds
        case .textParts: TextPartColumn.kinds
        case .authorizers: AuthorizerColumn.kinds
        case .gatewayResponses: GatewayResponseColumn.kinds
        case .names: NameColumn.kinds
        }
    }
}

/// What the words of a column may be.
@usableFromInline
package enum ImageColumnKind: Sendable, Hashable {
    /// Any number.
    case number
    /// A number below the given one.
    case below(UInt32)
    /// An index of a string.
    case string
    /// An index of a string, or ``GatewayImage/none``.
    case optionalString
    /// An index of a program, or ``GatewayImage/none``.
    case optionalProgram
    /// A row of a table.
    case row(ImageTable)
    /// A row of a table, or ``GatewayImage/none``.
    case optionalRow(ImageTable)
    /// The first row of a list in a table; the next column is its ``count``.
    case list(ImageTable)
    /// The number of rows of the list in the column before.
    case count
}

/// The columns of one table; a case's raw value is its place in the row.
@usableFromInline
package protocol ImageColumn: RawRepresentable, CaseIterable, Sendable where RawValue == Int {
    static var table: ImageTable { get }
    var kind: ImageColumnKind { get }
}

extension ImageColumn {
    /// The kinds of all columns in order.
    package static var kinds: [ImageColumnKind] { allCases.map(\.kind) }
}

/// The API itself: one row.
@usableFromInline
package enum APIColumn: Int, ImageColumn {
    case name, id, version, description
    /// 0 header, 1 authorizer.
    case apiKeySource
    /// Bytes, or none.
    case minimumCompressionSize
    /// The resource policy's JSON text.
    case policy
    /// 0 EDGE, 1 REGIONAL, 2 PRIVATE.
    case endpointType
    case isExecuteEndpointDisabled
    case binaryMediaTypes, binaryMediaTypeCount
    /// The program of the route table, whose values are rows of `methods`.
    case routes

    @inlinable package static var table: ImageTable { .api }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .name, .id: .string
        case .version, .description, .policy: .optionalString
        case .apiKeySource, .isExecuteEndpointDisabled: .below(2)
        case .minimumCompressionSize: .number
        case .endpointType: .below(3)
        case .binaryMediaTypes: .list(.names)
        case .binaryMediaTypeCount: .count
        case .routes: .optionalProgram
        }
    }
}

/// A resource: its path and id.
@usableFromInline
package enum ResourceColumn: Int, ImageColumn {
    case path, id

    @inlinable package static var table: ImageTable { .resources }

    @usableFromInline package var kind: ImageColumnKind { .string }
}

/// A method of a resource.
@usableFromInline
package enum MethodColumn: Int, ImageColumn {
    case resource, httpMethod, operationName
    /// 0 NONE, 1 AWS_IAM, 2 CUSTOM, 3 COGNITO_USER_POOLS, 4 JWT.
    case authorization
    case authorizer
    case scopes, scopeCount
    case isAPIKeyRequired, validatesBody, validatesParameters
    case parameters, parameterCount
    case models, modelCount
    case responses, responseCount
    case integration

    @inlinable package static var table: ImageTable { .methods }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .resource: .row(.resources)
        case .httpMethod: .string
        case .operationName: .optionalString
        case .authorization: .below(5)
        case .authorizer: .optionalRow(.authorizers)
        case .scopes: .list(.names)
        case .parameters: .list(.parameters)
        case .models: .list(.models)
        case .responses: .list(.methodResponses)
        case .scopeCount, .parameterCount, .modelCount, .responseCount: .count
        case .isAPIKeyRequired, .validatesBody, .validatesParameters: .below(2)
        case .integration: .optionalRow(.integrations)
        }
    }
}

/// A declared parameter of a method.
@usableFromInline
package enum ParameterColumn: Int, ImageColumn {
    /// 0 path, 1 querystring, 2 header.
    case location
    case name, isRequired

    @inlinable package static var table: ImageTable { .parameters }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .location: .below(3)
        case .name: .string
        case .isRequired: .below(2)
        }
    }
}

/// The model of a method's bodies of one media type.
@usableFromInline
package enum ModelColumn: Int, ImageColumn {
    case contentType, name
    /// The compiled schema.
    case schema

    @inlinable package static var table: ImageTable { .models }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .contentType, .name: .string
        case .schema: .optionalProgram
        }
    }
}

/// A declared response of a method.
@usableFromInline
package enum MethodResponseColumn: Int, ImageColumn {
    case status
    case headers, headerCount

    @inlinable package static var table: ImageTable { .methodResponses }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .status: .number
        case .headers: .list(.names)
        case .headerCount: .count
        }
    }
}

/// What answers a method.
@usableFromInline
package enum IntegrationColumn: Int, ImageColumn {
    /// 0 HTTP, 1 HTTP_PROXY, 2 AWS, 3 AWS_PROXY, 4 MOCK.
    case type
    case uri, uriPartCount
    case httpMethod
    case credentials, credentialPartCount
    case isVPCLink
    case connectionID, connectionIDPartCount
    case requestMappings, requestMappingCount
    case requestTemplates, requestTemplateCount
    /// 0 WHEN_NO_MATCH, 1 WHEN_NO_TEMPLATES, 2 NEVER.
    case passthroughBehavior
    /// 0 none, 1 CONVERT_TO_BINARY, 2 CONVERT_TO_TEXT.
    case contentHandling
    case timeoutMilliseconds
    case cacheNamespace
    case cacheKeys, cacheKeyCount
    case responses, responseCount
    case skipsCertificateCheck
    /// 0 BUFFERED, 1 STREAM.
    case transferMode

    @inlinable package static var table: ImageTable { .integrations }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .type: .below(5)
        case .uri, .credentials, .connectionID: .list(.textParts)
        case .httpMethod, .cacheNamespace: .optionalString
        case .requestMappings, .cacheKeys: .list(.mappings)
        case .requestTemplates: .list(.templates)
        case .responses: .list(.integrationResponses)
        case .uriPartCount, .credentialPartCount, .connectionIDPartCount, .requestMappingCount,
            .requestTemplateCount, .cacheKeyCount, .responseCount:
            .count
        case .passthroughBehavior, .contentHandling: .below(3)
        case .isVPCLink, .skipsCertificateCheck, .transferMode: .below(2)
        case .timeoutMilliseconds: .number
        }
    }
}

/// What a backend's response becomes.
@usableFromInline
package enum IntegrationResponseColumn: Int, ImageColumn {
    /// The selection pattern's text and program; none for the default.
    case patternText, pattern
    case status
    case mappings, mappingCount
    case templates, templateCount
    /// 0 none, 1 CONVERT_TO_BINARY, 2 CONVERT_TO_TEXT.
    case contentHandling

    @inlinable package static var table: ImageTable { .integrationResponses }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .patternText: .optionalString
        case .pattern: .optionalProgram
        case .status: .number
        case .mappings: .list(.mappings)
        case .templates: .list(.templates)
        case .mappingCount, .templateCount: .count
        case .contentHandling: .below(3)
        }
    }
}

/// A parameter mapping, or a source alone where `target` is empty.
@usableFromInline
package enum MappingColumn: Int, ImageColumn {
    /// 0 path, 1 querystring, 2 header.
    case location
    case target
    /// An ``ImageSourceKind``.
    case sourceKind
    /// The source's name, or the literal's text.
    case text
    /// The compiled JSONPath of a source that has one.
    case program

    @inlinable package static var table: ImageTable { .mappings }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .location: .below(3)
        case .sourceKind: .below(UInt32(ImageSourceKind.allCases.count))
        case .target, .text: .string
        case .program: .optionalProgram
        }
    }
}

/// Where a mapped value comes from; raw values are part of the format.
package enum ImageSourceKind: UInt32, CaseIterable, Sendable {
    case literal, path, query, multiQuery, header, multiHeader, body, bodyField
    case responseHeader, responseMultiHeader, responseBody, responseBodyField
    case stageVariable, context
    /// An expression that no request has a value for.
    case nothing
}

/// A template for one media type; without a program the body passes unchanged.
@usableFromInline
package enum TemplateColumn: Int, ImageColumn {
    case contentType, program

    @inlinable package static var table: ImageTable { .templates }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .contentType: .string
        case .program: .optionalProgram
        }
    }
}

/// A part of a text that the stage completes.
@usableFromInline
package enum TextPartColumn: Int, ImageColumn {
    /// 0 literal, 1 stage variable, 2 path parameter of the integration, 3 pseudo parameter such
    /// as `AWS::Region`.
    case role
    case text

    @inlinable package static var table: ImageTable { .textParts }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .role: .below(4)
        case .text: .string
        }
    }
}

/// Who decides about a caller.
@usableFromInline
package enum AuthorizerColumn: Int, ImageColumn {
    case name, id
    /// 0 TOKEN, 1 REQUEST, 2 COGNITO_USER_POOLS, 3 JWT.
    case type
    case uri, uriPartCount
    case credentials, credentialPartCount
    case identitySources, identitySourceCount
    case validationPattern
    case resultTTLSeconds
    case providers, providerCount
    /// The JWT configuration's JSON text.
    case jwtConfiguration

    @inlinable package static var table: ImageTable { .authorizers }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .name, .id: .string
        case .type: .below(4)
        case .uri, .credentials: .list(.textParts)
        case .identitySources: .list(.mappings)
        case .providers: .list(.names)
        case .uriPartCount, .credentialPartCount, .identitySourceCount, .providerCount: .count
        case .validationPattern: .optionalProgram
        case .resultTTLSeconds: .number
        case .jwtConfiguration: .optionalString
        }
    }
}

/// What a caller gets when the gateway itself refuses or fails.
@usableFromInline
package enum GatewayResponseColumn: Int, ImageColumn {
    /// API Gateway's name, such as `DEFAULT_4XX`.
    case type
    /// The status, or none for the type's own.
    case status
    case mappings, mappingCount
    case templates, templateCount

    @inlinable package static var table: ImageTable { .gatewayResponses }

    @usableFromInline package var kind: ImageColumnKind {
        switch self {
        case .type: .string
        case .status: .number
        case .mappings: .list(.mappings)
        case .templates: .list(.templates)
        case .mappingCount, .templateCount: .count
        }
    }
}

/// A text in a list of texts.
@usableFromInline
package enum NameColumn: Int, ImageColumn {
    case text

    @inlinable package static var table: ImageTable { .names }

    @usableFromInline package var kind: ImageColumnKind { .string }
}
