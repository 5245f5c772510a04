package import Diagnostics
internal import Syntax

/// A required property is among the properties.
package enum UndeclaredRequired: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "undeclared-required"), .note,
        "Every name in 'required' is among the schema's 'properties'.",
        reason: "A name that is misspelled there makes every object invalid: it must have a "
            + "property that nobody knows.",
        bad: "required: [nmae]\nproperties:\n  name: {type: string}",
        good: "required: [name]\nproperties:\n  name: {type: string}")

    package static let shapes: [Shape] = [.schema30, .schema20]
    package static let triggers: [Field] = [.required]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        // With composition the properties may come from elsewhere.
        guard let required = object[.required], let properties = object[.properties],
            object[.allOf] == nil, object[.oneOf] == nil, object[.anyOf] == nil,
            object[.additionalProperties] == nil
        else { return }
        for name in required.elements {
            guard let text = name.string, properties[dynamic: text] == nil else { continue }
            let known = properties.members.map(\.key)
            log.report(
                Diagnostic(
                    id, .note, "required property '\(text)' is not defined", at: name.range,
                    help: nearest(to: text, in: known).map { "write '\($0)'" }))
        }
    }
}
