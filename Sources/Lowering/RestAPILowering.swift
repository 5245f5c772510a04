import Diagnostics
import JSON
import Model
import OpenAPI
import Settings
import Syntax

/// Lowers a document to a REST API.
func lowerRestAPI(
    _ context: DocumentContext, _ options: LoweringOptions, into log: inout DiagnosticLog
) -> RestAPI {
    var lowering = RestAPILowering(context, options)
    lowering.run()
    log.append(contentsOf: lowering.values.log)
    return lowering.api
}

/// The state while one document becomes a REST API; each part has a file of its own.
struct RestAPILowering {
    let document: OpenAPIDocument
    let paths: [PathContext]
    let options: LoweringOptions
    var values: ValueReader
    var api: RestAPI
    var tree: ResourceTree

    /// Turns schemas into models.
    let schemas: SchemaLowering

    /// What each security scheme does, by name.
    var securityEffects: [String: SecurityEffect] = [:]

    /// Names of the models and request validators, for quick look-up.
    var modelNames: Set<String> = []
    var validatorNames: Set<String> = []

    /// Where the document has default responses, which no method can have.
    var defaultResponses: [SourceRange] = []

    /// The first thing in the document that only an HTTP API has.
    var httpFeature: Located<String>?

    /// The validator of methods without their own.
    var defaultValidator: Located<String>?

    init(_ context: DocumentContext, _ options: LoweringOptions) {
        document = context.document
        paths = context.paths
        tree = ResourceTree(pathCount: paths.count)
        self.options = options
        values = ValueReader(substitutions: options.substitutions)
        schemas = SchemaLowering(document)
        api = RestAPI(
            name: Located(SymbolicString("Untitled"), at: document.root.firstByte),
            range: document.root.firstByte)
        // As many as the tree has places for.
        api.resources.reserveCapacity(1 + 2 * paths.count)
    }

    mutating func run() {
        lowerInfo()
        lowerModels()
        lowerRequestValidators()
        lowerSecuritySchemes()
        lowerAttributes()
        lowerGatewayResponses()
        lowerDocumentation()
        lowerPaths()
        if let first = defaultResponses.first {
            values.log.report(.defaultResponses(first, count: defaultResponses.count))
        }
        if let settings = options.settings {
            api.settings = settings
            if let type = settings.endpointType { api.endpoint.type = type.value }
        }
        if let httpFeature { values.log.report(.httpDocument(httpFeature)) }
    }

    private mutating func lowerInfo() {
        let root = document.root
        guard let info = values.object("info", of: root) else {
            values.log.report(.missingTitle(root.firstByte))
            return
        }
        if let title = values.symbolic("title", of: info), !title.value.isEmpty {
            api.name = title
        } else {
            let member = root.member("info")
            values.log.report(.missingTitle(member?.keyRange ?? root.firstByte))
        }
        api.version = values.string("version", of: info)
        api.description = values.string("description", of: info)
    }

    /// The attributes of the RestApi resource itself.
    private mutating func lowerAttributes() {
        let root = document.root
        if let source = values.word(
            "x-amazon-apigateway-api-key-source", of: root, APIKeySource.self)
        {
            api.apiKeySource = source.value
        }
        for type in values.strings("x-amazon-apigateway-binary-media-types", of: root)
        where !api.binaryMediaTypes.contains(where: { $0.value == type.value }) {
            // CloudFormation's spelling of the slash, as in patch paths.
            let spelled = type.value.replacing("~1", with: "/")
            api.binaryMediaTypes.append(Located(spelled, at: type.range))
        }
        if let size = values.integer("x-amazon-apigateway-minimum-compression-size", of: root) {
            if 0...10_485_760 ~= size.value {
                api.minimumCompressionSize = size
            } else {
                values.log.report(.compressionSize(size))
            }
        }
        if let policy = values.object("x-amazon-apigateway-policy", of: root) {
            api.policy = Located(policy.jsonValue, at: policy.range)
        }
        if let cors = root.member("x-amazon-apigateway-cors") {
            noteHTTPFeature(cors.key, cors.keyRange)
        }
        api.securityPolicy = values.string("x-amazon-apigateway-security-policy", of: root)
        api.endpointAccessMode = values.string("x-amazon-apigateway-endpoint-access-mode", of: root)
        lowerEndpointConfiguration()
    }

