package import Diagnostics
package import JSON
package import OpenAPI
package import Syntax

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

/// A document as its author wrote it: descriptions, examples, names and order kept.
///
/// References to other files are resolved. Where the other kind of document is wanted, every
/// construct with a counterpart is converted.
package struct FaithfulExport: Sendable {
    /// The document.
    package var value: JSONValue

    /// What the kind of document that was wanted cannot say, in the document's order.
    package var losses: [ConversionLoss] = []

    /// The names given to schemas of other files, which an import of the document itself would
    /// put in place of the references to them.
    package var importedSchemas: [String]

    /// Exports a document.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - options: The kind of document and the extensions wanted.
    ///   - log: Receives `not-convertible`, once for each kind of loss.
    package init(
        _ document: OpenAPIDocument, _ options: FaithfulExportOptions,
        into log: inout DiagnosticLog
    ) {
        (value, importedSchemas) = document.selfContained()
        if let kept = options.extensions, !kept.contains(.apigateway) {
            value = filtered(value, keeping: kept)
        }
        switch (document.version, options.type) {
        case (.swagger2, .oas30?):
            var converter = SwaggerToOpenAPI(value)
            value = converter.convert()
            losses = converter.losses
        case (.openAPI30, .swagger?):
            var converter = OpenAPIToSwagger(value)
            value = converter.convert()
            losses = converter.losses
        default: break
        }
        report(document.root, into: &log)
    }

    /// Reports each kind of loss where it is met first, with the next places as notes.
    private func report(_ root: Node, into log: inout DiagnosticLog) {
        var order: [String] = []
        var places: [String: [SourceRange]] = [:]
        for loss in losses {
            if places[loss.message] == nil { order.append(loss.message) }
            places[loss.message, default: []].append(loss.range(in: root))
        }
        for message in order {
            guard let ranges = places[message] else { continue }
            log.report(.notConvertible(message, at: ranges))
        }
    }
}

extension ConversionLoss {
    /// The key or element that the pointer leads to, or as far on the way as the document goes.
    package func range(in root: Node) -> SourceRange {
        var node = root
        var range = SourceRange.start(of: root.range.file)
        for key in pointer {
            if let member = node.member(named: key) {
                node = member.value
                range = member.keyRange
            } else if let index = Int(key), node.kind == .array,
                let element = node.elements.dropFirst(index).first(where: { _ in true })
            {
                node = element
                range = SourceRange(
                    Int(node.range.start), Int(min(node.range.start + 1, node.range.end)),
                    file: node.range.file)
            } else {
                break
            }
        }
        return range
    }
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
    /// Constructs that the other kind of document cannot say; there is one place at least.
    fileprivate static func notConvertible(_ what: String, at ranges: [SourceRange]) -> Self {
        let count = ranges.count == 1 ? "" : " (\(ranges.count) places)"
        return Self(
            ID(rawValue: "not-convertible"), .warning, what + count, at: ranges[0],
            notes: ranges.dropFirst().prefix(4).map { Note("here too", at: $0) },
            help: "export the document's own kind to keep it")
    }
}
