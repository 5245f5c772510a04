package import Diagnostics
internal import Templates

/// Templates call functions that exist.
package enum UnknownTemplateMember: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-template-member"), .error,
        "Templates use '$input.body', '.json', '.path' and '.params', and functions of '$util' "
            + "that API Gateway has.",
        reason: "An unknown call prints nothing, without a word.",
        bad: "\"$input.parms('id')\"", good: "\"$input.params('id')\"")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for reference in template.outline.references {
            guard let part = reference.parts.first else { continue }
            switch reference.root {
            case "input":
                check(
                    part, of: "input", functions: TemplateMembers.inputFunctions,
                    properties: TemplateMembers.inputProperties, template, &log)
            case "util":
                check(
                    part, of: "util", functions: TemplateMembers.utilFunctions, properties: [],
                    template, &log)
            default: break
            }
        }
    }

    private static func check(
        _ part: TemplateOutline.Part, of root: String, functions: [String: ClosedRange<Int>],
        properties: [String], _ template: TemplateContext, _ log: inout DiagnosticLog
    ) {
        let isFunction = functions[part.name] != nil
        let isProperty = properties.contains(part.name)
        if !isFunction, !isProperty {
            let known = (functions.keys + properties).sorted()
            log.report(
                Diagnostic(
                    id, .error, "'$\(root)' has no '\(part.name)'", at: template.range(part.range),
                    help: nearest(to: part.name, in: known).map { "write '\($0)'" }
                        ?? "use one of \(known.joined(separator: ", "))"))
        } else if isProperty, part.argumentCount != nil {
            log.report(
                Diagnostic(
                    id, .error, "'$\(root).\(part.name)' is no function",
                    at: template.range(part.range),
                    help: "write '$\(root).\(part.name)'"))
        } else if isFunction, part.argumentCount == nil {
            log.report(
                Diagnostic(
                    id, .error, "'$\(root).\(part.name)' is a function",
                    at: template.range(part.range),
                    help: "write '$\(root).\(part.name)(...)'"))
        }
    }
}
