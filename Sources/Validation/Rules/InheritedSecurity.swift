package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// A document that relies on security for all operations is told what happens.
package enum InheritedSecurity: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "inherited-security"), .note,
        "Operations say themselves which security they require.",
        reason: "API Gateway's documentation says that import ignores 'security' of the document, "
            + "yet imports recorded on AWS apply it to every operation without its own, and so "
            + "does this compiler. Writing it at the operations is safe either way. Where an "
            + "'OPTIONS' method inherits it, this is a warning: browsers send preflight requests "
            + "without credentials.",
        bad: "security:\n- tokens: []\npaths: {}",
        good: "paths:\n  /pets:\n    get:\n      security:\n      - tokens: []")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        guard let member = gateway.document.root.member("security"),
            member.value.elements.contains(where: { $0.count > 0 })
        else { return }
        let inheriting = gateway.methods.filter { $0.operation?.node["security"] == nil }
        guard !inheriting.isEmpty else { return }
        let preflight = inheriting.first { $0.method.httpMethod == .options }
        log.report(
            Diagnostic(
                id, preflight == nil ? .note : .warning,
                "operations without 'security' of their own take this one (\(inheriting.count))",
                at: member.keyRange,
                notes: preflight.map {
                    [
                        .init(
                            "among them is one that browsers call without credentials",
                            at: $0.method.range)
                    ]
                } ?? [],
                help: "write 'security' at the operations"))
    }
}
