package import Diagnostics
internal import JSON
package import OpenAPI
internal import Schemas
internal import Syntax

/// Checks every example and default of a document against its schema.
///
/// Schemas are compiled in OpenAPI's own dialect, each once with all that it reaches, so this takes
/// longer than the rules together; it is asked for separately. Schemas of other files are left out,
/// as are examples that are not JSON.
package func checkExamples(in document: OpenAPIDocument, into log: inout DiagnosticLog) {
    var check = ExampleCheck(document)
    check.walk()
    log.append(contentsOf: check.log)
}

/// What ``checkExamples(in:into:)`` demands.
package let exampleMismatch = Explanation(
    .init(rawValue: "example-mismatch"), .warning,
    "An example or default is a value that its schema allows.",
    reason: "Readers, mock servers and generated clients take it for one; a default that is not "
        + "allowed is refused as soon as it is sent.",
    bad: "type: integer\nmaximum: 100\ndefault: 1000",
    good: "type: integer\nmaximum: 100\ndefault: 100"
)

/// A walk over the places that have schemas, with the pointer of each.
private struct ExampleCheck {
    private let document: OpenAPIDocument
    private let json: JSONValue
    private let isSwagger: Bool
    private var schemas: [String: Schema?] = [:]
    private var seen: Set<Int> = []
    private var wordsLeft = 50_000_000
    private(set) var log = DiagnosticLog()

    private static let methods: Set<String> = [
        "get", "put", "post", "delete", "patch", "options", "head", "trace",
        "x-amazon-apigateway-any-method",
    ]

    init(_ document: OpenAPIDocument) {
        self.document = document
        json = document.root.jsonValue
        isSwagger = document.version == .swagger2
    }

    mutating func walk() {
        let root = document.root
        let parts = isSwagger ? root : root["components"]
        let base = isSwagger ? "" : "/components"
        members(of: parts?["parameters"], base + "/parameters") { $0.parameter($1, $2) }
        members(of: parts?["responses"], base + "/responses") { $0.response($1, $2) }
        if isSwagger {
            members(of: root["definitions"], "/definitions") { $0.schema($1, $2, 0) }
        } else {
            members(of: parts?["headers"], base + "/headers") { $0.parameter($1, $2) }
            members(of: parts?["requestBodies"], base + "/requestBodies") { $0.content($1, $2) }
            members(of: parts?["schemas"], base + "/schemas") { $0.schema($1, $2, 0) }
        }
        members(of: root["paths"], "/paths") { check, item, pointer in
            check.elements(of: item["parameters"], pointer + "/parameters") { $0.parameter($1, $2) }
            check.members(of: item, pointer) { check, operation, pointer in
                check.operation(operation, pointer)
            }
        }
    }

    private mutating func operation(_ node: Node, _ pointer: String) {
        guard let key = pointer.split(separator: "/").last, Self.methods.contains(String(key))
        else { return }
        elements(of: node["parameters"], pointer + "/parameters") { $0.parameter($1, $2) }
        if let body = node["requestBody"] { content(body, pointer + "/requestBody") }
        members(of: node["responses"], pointer + "/responses") { $0.response($1, $2) }
    }

    /// A parameter or header.
    private mutating func parameter(_ node: Node, _ pointer: String) {
        if node.reference != nil { return }
        if let own = node["schema"] {
            schema(own, pointer + "/schema", 0)
            examples(of: node, against: pointer + "/schema", isJSON: true)
        } else if isSwagger {
            // Swagger's parameters are schemas themselves.
            if let value = node["default"] { check(value, against: pointer, isJSON: true) }
        }
        content(node, pointer)
    }

    private mutating func response(_ node: Node, _ pointer: String) {
        if node.reference != nil { return }
        members(of: node["headers"], pointer + "/headers") { $0.parameter($1, $2) }
        content(node, pointer)
        guard isSwagger, let own = node["schema"] else { return }
        schema(own, pointer + "/schema", 0)
        for example in (node["examples"] ?? own).members where node["examples"] != nil {
            check(
                example.value, against: pointer + "/schema", isJSON: example.key.contains("json"))
        }
    }

