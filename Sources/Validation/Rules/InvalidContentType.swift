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
        var types = integration.requestTemplates.map(\.contentType)
        for response in integration.responses {
            for template in response.responseTemplates { types.append(template.contentType) }
        }
        for type in types where !isMediaType(Array(type.value.utf8)) {
            log.report(
                Diagnostic(
                    id, .error, "'\(type.value)' is not a media type", at: type.range,
                    help: "write a type such as 'application/json'",
                    aws: context.unableToPutIntegration(
                        "Validation Result: warnings : [], errors : "
                            + "[Invalid content type specified: \(type.value)]")))
        }
    }

    private static func isMediaType(_ text: [UInt8]) -> Bool {
        if text.elementsEqual("$default".utf8) || text.holds("${") { return true }
        let type = text.prefix { $0 != UInt8(ascii: ";") }
        let slashes = type.indices.filter { type[$0] == UInt8(ascii: "/") }
        return slashes.count == 1 && slashes[0] > 0 && slashes[0] + 1 < type.count
            && !type.contains(UInt8(ascii: " "))
    }
}
