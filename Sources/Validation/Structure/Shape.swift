/// The kinds of object that OpenAPI 3.0, Swagger 2.0 and API Gateway's extensions define.
package enum Shape: UInt8, CaseIterable, Sendable {
    case document30, document20
    case info, contact, license, externalDocs, tag, server, serverVariable
    case components
    case paths30, paths20, pathItem30, pathItem20, operation30, operation20
    case parameter30, parameter20, items20, requestBody, mediaType, encoding
    case responses30, responses20, response30, response20, header30, header20
    case example, link, callback
    case schema30, schema20, discriminator, xml
    case securityScheme30, securityScheme20, flows, flow, securityRequirement
    case integration, integrationResponse, tlsConfiguration, authorizer, authentication
    case requestValidator, gatewayResponse, documentation, documentationPart
    case documentationLocation, endpointConfiguration, cors
}

/// What a value has to be: a kind, and for some kinds what it is made of.
struct Expectation: Hashable, Sendable {
    enum Kind: UInt8, Sendable {
        /// Whatever it is, it is not looked into.
        case any
        case string, boolean, number, integer
        /// An integer that is not negative.
        case count
        /// One of the words of ``StructureTable/choices`` at `argument`, in this case.
        case choice
        /// An object of the shape `argument`.
        case object
        /// The same, or an object with `$ref`.
        case referable
        /// An array of values of the expectation `argument`.
        case list
        /// An object with free keys and values of the expectation `argument`.
        case map
        /// The same with keys that must be names of components.
        case componentMap
        /// A boolean, or a schema object of the shape `argument`.
        case booleanOrSchema
    }

    var kind: Kind
    var argument: UInt8 = 0
}

/// What the walk asks of a shape at every object; all of it is plain numbers.
struct ShapeLayout: Sendable {
    /// How keys that are no fixed fields are taken.
    enum OtherKeys: Sendable {
        /// Reported, but for extensions.
        case unknown
        /// Path templates.
        case paths
        /// Status codes.
        case statusCodes
        /// Names of any kind.
        case names
    }

    /// The number of the expectation of values under keys that are no fixed fields.
    var otherExpectation: UInt8 = 0
    var otherKeys = OtherKeys.unknown

    /// The fields that every object of the shape has.
    var required = FieldSet()
}

/// What an object of a shape consists of.
struct ShapeDefinition: Sendable {
    /// Such as `operation object`, for messages.
    var name: String

    var requiredFields: [Field] = []
    var knownFields: [Field] = []
}
