package import Diagnostics
package import OpenAPI
internal import Syntax

/// Rules that look at objects of a document one by one.
let objectRules: [any ObjectRule.Type] = []

/// Rules that the walk over a document applies itself.
let structureRules: [any Rule.Type] = [
    ComponentName.self, InvalidChoice.self, InvalidStatusCode.self, MisplacedExtension.self,
    MissingField.self, PathWithoutSlash.self, ReferenceSiblings.self, UnknownExtension.self,
    UnknownField.self, WrongType.self,
]

/// Every rule, by name.
package let allRules: [any Rule.Type] = (structureRules + objectRules)
    .sorted { $0.id.rawValue < $1.id.rawValue }

/// Checks a document by every rule that needs no more than the document.
///
/// O(*nodes*).
///
/// - Returns: Whether the document uses extensions of API Gateway's.
@discardableResult
package func validate(_ document: OpenAPIDocument, into log: inout DiagnosticLog) -> Bool {
    let shape: Shape = document.version == .openAPI30 ? .document30 : .document20
    var walk = StructureWalk(document, tree: document.root.tree, rules: objectRules)
    walk.walk(document.root, as: shape)
    let usesGateway = walk.usesGateway
    var structureLog = walk.log
    structureLog.append(contentsOf: validateOtherFiles(walk.otherFiles, document))
    for diagnostic in structureLog.diagnostics {
        var diagnostic = diagnostic
        if usesGateway, lenientRules.contains(diagnostic.id) { diagnostic.severity = .warning }
        log.report(diagnostic)
    }
    if usesGateway { log.append(contentsOf: walk.gatewayLog) }
    return usesGateway
}

/// Mistakes that API Gateway's import does not mind.
private let lenientRules: Set<Diagnostic.ID> = [
    MissingField.id, WrongType.id, InvalidChoice.id, ComponentName.id, InvalidStatusCode.id,
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
