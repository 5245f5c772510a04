package import Diagnostics
package import OpenAPI
internal import Syntax

/// Which part of an API a client is wanted for.
package struct ClientSelection: Sendable {
    /// Tags and operation ids; empty for everything.
    package var names: [String]

    /// Whether examples are read, for samples.
    package var includesExamples: Bool

    package init(names: [String] = [], includesExamples: Bool = false) {
        self.names = names
        self.includesExamples = includesExamples
    }
}

/// Reads a document as its callers see it.
///
/// Never stops: what a client cannot express is reported at its place and falls back to bytes or to
/// any JSON value.
///
/// - Parameters:
///   - document: The document, references resolved.
///   - selection: What to read; schemas that nothing selected needs are left out then.
///   - log: Receives the `sdk-…` warnings.
/// - Returns: The model. O(*document*).
package func readClientAPI(
    _ document: OpenAPIDocument, selecting selection: ClientSelection = ClientSelection(),
    into log: inout DiagnosticLog
) -> ClientAPI {
    var reader = ClientReader(document, selection)
    let api = reader.read()
    log.append(contentsOf: reader.log)
    return api
}

/// The state of reading one document.
struct ClientReader {
    let document: OpenAPIDocument
    let selection: ClientSelection
    var log = DiagnosticLog()

    /// The shapes read so far; named ones first, in document order.
    var shapes: [Shape] = []

    /// The named schemas' shapes, by the place of their node.
    var named: [NodePlace: ShapeID] = [:]

    /// The shapes without a name, by what they are.
    var interned: [Shape.Kind: ShapeID] = [:]

    /// The sets of errors read so far.
    var failureSets: [FailureSet] = []
    var failurePlaces: [FailureSet: Int] = [:]

    /// The header fields of answers, by their names in lower case.
    var answerHeaders: [ClientHeader] = []
    var headerPlaces: [String: Int] = [:]

    var schemes: [CredentialScheme] = []
    var schemePlaces: [String: Int] = [:]

    /// Targets of references outside the named schemas that wait to be read.
    var pending: [(id: ShapeID, node: Node)] = []

    /// The types of schemas without a name, by their place; those that are being read.
    var inlineTypes: [NodePlace: TypeUse] = [:]
    var activeInline: Set<NodePlace> = []

    /// Places already warned about.
    var warned: Set<NodePlace> = []

    init(_ document: OpenAPIDocument, _ selection: ClientSelection) {
        self.document = document
        self.selection = selection
    }

    mutating func read() -> ClientAPI {
        readNamedShapes()
        readSchemes()
        var operations: [ClientOperation] = []
        let names = Set(selection.names)
        for path in document.paths {
            for operation in path.operations where isCallable(operation) {
                if !names.isEmpty, !isSelected(operation, names) { continue }
                operations.append(readOperation(operation))
            }
        }
        readPending()
        if operations.isEmpty { log.report(.noOperations(document.root)) }
        let servers = document.servers.map(readServer)
        var api = ClientAPI(
            title: document.title?.scalarText ?? "", version: document.apiVersion?.scalarText ?? "",
            description: document.description?.string, servers: servers, schemes: schemes,
            operations: operations, shapes: shapes, failureSets: failureSets,
            answerHeaders: answerHeaders)
        readEndpoint(into: &api)
        if !names.isEmpty { api.removeUnusedShapes() }
        return api
    }

    /// Whether callers have a use for an operation: a CORS preflight is made by browsers.
    private func isCallable(_ operation: Operation) -> Bool {
        guard operation.method == .options else { return true }
        let integration = operation.extension("x-amazon-apigateway-integration")?.value
        let type = integration?["type"]?.string?.lowercased()
        return type != "mock"
    }

    private func isSelected(_ operation: Operation, _ names: Set<String>) -> Bool {
        if let id = operation.operationID?.string, names.contains(id) { return true }
        return operation.tags.contains { $0.string.map(names.contains) ?? false }
    }

    private func readServer(_ server: Server) -> ClientServer {
        let variables = server.variables.map { variable -> ClientServer.Variable in
            let node = server.node["variables"]?[dynamic: variable.name.value]
            return ClientServer.Variable(
                name: variable.name.value, defaultValue: variable.defaultValue?.scalarText ?? "",
                values: uniqued(elements(of: node?["enum"]).compactMap(\.scalarText)),
                documentation: node?["description"]?.string)
        }
        let description =
            document.version == .swagger2 ? nil : server.node["description"]?.string
        return ClientServer(
            url: server.url.value, description: description, variables: variables)
    }

    /// Reads where the gateway answers; HTTP APIs say it at a server, REST APIs at the root.
    private func readEndpoint(into api: inout ClientAPI) {
        let key = "x-amazon-apigateway-endpoint-configuration"
        let places = [document.root] + document.servers.map(\.node)
        for endpoint in places.compactMap({ $0[dynamic: key] }) {
            if endpoint["disableExecuteApiEndpoint"]?.bool == true {
                api.hasDefaultEndpoint = false
            }
            let ids = elements(of: endpoint["vpcEndpointIds"]).compactMap(\.string)
            api.vpcEndpoints += ids.filter { !api.vpcEndpoints.contains($0) }
        }
    }

    /// Reports something at a place, once.
    mutating func warn(_ diagnostic: Diagnostic, at node: Node) {
        if warned.insert(NodePlace(node)).inserted { log.report(diagnostic) }
    }
}

/// Identifies a node over all files of a document.
struct NodePlace: Hashable {
    private let file: FileID
    private let index: Int

    init(_ node: Node) {
        file = node.tree.file.id
        index = node.index
    }
}

extension Diagnostic {
    fileprivate static func noOperations(_ root: Node) -> Self {
        Self(
            ID(rawValue: "sdk-no-operations"), .warning, "the client has no operations",
            at: SourceRange(
                Int(root.range.start), Int(root.range.start), file: root.range.file))
    }
}
