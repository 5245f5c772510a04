package import Diagnostics
internal import JSON
internal import JSONPath
internal import OpenAPI
internal import Syntax
internal import Templates

/// A template for JSON renders JSON.
package enum TemplateNotJSON: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "template-not-json"), .warning,
        "A template for JSON renders JSON, whatever the texts that it puts in.",
        reason: "The backend cannot read the document: '$input.params' and '$input.path' give a "
            + "text without quotes, '$input.json' gives one with quotes.",
        bad: "'{\"name\": $input.params(''name'')}'",
        good: "'{\"name\": \"$util.escapeJavaScript($input.params(''name''))\"}'")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        guard template.writesJSON, !template.isForMock else { return }
        for (number, placement) in template.jsonPlacements {
            let reference = template.outline.references[number]
            switch placement {
            case .value:
                guard let help = quotingHelp(reference, template) else { continue }
                log.report(
                    Diagnostic(
                        id, .warning, "a text without quotes is no JSON value",
                        at: template.range(reference.range), help: help))
            case .string:
                guard isQuotedJSON(reference, template) else { continue }
                log.report(
                    Diagnostic(
                        id, .warning, "'$input.json' brings its own quotes into a JSON string",
                        at: template.range(reference.range),
                        help: "leave out the quotes around it, or wrap it in "
                            + "'$util.escapeJavaScript(...)'"))
            }
        }
        checkText(template, &log)
    }

    // MARK: Values

    /// What to write instead of a reference whose value is a text for certain, else `nil`.
    private static func quotingHelp(
        _ reference: TemplateOutline.Reference, _ template: TemplateContext
    ) -> String? {
        guard !reference.isIndexed, let last = reference.parts.last else { return nil }
        let quoted = "write '\"$util.escapeJavaScript(...)\"' with quotes around it"
        switch reference.root {
        case "input":
            guard reference.parts.count == 1 else { return nil }
            if last.name == "params", last.argumentCount == 1 {
                return mayBeNumber(reference, template) ? nil : quoted
            }
            guard last.name == "path", let path = path(of: reference, template),
                case .typed("string") = template.described(path)
            else { return nil }
            return "write '$input.json(...)', which has quotes"
        case "util":
            let isText =
                last.name == "escapeJavaScript" || last.name == "base64Encode"
                || last.name == "urlEncode"
            guard reference.parts.count == 1, isText, !isEscapedNumber(reference, template) else {
                return nil
            }
            return "put quotes around it"
        case "context":
            let name = reference.parts.map(\.name).joined(separator: ".")
            return contextTexts.contains(name) ? "put quotes around it" : nil
        default: return nil
        }
    }

    /// The steps of the path that a call of `$input` has as its argument.
    private static func path(
        of reference: TemplateOutline.Reference, _ template: TemplateContext
    ) -> [JSONPath.DefiniteStep]? {
        for path in template.outline.paths where reference.range.contains(path.range.lowerBound) {
            guard case .success(let compiled) = path.path else { return nil }
            return compiled.definiteSteps
        }
        return nil
    }

    /// Whether the argument of `$util.escapeJavaScript` is a parameter that is no text.
    private static func isEscapedNumber(
        _ reference: TemplateOutline.Reference, _ template: TemplateContext
    ) -> Bool {
        template.outline.references.contains {
            $0.root == "input" && $0.enclosing != nil
                && reference.range.contains($0.range.lowerBound) && mayBeNumber($0, template)
        }
    }

    /// Whether some declared parameter of the name in a call of `$input.params` is no text.
    private static func mayBeNumber(
        _ reference: TemplateOutline.Reference, _ template: TemplateContext
    ) -> Bool {
        guard let operation = template.operation, let name = reference.parts.first?.text else {
            return true
        }
        return operation.parameters.contains { parameter in
            let type = parameter.schema.flatMap(operation.document.resolve)?["type"]?.string
            return parameter.name == name && type != "string"
        }
    }

    /// Whether a reference between quotes is JSON that has quotes itself.
    private static func isQuotedJSON(
        _ reference: TemplateOutline.Reference, _ template: TemplateContext
    ) -> Bool {
        guard reference.root == "input", reference.parts.count == 1, !reference.isIndexed,
            reference.parts[0].name == "json", let path = path(of: reference, template)
        else { return false }
        if path.isEmpty { return true }
        guard case .typed(let type) = template.described(path) else { return false }
        return type == "string" || type == "object" || type == "array"
    }

    /// Variables that are never numbers, booleans or empty.
    private static let contextTexts: Set<String> = [
        "apiId", "domainName", "domainPrefix", "extendedRequestId", "httpMethod",
        "identity.sourceIp", "path", "protocol", "requestId", "requestTime", "resourcePath",
        "stage",
    ]

    // MARK: Texts

    /// Checks the text around the values of a template without conditions and loops.
    private static func checkText(_ template: TemplateContext, _ log: inout DiagnosticLog) {
        let placed = template.jsonPlacements
        var document: [UInt8] = []
        document.reserveCapacity(template.text.count)
        var sources: [(offset: Int, source: Int)] = []
        sources.reserveCapacity(template.outline.pieces.count)
        var next = 0
        for piece in template.outline.pieces {
            switch piece {
            case .text(let bytes, let source):
                sources.append((document.count, source))
                document += bytes
            case .value(let number):
                guard next < placed.count, placed[next].reference == number else { return }
                if case .value = placed[next].placement { document.append(UInt8(ascii: "0")) }
                next += 1
            case .silent: continue
            case .condition, .alternative, .loop, .close: return
            }
        }
        var tape = JSONTape()
        if let error = tape.scan(document) {
            guard let mark = sources.last(where: { $0.offset <= error.offset }) else { return }
            let start = min(mark.source + error.offset - mark.offset, template.text.count)
            log.report(
                Diagnostic(
                    id, .warning, "what the template renders is no JSON: \(error.message)",
                    at: template.range(start..<min(start + 1, template.text.count))))
        }
    }
}
