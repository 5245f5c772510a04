package import Diagnostics
internal import Syntax

/// Only query and form parameters can be repeated.
package enum MultiCollectionFormat: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "multi-collection-format"), .error,
        "A Swagger 2.0 parameter with 'collectionFormat: multi' is in the query or a form.",
        reason: "Only there can a parameter stand several times.",
        bad: "name: ids\nin: path\ntype: array\ncollectionFormat: multi",
        good: "name: ids\nin: path\ntype: array\ncollectionFormat: csv")

    package static let shapes: [Shape] = [.parameter20]
    package static let triggers: [Field] = [.collectionFormat]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let format = object[.collectionFormat], format.equals("multi"),
            let place = object[.in], !place.equals("query"), !place.equals("formData")
        else { return }
        log.report(
            Diagnostic(
                id, .error, "a parameter in '\(place.string ?? "")' cannot be repeated",
                at: format.range, help: "write 'csv' or another format"))
    }
}
