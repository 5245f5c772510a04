package import Diagnostics
internal import JSONPath
internal import Templates

/// JSONPaths in templates can be read.
package enum TemplateJSONPath: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-jsonpath"), .error,
        "The argument of '$input.path' and '$input.json' is a JSONPath.",
        reason: "A path that cannot be read makes the template fail: the caller gets 500, "
            + "'Internal server error'.",
        bad: "$input.path('$.items[')", good: "$input.path('$.items[0]')")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for path in template.outline.paths {
            guard case .failure(let error) = path.path else { continue }
            log.report(
                Diagnostic(
                    id, .error, "the JSONPath cannot be read: \(error.message)",
                    at: template.range(path.range)))
        }
    }
}
