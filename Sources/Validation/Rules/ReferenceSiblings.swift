package import Diagnostics
internal import Syntax

/// A reference stands alone.
package enum ReferenceSiblings: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "reference-siblings"), .warning,
        "An object with '$ref' has no other members.",
        reason: "In OpenAPI 3.0 and Swagger 2.0 they are ignored; OpenAPI 3.1 reads some of them. "
            + "Members that only describe get a note.",
        bad: "schema:\n  $ref: '#/components/schemas/Pet'\n  nullable: true",
        good: "schema:\n  nullable: true\n  allOf:\n  - $ref: '#/components/schemas/Pet'")

    static func check(_ node: Node, into log: inout DiagnosticLog) {
        guard
            let member = node.members.first(where: {
                !$0.keyNode.equals("$ref") && !$0.keyNode.startsWith("x-")
            })
        else { return }
        let describes =
            member.keyNode.equals("description") || member.keyNode.equals("summary")
            || member.keyNode.equals("title") || member.keyNode.equals("example")
        log.report(
            Diagnostic(
                id, describes ? .note : .warning, "'\(member.key)' beside '$ref' is ignored",
                at: member.keyRange))
    }
}
