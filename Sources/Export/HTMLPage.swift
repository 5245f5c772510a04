internal import Diagnostics
internal import JSON
package import Model
package import OpenAPI
internal import Syntax

/// Returns an API's reference documentation as one HTML page.
///
/// The page needs no network and no script, follows the reader's choice of light or dark, and fits
/// a phone. Descriptions are Markdown, of which a safe part is rendered.
///
/// - Parameters:
///   - document: The document.
///   - api: The API that it was lowered to, which says how requests are answered.
///   - stage: The stage in the address of an API without servers.
/// - Returns: The page.
package func htmlPage(_ document: OpenAPIDocument, _ api: API, stage: String) -> [UInt8] {
    var page = HTMLPage(document, api, stage: stage)
    page.write()
    return page.html.output
}

/// The state while a page is written.
struct HTMLPage {
    let document: OpenAPIDocument
    let api: API
    let stage: String
    var html = HTMLWriter()
    var examples: SchemaExample

    /// The places of operations and models in the page, each once.
    private var usedAnchors: Set<String> = ["top", "contents", "content", "security", "models"]
    var modelAnchors: [String: String] = [:]

    /// The methods of a REST API by `GET /path`.
    var methods: [String: Method] = [:]
    var routes: [String: HTTPAPI.Route] = [:]

    /// The operations of a tag in the document's order.
    struct Group {
        var name: String
        var anchor: String
        var description: String?
        var operations: [(operation: Operation, anchor: String)] = []
    }

    private var groups: [Group] = []

    init(_ document: OpenAPIDocument, _ api: API, stage: String) {
        self.document = document
        self.api = api
        self.stage = stage
        examples = SchemaExample(document)
        switch api {
        case .rest(let rest):
            for (resource, method) in rest.methods {
                methods["\(method.httpMethod.rawValue) \(resource.path)"] = method
            }
        case .http(let http):
            for route in http.routes { routes[route.key.value] = route }
        }
        for schema in document.schemas { modelAnchors[schema.key] = anchor("model", schema.key) }
        makeGroups()
    }

    /// A name for a place in the page that no other has.
    private mutating func anchor(_ names: String...) -> String {
        var bytes: [UInt8] = []
        for byte in names.joined(separator: "-").utf8 {
            let isKept = 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
            if isKept {
                bytes.append(byte)
            } else if bytes.last != UInt8(ascii: "-") {
                bytes.append(UInt8(ascii: "-"))
            }
        }
        if bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
        let base = String(decoding: bytes, as: UTF8.self)
        var name = base
        var number = 2
        while !usedAnchors.insert(name).inserted {
            name = "\(base)-\(number)"
            number += 1
        }
        return name
    }

    private mutating func makeGroups() {
        var index: [String: Int] = [:]
        func group(_ page: inout Self, _ name: String, _ description: String? = nil) -> Int {
            if let known = index[name] { return known }
            index[name] = page.groups.count
            page.groups.append(
                Group(name: name, anchor: page.anchor("tag", name), description: description))
            return page.groups.count - 1
        }
        for tag in document.tags {
            guard let name = tag["name"]?.scalarText else { continue }
            _ = group(&self, name, tag["description"]?.string)
        }
        for path in document.paths {
            for operation in path.operations {
                let first = path.path.split(separator: "/").first.map { "/\($0)" } ?? "/"
                let place = group(&self, operation.tags.first?.scalarText ?? first)
                let anchor = anchor("op", operation.method.httpName, operation.path)
                groups[place].operations.append((operation, anchor))
            }
        }
        groups.removeAll { $0.operations.isEmpty }
    }

    // MARK: The page

    private var title: String { document.title?.scalarText ?? "API" }

