internal import Diagnostics
internal import JSON
internal import Model
internal import OpenAPI
internal import Syntax

extension HTMLPage {
    mutating func write(_ operation: Operation, at anchor: String) {
        html.open("section", ["class": "op", "id": anchor])
        html.markup("<header><h3>")
        html.text(operation.summary?.string ?? operation.operationID?.string ?? operation.path)
        html.markup("</h3><p class=\"route\">")
        verb(operation)
        html.open("a", ["class": "path", "href": "#\(anchor)"])
        writePath(operation.path)
        html.markup("</a></p><p class=\"facts\">")
        if operation.isDeprecated { html.markup("<span class=\"chip warn\">Deprecated</span>") }
        for requirement in operation.security {
            for scheme in requirement.schemes {
                html.open("a", ["class": "chip lock", "href": "#security"])
                html.text(scheme.name.value)
                html.close("a")
            }
        }
        html.markup("</p></header><div class=\"cols\"><div class=\"docs\">")
        if let text = operation.description?.string { markdown(text) }
        writeParameters(operation)
        writeRequestBody(operation)
        writeResponses(operation)
        html.markup("</div><div class=\"samples\">")
        writeSamples(operation)
        html.markup("</div></div>")
        writeFlow(operation)
        html.markup("</section>\n")
    }

    /// A path with its variables set off, which may break after slashes.
    private mutating func writePath(_ path: String) {
        var rest = path[...]
        while let slash = rest.firstIndex(of: "/") {
            let next = rest.index(after: slash)
            html.text(String(rest[...slash]))
            html.markup("<wbr>")
            rest = rest[next...]
            let end = rest.firstIndex(of: "/") ?? rest.endIndex
            let segment = String(rest[..<end])
            if segment.hasPrefix("{") {
                html.element("var", text: segment)
            } else {
                html.text(segment)
            }
            rest = rest[end...]
        }
        html.text(String(rest))
    }

    // MARK: Parameters

    private mutating func writeParameters(_ operation: Operation) {
        let parameters = operation.parameters.filter { $0.location != .body }
        let kinds: [(Parameter.Location, StaticString)] = [
            (.path, "Path parameters"), (.query, "Query parameters"), (.header, "Headers"),
            (.cookie, "Cookies"), (.formData, "Form fields"),
        ]
        for (location, title) in kinds {
            let found = parameters.filter { $0.location == location }
            if found.isEmpty { continue }
            html.markup("<h4>")
            html.markup(title)
            html.markup("</h4><ul class=\"props\">")
            for parameter in found {
                html.markup("<li>")
                propertyHead(
                    parameter.name, parameter.schema, isRequired: parameter.isRequired,
                    isDeprecated: parameter.node["deprecated"]?.bool ?? false)
                if let text = parameter.description?.string { markdown(text) }
                if let schema = parameter.schema { writeConstraints(schema) }
                html.markup("</li>")
            }
            html.markup("</ul>")
        }
    }

    private mutating func writeRequestBody(_ operation: Operation) {
        guard let body = operation.requestBody else { return }
        html.markup("<h4>Request body")
        if body.isRequired { html.markup(" <span class=\"required\">required</span>") }
        html.markup("</h4>")
        if let text = body.node["description"]?.string { markdown(text) }
        writeContent(body.content)
    }

    private mutating func writeContent(_ content: [MediaType]) {
        for type in content {
            html.markup("<p class=\"media\"><code>")
            html.text(type.name.value)
            html.markup("</code></p>")
            if let schema = type.schema { writeSchema(schema, depth: 0) }
        }
    }

    private mutating func writeResponses(_ operation: Operation) {
        let responses = operation.responses
        if responses.isEmpty { return }
        html.markup("<h4>Responses</h4>")
        for response in responses {
            html.markup("<div class=\"response\"><p class=\"status-line\">")
            status(response.key.value)
            html.markup("</p>")
            if let text = response.description?.string { markdown(text) }
            let headers = response.headers
            if !headers.isEmpty {
                html.markup("<p class=\"media\">Headers</p><ul class=\"props\">")
                for header in headers {
                    html.markup("<li>")
                    propertyHead(header.name.value, header.schema, isRequired: false)
                    if let text = header.node["description"]?.string { markdown(text) }
                    html.markup("</li>")
                }
                html.markup("</ul>")
            }
            writeContent(response.content)
            html.markup("</div>")
        }
    }

    mutating func status(_ code: String) {
        let digit = code.utf8.first.map { String(UnicodeScalar($0)) } ?? ""
        html.element(
            "span", ["class": "status s\("12345".contains(digit) ? digit : "0")"], text: code)
    }

    // MARK: Samples

    private mutating func writeSamples(_ operation: Operation) {
        for type in operation.requestBody?.content.prefix(1) ?? [] {
            for example in examples.examples(of: type).prefix(2) {
                sample("Request", type.name.value, example)
            }
        }
        for response in operation.responses {
            for type in response.content.prefix(1) {
                for example in examples.examples(of: type).prefix(2) {
                    sample(response.key.value, type.name.value, example)
                }
            }
        }
    }

    private mutating func sample(
        _ title: String, _ type: String, _ example: (name: String, value: JSONValue)
    ) {
        html.markup("<figure><figcaption>")
        if title == "Request" {
            html.element("span", ["class": "sample-title"], text: title)
        } else {
            status(title)
        }
        html.element("span", text: example.name.isEmpty ? type : example.name)
        html.markup("</figcaption>")
        code(example.value)
        html.markup("</figure>")
    }

    /// A value as indented JSON with its parts coloured; a string as it is.
    mutating func code(_ value: JSONValue) {
        html.markup("<pre tabindex=\"0\"><code>")
        if case .string(let text) = value {
            html.text(text)
        } else {
            coloured(value, depth: 0)
        }
        html.markup("</code></pre>")
    }

    private mutating func coloured(_ value: JSONValue, depth: Int) {
        let indent = String(repeating: "  ", count: depth + 1)
        let outdent = String(repeating: "  ", count: depth)
        switch value {
        case .string: html.element("span", ["class": "j-s"], text: value.printed())
        case .number, .bool, .null:
            html.element("span", ["class": "j-n"], text: value.printed())
        case .array(let elements):
            if elements.isEmpty { return html.text("[]") }
            html.text("[")
            for (index, element) in elements.enumerated() {
                html.text((index > 0 ? ",\n" : "\n") + indent)
                coloured(element, depth: depth + 1)
            }
            html.text("\n\(outdent)]")
        case .object(let object):
            if object.members.isEmpty { return html.text("{}") }
            html.text("{")
            for (index, member) in object.members.enumerated() {
                html.text((index > 0 ? ",\n" : "\n") + indent)
                html.element(
                    "span", ["class": "j-k"], text: JSONValue.string(member.key).printed())
                html.text(": ")
                coloured(member.value, depth: depth + 1)
            }
            html.text("\n\(outdent)}")
        }
    }
}
