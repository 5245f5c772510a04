internal import Diagnostics
internal import Syntax

extension OpenAPIDocument.Version {
    /// Reads the version of a document; reports one that is not read here.
    ///
    /// With `acceptsAny`, a later or sloppily spelled version is read as the nearest one.
    init?(of root: Node, acceptsAny: Bool, into log: inout DiagnosticLog) {
        if !acceptsAny, let swagger = root.member("swagger"), let openAPI = root.member("openapi") {
            log.report(.conflictingVersions(swagger, openAPI))
            return nil
        }
        if let member = root.member("swagger") {
            let text = member.value.scalarText ?? ""
            if text != "2.0" {
                guard acceptsAny, text.hasPrefix("2") else {
                    log.report(.unsupported("Swagger", member.value))
                    return nil
                }
                log.report(.readAs("2.0", "Swagger", member.value))
            }
            self = .swagger2
        } else if let member = root.member("openapi") {
            let text = member.value.scalarText ?? ""
            if text != "3.0", !text.hasPrefix("3.0.") {
                guard acceptsAny, text.hasPrefix("3") else {
                    log.report(.unsupported("OpenAPI", member.value))
                    return nil
                }
                log.report(.readAs("3.0", "OpenAPI", member.value))
            } else if text != "3.0", !Self.patches.contains(String(text.dropFirst(4))) {
                log.report(.unpublished(text, member.value))
            }
            self = .openAPI30
        } else {
            log.report(root.isEmptyDocument ? .empty(root) : .notOpenAPI(root))
            return nil
        }
    }

    /// The published OpenAPI Specifications 3.0 are 3.0.0 to 3.0.4.
    private static let patches: Set<String> = ["0", "1", "2", "3", "4"]
}

extension Node {
    /// Whether a file's value is null only because nothing is written in it.
    fileprivate var isEmptyDocument: Bool { kind == .null && range.start == range.end }
}

extension Diagnostic {
    fileprivate static func unsupported(_ name: String, _ version: Node) -> Self {
        Self(
            ID(rawValue: "unsupported-version"), .error,
            "\(name) version '\(version.scalarText ?? "?")' is not supported", at: version.range,
            help: "write the document in OpenAPI 3.0 or Swagger 2.0",
            aws: AWSWords(.error, "Invalid OpenAPI input."))
    }

    fileprivate static func unpublished(_ text: String, _ version: Node) -> Self {
        Self(
            ID(rawValue: "unsupported-version"), .warning,
            "there is no OpenAPI version '\(text)'; the document is read as 3.0",
            at: version.range, help: "write '3.0.1'")
    }

    fileprivate static func conflictingVersions(
        _ swagger: Node.Member, _ openAPI: Node.Member
    ) -> Self {
        Self(
            ID(rawValue: "conflicting-versions"), .error,
            "the document has both 'openapi' and 'swagger'",
            at: swagger.keyRange.start > openAPI.keyRange.start
                ? swagger.keyRange : openAPI.keyRange,
            help: "keep the one whose specification the document follows")
    }

    fileprivate static func empty(_ root: Node) -> Self {
        Self(
            ID(rawValue: "empty-document"), .error, "the document is empty", at: root.range,
            help: "start an OpenAPI document with 'openapi: 3.0.1'",
            aws: AWSWords(.error, "Invalid OpenAPI input."))
    }

    fileprivate static func readAs(_ nearest: String, _ name: String, _ version: Node) -> Self {
        Self(
            ID(rawValue: "unsupported-version"), .warning,
            "\(name) version '\(version.scalarText ?? "?")' is read as \(nearest)",
            at: version.range)
    }

    fileprivate static func notOpenAPI(_ root: Node) -> Self {
        let message =
            root.kind == .object
            ? "the document has neither 'openapi' nor 'swagger'" : "the document is not an object"
        let range = SourceRange(
            Int(root.range.start), Int(min(root.range.start + 1, root.range.end)),
            file: root.range.file)
        return Self(
            ID(rawValue: "not-openapi"), .error, message, at: range,
            help: "start an OpenAPI document with 'openapi: 3.0.1'",
            aws: AWSWords(.error, "Invalid OpenAPI input."))
    }
}
