package import Diagnostics
package import OpenAPI

/// Every variable of a path is declared as a parameter.
package enum UndeclaredPathParameter: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "undeclared-path-parameter"), .error,
        "Every variable in a path's braces is declared as a parameter with 'in: path'.",
        reason: "Clients and documentation learn nothing of it otherwise (OpenAPI 3.0.4, Paths "
            + "Object). API Gateway adds the parameter itself, so that in documents with its "
            + "extensions this is a warning.",
        bad: "/pets/{id}:\n  get:\n    responses: {}",
        good: "/pets/{id}:\n  get:\n    parameters:\n"
            + "    - {name: id, in: path, required: true, schema: {type: string}}\n"
            + "    responses: {}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        for path in context.paths where !path.hasChildOfGreedyVariable {
            let names = path.variables
            if names.isEmpty { continue }
            for operation in path.operations {
                let declared = operation.parameters
                for name in names
                where !declared.contains(where: { $0.location == .path && $0.name == name }) {
                    log.report(
                        Diagnostic(
                            id, .error,
                            "path parameter '\(name)' of '\(operation.method.httpName) "
                                + "\(path.path)' is not declared",
                            at: operation.keyRange,
                            help: "add a parameter with 'name: \(name)' and 'in: path'"))
                }
            }
        }
    }
}
