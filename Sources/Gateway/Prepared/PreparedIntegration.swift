import BundleFormat

/// What answers a method, read out of the image when the method is first used.
final class PreparedIntegration {
    enum Kind: UInt32 {
        case http, httpProxy, aws, awsProxy, mock
    }

    enum Passthrough: UInt32 {
        case whenNoMatch, whenNoTemplates, never
    }

    enum ContentHandling: UInt32 {
        case none, toBinary, toText
    }

    let kind: Kind
    let uri: PreparedText
    let httpMethod: [UInt8]
    let credentials: String?
    let isVPCLink: Bool
    let connectionID: String
    let requestMappings: [PreparedMapping]
    let requestTemplates: [PreparedTemplate]
    let passthrough: Passthrough
    let contentHandling: ContentHandling
    let timeoutMilliseconds: Int
    let cacheNamespace: String?
    let cacheKeys: [ValueSource]
    let responses: [PreparedIntegrationResponse]
    let skipsCertificateCheck: Bool
    /// Whom to call where the kind is AWS or AWS_PROXY.
    let service: ServiceEndpoint?
    /// A mapping to a field that API Gateway refuses, which fails every request.
    let forbiddenHeader: String?

    var isAWS: Bool { kind == .aws || kind == .awsProxy }
    var isHTTP: Bool { kind == .http || kind == .httpProxy }
    var isProxy: Bool { kind == .httpProxy || kind == .awsProxy }

    /// Reads an integration.
    init(_ row: Int, of deployment: Deployment) {
        let image = deployment.image
        func text(_ column: IntegrationColumn) -> PreparedText {
            PreparedText(image.rows(column, row), of: deployment)
        }
        let kind = Kind(rawValue: image.word(IntegrationColumn.type, row)) ?? .mock
        self.kind = kind
        let uri = text(.uri)
        self.uri = uri
        httpMethod = Array(
            (image.optionalString(image.word(IntegrationColumn.httpMethod, row)) ?? "").utf8)
        let role = text(.credentials).text
        credentials = role.isEmpty ? nil : role
        isVPCLink = image.word(IntegrationColumn.isVPCLink, row) == 1
        connectionID = text(.connectionID).text
        requestMappings = image.rows(IntegrationColumn.requestMappings, row).map {
            PreparedMapping($0, image)
        }
        requestTemplates = image.rows(IntegrationColumn.requestTemplates, row).map {
            PreparedTemplate($0, image)
        }
        passthrough =
            Passthrough(rawValue: image.word(IntegrationColumn.passthroughBehavior, row))
            ?? .whenNoMatch
        contentHandling =
            ContentHandling(rawValue: image.word(IntegrationColumn.contentHandling, row)) ?? .none
        timeoutMilliseconds = Int(image.word(IntegrationColumn.timeoutMilliseconds, row))
        cacheNamespace = image.optionalString(image.word(IntegrationColumn.cacheNamespace, row))
        cacheKeys = image.rows(IntegrationColumn.cacheKeys, row).map {
            ValueSource($0, image)
        }
        responses = image.rows(IntegrationColumn.responses, row).map {
            PreparedIntegrationResponse($0, of: deployment)
        }
        skipsCertificateCheck = image.word(IntegrationColumn.skipsCertificateCheck, row) == 1
        let isAWS = kind == .aws || kind == .awsProxy
        service = isAWS ? ServiceEndpoint(uri: uri.text) : nil
        forbiddenHeader = requestMappings.first {
            $0.location == .header && HeaderRules.isForbiddenMapping($0.name, isAWS: isAWS)
        }.map { String(decoding: $0.name, as: UTF8.self) }
    }
}

/// What a backend's response becomes.
final class PreparedIntegrationResponse {
    /// The pattern's program and text; `nil` for the default.
    let pattern: UInt32?
    let patternText: String?
    let status: Int
    let mappings: [PreparedMapping]
    let templates: [PreparedTemplate]
    let contentHandling: PreparedIntegration.ContentHandling

    init(_ row: Int, of deployment: Deployment) {
        let image = deployment.image
        let number = image.word(IntegrationResponseColumn.pattern, row)
        pattern = number == GatewayImage.none ? nil : number
        patternText = image.optionalString(image.word(IntegrationResponseColumn.patternText, row))
        status = Int(image.word(IntegrationResponseColumn.status, row))
        mappings = image.rows(IntegrationResponseColumn.mappings, row).map {
            PreparedMapping($0, image)
        }
        templates = image.rows(IntegrationResponseColumn.templates, row).map {
            PreparedTemplate($0, image)
        }
        contentHandling =
            PreparedIntegration.ContentHandling(
                rawValue: image.word(IntegrationResponseColumn.contentHandling, row)) ?? .none
    }
}
