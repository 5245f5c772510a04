package import Diagnostics
internal import JSON
package import OpenAPI
internal import Syntax

/// Every path parameter stands in its path.
package enum UnusedPathParameter: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "unused-path-parameter"), .error,
        "Every parameter with 'in: path' stands in braces in its path.",
        reason: "It has no place to take a value from: the name is misspelled, or the path was "
            + "changed. API Gateway imports it all the same, so that in documents with its "
            + "extensions this is a warning.",
        bad: "/pets/{petId}:\n  parameters:\n  - {name: id, in: path}",
        good: "/pets/{petId}:\n  parameters:\n  - {name: petId, in: path}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        for path in context.paths where !path.hasChildOfGreedyVariable {
            let names = path.variables
            for operation in path.operations {
                check(operation.ownParameters, names, path, into: &log)
            }
            check(path.parameters, names, path, into: &log)
        }
    }

    private static func check(
        _ parameters: [Parameter], _ names: [String], _ path: PathContext,
        into log: inout DiagnosticLog
    ) {
        for parameter in parameters
        where parameter.location == .path && !parameter.name.isEmpty
            && !names.contains(parameter.name) && !parameter.name.holds("${")
        {
            log.report(
                Diagnostic(
                    id, .error, "'\(path.path)' has no variable '{\(parameter.name)}'",
                    at: parameter.nameRange,
                    notes: parameter.node.tree.file.id == path.item.keyRange.file
                        ? [.init("the path is here", at: path.item.keyRange)] : [],
                    help: "put '{\(parameter.name)}' into the path, or remove the parameter"
                ).suggesting(nearest(to: parameter.name, in: names)))
        }
    }
}
