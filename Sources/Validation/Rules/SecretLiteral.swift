package import Diagnostics
internal import Model

/// A document holds no secrets.
package enum SecretLiteral: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "secret-literal"), .warning,
        "No mapping and no template has a key or token written into it.",
        reason: "Descriptions are kept in repositories and shown in exports. Put secrets where "
            + "the backend can read them, or into the integration's role.",
        bad: "integration.request.header.X-Api-Key: '''AKIA0123456789ABCDEF'''",
        good: "credentials: arn:aws:iam::111122223333:role/backend")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration else { return }
        check(integration.requestParameters, integration.requestTemplates, of: context, &log)
        for response in integration.responses {
            check(response.responseParameters, response.responseTemplates, of: context, &log)
        }
    }

    private static func check(
        _ mappings: [ParameterMapping], _ templates: [MappingTemplate], of context: MethodContext,
        _ log: inout DiagnosticLog
    ) {
        for place in mappings.indices { check(mappings[place].source, of: context, &log) }
        for place in templates.indices { check(templates[place].text, of: context, &log) }
    }

    private static func check(
        _ text: Located<String>, of context: MethodContext, _ log: inout DiagnosticLog
    ) {
        guard let kind = secret(in: text.value) else { return }
        log.report(
            Diagnostic(
                id, .warning, "'\(context.name)' has what looks like \(kind) in it",
                at: text.range, help: "keep it out of the document"
            ).hidingSource())
    }

    /// What kind of secret a text holds, with an article.
    private static func secret(in text: String) -> String? {
        // What every kind of secret begins with: most texts have none of it.
        let span = text.utf8Span.span
        let mayHoldSecret = span.indices.contains { place in
            switch span[place] {
            case UInt8(ascii: "A"), UInt8(ascii: "B"), UInt8(ascii: "-"): true
            default: false
            }
        }
        if !mayHoldSecret { return nil }
        let bytes = Array(text.utf8)
        if hasAccessKey(bytes) { return "an AWS access key" }
        if bytes.holds("-----BEGIN ") { return "a private key" }
        if hasToken(bytes, after: "Bearer ") { return "a bearer token" }
        if hasToken(bytes, after: "Basic ") { return "a password" }
        return nil
    }

    /// `AKIA` or `ASIA` and sixteen capitals or digits.
    private static func hasAccessKey(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 20 else { return false }
        for start in 0...bytes.count - 20
        where bytes[start] == UInt8(ascii: "A") && bytes[start + 3] == UInt8(ascii: "A") {
            let prefix = bytes[start..<start + 4]
            guard prefix.elementsEqual("AKIA".utf8) || prefix.elementsEqual("ASIA".utf8) else {
                continue
            }
            let isKey = bytes[start + 4..<start + 20].allSatisfy {
                UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
            }
            if isKey { return true }
        }
        return false
    }

    /// A word and at least sixteen characters of a token after it, with a digit among them.
    private static func hasToken(_ bytes: [UInt8], after word: String) -> Bool {
        let word = Array(word.utf8)
        guard bytes.count >= word.count + 16 else { return false }
        for start in 0...bytes.count - word.count - 16
        where bytes[start] == word[0] && bytes[start..<start + word.count].elementsEqual(word) {
            let token = bytes[(start + word.count)...].prefix {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
                    || [
                        UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="),
                        UInt8(ascii: "+"), UInt8(ascii: "/"),
                    ].contains($0)
            }
            let hasDigit = token.contains { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            if token.count >= 16, hasDigit { return true }
        }
        return false
    }
}
