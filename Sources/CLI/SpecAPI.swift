internal import Diagnostics
package import Lowering
package import OpenAPI
internal import Syntax

/// An API that a specification describes.
package struct SpecAPI: Sendable {
    /// The name of its resource in a template; `nil` where the file is the document itself.
    package var logicalID: String?

    /// Whether a template makes it an HTTP API.
    package var isHTTPAPI = false

    package var document: OpenAPIDocument

    /// The template's resource; `nil` where the file is the document itself.
    private let template: TemplateAPI?

    /// Describes the API of a document, or of a resource of a template.
    package init(document: OpenAPIDocument, template: TemplateAPI? = nil) {
        logicalID = template?.logicalID.value
        isHTTPAPI = template?.isHTTPAPI ?? false
        self.document = document
        self.template = template
    }

    /// The options for this API: a template says what the user did not.
    package func adapted(_ options: LoweringOptions) -> LoweringOptions {
        guard let template else { return options }
        var options = options
        if isHTTPAPI { options.apiType = .http }
        if options.settings == nil {
            options.settings = templateSettings(template, substitutions: options.substitutions)
        }
        if options.basePathMode == .ignore, let mode = templateBasePathMode(template) {
            options.basePathMode = mode
        }
        return options
    }
}

/// Reads the APIs of a file: an OpenAPI document, or a SAM or CloudFormation template with some.
///
/// - Parameters:
///   - root: The file's value.
///   - resource: The only resource of a template that is wanted.
///   - acceptsAnyVersion: Whether versions that API Gateway refuses are read as the nearest one.
///   - load: Reads other files.
///   - log: Receives what is wrong with the documents, `no-api-in-template`, `unknown-resource`,
///     `definition-elsewhere` and `definition-file-missing`.
/// - Returns: The APIs in source order.
func readAPIs(
    _ root: Node, resource: String?, acceptsAnyVersion: Bool, load: OpenAPIDocument.Loader,
    into log: inout DiagnosticLog
) -> [SpecAPI] {
    guard let resources = TemplateAPI.all(in: root) else {
        let document = OpenAPIDocument.read(
            root, load: load, acceptsAnyVersion: acceptsAnyVersion, into: &log)
        return document.map { [SpecAPI(document: $0)] } ?? []
    }
    if resources.isEmpty { log.report(.noAPI(root)) }
    let wanted = resources.filter { resource == nil || $0.logicalID.value == resource }
    if let resource, wanted.isEmpty, !resources.isEmpty {
        log.report(.unknownResource(resource, resources, root))
    }
    var apis: [SpecAPI] = []
    for template in wanted {
        let body: Node
        switch template.body {
        case .embedded(let node): body = node
        case .file(let path):
            guard let node = load(path.value, &log) else {
                log.report(.definitionMissing(path))
                continue
            }
            body = node
        case .elsewhere(let node):
            log.report(.definitionElsewhere(template.logicalID.value, node))
            continue
        case .none:
            log.report(.noDefinition(template.logicalID))
            continue
        }
        let document = OpenAPIDocument.read(
            template.document(body), load: load, acceptsAnyVersion: acceptsAnyVersion, into: &log)
        if let document {
            apis.append(SpecAPI(document: document, template: template))
        }
    }
    return apis
}

extension Diagnostic {
    fileprivate static func noAPI(_ root: Node) -> Self {
        Self(
            ID(rawValue: "no-api-in-template"), .error, "the template defines no API",
            at: root.member("Resources")?.keyRange ?? .start(of: root.range.file))
    }

    fileprivate static func unknownResource(
        _ name: String, _ resources: [TemplateAPI], _ root: Node
    ) -> Self {
        let known = resources.map(\.logicalID.value)
        return Self(
            ID(rawValue: "unknown-resource"), .error, "the template has no API '\(name)'",
            at: root.member("Resources")?.keyRange ?? .start(of: root.range.file),
            help: nearest(to: name, in: known).map { "write '\($0)'" }
                ?? "use one of \(known.joined(separator: ", "))")
    }

    fileprivate static func definitionMissing(_ path: Located<String>) -> Self {
        Self(
            ID(rawValue: "definition-file-missing"), .error,
            "the definition '\(path.value)' cannot be read", at: path.range)
    }

    fileprivate static func definitionElsewhere(_ name: String, _ node: Node) -> Self {
        let end = min(node.range.end, node.range.start + 1)
        return Self(
            ID(rawValue: "definition-elsewhere"), .error,
            "the definition of '\(name)' is not in a file that can be read here",
            at: SourceRange(Int(node.range.start), Int(end), file: node.range.file),
            help: "name a local file, or write the document in the template")
    }

    fileprivate static func noDefinition(_ name: Located<String>) -> Self {
        Self(
            ID(rawValue: "definition-generated"), .warning,
            "API '\(name.value)' has no OpenAPI document; it is left out", at: name.range,
            help: "give it a 'DefinitionBody'")
    }
}
