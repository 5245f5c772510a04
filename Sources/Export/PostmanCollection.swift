internal import Diagnostics
internal import Digest
package import JSON
internal import Model
package import OpenAPI
internal import Syntax

/// Returns a document as a Postman collection, format 2.1.
///
/// A folder a tag, a request an operation, its examples as saved responses. The address and the
/// credentials are variables of the collection. Identifiers are made from names, so the same
/// document always gives the same collection.
///
/// - Parameters:
///   - document: The document.
///   - stage: The value of the variable `stage`, which is part of the address of a stage of API
///     Gateway; `nil` for what the document says.
/// - Returns: The collection.
package func postmanCollection(_ document: OpenAPIDocument, stage: String?) -> JSONValue {
    var writer = PostmanWriter(document)
    return writer.collection(stage: stage)
}

/// The state while a collection is written.
struct PostmanWriter {
    let document: OpenAPIDocument
    var examples: SchemaExample

    /// The security schemes by name.
    let schemes: [String: SecurityScheme]

    /// The collection's variables in the order in which they were needed.
    var variables: [(name: String, value: String)] = []

    init(_ document: OpenAPIDocument) {
        self.document = document
        examples = SchemaExample(document)
        schemes = Dictionary(document.securitySchemes.map { ($0.name.value, $0) }) { first, _ in
            first
        }
    }

    mutating func collection(stage: String?) -> JSONValue {
        let title = document.title?.scalarText ?? "API"
        var info: JSONObject = ["_postman_id": .string(identifier(title)), "name": .string(title)]
        info["description"] = (document.description?.string).map(JSONValue.string)
        // Postman's own version is an object of numbers; the API's may be any text.
        info["schema"] =
            "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
        addAddress(stage)
        var result: JSONObject = ["info": .object(info), "item": .array(items(title))]
        if let security = document.security { result["auth"] = auth(security) }
        result["variable"] = .array(
            variables.map {
                ["key": .string($0.name), "value": .string($0.value), "type": "string"]
            })
        return .object(result)
    }

    /// Notes a variable and returns the text that stands for it in requests.
    mutating func variable(_ name: String, _ value: String = "") -> String {
        if !variables.contains(where: { $0.name == name }) { variables.append((name, value)) }
        return "{{\(name)}}"
    }

    /// An identifier in the form of a UUID (RFC 9562, version 8), made from names.
    func identifier(_ names: String...) -> String {
        let text = names.map { "\($0.utf8.count):\($0)" }.joined()
        var digits = Array(SHA256.hexadecimal(Array(text.utf8)).prefix(32))
        digits[12] = "8"
        digits[16] = "8"
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }
            .joined(separator: "-")
    }

    // MARK: The address

    /// Sets `baseUrl`, and `stage` where the address is one of API Gateway's own.
    private mutating func addAddress(_ stage: String?) {
        var stage = stage
        var url = document.servers.first?.url.value ?? ""
        for variable in document.servers.first?.variables ?? [] {
            let name = variable.name.value
            let value = variable.defaultValue?.scalarText ?? ""
            if name == "basePath" {
                let path = value.split(separator: "/").joined(separator: "/")
                stage = stage ?? path
                url = url.replacing("{basePath}", with: "{{stage}}")
            } else {
                url = url.replacing("{\(name)}", with: self.variable(name, value))
            }
        }
        while url.hasSuffix("/") { url.removeLast() }
        if !url.contains("://") {
            let id = stableIdentifier("restapi", document.title?.scalarText ?? "Untitled")
            url = "https://\(id).execute-api.us-east-1.amazonaws.com/{{stage}}"
        } else if url.contains(".execute-api."), !url.contains("{{stage}}") {
            let parts = url.split(separator: "/", omittingEmptySubsequences: false)
            if parts.count > 3 { stage = stage ?? String(parts[3]) }
            url = (parts.prefix(3) + ["{{stage}}"] + parts.dropFirst(4)).joined(separator: "/")
        }
        variables.insert(("baseUrl", url), at: 0)
        if url.contains("{{stage}}") { variables.insert(("stage", stage ?? "dev"), at: 1) }
    }

    // MARK: Folders

    /// A folder for each tag, then the requests without one.
    private mutating func items(_ title: String) -> [JSONValue] {
        var order: [String] = []
        var descriptions: [String: String] = [:]
        for tag in document.tags {
            guard let name = tag["name"]?.scalarText else { continue }
            order.append(name)
            descriptions[name] = tag["description"]?.string
        }
        var folders: [String: [JSONValue]] = [:]
        var untagged: [JSONValue] = []
        for path in document.paths {
            for operation in path.operations {
                let item = item(operation, title)
                guard let tag = operation.tags.first?.scalarText else {
                    untagged.append(item)
                    continue
                }
                if !order.contains(tag) { order.append(tag) }
                folders[tag, default: []].append(item)
            }
        }
        let tagged = order.compactMap { tag -> JSONValue? in
            guard let items = folders[tag] else { return nil }
            var folder: JSONObject = [
                "id": .string(identifier(title, "tag", tag)), "name": .string(tag),
            ]
            folder["description"] = descriptions[tag].map(JSONValue.string)
            folder["item"] = .array(items)
            return .object(folder)
        }
        return tagged + untagged
    }
}
