package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// Every request validator is used.
package enum UnusedRequestValidator: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "unused-request-validator"), .warning,
        "Every request validator is named by an operation or by the document.",
        reason:
            "Defining a validator validates nothing: an 'x-amazon-apigateway-request-validator' "
            + "must name it.",
        bad: "x-amazon-apigateway-request-validators:\n  all: {validateRequestBody: true}",
        good: "x-amazon-apigateway-request-validator: all\n"
            + "x-amazon-apigateway-request-validators:\n  all: {validateRequestBody: true}")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        var used = Set(gateway.methods.compactMap(\.method.requestValidator?.value))
        let root = gateway.document.root["x-amazon-apigateway-request-validator"]?.string
        if let root { used.insert(root) }
        for validator in gateway.api.requestValidators where !used.contains(validator.name.value) {
            log.report(
                Diagnostic(
                    id, .warning, "nothing uses the request validator '\(validator.name.value)'",
                    at: validator.name.range,
                    help: "name it in 'x-amazon-apigateway-request-validator', or remove it"))
        }
    }
}
