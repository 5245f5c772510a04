package import Diagnostics
package import OpenAPI

/// A Swagger operation has one body.
package enum SeveralBodies: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "several-bodies"), .error,
        "A Swagger 2.0 operation has at most one parameter with 'in: body', and none with "
            + "'in: formData' beside it.",
        reason: "A request has one body, which is either a document or a form.",
        bad: "parameters:\n- {name: pet, in: body}\n- {name: owner, in: body}",
        good: "parameters:\n- {name: petAndOwner, in: body}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        guard context.document.version == .swagger2 else { return }
        for path in context.paths {
            for operation in path.operations {
                let parameters = operation.parameters
                guard let body = parameters.first(where: { $0.location == .body }) else { continue }
                for parameter in parameters
                where parameter.nameRange != body.nameRange
                    && (parameter.location == .body || parameter.location == .formData)
                {
                    log.report(
                        Diagnostic(
                            id, .error,
                            "parameter '\(parameter.name)' is a second body of the request",
                            at: parameter.nameRange,
                            notes: [.init("the first is here", at: body.nameRange)]))
                }
            }
        }
    }
}
