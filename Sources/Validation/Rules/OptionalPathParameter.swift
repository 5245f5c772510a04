package import Diagnostics
internal import Syntax

/// Path parameters are required.
package enum OptionalPathParameter: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "optional-path-parameter"), .error,
        "Every parameter with 'in: path' has 'required: true'.",
        reason: "A path without the value is another path (OpenAPI 3.0.4, Parameter Object). "
            + "API Gateway takes it as required whatever is written, so that in documents with its "
            + "extensions this is a warning.",
        bad: "name: id\nin: path", good: "name: id\nin: path\nrequired: true")

    package static let shapes: [Shape] = [.parameter30, .parameter20]
    package static let triggers: [Field] = [.in]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let place = object[.in], place.equals("path") else { return }
        let required = object[.required]
        guard required == nil || required?.bool == false else { return }
        log.report(
            Diagnostic(
                id, .error, "path parameter '\(object[.name]?.string ?? "")' is not required",
                at: required?.range ?? place.range, help: "add 'required: true'"))
    }
}
