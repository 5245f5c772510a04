package import Diagnostics
package import JSON
package import OpenAPI
internal import Syntax

/// How a document is to be exported as its author wrote it.
package struct FaithfulExportOptions: Sendable {
    /// The kind of document wanted; `nil` for the author's own.
    package var type: AWSExportOptions.DocumentType?

    /// Which of API Gateway's extensions are kept; `nil` for all.
    ///
    /// Extensions of others always are.
    package var extensions: Set<AWSExportOptions.Extension>?

    package init() {}
}

/// Returns a document as its author wrote it: descriptions, examples, names and order kept.
///
/// References to other files are resolved. Where the other kind of document is wanted, every
/// construct with a counterpart is converted.
///
/// - Parameters:
///   - document: The document.
///   - options: The kind of document and the extensions wanted.
///   - log: Receives `not-convertible` for what has no counterpart.
/// - Returns: The document's value.
package func faithfulExport(
    _ document: OpenAPIDocument, _ options: FaithfulExportOptions,
    into log: inout DiagnosticLog
) -> JSONValue {
    var value = document.selfContainedJSON
    if let kept = options.extensions, !kept.contains(.apigateway) {
        value = filtered(value, keeping: kept)
    }
    switch (document.version, options.type) {
    case (.swagger2, .oas30?):
        var converter = SwaggerToOpenAPI(value, range: document.root.range)
        value = converter.convert(into: &log)
    case (.openAPI30, .swagger?):
        var converter = OpenAPIToSwagger(value, range: document.root.range)
        value = converter.convert(into: &log)
    default: break
    }
    return value
}

/// Takes out API Gateway's extensions of other groups.
private func filtered(
    _ value: JSONValue, keeping kept: Set<AWSExportOptions.Extension>
) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map { filtered($0, keeping: kept) })
    case .object(let object):
        return .object(
            JSONObject(
                object.members.compactMap { member in
                    guard isKept(member.key, kept) else { return nil }
                    return JSONObject.Member(member.key, filtered(member.value, keeping: kept))
                }))
    default: return value
    }
}

private func isKept(_ key: String, _ kept: Set<AWSExportOptions.Extension>) -> Bool {
    guard key.hasPrefix("x-amazon-apigateway-") else { return true }
    return switch key.dropFirst("x-amazon-apigateway-".count) {
    case "any-method": true
    case "integration", "integrations": kept.contains(.integrations)
    case "authorizer", "authtype", "auth": kept.contains(.authorizers)
    case "request-validator", "request-validators": kept.contains(.validators)
    case "documentation": kept.contains(.documentation)
    default: false
    }
}

extension Diagnostic {
    /// A construct that the other kind of document cannot say.
    static func notConvertible(_ what: String, to target: String, at range: SourceRange) -> Self {
        Self(
            ID(rawValue: "not-convertible"), .warning,
            "\(what) has no counterpart in \(target) and is left out", at: range,
            help: "export the document's own kind to keep it")
    }
}
