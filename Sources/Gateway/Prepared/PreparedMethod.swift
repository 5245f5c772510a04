import BundleFormat

/// A method with everything a request needs at hand, read out of the image when it is first used.
final class PreparedMethod {
    enum Authorization {
        case none
        case iam
        case lambda(PreparedAuthorizer)
        case token(PreparedAuthorizer, scopes: [String], isCognito: Bool)

        /// Whether policies decide, which see the method's ARN.
        var needsARN: Bool {
            switch self {
            case .iam, .lambda: true
            case .none, .token: false
            }
        }
    }

    enum Location: UInt32 {
        case path, query, header
    }

    let row: Int
    let resourcePath: String
    let resourceID: String
    let httpMethod: String
    let operationName: String?
    /// The method and its resource, such as `GET /pets/{petId}`.
    let operation: String
    let pathParameterNames: [[UInt8]]
    let authorization: Authorization
    let isAPIKeyRequired: Bool
    let validatesBody: Bool
    let validatesParameters: Bool
    /// Sorted as API Gateway lists missing ones: header, path, query string, by name within.
    let requiredParameters: [(location: Location, name: [UInt8])]
    let models: [(contentType: [UInt8], name: String, schema: UInt32)]
    let integration: PreparedIntegration?
    let settings: RuntimeSettings.MethodSettings
    let eventTexts: EventTexts

    /// Reads a method.
    init(_ row: Int, of deployment: Deployment) {
        let image = deployment.image
        self.row = row
        let resource = Int(image.word(MethodColumn.resource, row))
        resourcePath = image.string(image.word(ResourceColumn.path, resource))
        resourceID = image.string(image.word(ResourceColumn.id, resource))
        httpMethod = image.string(image.word(MethodColumn.httpMethod, row))
        operation = "\(httpMethod) \(resourcePath)"
        operationName = image.optionalString(image.word(MethodColumn.operationName, row))
        pathParameterNames = resourcePath.split(separator: "/").compactMap { segment in
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return nil }
            let name = segment.dropFirst().dropLast()
            return Array((name.hasSuffix("+") ? name.dropLast() : name).utf8)
        }
        isAPIKeyRequired = image.word(MethodColumn.isAPIKeyRequired, row) == 1
        validatesBody = image.word(MethodColumn.validatesBody, row) == 1
        validatesParameters = image.word(MethodColumn.validatesParameters, row) == 1
        let scopes = image.rows(MethodColumn.scopes, row).map {
            image.string(image.word(NameColumn.text, $0))
        }
        let authorizerRow = image.word(MethodColumn.authorizer, row)
        let authorizer =
            authorizerRow == GatewayImage.none
            ? nil : PreparedAuthorizer(Int(authorizerRow), of: deployment)
        authorization =
            switch (image.word(MethodColumn.authorization, row), authorizer) {
            case (1, _): .iam
            case (2, let authorizer?): .lambda(authorizer)
            case (3, let authorizer?): .token(authorizer, scopes: scopes, isCognito: true)
            case (4, let authorizer?): .token(authorizer, scopes: scopes, isCognito: false)
            default: .none
            }
        requiredParameters = image.rows(MethodColumn.parameters, row)
            .filter { image.word(ParameterColumn.isRequired, $0) == 1 }
            .map { row in
                let name = image.string(image.word(ParameterColumn.name, row))
                let location = image.word(ParameterColumn.location, row)
                return (Location(rawValue: location) ?? .header, Array(name.utf8))
            }
            .sorted { left, right in
                let order: [Location: Int] = [.header: 0, .path: 1, .query: 2]
                let ranks = (order[left.0] ?? 0, order[right.0] ?? 0)
                return ranks.0 == ranks.1
                    ? left.1.lexicographicallyPrecedes(right.1) : ranks.0 < ranks.1
            }
        models = image.rows(MethodColumn.models, row).map { row in
            (
                Array(image.string(image.word(ModelColumn.contentType, row)).utf8),
                image.string(image.word(ModelColumn.name, row)),
                image.word(ModelColumn.schema, row)
            )
        }
        let integrationRow = image.word(MethodColumn.integration, row)
        integration =
            integrationRow == GatewayImage.none
            ? nil : PreparedIntegration(Int(integrationRow), of: deployment)
        settings = deployment.methodSettings(resourcePath, httpMethod)
        eventTexts = EventTexts(
            resourcePath: resourcePath, resourceID: resourceID, operationName: operationName,
            pathParameterNames: pathParameterNames, of: deployment)
    }
}

/// A header, query or path parameter and where its value comes from.
struct PreparedMapping {
    var location: PreparedMethod.Location
    var name: [UInt8]
    var source: ValueSource

    init(_ row: Int, _ image: GatewayImage) {
        location =
            PreparedMethod.Location(rawValue: image.word(MappingColumn.location, row)) ?? .header
        name = Array(image.string(image.word(MappingColumn.target, row)).utf8)
        source = ValueSource(row, image)
    }
}

/// A template for a media type; without a program the body passes unchanged.
struct PreparedTemplate {
    var contentType: [UInt8]
    var program: UInt32?

    init(_ row: Int, _ image: GatewayImage) {
        contentType = Array(image.string(image.word(TemplateColumn.contentType, row)).utf8)
        let number = image.word(TemplateColumn.program, row)
        program = number == GatewayImage.none ? nil : number
    }
}

/// A text with what the stage knows filled in; what is left are the integration's path parameters.
struct PreparedText {
    enum Part {
        case literal([UInt8])
        case pathParameter([UInt8])
    }

    private(set) var parts: [Part] = []

    init(_ rows: Range<Int>, of deployment: Deployment) {
        let image = deployment.image
        for row in rows {
            let text = image.string(image.word(TextPartColumn.text, row))
            switch image.word(TextPartColumn.role, row) {
            case 1: append(deployment.variable(Array(text.utf8)) ?? [])
            case 2: parts.append(.pathParameter(Array(text.utf8)))
            case 3: append(Array(deployment.pseudoParameter(text).utf8))
            default: append(Array(text.utf8))
            }
        }
    }

    private mutating func append(_ literal: [UInt8]) {
        if case .literal(let before)? = parts.last {
            parts[parts.count - 1] = .literal(before + literal)
        } else {
            parts.append(.literal(literal))
        }
    }

    /// The text where no path parameter is in it; names in braces else.
    var text: String {
        parts.map { part in
            switch part {
            case .literal(let bytes): String(decoding: bytes, as: UTF8.self)
            case .pathParameter(let name): "{" + String(decoding: name, as: UTF8.self) + "}"
            }
        }.joined()
    }
}

extension GatewayImage {
    /// A string by its number, or `nil` for none.
    func optionalString(_ number: UInt32) -> String? {
        number == GatewayImage.none ? nil : string(number)
    }

    /// The rows of a list column; the column after it has their count.
    func rows<Column: ImageColumn>(_ column: Column, _ row: Int) -> Range<Int> {
        let start = Int(word(column, row))
        guard let next = Column(rawValue: column.rawValue + 1) else { return start..<start }
        return start..<start + Int(word(next, row))
    }
}
