internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

extension HTMLPage {
    /// What a schema says: its description, constraints and properties; named schemas are linked.
    mutating func writeSchema(_ schema: Node, depth: Int) {
        if schema.reference != nil {
            html.markup("<p class=\"type-line\">")
            writeType(schema)
            html.markup("</p>")
            return
        }
        if let text = schema["description"]?.string { markdown(text) }
        let items = schema["items"]
        let inner = items.flatMap { $0.reference == nil ? $0 : nil }
        if schema["properties"] == nil || schema["allOf"] != nil {
            html.markup("<p class=\"type-line\">")
            writeType(schema)
            html.markup("</p>")
        }
        writeConstraints(schema)
        writeProperties(schema, depth: depth)
        if let inner, inner["properties"] != nil { writeProperties(inner, depth: depth) }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            guard let choices = schema.member(named: keyword)?.value, depth < 5 else { continue }
            for choice in choices.elements where choice.reference == nil {
                html.markup("<div class=\"choice\">")
                writeSchema(choice, depth: depth + 1)
                html.markup("</div>")
            }
        }
    }

    private mutating func writeProperties(_ schema: Node, depth: Int) {
        guard let properties = schema["properties"], properties.count > 0 else { return }
        let required = (schema["required"].map { Array($0.elements) } ?? []).compactMap(\.string)
        html.markup("<ul class=\"props\">")
        for member in properties.members {
            html.markup("<li>")
            let value = member.value
            propertyHead(
                member.key, value, isRequired: required.contains(member.key),
                isDeprecated: value["deprecated"]?.bool ?? false)
            if let text = value["description"]?.string { markdown(text) }
            writeConstraints(value)
            let nested = value["properties"] != nil ? value : value["items"]
            if let nested, nested.reference == nil, nested["properties"] != nil, depth < 5 {
                html.markup("<details class=\"more\"><summary>Properties</summary>")
                writeProperties(nested, depth: depth + 1)
                html.markup("</details>")
            }
            html.markup("</li>")
        }
        html.markup("</ul>")
    }

    /// A property's or parameter's name, type, and whether it must be there.
    mutating func propertyHead(
        _ name: String, _ schema: Node?, isRequired: Bool, isDeprecated: Bool = false
    ) {
        html.markup("<p class=\"prop\"><code class=\"name\">")
        html.text(name)
        html.markup("</code> <span class=\"type\">")
        if let schema { writeType(schema) }
        html.markup("</span>")
        if isRequired { html.markup(" <span class=\"required\">required</span>") }
        if isDeprecated { html.markup(" <span class=\"deprecated\">deprecated</span>") }
        if schema?["readOnly"]?.bool ?? false {
            html.markup(" <span class=\"muted\">read only</span>")
        }
        html.markup("</p>")
    }

    /// A schema's type in words, with links to named schemas.
    private mutating func writeType(_ schema: Node, depth: Int = 0) {
        if let reference = schema.reference?.string {
            let name = reference.split(separator: "/").last.map(String.init) ?? reference
            if let anchor = modelAnchors[name] {
                html.open("a", ["href": "#\(anchor)"])
                html.text(name)
                html.close("a")
            } else {
                html.text(name)
            }
            return
        }
        guard depth < 6 else { return html.text("any") }
        for (keyword, word) in [("allOf", "all of "), ("oneOf", "one of "), ("anyOf", "any of ")] {
            guard let parts = schema.member(named: keyword)?.value, parts.count > 0 else {
                continue
            }
            if parts.count > 1 { html.text(word) }
            for (index, part) in parts.elements.enumerated() {
                if index > 0 { html.text(", ") }
                writeType(part, depth: depth + 1)
            }
            return
        }
        switch schema["type"]?.string {
        case "array":
            html.text("array of ")
            if let items = schema["items"] {
                writeType(items, depth: depth + 1)
            } else {
                html.text("any")
            }
        case let type?:
            html.text(type)
            if let format = schema["format"]?.scalarText { html.text(" (\(format))") }
            if type == "object", let values = schema["additionalProperties"],
                values.kind == .object
            {
                html.text(" of ")
                writeType(values, depth: depth + 1)
            }
        case nil: html.text(schema["properties"] == nil ? "any" : "object")
        }
        if schema["nullable"]?.bool ?? schema["x-nullable"]?.bool ?? false {
            html.text(" or null")
        }
    }

    /// What a value is held to, in a line.
    mutating func writeConstraints(_ schema: Node) {
        let words: [(StaticString, Node?)] = [
            ("minimum", schema["minimum"]), ("maximum", schema["maximum"]),
            ("multiple of", schema["multipleOf"]), ("min length", schema["minLength"]),
            ("max length", schema["maxLength"]), ("min items", schema["minItems"]),
            ("max items", schema["maxItems"]), ("pattern", schema["pattern"]),
            ("default", schema["default"]),
        ]
        let values = schema["enum"].map { Array($0.elements) } ?? []
        guard !values.isEmpty || words.contains(where: { $0.1 != nil }) else { return }
        html.markup("<p class=\"limits\">")
        for (word, node) in words {
            guard let node else { continue }
            html.markup("<span><i>")
            html.markup(word)
            html.markup("</i> <code>")
            html.text(node.scalarText ?? node.jsonValue.printed())
            html.markup("</code></span>")
        }
        if !values.isEmpty {
            html.markup("<span><i>one of</i>")
            for value in values.prefix(40) {
                html.markup(" <code>")
                html.text(value.scalarText ?? value.jsonValue.printed())
                html.markup("</code>")
            }
            if values.count > 40 { html.text(" and \(values.count - 40) more") }
            html.markup("</span>")
        }
        html.markup("</p>")
    }
}