    mutating func write() {
        html.markup(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
            style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">

            """)
        html.element("title", text: title)
        html.markup("<style>")
        html.markup(pageStyle)
        html.markup("</style></head>\n<body id=\"top\">")
        html.markup("<a class=\"skip\" href=\"#content\">Skip to content</a>")
        html.markup("<div class=\"bar\"><a class=\"bar-title\" href=\"#top\">")
        html.text(title)
        html.markup("</a><a class=\"bar-menu\" href=\"#contents\">Contents</a></div>")
        html.markup("<div class=\"page\">")
        // The contents come first on a phone, after the opening.
        html.markup("<header class=\"opening\">")
        writeOpening()
        html.markup("</header>")
        writeContents()
        html.markup("<main id=\"content\">")
        for group in groups {
            html.open("section", ["class": "group", "id": group.anchor])
            html.element("h2", text: group.name)
            if let text = group.description { markdown(text) }
            for (operation, anchor) in group.operations { write(operation, at: anchor) }
            html.markup("</section>\n")
        }
        writeSecurity()
        writeModels()
        html.markup("</main></div></body></html>\n")
    }

    mutating func markdown(_ text: String) {
        html.markup("<div class=\"md\">")
        MarkdownHTML.write(text, to: &html)
        html.markup("</div>")
    }

    private mutating func writeOpening() {
        html.element("h1", text: title)
        html.markup("<p class=\"facts\">")
        if let version = document.apiVersion?.scalarText {
            html.element("span", ["class": "chip"], text: "Version \(version)")
        }
        let kind = if case .rest = api { "REST API" } else { "HTTP API" }
        html.element("span", ["class": "chip"], text: kind)
        let count = groups.reduce(0) { $0 + $1.operations.count }
        html.element(
            "span", ["class": "chip"], text: count == 1 ? "1 operation" : "\(count) operations")
        html.markup("</p>")
        if let text = document.description?.string { markdown(text) }
        html.markup("<dl class=\"base\"><dt>Base URL</dt>")
        let servers = document.servers.map { server in
            server.variables.reduce(server.url.value) { url, variable in
                let text = variable.defaultValue?.scalarText ?? ""
                let value = text.split(separator: "/").joined(separator: "/")
                return value.isEmpty
                    ? url : url.replacing("{\(variable.name.value)}", with: value)
            }
        }
        let id = if case .rest(let rest) = api { rest.id } else { "API-ID" }
        let own = "https://\(id).execute-api.us-east-1.amazonaws.com/\(stage)"
        for url in servers.isEmpty ? [own] : servers {
            html.markup("<dd><code>")
            html.text(url)
            html.markup("</code></dd>")
        }
        html.markup("</dl>")
    }

    private mutating func writeContents() {
        html.markup("<nav id=\"contents\" aria-label=\"Contents\">")
        for group in groups {
            html.open("details", ["open": ""])
            html.markup("<summary>")
            html.text(group.name)
            html.markup("</summary><ul>")
            for (operation, anchor) in group.operations {
                html.markup("<li>")
                html.open("a", ["href": "#\(anchor)"])
                verb(operation)
                html.markup("<span class=\"nav-text\">")
                html.text(operation.summary?.string ?? operation.path)
                html.markup("</span></a></li>\n")
            }
            html.markup("</ul></details>")
        }
        html.markup("<ul class=\"nav-end\">")
        if !document.securitySchemes.isEmpty {
            html.markup("<li><a href=\"#security\">Authorization</a></li>")
        }
        if !modelAnchors.isEmpty { html.markup("<li><a href=\"#models\">Models</a></li>") }
        html.markup("</ul></nav>")
    }

    mutating func verb(_ operation: Operation) {
        let name = operation.method.httpName
        html.element("span", ["class": "verb \(name.lowercased())"], text: name)
    }

    // MARK: Authorization and models

    private mutating func writeSecurity() {
        let schemes = document.securitySchemes
        if schemes.isEmpty { return }
        html.markup("<section class=\"group\" id=\"security\"><h2>Authorization</h2>")
        for scheme in schemes {
            html.markup("<section class=\"card\">")
            html.element("h3", text: scheme.name.value)
            if let text = scheme.node["description"]?.string { markdown(text) }
            html.markup("<dl class=\"rows\">")
            row("Kind", scheme.type?.string)
            row("Scheme", scheme.node["scheme"]?.string)
            if let name = scheme.parameterName?.string {
                row("Sent in", "\(scheme.location?.string ?? "header") \(name)")
            }
            row("API Gateway", scheme.authType?.string)
            writeAuthorizer(scheme.name.value)
            for flow in scheme.node["flows"]?.members ?? scheme.node.members
            where scheme.node["flows"] != nil {
                row("Flow", flow.key)
                row("Authorization URL", flow.value["authorizationUrl"]?.string)
                row("Token URL", flow.value["tokenUrl"]?.string)
            }
            html.markup("</dl></section>")
        }
        html.markup("</section>\n")
    }

    private mutating func writeAuthorizer(_ name: String) {
        let authorizers =
            switch api {
            case .rest(let api): api.authorizers
            case .http(let api): api.authorizers
            }
        guard let authorizer = authorizers.first(where: { $0.name.value == name }) else { return }
        row("Authorizer", authorizer.kind.value.rawValue)
        row("Lambda function", authorizer.uri?.value.text, isCode: true)
        if !authorizer.identitySource.isEmpty {
            row(
                "Identity source",
                authorizer.identitySource.map(\.value).joined(separator: ", "), isCode: true)
        }
        row("Token pattern", authorizer.identityValidationExpression?.value, isCode: true)
        if !authorizer.providerARNs.isEmpty {
            row(
                "User pools", authorizer.providerARNs.map(\.value.text).joined(separator: ", "),
                isCode: true)
        }
        row("Cached for", authorizer.resultTTLInSeconds.map { "\($0.value) s" })
    }

    /// A term and what there is to say about it; nothing for `nil`.
    mutating func row(_ term: StaticString, _ text: String?, isCode: Bool = false) {
        guard let text else { return }
        html.markup("<dt>")
        html.markup(term)
        html.markup(isCode ? "</dt><dd><code>" : "</dt><dd>")
        html.text(text)
        html.markup(isCode ? "</code></dd>" : "</dd>")
    }

    private mutating func writeModels() {
        if modelAnchors.isEmpty { return }
        html.markup("<section class=\"group\" id=\"models\"><h2>Models</h2>")
        for schema in document.schemas {
            html.open("section", ["class": "card model", "id": modelAnchors[schema.key] ?? ""])
            html.markup("<h3>")
            html.text(schema.key)
            html.markup("</h3>")
            writeSchema(schema.value, depth: 0)
            if let example = examples.value(of: schema.value) {
                html.markup("<details class=\"more\"><summary>Example</summary>")
                code(example)
                html.markup("</details>")
            }
            html.markup("</section>\n")
        }
        html.markup("</section>\n")
    }
}
