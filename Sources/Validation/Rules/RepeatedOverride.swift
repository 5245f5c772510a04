package import Diagnostics
internal import Templates

/// A parameter is overridden once.
package enum RepeatedOverride: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "repeated-override"), .warning,
        "A template overrides each parameter once at most.",
        reason: "An override is final: API Gateway answers 5XX where the same parameter is "
            + "overridden again. Put the value into a variable, and override at the end.",
        bad: "#set($context.responseOverride.status = 400)\n"
            + "#set($context.responseOverride.status = 404)",
        good: "#set($status = 400)\n#set($status = 404)\n"
            + "#set($context.responseOverride.status = $status)")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        // Of two in branches only one may be reached.
        let branches = template.outline.pieces.contains { piece in
            switch piece {
            case .condition, .loop: true
            default: false
            }
        }
        if branches { return }
        var overridden: Set<String> = []
        for reference in template.outline.references {
            guard reference.isAssigned, let parameter = parameter(reference),
                !overridden.insert(parameter).inserted
            else { continue }
            log.report(
                Diagnostic(
                    id, .warning, "'$context.\(parameter)' is overridden twice",
                    at: template.range(reference.range),
                    help: "put the value into a variable, and override once at the end"))
        }
    }

    /// The parameter that an assignment overrides.
    private static func parameter(_ reference: TemplateOutline.Reference) -> String? {
        guard reference.root == "context", !reference.isIndexed else { return nil }
        let names = reference.parts.map(\.name)
        guard names.count >= 2 else { return nil }
        switch (names[0], names[1], names.count) {
        case ("requestOverride", "path", 3), ("requestOverride", "querystring", 3),
            ("requestOverride", "header", 3), ("responseOverride", "header", 3),
            ("responseOverride", "status", 2):
            return names.joined(separator: ".")
        default: return nil
        }
    }
}