    /// The media types of a request body, response or parameter.
    private mutating func content(_ node: Node, _ pointer: String) {
        if node.reference != nil { return }
        members(of: node["content"], pointer + "/content") { check, type, pointer in
            guard let own = type["schema"] else { return }
            check.schema(own, pointer + "/schema", 0)
            check.examples(
                of: type, against: pointer + "/schema", isJSON: pointer.contains("json"))
        }
    }

    private mutating func schema(_ node: Node, _ pointer: String, _ depth: Int) {
        guard depth < 200, node.kind == .object, node.reference == nil,
            node.tree.file.id == document.root.tree.file.id, seen.insert(node.index).inserted
        else { return }
        if let value = node["example"] { check(value, against: pointer, isJSON: true) }
        if let value = node["default"] { check(value, against: pointer, isJSON: true) }
        let below = depth + 1
        members(of: node["properties"], pointer + "/properties") { $0.schema($1, $2, below) }
        for key in ["items", "additionalProperties", "not"] {
            if let part = node[dynamic: key] { schema(part, "\(pointer)/\(key)", below) }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            elements(of: node[dynamic: key], "\(pointer)/\(key)") { $0.schema($1, $2, below) }
        }
    }

    // MARK: Examples

    private mutating func examples(of node: Node, against pointer: String, isJSON: Bool) {
        if let value = node["example"] { check(value, against: pointer, isJSON: isJSON) }
        for member in (node["examples"] ?? node).members where node["examples"] != nil {
            guard let example = document.resolve(member.value), let value = example["value"] else {
                continue
            }
            check(value, against: pointer, isJSON: isJSON)
        }
    }

    private mutating func check(_ value: Node, against pointer: String, isJSON: Bool) {
        // A text may be any notation's.
        if value.reference != nil || !isJSON && value.kind == .string { return }
        guard let schema = compiled(pointer) else { return }
        var validator = SchemaValidator()
        guard validator.read(Array(value.jsonValue.printed(.compact).utf8)) == nil else { return }
        for violation in validator.violations(of: schema, checksDeeply: true).prefix(5) {
            log.report(
                Diagnostic(
                    exampleMismatch.id, .warning,
                    "the value is not what its schema allows: \(violation.message)",
                    at: place(violation.pointer, in: value).range))
        }
    }

    private mutating func compiled(_ pointer: String) -> Schema? {
        if let known = schemas[pointer] { return known }
        guard wordsLeft > 0 else { return nil }
        var options = SchemaCompiler.Options()
        options.dialect = isSwagger ? .draft4 : .openAPI30
        options.usesIDs = false
        let schema = SchemaCompiler.compile(json, at: pointer, options: options).schema
        wordsLeft -= schema?.words.count ?? 0
        schemas[pointer] = .some(schema)
        return schema
    }

    /// The part of a value that a pointer leads to.
    private func place(_ pointer: String, in value: Node) -> Node {
        var node = value
        for token in pointer.split(separator: "/") {
            let key = String(token.replacing("~1", with: "/").replacing("~0", with: "~"))
            let next: Node?
            if node.kind == .array {
                let index = Int(key) ?? -1
                next = index < 0 ? nil : node.elements.dropFirst(index).first(where: { _ in true })
            } else {
                next = node[dynamic: key]
            }
            guard let next else { return node }
            node = next
        }
        return node
    }

    // MARK: Places

    private mutating func members(
        of node: Node?, _ pointer: String, _ visit: (inout Self, Node, String) -> Void
    ) {
        guard let node else { return }
        for member in node.members {
            let token = member.key.replacing("~", with: "~0").replacing("/", with: "~1")
            visit(&self, member.value, "\(pointer)/\(token)")
        }
    }

    private mutating func elements(
        of node: Node?, _ pointer: String, _ visit: (inout Self, Node, String) -> Void
    ) {
        guard let node else { return }
        for (index, element) in node.elements.enumerated() {
            visit(&self, element, "\(pointer)/\(index)")
        }
    }
}
