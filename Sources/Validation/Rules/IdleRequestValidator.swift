package import Diagnostics
internal import Model
internal import OpenAPI
internal import Syntax

/// A request validator has something to check.
package enum IdleRequestValidator: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "idle-request-validator"), .warning,
        "An operation with a request validator declares parameters or a request body to check.",
        reason: "Bodies are checked against the model of their media type, parameters for being "
            + "there: without either every request passes.",
        bad: "post:\n  x-amazon-apigateway-request-validator: all",
        good: "post:\n  x-amazon-apigateway-request-validator: all\n  requestBody:\n    content:\n"
            + "      application/json:\n        schema: {$ref: '#/components/schemas/Pet'}")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        let method = context.method
        guard method.httpMethod != .options, let name = method.requestValidator,
            let validator = gateway.api.requestValidator(named: name.value),
            validator.validatesBody || validator.validatesParameters
        else { return }
        // A document's validator for all operations is meant for those that have something.
        if context.operation?.node["x-amazon-apigateway-request-validator"] == nil { return }
        if validator.validatesBody, !method.requestModels.isEmpty { return }
        if validator.validatesParameters, !method.requestParameters.isEmpty { return }
        log.report(
            Diagnostic(
                id, .warning,
                "the request validator '\(name.value)' has nothing to check in '\(context.name)'",
                at: name.range, help: "declare a request body or parameters"))
    }
}
