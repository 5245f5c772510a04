package import Diagnostics
package import OpenAPI
internal import Syntax

/// Files are sent in forms.
package enum FileParameter: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "file-parameter"), .error,
        "A Swagger 2.0 parameter of type 'file' has 'in: formData', and its operation consumes "
            + "forms.",
        reason: "A file is sent as a part of 'multipart/form-data' or as "
            + "'application/x-www-form-urlencoded' (Swagger 2.0, Parameter Object).",
        bad: "parameters:\n- {name: photo, in: body, type: file}",
        good: "consumes: [multipart/form-data]\nparameters:\n"
            + "- {name: photo, in: formData, type: file}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        guard context.document.version == .swagger2 else { return }
        for path in context.paths {
            for operation in path.operations {
                for parameter in operation.parameters {
                    checkBody(parameter, in: context.document, into: &log)
                    guard let type = parameter.node["type"], type.equals("file") else { continue }
                    if parameter.location != .formData {
                        log.report(
                            Diagnostic(
                                id, .error,
                                "parameter '\(parameter.name)' is a file but not in a form",
                                at: type.range, help: "write 'in: formData'"))
                    } else if !consumesForms(operation) {
                        log.report(
                            Diagnostic(
                                id, .error,
                                "'\(operation.method.httpName) \(path.path)' takes the file "
                                    + "'\(parameter.name)' but consumes no form",
                                at: type.range, help: "add 'consumes: [multipart/form-data]'"))
                    }
                }
            }
        }
    }

    /// A body's schema describes data; only responses may be files as a whole.
    private static func checkBody(
        _ parameter: Parameter, in document: OpenAPIDocument, into log: inout DiagnosticLog
    ) {
        guard parameter.location == .body,
            let type = document.resolved(parameter.node["schema"])?["type"], type.equals("file")
        else { return }
        log.report(
            Diagnostic(
                id, .error, "the schema of the body '\(parameter.name)' asks for a file",
                at: type.range, help: "write a parameter with 'in: formData' and 'type: file'"))
    }

    private static func consumesForms(_ operation: Operation) -> Bool {
        let types = operation.node["consumes"] ?? operation.document.root["consumes"]
        return types?.elements.contains { $0.string.map(isForm) ?? false } ?? false
    }

    /// Whether a media type is one of the two forms, or a vendor's own such as
    /// `multipart/vnd.acme+form-data`.
    private static func isForm(_ mediaType: String) -> Bool {
        let name = mediaType.prefix { $0 != ";" && $0 != " " }.lowercased()
        return [("multipart/", "form-data"), ("application/", "x-www-form-urlencoded")].contains {
            let subtype = name.dropFirst($0.0.utf8.count)
            return name.hasPrefix($0.0) && (subtype == $0.1 || subtype.hasSuffix("+\($0.1)"))
        }
    }
}
