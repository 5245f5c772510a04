internal import Diagnostics
internal import Syntax

extension OpenAPIDocument.Version {
    /// Reads the version of a document; reports one that is not read here.
    init?(of root: Node, into log: inout DiagnosticLog) {
        if let member = root.member("swagger") {
            guard member.value.scalarText == "2.0" else {
                log.report(.unsupported("Swagger", member.value))
                return nil
            }
            self = .swagger2
        } else if let member = root.member("openapi") {
            guard let text = member.value.scalarText, text == "3.0" || text.hasPrefix("3.0.") else {
                log.report(.unsupported("OpenAPI", member.value))
                return nil
            }
            self = .openAPI30
        } else {
            log.report(.notOpenAPI(root))
            return nil
        }
    }
}

extension Diagnostic {
    fileprivate static func unsupported(_ name: String, _ version: Node) -> Self {
        Self(
            ID(rawValue: "unsupported-version"), .error,
            "\(name) version '\(version.scalarText ?? "?")' is not supported", at: version.range,
            help: "write the document in OpenAPI 3.0 or Swagger 2.0",
            aws: AWSWords(.error, "Invalid OpenAPI input."))
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
