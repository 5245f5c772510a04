internal import Diagnostics
internal import Model
internal import OpenAPI

extension HTMLPage {
    /// How API Gateway answers: method request, integration request, integration response, method
    /// response.
    mutating func writeFlow(_ operation: Operation) {
        let key = "\(operation.method.httpName) \(operation.path)"
        if let method = methods[key] {
            writeFlow(method)
        } else if let integration = routes[key]?.integration {
            writeFlow(integration)
        }
    }

    private mutating func writeFlow(_ method: Method) {
        guard let integration = method.integration else { return }
        html.markup(
            "<details class=\"flow\" open><summary>How it is answered</summary><ol class=\"steps\">"
        )
        step("Method request")
        let authorization = method.authorization.value
        row("Authorization", authorization == .none ? "none" : authorization.type)
        row("Authorizer", authorization.authorizer)
        if !authorization.scopes.isEmpty {
            row("Scopes", authorization.scopes.joined(separator: ", "))
        }
        if method.apiKeyRequired { row("API key", "required") }
        row("Validator", method.requestValidator?.value)
        let required = method.requestParameters.filter(\.isRequired).map(\.name)
        if !required.isEmpty { row("Required", required.joined(separator: ", "), isCode: true) }
        endStep()

        step("Integration request")
        row("Type", integration.kind.value.rawValue)
        if integration.kind.value != .mock {
            row("Method", integration.httpMethod?.value)
            row("URI", integration.uri?.value.text, isCode: true)
            row("Credentials", integration.credentials?.value.text, isCode: true)
            row("Timeout", "\(integration.timeoutInMillis.value) ms")
        }
        mappings(integration.requestParameters)
        templates(integration.requestTemplates)
        endStep()

        step("Integration response")
        if integration.kind.value.isProxy {
            html.markup("<dt>Passed through</dt><dd>The backend's answer is sent as it is.</dd>")
        }
        for response in integration.responses {
            html.markup("<dt class=\"match\">")
            if let pattern = response.selectionPattern?.value, !pattern.isEmpty {
                html.element("code", text: pattern)
            } else {
                html.text("Otherwise")
            }
            html.markup(" → ")
            status("\(response.statusCode.value)")
            html.markup("</dt><dd></dd>")
            mappings(response.responseParameters)
            templates(response.responseTemplates)
        }
        endStep()

        step("Method response")
        for response in method.responses {
            html.markup("<dt>")
            status("\(response.statusCode.value)")
            html.markup("</dt><dd>")
            let models = response.models.map { "\($0.contentType.value): \($0.model.value)" }
            let headers = response.headers.map(\.value)
            let parts = models + headers
            html.text(parts.isEmpty ? "no model" : parts.joined(separator: ", "))
            html.markup("</dd>")
        }
        if method.responses.isEmpty, integration.kind.value.isProxy {
            html.markup("<dt>Any status</dt><dd>as the backend says</dd>")
        }
        endStep()
        html.markup("</ol></details>")
    }

    private mutating func writeFlow(_ integration: HTTPAPI.RouteIntegration) {
        html.markup(
            "<details class=\"flow\" open><summary>How it is answered</summary><ol class=\"steps\">"
        )
        step("Integration")
        row("Type", integration.kind.value.rawValue)
        row("Method", integration.httpMethod?.value)
        row("URI", integration.uri?.value.text, isCode: true)
        row("Payload format", integration.payloadFormatVersion.value)
        row("Timeout", "\(integration.timeoutInMillis.value) ms")
        mappings(integration.requestParameters)
        endStep()
        html.markup("</ol></details>")
    }

    private mutating func step(_ title: StaticString) {
        html.markup("<li><h5>")
        html.markup(title)
        html.markup("</h5><dl class=\"rows\">")
    }

    private mutating func endStep() { html.markup("</dl></li>") }

    private mutating func mappings(_ mappings: [ParameterMapping]) {
        for mapping in mappings {
            html.markup("<dt><code>")
            html.text(mapping.target.value)
            html.markup("</code></dt><dd><code>")
            html.text(mapping.source.value)
            html.markup("</code></dd>")
        }
    }

    private mutating func templates(_ templates: [MappingTemplate]) {
        for template in templates {
            html.markup("<dt>Template</dt><dd><details class=\"more\"><summary><code>")
            html.text(template.contentType.value)
            html.markup("</code></summary><pre tabindex=\"0\"><code>")
            html.text(template.text.value)
            html.markup("</code></pre></details></dd>")
        }
    }
}
