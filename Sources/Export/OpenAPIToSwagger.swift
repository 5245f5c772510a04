internal import Diagnostics
internal import JSON

/// The way from an OpenAPI 3.0 document to a Swagger 2.0 document.
///
/// Request bodies become body or form parameters, contents media types and one schema, servers
/// `host`, `basePath` and `schemes`. What Swagger cannot say is noted as lost.
struct OpenAPIToSwagger: DocumentConverter {
    let source: JSONValue
    let named: [String: JSONValue]
    var place: [String] = []
    var losses: [ConversionLoss] = []
    var inliningDepth = 0

    static let moves = [
        (from: "#/components/schemas/", to: "#/definitions/"),
        (from: "#/components/parameters/", to: "#/parameters/"),
        (from: "#/components/responses/", to: "#/responses/"),
    ]

    /// Starts with a document that needs no other file.
    init(_ source: JSONValue) {
        self.source = source
        let components = source["components"] ?? [:]
        named = namedParts(
            components,
            (components.objectValue?.members ?? []).map { ($0.key, "#/components/\($0.key)/") })
    }

    mutating func convert() -> JSONValue {
        var result = JSONObject()
        for member in source.objectValue?.members ?? [] {
            switch member.key {
            case "openapi": result["swagger"] = "2.0"
            case "servers": at("servers") { $0.addServer(to: &result) }
            case "paths": result["paths"] = at("paths") { $0.paths(member.value) }
            case "components": at("components") { $0.addComponents(member.value, to: &result) }
            case "swagger", "host", "basePath", "schemes", "consumes", "produces", "definitions",
                "parameters", "responses", "securityDefinitions":
                lose("'\(member.key)' means nothing in OpenAPI 3.0 and is left out", at: member.key)
            default: result.members.append(member)
            }
        }
        return .object(result)
    }

    // MARK: Servers

    private mutating func addServer(to result: inout JSONObject) {
        let servers = (source["servers"]?.arrayValue ?? []).map(Address.init)
        guard let first = servers.first else { return }
        var schemes: [String] = []
        for (index, server) in servers.enumerated() {
            guard server.host == first.host, server.path == first.path else {
                lose("a server after the first has no counterpart in Swagger 2.0", at: "\(index)")
                continue
            }
            if let scheme = server.scheme, !schemes.contains(scheme) { schemes.append(scheme) }
            for key in ["description", "variables"] where server.object[key] != nil {
                at("\(index)") {
                    $0.lose("the '\(key)' of a server has no counterpart in Swagger 2.0", at: key)
                }
            }
        }
        if let host = first.host {
            if !isHost(host) {
                lose("a host with a variable has no counterpart in Swagger 2.0", at: "0")
            } else {
                result["host"] = .string(host)
            }
        }
        if !first.path.isEmpty { result["basePath"] = .string(first.path) }
        let known = schemes.filter { ["http", "https", "ws", "wss"].contains($0) }
        if !known.isEmpty { result["schemes"] = .array(known.map { .string($0) }) }
        result[endpointConfigurationKey] = first.object[endpointConfigurationKey]
    }

    /// Whether a text is a host by the pattern of Swagger's schema: with at most one colon, before
    /// a port.
    private func isHost(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let name = parts.first, !name.isEmpty, parts.count <= 2 else { return false }
        let port = parts.dropFirst().first
        return !name.contains { " /{}\\".utf8.contains($0) }
            && port?.allSatisfy { 0x30...0x39 ~= $0 } ?? true && port?.isEmpty != true
    }

    /// The parts of a server's URL, its variables replaced by their defaults.
    private struct Address {
        var object: JSONValue
        var scheme: String?
        var host: String?

        /// Starts with a slash and does not end with one; empty for none.
        var path: String

