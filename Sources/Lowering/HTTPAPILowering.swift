import Diagnostics
import JSON
import Model
import OpenAPI
import Syntax

/// Lowers a document to an HTTP API.
func lowerHTTPAPI(
    _ context: DocumentContext, _ options: LoweringOptions, into log: inout DiagnosticLog
) -> HTTPAPI {
    var lowering = HTTPAPILowering(context, options)
    lowering.run()
    log.append(contentsOf: lowering.values.log)
    return lowering.api
}

/// The state while one document becomes an HTTP API.
struct HTTPAPILowering {
    let document: OpenAPIDocument
    let paths: [PathContext]
    let options: LoweringOptions
    var values: ValueReader
    var api: HTTPAPI

    init(_ context: DocumentContext, _ options: LoweringOptions) {
        document = context.document
        paths = context.paths
        self.options = options
        values = ValueReader(substitutions: options.substitutions)
        api = HTTPAPI(
            name: Located(SymbolicString("Untitled"), at: document.root.firstByte),
            range: document.root.firstByte)
    }

    mutating func run() {
        let root = document.root
        if document.version == .swagger2 { values.log.report(.swaggerHTTPAPI(root)) }
        if let info = values.object("info", of: root) {
            if let title = values.symbolic("title", of: info) { api.name = title }
            api.version = values.string("version", of: info)
            api.description = values.string("description", of: info)
        }
        if let cors = values.object("x-amazon-apigateway-cors", of: root) {
            api.cors = Located(cors.jsonValue, at: cors.range)
        }
        if let server = root["servers"]?.elements.first(where: { _ in true }),
            let endpoint = values.object("x-amazon-apigateway-endpoint-configuration", of: server)
        {
            api.disableExecuteAPIEndpoint =
                values.boolean("disableExecuteApiEndpoint", of: endpoint)?.value ?? false
        }
        for member in root.members where Self.restOnlyExtensions.contains(member.key) {
            values.log.report(.restOnly(member))
        }
        lowerAuthorizers()
        for item in paths {
            for operation in item.operations { lowerRoute(operation) }
        }
        if let settings = options.settings { api.settings = settings }
    }

    private static let restOnlyExtensions: Set<String> = [
        "x-amazon-apigateway-api-key-source", "x-amazon-apigateway-binary-media-types",
        "x-amazon-apigateway-documentation", "x-amazon-apigateway-gateway-responses",
        "x-amazon-apigateway-minimum-compression-size", "x-amazon-apigateway-policy",
        "x-amazon-apigateway-request-validator", "x-amazon-apigateway-request-validators",
    ]

    private mutating func lowerRoute(_ operation: Operation) {
        guard let method = HTTPMethod(operation.method) else {
            values.log.report(.noSuchMethod(operation))
            return
        }
        let isDefault =
            operation.path == "/$default" && operation.method == .any
            && values.boolean("isDefaultRoute", of: operation.node)?.value ?? false
        let key = isDefault ? "$default" : "\(method.rawValue) \(prefix)\(operation.path)"
        var route = HTTPAPI.Route(
            key: Located(key, at: operation.keyRange),
            authorization: Located(.none, at: operation.keyRange))
        route.operationName = values.string("operationId", of: operation.node)
        route.authorization = authorization(of: operation)
        if let member = operation.node.member("x-amazon-apigateway-request-validator") {
            values.log.report(.restOnly(member))
        }
        route.integration = integration(of: operation, key)
        api.routes.append(route)
    }

    private var prefix: String {
        guard let path = document.basePath?.value else { return "" }
        switch options.basePathMode {
        case .ignore: return ""
        case .prepend: return path
        case .split:
            let segments = path.split(separator: "/").dropFirst()
            return segments.isEmpty ? "" : "/" + segments.joined(separator: "/")
        }
    }
}

extension Diagnostic {
    fileprivate static func swaggerHTTPAPI(_ root: Node) -> Self {
        Self(
            ID(rawValue: "http-api-swagger"), .error,
            "an HTTP API is described in OpenAPI 3.0, not in Swagger 2.0",
            at: root.member("swagger")?.keyRange ?? root.firstByte)
    }

    fileprivate static func restOnly(_ member: Node.Member) -> Self {
        Self(
            ID(rawValue: "http-api-unsupported"), .warning,
            "an HTTP API has no '\(member.key)'; it is left out", at: member.keyRange,
            help: "remove it, or compile with '--api-type rest'")
    }

    fileprivate static func noSuchMethod(_ operation: Operation) -> Self {
        Self(
            ID(rawValue: "unsupported-http-method"), .warning,
            "API Gateway has no method '\(operation.method.httpName)'", at: operation.keyRange)
    }
}
