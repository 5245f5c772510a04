package import Diagnostics
internal import OpenAPI
internal import Syntax

/// Variables in a server's URL are defined.
package enum UndefinedServerVariable: ObjectRule {
    package static let explanation = Explanation(
        .init(rawValue: "undefined-server-variable"), .error,
        "Every variable in braces in a server's 'url' is defined in its 'variables'.",
        reason: "Clients cannot put in a value; base paths of API Gateway come from a variable "
            + "named 'basePath'.",
        bad: "servers:\n- url: https://{host}/v1",
        good: "servers:\n- url: https://{host}/v1\n  variables:\n    host: {default: example.com}")

    package static let shapes: [Shape] = [.server]
    package static let triggers: [Field] = [.url]

    package static func check(_ object: ObjectView, into log: inout DiagnosticLog) {
        guard let node = object[.url], let url = node.string, url.holds("{") else { return }
        let variables = object[.variables]
        for name in pathVariables(of: url) where variables?[dynamic: name] == nil {
            log.report(
                Diagnostic(
                    id, .error, "server variable '\(name)' is not defined", at: node.range,
                    help: "define it in 'variables' with a 'default'"))
        }
    }
}
