package import Diagnostics
package import Model
package import OpenAPI
internal import Syntax
package import Templates

/// Checks a document by every rule that needs no more than the document.
///
/// O(*nodes*).
///
/// - Returns: Whether the document uses extensions of API Gateway's.
@discardableResult
package func validate(_ context: DocumentContext, into log: inout DiagnosticLog) -> Bool {
    let document = context.document
    let shape: Shape = document.version == .openAPI30 ? .document30 : .document20
    var walk = StructureWalk(document, tree: document.root.tree, rules: objectRules)
    walk.walk(document.root, as: shape)
    let usesGateway = walk.usesGateway
    var structureLog = walk.log
    structureLog.append(contentsOf: validateOtherFiles(walk.otherFiles, document))
    for rule in documentRules { rule.check(context, into: &structureLog) }
    for diagnostic in structureLog.diagnostics {
        var diagnostic = diagnostic
        if usesGateway {
            // Lowering reports these in API Gateway's own words.
            if loweredRules.contains(diagnostic.id) { continue }
            if lenientRules.contains(diagnostic.id) {
                diagnostic.severity = min(diagnostic.severity, .warning)
            }
        }
        log.report(diagnostic)
    }
    if usesGateway { log.append(contentsOf: walk.gatewayLog) }
    return usesGateway
}

/// Checks a REST API by every rule that needs to know what it became.
///
/// O(*methods*), but for what rules say themselves.
///
/// - Parameters:
///   - api: The API.
///   - context: The document that it was lowered from.
///   - keepsTemplates: Whether somebody wants the templates that are compiled on the way.
///   - log: Receives what is wrong.
/// - Returns: The templates; none where nobody wants them.
@discardableResult
package func validate(
    _ api: RestAPI, of context: DocumentContext, keepsTemplates: Bool = true,
    into log: inout DiagnosticLog
) -> CompiledTemplates {
    let gateway = GatewayContext(api, of: context)
    var templates = CompiledTemplates()
    var readings = TemplateReadings()
    for context in gateway.methods {
        for rule in methodRules { rule.check(context, in: gateway, into: &log) }
        for template in context.templates(&readings) {
            validate(template, into: &log)
            if keepsTemplates { templates[template.place] = template.compiled }
        }
    }
    for rule in gatewayRules { rule.check(gateway, into: &log) }
    return templates
}

/// Checks a mapping template by every rule about templates.
package func validate(_ template: TemplateContext, into log: inout DiagnosticLog) {
    for rule in templateRules { rule.check(template, into: &log) }
}

/// Mistakes that API Gateway's import does not mind.
private let lenientRules: Set<Diagnostic.ID> = [
    ArrayWithoutItems.id, ComponentName.id, DuplicateOperationID.id, DuplicateParameter.id,
    FileParameter.id, IncompleteScheme.id, InvalidChoice.id, MultiCollectionFormat.id,
    MissingField.id, OptionalPathParameter.id, ParameterWithoutSchema.id,
    // Its own exports have a body for each of a method's models.
    SeveralBodies.id,
    UndeclaredPathParameter.id, UndefinedServerVariable.id, UnknownField.id,
    UnusedPathParameter.id, WrongType.id,
]

/// Mistakes that lowering reports for gateways.
private let loweredRules: Set<Diagnostic.ID> = [
    BracesInPath.id, EquivalentPaths.id, InvalidStatusCode.id, QueryInPath.id,
]

/// Checks what a document refers to in other files, each place once for each thing it is used as.
private func validateOtherFiles(
    _ first: [(node: Node, expectation: UInt8)], _ document: OpenAPIDocument
) -> DiagnosticLog {
    struct Use: Hashable {
        var file: FileID
        var index: Int
        var expectation: UInt8
    }
    var log = DiagnosticLog()
    var walked: Set<Use> = []
    var queue = first
    while let (node, expectation) = queue.popLast() {
        let use = Use(file: node.tree.file.id, index: node.index, expectation: expectation)
        guard walked.insert(use).inserted else { continue }
        var walk = StructureWalk(document, tree: node.tree, rules: objectRules)
        walk.walk(node, as: expectation)
        log.append(contentsOf: walk.log)
        queue += walk.otherFiles
    }
    return log
}