        init(_ server: JSONValue) {
            object = server
            var url = server["url"]?.stringValue ?? "/"
            for variable in server["variables"]?.objectValue?.members ?? [] {
                url = url.replacing(
                    "{\(variable.key)}", with: variable.value["default"]?.stringValue ?? "")
            }
            var rest = Substring(url)
            if let end = rest.firstRange(of: "://") {
                scheme = String(rest[..<end.lowerBound])
                rest = rest[end.upperBound...]
                let slash = rest.firstIndex(of: "/") ?? rest.endIndex
                host = String(rest[..<slash])
                rest = rest[slash...]
            }
            while rest.hasSuffix("/") { rest = rest.dropLast() }
            while rest.hasPrefix("/") { rest = rest.dropFirst() }
            path = rest.isEmpty ? "" : "/\(rest)"
        }
    }

    // MARK: Components

    private mutating func addComponents(_ value: JSONValue, to result: inout JSONObject) {
        for member in value.objectValue?.members ?? [] {
            let parts = member.value.objectValue ?? JSONObject()
            let key: String
            let converted: JSONObject
            switch member.key {
            case "schemas":
                key = "definitions"
                converted = at(member.key) { $0.mapped(parts) { $0.schema($1) } }
            case "parameters":
                key = "parameters"
                converted = at(member.key) { $0.mapped(parts) { $0.parameter($1) } }
            case "responses":
                key = "responses"
                converted = at(member.key) { $0.mapped(parts) { $0.response($1) } }
            case "securitySchemes":
                key = "securityDefinitions"
                converted = at(member.key) { $0.mapped(parts) { $0.securityScheme($1) } }
            case "requestBodies", "headers": continue  // put in place where they are used
            case "examples", "links", "callbacks":
                lose("'components.\(member.key)' has no counterpart in Swagger 2.0", at: member.key)
                continue
            default:
                result.members.append(member)
                continue
            }
            if !converted.members.isEmpty { result[key] = .object(converted) }
        }
    }

    // MARK: Paths

    private mutating func paths(_ value: JSONValue) -> JSONValue {
        guard let items = value.objectValue else { return value }
        var result = JSONObject()
        for member in items.members {
            let item =
                member.key.hasPrefix("/")
                ? at(member.key) { $0.branches(member.value) { $0.pathItem($1) } }
                : member.value
            result.members.append(JSONObject.Member(member.key, item))
        }
        return .object(result)
    }

    private mutating func pathItem(_ value: JSONValue) -> JSONValue {
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        for member in object.members {
            switch member.key {
            case "trace":
                lose(
                    "the method 'trace' has no counterpart in Swagger 2.0", at: "trace",
                    effect: .method)
            case _ where isOperationKey(member.key):
                let operation = at(member.key) { converter in
                    converter.branches(member.value) { $0.operation($1) }
                }
                result.members.append(JSONObject.Member(member.key, operation))
            case "parameters":
                let list = parameters(member.value)
                if !list.isEmpty { result["parameters"] = .array(list) }
            case "summary", "description", "servers":
                lose(
                    "the '\(member.key)' of a path has no counterpart in Swagger 2.0",
                    at: member.key)
            default: keepIfKnown(member, of: "a path", in: &result)
            }
        }
        return .object(result)
    }

    private mutating func operation(_ value: JSONValue) -> JSONValue {
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        var list = value["parameters"].map { parameters($0) } ?? []
        var consumes: [String] = []
        if let body = value["requestBody"] {
            consumes = contentTypes(resolved(body))
            list += at("requestBody") { $0.bodyParameters($0.resolved(body)) }
        }
        var isListed = false
        for member in object.members {
            switch member.key {
            case "parameters", "requestBody":
                if isListed { break }
                isListed = true
                if !consumes.isEmpty { result["consumes"] = array(consumes) }
                if !list.isEmpty { result["parameters"] = .array(list) }
            case "responses":
                let (responses, produces) = at("responses") { $0.responses(member.value) }
                if !produces.isEmpty { result["produces"] = array(produces) }
                result["responses"] = responses
            case "callbacks", "servers":
                lose(
                    "the '\(member.key)' of an operation have no counterpart in Swagger 2.0",
                    at: member.key)
            case "consumes", "produces", "schemes":
                lose("'\(member.key)' means nothing in OpenAPI 3.0 and is left out", at: member.key)
            default: result.members.append(member)
            }
        }
        return .object(result)
    }

