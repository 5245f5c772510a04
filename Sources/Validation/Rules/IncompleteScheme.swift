package import Diagnostics
internal import Syntax

/// A security scheme has what its type asks for.
package enum IncompleteScheme: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "incomplete-security-scheme"), .error,
        "A security scheme has the fields of its type.",
        reason: "An 'apiKey' needs 'name' and 'in', 'http' a 'scheme', 'oauth2' its flows, and "
            + "'openIdConnect' its URL; without them clients cannot use it.",
        bad: "type: apiKey\nname: Authorization",
        good: "type: apiKey\nname: Authorization\nin: header")

    package static let shapes: [Shape] = [.securityScheme30, .securityScheme20]
    package static let triggers: [Field] = [.type]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let type = object[.type] else { return }
        let wanted: [Field]
        if type.equals("apiKey") {
            wanted = [.name, .in]
        } else if object.shape == .securityScheme20 {
            wanted = type.equals("oauth2") ? [.flow, .scopes] : []
        } else if type.equals("http") {
            wanted = [.scheme]
        } else if type.equals("oauth2") {
            wanted = [.flows]
        } else if type.equals("openIdConnect") {
            wanted = [.openIdConnectUrl]
        } else {
            wanted = []
        }
        for field in wanted where object[field] == nil {
            log.report(
                Diagnostic(
                    id, .error,
                    "a security scheme of type '\(type.string ?? "")' has no '\(field.spelling)'",
                    at: object.keyNode?.range ?? type.range, help: "add '\(field.spelling)'"))
        }
    }
}
