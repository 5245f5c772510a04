package import Diagnostics
package import OpenAPI
internal import Syntax

/// No two operations have one name.
package enum DuplicateOperationID: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "duplicate-operation-id"), .error,
        "Every operation has an 'operationId' of its own.",
        reason: "Generated clients make a function of each, and links find operations by it. "
            + "API Gateway itself does not mind, so that in "
            + "documents with its extensions this is a warning.",
        bad: "/a:\n  get: {operationId: list}\n/b:\n  get: {operationId: list}",
        good: "/a:\n  get: {operationId: listA}\n/b:\n  get: {operationId: listB}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        var first: [String: SourceRange] = [:]
        first.reserveCapacity(context.paths.count)
        var isKnown = Array(repeating: false, count: context.paths.count)
        for path in context.paths where !path.hasChildOfGreedyVariable {
            // A path that repeats another has been reported, and so need not be its operations.
            if isKnown[path.shape] { continue }
            isKnown[path.shape] = true
            for operation in path.operations {
                guard let node = operation.operationID, let name = node.string,
                    !name.isEmpty
                else {
                    continue
                }
                guard let other = first.updateValue(node.range, forKey: name) else { continue }
                first[name] = other
                // Two paths may share one operation by a reference or an alias.
                if other == node.range { continue }
                log.report(
                    Diagnostic(
                        id, .error, "two operations have the name '\(name)'", at: node.range,
                        notes: [.init("the other one is here", at: other)],
                        help: "rename one of them"))
            }
        }
    }
}
