package import Diagnostics
internal import Templates

/// Loops stay within their limit.
package enum LongLoop: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "long-loop"), .warning,
        "A '#foreach' over a range has at most 1000 rounds.",
        reason: "API Gateway ends a loop after 1000 rounds without a word.",
        bad: "'#foreach($i in [1..5000])$i#end'", good: "'#foreach($i in [1..1000])$i#end'")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for numbers in template.outline.numberRanges where numbers.count > 1000 {
            log.report(
                Diagnostic(
                    id, .warning, "a loop over \(numbers.count) numbers ends after 1000 rounds",
                    at: template.range(numbers.range), help: "make the range smaller"))
        }
    }
}
