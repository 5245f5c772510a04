package import Diagnostics
internal import Model

/// Templates are kept under media types.
package enum InvalidContentType: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "invalid-content-type"), .error,
        "The keys of 'requestTemplates' and 'responseTemplates' are media types or '$default'.",
        reason: "API Gateway refuses other keys.",
        bad: "responseTemplates:\n  json: '{}'",
        good: "responseTemplates:\n  application/json: '{}'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration else { return }
        check(integration.requestTemplates, of: context, &log)
        for response in integration.responses {
            check(response.responseTemplates, of: context, &log)
        }
    }

    private static func check(
        _ templates: [MappingTemplate], of context: MethodContext, _ log: inout DiagnosticLog
    ) {
        for place in templates.indices where !isMediaType(templates[place].contentType.value) {
            let type = templates[place].contentType
            log.report(
                Diagnostic(
                    id, .error, "'\(type.value)' is not a media type", at: type.range,
                    help: "write a type such as 'application/json'",
                    aws: context.unableToPutIntegration(
                        "Validation Result: warnings : [], errors : "
                            + "[Invalid content type specified: \(type.value)]")))
        }
    }

    private static func isMediaType(_ text: String) -> Bool {
        let bytes = text.utf8Span.span
        if bytes.isWord("$default") || text.holds("${") { return true }
        var slashes = 0
        var previous: UInt8?
        for place in bytes.indices {
            let byte = bytes[place]
            if byte == UInt8(ascii: ";") { break }
            if byte == UInt8(ascii: " ") { return false }
            if byte == UInt8(ascii: "/") {
                if previous == nil { return false }
                slashes += 1
            }
            previous = byte
        }
        return slashes == 1 && previous != UInt8(ascii: "/")
    }
}
