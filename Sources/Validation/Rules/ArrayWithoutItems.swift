package import Diagnostics
internal import Syntax

/// An array says what it is made of.
package enum ArrayWithoutItems: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "array-without-items"), .error,
        "A schema of type 'array' has 'items'.",
        reason: "OpenAPI 3.0 and Swagger 2.0 require it; clients cannot give the elements a type. "
            + "In documents with extensions of API Gateway's this is a warning.",
        bad: "type: array", good: "type: array\nitems: {type: string}")

    package static let shapes: [Shape] = [
        .schema30, .schema20, .parameter20, .items20, .header20,
    ]
    package static let triggers: [Field] = [.type]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let type = object[.type], type.equals("array"), object[.items] == nil else { return }
        log.report(
            Diagnostic(
                id, .error, "an array has no 'items'", at: type.range, help: "add 'items'"))
    }
}