    /// Remembers that the document may be meant for an HTTP API.
    mutating func noteHTTPFeature(_ name: String, _ range: SourceRange) {
        if httpFeature == nil { httpFeature = Located(name, at: range) }
    }

    private mutating func lowerEndpointConfiguration() {
        let servers = document.root["servers"].map { Array($0.elements) } ?? []
        if servers.count > 1 { values.log.report(.severalServers(servers[1])) }
        // The developer guide puts it in the first server; documents in the wild at the root too.
        let places = [servers.first, document.root].compactMap { $0 }
        for place in places {
            guard
                let node = values.object("x-amazon-apigateway-endpoint-configuration", of: place)
            else { continue }
            api.endpoint.disableExecuteAPIEndpoint =
                values.boolean("disableExecuteApiEndpoint", of: node)?.value ?? false
            api.endpoint.vpcEndpointIDs = values.symbolicList("vpcEndpointIds", of: node)
            if !api.endpoint.vpcEndpointIDs.isEmpty { api.endpoint.type = .private }
            api.endpoint.ipAddressType =
                values.word("ipAddressType", of: node, IPAddressType.self)?.value
                ?? (api.endpoint.type == .private ? .dualstack : .ipv4)
            return
        }
    }

    private mutating func lowerRequestValidators() {
        let root = document.root
        if let validators = values.object("x-amazon-apigateway-request-validators", of: root) {
            for member in validators.members where !member.keyNode.isExtensionKey {
                guard member.value.kind == .object else {
                    values.log.report(.wrongType(member.key, "an object", member.value))
                    continue
                }
                let validator = RequestValidator(
                    name: Located(member.key, at: member.keyRange),
                    validatesBody:
                        values.boolean("validateRequestBody", of: member.value)?.value ?? false,
                    validatesParameters:
                        values.boolean("validateRequestParameters", of: member.value)?.value
                        ?? false)
                api.requestValidators.append(validator)
                validatorNames.insert(validator.name.value)
            }
        }
        defaultValidator = requestValidator(of: root)
    }

    /// The validator that the root or an operation names.
    mutating func requestValidator(of node: Node) -> Located<String>? {
        guard let name = values.string("x-amazon-apigateway-request-validator", of: node) else {
            return nil
        }
        if validatorNames.contains(name.value) { return name }
        values.log.report(
            .unknownValidator(name, known: api.requestValidators.map(\.name.value)))
        return nil
    }
}

extension Node {
    /// The first byte of the value, for findings about what it lacks.
    var firstByte: SourceRange {
        let range = range
        return SourceRange(
            Int(range.start), Int(min(range.start + 1, range.end)), file: range.file)
    }
}

extension Diagnostic {
    fileprivate static func missingTitle(_ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "missing-title"), .warning,
            "the API has no name: 'info.title' is missing", at: range,
            help: "add 'title' to 'info'")
    }

    fileprivate static func httpDocument(_ feature: Located<String>) -> Self {
        Self(
            ID(rawValue: "http-api-document"), .warning,
            "a REST API has no '\(feature.value)': the document seems to be for an HTTP API",
            at: feature.range, help: "compile it with '--api-type http'")
    }

    fileprivate static func compressionSize(_ size: Located<Int>) -> Self {
        Self(
            ID(rawValue: "minimum-compression-size"), .error,
            "the minimum compression size '\(size.value)' is out of range", at: size.range,
            help: "choose 0 to 10485760 bytes",
            aws: AWSWords(
                .error, "Invalid minimum compression size, must be between 0 and 10485760"))
    }

    fileprivate static func severalServers(_ server: Node) -> Self {
        Self(
            ID(rawValue: "several-servers"), .warning,
            "API Gateway reads the first of 'servers' only", at: server.firstByte,
            aws: AWSWords(
                .warning,
                "More than one server provided. Ignoring all but the first for defining endpoint "
                    + "configuration"))
    }

    fileprivate static func unknownValidator(_ name: Located<String>, known: [String]) -> Self {
        Self(
            ID(rawValue: "unknown-request-validator"), .error,
            "request validator '\(name.value)' is not defined", at: name.range,
            help: "define it under 'x-amazon-apigateway-request-validators'"
        ).suggesting(nearest(to: name.value, in: known))
    }
}
