package import Diagnostics
internal import Model

/// Templates call functions that exist.
package enum UnknownTemplateMember: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-template-member"), .error,
        "Templates use '$input.body', '.json', '.path' and '.params', and functions of '$util' "
            + "that API Gateway has.",
        reason: "Velocity prints an unknown call as it is written, without a word; the backend "
            + "then gets '$input.parms(...)' as text.",
        bad: "\"$input.parms('id')\"", good: "\"$input.params('id')\"")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        for template in context.templates {
            for (root, known) in [(TemplateReference.Root.input, input), (.util, util)] {
                for reference in template.references where reference.root == root {
                    guard let name = reference.names.first, !known.contains(name.text) else {
                        continue
                    }
                    log.report(
                        Diagnostic(
                            id, .error, "'$\(root.name)' has no '\(name.text)'",
                            at: template.locator.range(
                                name.range.lowerBound, name.range.upperBound),
                            help: nearest(to: name.text, in: known).map { "write '\($0)'" }
                                ?? "use one of \(known.joined(separator: ", "))"))
                }
            }
        }
    }

    /// Source: API Gateway Developer Guide, “Mapping template reference”.
    private static let input = ["body", "json", "params", "path"]
    private static let util = [
        "base64Decode", "base64Encode", "escapeJavaScript", "parseJson", "urlDecode", "urlEncode",
    ]
}
