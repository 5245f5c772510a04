package import Diagnostics
internal import JSONPath
internal import Templates

/// JSONPaths in request templates lead to something that the request's model has.
package enum UnmatchedJSONPath: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "unmatched-jsonpath"), .warning,
        "A JSONPath in a request template leads to a member of the request's model.",
        reason: "A path that leads nowhere gives an empty text, without a word. Models that allow "
            + "members they do not list are not checked.",
        bad: "# the model's only property is 'name'\n$input.json('$.nmae')",
        good: "$input.json('$.name')")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for path in template.outline.paths {
            guard case .success(let compiled) = path.path, let steps = compiled.definiteSteps,
                case .absent(let place, let known, let parent) = template.described(steps)
            else { continue }
            log.report(
                .unmatched(steps[place], known, parent, at: template.range(path.range)))
        }
    }
}

extension Diagnostic {
    fileprivate static func unmatched(
        _ step: JSONPath.DefiniteStep, _ known: [String], _ parent: String?, at range: SourceRange
    ) -> Self {
        let message: String
        var help: String?
        switch (step, parent) {
        case (.name(let name), let type?):
            message = "the request's model has no '\(name)' here, but a value of type '\(type)'"
        case (.name(let name), nil):
            message = "the request's model has no '\(name)' here"
            help = nearest(to: name, in: known).map { "write '\($0)'" }
        case (.index, _):
            message = "the request's model has no list here, but a value of type '\(parent ?? "")'"
        }
        return Self(UnmatchedJSONPath.id, .warning, message, at: range, help: help)
    }
}
