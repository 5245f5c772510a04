package import Diagnostics
internal import Model

/// Loops stay within their limit.
package enum LongLoop: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "long-loop"), .warning,
        "A '#foreach' over a range has at most 1000 rounds.",
        reason: "API Gateway ends a loop after 1000 rounds without a word.",
        bad: "'#foreach($i in [1..5000])$i#end'", good: "'#foreach($i in [1..1000])$i#end'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        for template in context.templates where template.text.holds("#foreach") {
            let text = template.text
            var index = 0
            while let open = text[index...].firstIndex(of: UInt8(ascii: "[")) {
                index = open + 1
                guard let close = text[index...].firstIndex(of: UInt8(ascii: "]")) else { break }
                guard let count = roundCount(String(decoding: text[index..<close], as: UTF8.self)),
                    count > 1000
                else { continue }
                log.report(
                    Diagnostic(
                        id, .warning, "a loop over \(count) numbers ends after 1000 rounds",
                        at: template.locator.range(open, close + 1), help: "make the range smaller")
                )
            }
        }
    }

    /// The length of a range such as `1..5000`, or `nil`.
    private static func roundCount(_ text: String) -> Int? {
        guard text.contains("..") else { return nil }
        let ends = text.split(separator: ".", omittingEmptySubsequences: true)
            .map { $0.split(separator: " ").joined() }
        guard ends.count == 2, let first = Int32(ends[0]), let last = Int32(ends[1]) else {
            return nil
        }
        return abs(Int(last) - Int(first)) + 1
    }
}