    private func array(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    func contentTypes(_ value: JSONValue) -> [String] {
        (value["content"]?.objectValue?.members ?? []).map(\.key)
    }

    // MARK: Parameters

    private mutating func parameters(_ value: JSONValue) -> [JSONValue] {
        at("parameters") { converter in
            converter.mapped(value.arrayValue ?? []) { $0.parameter($1) }
        }
    }

    /// A parameter; `nil` for one in a cookie.
    private mutating func parameter(_ value: JSONValue) -> JSONValue? {
        let target = resolved(value)
        if target["in"] == "cookie" {
            lose("a cookie parameter has no counterpart in Swagger 2.0")
            return nil
        }
        guard let value = self.target(ofPart: value) else { return moved(value) }
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        let type = resolved(value["schema"] ?? firstContent(value)?["schema"] ?? [:])
        for member in object.members {
            switch member.key {
            case "schema":
                let shape = at("schema") { $0.plainType(type) }
                result.members += shape.members.filter { result[$0.key] == nil }
            case "content":
                lose(
                    "the 'content' of a parameter has no counterpart in Swagger 2.0", at: "content")
                result["type"] = "string"
            case "style":
                if !["form", "simple", "spaceDelimited", "pipeDelimited"].contains(member.value) {
                    lose("a parameter's 'style' has no counterpart in Swagger 2.0", at: "style")
                }
            case "explode": break
            case "example": result["x-example"] = member.value
            case "deprecated": result["x-deprecated"] = member.value
            case "allowReserved", "examples":
                lose(
                    "the '\(member.key)' of a parameter has no counterpart in Swagger 2.0",
                    at: member.key)
            case "allowEmptyValue" where value["in"] != "query": break
            default: result.members.append(member)
            }
        }
        if result["type"] == nil { result["type"] = "string" }
        if result["type"] == "array" {
            result["collectionFormat"] = collectionFormat(value, isQuery: value["in"] == "query")
        }
        return .object(result)
    }

    private func firstContent(_ value: JSONValue) -> JSONValue? {
        value["content"]?.objectValue?.members.first?.value
    }

    /// How an array is written, in Swagger's words; `nil` for commas.
    func collectionFormat(_ value: JSONValue, isQuery: Bool) -> JSONValue? {
        switch value["style"]?.stringValue ?? (isQuery ? "form" : "simple") {
        case "form" where isQuery && (value["explode"]?.boolValue ?? true): "multi"
        case "spaceDelimited": "ssv"
        case "pipeDelimited": "pipes"
        default: nil
        }
    }

    /// A schema's members that a Swagger parameter, header or item can have.
    ///
    /// Anything but a plain value or an array of them is a string there.
    mutating func plainType(_ schema: JSONValue) -> JSONObject {
        var result = JSONObject()
        let type = schema["type"]?.stringValue ?? ""
        let isPlain = ["string", "number", "integer", "boolean", "array"].contains(type)
        if !isPlain {
            lose("a parameter's structured schema becomes a string in Swagger 2.0")
            result["type"] = "string"
            return result
        }
        for member in schema.objectValue?.members ?? [] {
            switch member.key {
            case "items":
                let target = resolved(member.value)
                let items = at("items") { $0.plainType(target) }
                if type == "array" { result["items"] = .object(items) }
            case "nullable", "deprecated": result["x-\(member.key)"] = member.value
            case "example": result["x-example"] = member.value
            case _ where swaggerTypeKeys.contains(member.key) || member.key.hasPrefix("x-"):
                result.members.append(member)
            default:
                lose(
                    "the '\(member.key)' of a parameter's schema has no counterpart in Swagger 2.0",
                    at: member.key)
            }
        }
        if type == "array", result["items"] == nil { result["items"] = ["type": "string"] }
        return result
    }
}
