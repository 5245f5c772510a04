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

    package static func check(_ document: OpenAPIDocument, into log: inout DiagnosticLog) {
        guard document.version == .swagger2 else { return }
        for path in document.paths {
            for operation in path.operations {
                for parameter in operation.parameters {
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

    private static func consumesForms(_ operation: Operation) -> Bool {
        let types = operation.node["consumes"] ?? operation.document.root["consumes"]
        return types?.elements.contains {
            $0.startsWith("multipart/form-data")
                || $0.startsWith("application/x-www-form-urlencoded")
        } ?? false
    }
}
