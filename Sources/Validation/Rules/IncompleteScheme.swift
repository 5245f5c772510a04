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
        if object.shape == .securityScheme30 { checkForeign(object, wanted, type, into: &log) }
        for field in wanted where object[field] == nil {
            log.report(
                Diagnostic(
                    id, .error,
                    "the security scheme of type '\(type.string ?? "")' lacks '\(field.spelling)'",
                    at: object.keyNode?.range ?? type.range, help: "add '\(field.spelling)'"))
        }
    }

    /// Reports fields of other types, and flows without any.
    private static func checkForeign(
        _ object: ObjectView, _ wanted: [Field], _ type: Node, into log: inout DiagnosticLog
    ) {
        if wanted.isEmpty { return }
        let typed: [Field] = [.name, .in, .scheme, .flows, .openIdConnectUrl]
        for field in typed where !wanted.contains(field) {
            guard let member = object.member(field) else { continue }
            log.report(
                Diagnostic(
                    id, .error,
                    "'\(field.spelling)' is not for security schemes of type "
                        + "'\(type.string ?? "")'",
                    at: member.key.range, help: "remove it, or change 'type'"))
        }
        if let flows = object[.flows], flows.kind == .object, flows.count == 0 {
            log.report(
                Diagnostic(
                    id, .error, "the security scheme has no flow", at: flows.range,
                    help: "add one of the OAuth flows"))
        }
    }
}
