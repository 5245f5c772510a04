package import Diagnostics
package import OpenAPI
internal import Syntax

/// No two parameters have one name and place.
package enum DuplicateParameter: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "duplicate-parameter"), .error,
        "The parameters of an operation differ in 'name' or 'in'.",
        reason: "Of two with the same name and place one is lost.",
        bad: "parameters:\n- {name: limit, in: query}\n- {name: limit, in: query}",
        good: "parameters:\n- {name: limit, in: query}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        for path in context.paths {
            check(path.parameters, into: &log)
            for operation in path.operations { check(operation.ownParameters, into: &log) }
        }
    }

    private static func check(_ parameters: [Parameter], into log: inout DiagnosticLog) {
        guard parameters.count > 1 else { return }
        for (place, parameter) in parameters.enumerated() where !parameter.name.isEmpty {
            let other = parameters[..<place].first {
                $0.location == parameter.location && $0.name == parameter.name
            }
            guard let other else { continue }
            log.report(
                Diagnostic(
                    id, .error,
                    "\(parameter.location.rawValue) parameter '\(parameter.name)' is declared twice",
                    at: parameter.nameRange,
                    notes: [.init("first declared here", at: other.nameRange)],
                    help: "remove one of them"))
        }
    }
}
