package import Diagnostics
internal import Syntax

/// The values of an enumeration are of its type.
package enum EnumType: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "enum-type"), .warning,
        "The values of 'enum' are of the schema's 'type'.",
        reason: "A value of another type is never accepted. In YAML 'yes' is a string, 'true' and "
            + "'2024' are not.",
        bad: "type: string\nenum: [1, 2]", good: "type: string\nenum: ['1', '2']")

    package static let shapes: [Shape] = [.schema30, .schema20, .parameter20, .items20, .header20]
    package static let triggers: [Field] = [.enum]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let list = object[.enum], let type = object[.type] else { return }
        let isNullable = object[.nullable]?.bool == true
        for value in list.elements {
            let fits: Bool
            switch value.kind {
            case .null: fits = isNullable
            case .bool: fits = type.equals("boolean")
            case .number:
                fits = type.equals("number") || type.equals("integer") && value.int != nil
            case .string: fits = type.equals("string") || type.equals("file")
            case .array: fits = type.equals("array")
            case .object: fits = type.equals("object")
            case .invalid: fits = true
            }
            if fits || value.kind == .null || type.kind != .string { continue }
            log.report(
                Diagnostic(
                    id, .warning,
                    "'\(value.scalarText ?? "the value")' is not of the type '\(type.string ?? "")'",
                    at: value.range,
                    help: type.equals("string") ? "put it in quotes" : nil))
        }
    }
}
