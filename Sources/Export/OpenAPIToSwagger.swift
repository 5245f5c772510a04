internal import Diagnostics
internal import JSON

/// The way from an OpenAPI 3.0 document to a Swagger 2.0 document.
///
/// Request bodies become body or form parameters, contents media types and one schema, servers `host`,
/// `basePath` and `schemes`. Cookies, links, callbacks, `oneOf` and their kind have no counterpart.
struct OpenAPIToSwagger {
    private let source: JSONValue
    private let range: SourceRange
    private var lost: Set<String> = []

    /// Starts with a document that needs no other file.
    init(_ source: JSONValue, range: SourceRange) {
        self.source = source
        self.range = range
    }

    /// Converts the document; `log` receives `not-convertible`.
    mutating func convert(into log: inout DiagnosticLog) -> JSONValue {
        var result = JSONObject()
        for member in source.objectValue?.members ?? [] {
            switch member.key {
            case "openapi": result["swagger"] = "2.0"
            case "servers": addServer(to: &result)
            case "paths": result["paths"] = paths(member.value)
            case "components": addComponents(member.value, to: &result)
            default: result.members.append(member)
            }
        }
        for what in lost.sorted() {
            log.report(.notConvertible(what, to: "Swagger 2.0", at: range))
        }
        return .object(result)
    }

    private mutating func addServer(to result: inout JSONObject) {
        let servers = source["servers"]?.arrayValue ?? []
        guard let server = servers.first else { return }
        var url = server["url"]?.stringValue ?? "/"
        for variable in server["variables"]?.objectValue?.members ?? [] {
            url = url.replacing(
                "{\(variable.key)}", with: variable.value["default"]?.stringValue ?? "")
        }
        var schemes: [JSONValue] = []
        for other in servers {
            guard let text = other["url"]?.stringValue else { continue }
            if let end = text.firstRange(of: "://") {
                let scheme = JSONValue.string(String(text[..<end.lowerBound]))
                if !schemes.contains(scheme) { schemes.append(scheme) }
            }
        }
        var rest = Substring(url)
        if let end = rest.firstRange(of: "://") {
            rest = rest[end.upperBound...]
            let slash = rest.firstIndex(of: "/") ?? rest.endIndex
            result["host"] = .string(String(rest[..<slash]))
            rest = rest[slash...]
        }
        if rest.hasSuffix("/"), rest.count > 1 { rest = rest.dropLast() }
        if !rest.isEmpty, rest != "/" {
            result["basePath"] = .string(rest.hasPrefix("/") ? String(rest) : "/\(rest)")
        }
        if !schemes.isEmpty { result["schemes"] = .array(schemes) }
        let endpoint = "x-amazon-apigateway-endpoint-configuration"
        result[endpoint] = server[endpoint]
        if servers.count > 1 { lost.insert("the server after the first") }
    }

    private mutating func addComponents(_ value: JSONValue, to result: inout JSONObject) {
        for member in value.objectValue?.members ?? [] {
            let parts = member.value.objectValue ?? JSONObject()
            switch member.key {
            case "schemas":
                result["definitions"] = .object(mapped(parts) { $0.schema($1) })
            case "parameters":
                result["parameters"] = .object(mapped(parts) { $0.parameter($1) })
            case "responses":
                result["responses"] = .object(
                    mapped(parts) { converter, value in converter.response(value).response })
            case "securitySchemes":
                var schemes = JSONObject()
                for scheme in parts.members { schemes[scheme.key] = securityScheme(scheme.value) }
                result["securityDefinitions"] = .object(schemes)
            case "requestBodies", "headers": break  // put in place where they are used
            case "examples", "links", "callbacks": lost.insert("'components.\(member.key)'")
            default: result.members.append(member)
            }
        }
    }

    private mutating func mapped(
        _ object: JSONObject, _ transform: (inout Self, JSONValue) -> JSONValue
    ) -> JSONObject {
        var result = JSONObject()
        for member in object.members {
            result.members.append(JSONObject.Member(member.key, transform(&self, member.value)))
        }
        return result
    }

    // MARK: Paths

    private mutating func paths(_ value: JSONValue) -> JSONValue {
        var result = JSONObject()
        for member in value.objectValue?.members ?? [] {
            guard member.key.hasPrefix("/") else {
                result.members.append(member)
                continue
            }
            var item = JSONObject()
            for part in member.value.objectValue?.members ?? [] {
                switch part.key {
                case "trace": lost.insert("the method 'trace'")
                case _ where isOperationKey(part.key): item[part.key] = operation(part.value)
                case "parameters":
                    item["parameters"] = parameters(part.value.arrayValue ?? [])
                case "summary", "description", "servers": lost.insert("a path item's '\(part.key)'")
                default: item.members.append(part)
                }
            }
            result.members.append(JSONObject.Member(member.key, .object(item)))
        }
        return .object(result)
    }

    private mutating func parameters(_ values: [JSONValue]) -> JSONValue? {
        let kept = values.filter { value in
            let target = resolved(value, in: "parameters")
            if target["in"]?.stringValue == "cookie" { lost.insert("a cookie parameter") }
            return target["in"]?.stringValue != "cookie"
        }
        return kept.isEmpty ? nil : .array(kept.map { parameter($0) })
    }

    private mutating func operation(_ value: JSONValue) -> JSONValue {
        var result = JSONObject()
        var list = parameters(value["parameters"]?.arrayValue ?? [])?.arrayValue ?? []
        var consumes: [String] = []
        if let body = value["requestBody"] {
            let (parameters, types) = bodyParameters(resolved(body, in: "requestBodies"))
            list += parameters
            consumes = types
        }
        var produces: [String] = []
        var responses = JSONObject()
        for member in value["responses"]?.objectValue?.members ?? [] {
            guard !member.key.hasPrefix("x-") else {
                responses.members.append(member)
                continue
            }
            let (response, types) = response(member.value)
            for type in types where !produces.contains(type) { produces.append(type) }
            responses[member.key] = response
        }
        var isListed = false
        for member in value.objectValue?.members ?? [] {
            switch member.key {
            case "parameters", "requestBody":
                if !isListed, !consumes.isEmpty {
                    result["consumes"] = .array(consumes.map { .string($0) })
                }
                if !isListed, !list.isEmpty { result["parameters"] = .array(list) }
                isListed = true
            case "responses":
                if !produces.isEmpty { result["produces"] = .array(produces.map { .string($0) }) }
                result["responses"] = .object(responses)
            case "callbacks", "servers": lost.insert("an operation's '\(member.key)'")
            default: result.members.append(member)
            }
        }
        return .object(result)
    }

    // MARK: Parameters and bodies

    private mutating func parameter(_ value: JSONValue) -> JSONValue {
        if value["$ref"] != nil { return reference(value) }
        var result = JSONObject()
        let type = resolved(value["schema"] ?? content(of: value)?["schema"] ?? [:], in: "schemas")
        for member in value.objectValue?.members ?? [] {
            switch member.key {
            case "schema", "style", "explode", "allowReserved", "content", "examples": break
            case "example": result["x-example"] = member.value
            case "deprecated": lost.insert("a parameter's 'deprecated'")
            default: result.members.append(member)
            }
        }
        addType(type, to: &result)
        if type["type"]?.stringValue == "array" {
            let isQuery = ["query", "cookie"].contains(value["in"]?.stringValue)
            let style = value["style"]?.stringValue ?? (isQuery ? "form" : "simple")
            switch style {
            case "form" where isQuery && (value["explode"]?.boolValue ?? true):
                result["collectionFormat"] = "multi"
            case "spaceDelimited": result["collectionFormat"] = "ssv"
            case "pipeDelimited": result["collectionFormat"] = "pipes"
            default: break
            }
        }
        return .object(result)
    }

    private func content(of value: JSONValue) -> JSONValue? {
        value["content"]?.objectValue?.members.first?.value
    }

    /// Adds a schema's members that a Swagger parameter can have; an object is a string there.
    private mutating func addType(_ schema: JSONValue, to result: inout JSONObject) {
        let known: Set<String> = [
            "format", "items", "default", "maximum", "exclusiveMaximum", "minimum",
            "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
            "uniqueItems", "enum", "multipleOf",
        ]
        let type = schema["type"]?.stringValue
        if type == nil || type == "object" { lost.insert("a parameter's structured schema") }
        result["type"] = .string(type == nil || type == "object" ? "string" : type ?? "string")
        guard type != nil, type != "object" else { return }
        for member in schema.objectValue?.members ?? [] where known.contains(member.key) {
            if member.key == "items" {
                var items = JSONObject()
                addType(resolved(member.value, in: "schemas"), to: &items)
                result["items"] = .object(items)
            } else {
                result[member.key] = member.value
            }
        }
        if type == "array", result["items"] == nil { result["items"] = ["type": "string"] }
    }

    private mutating func bodyParameters(
        _ body: JSONValue
    ) -> (parameters: [JSONValue], consumes: [String]) {
        let content = body["content"]?.objectValue?.members ?? []
        let types = content.map(\.key)
        let isForm =
            !content.isEmpty
            && types.allSatisfy {
                $0 == "multipart/form-data" || $0 == "application/x-www-form-urlencoded"
            }
        if isForm {
            let form = resolved(content[0].value["schema"] ?? [:], in: "schemas")
            let required = strings(form["required"])
            let fields = (form["properties"]?.objectValue?.members ?? []).map { member in
                var field: JSONObject = ["name": .string(member.key), "in": "formData"]
                let type = resolved(member.value, in: "schemas")
                field["description"] = type["description"]
                if required.contains(member.key) { field["required"] = true }
                if type["format"]?.stringValue == "binary" {
                    field["type"] = "file"
                } else {
                    addType(type, to: &field)
                }
                return JSONValue.object(field)
            }
            if !fields.isEmpty { return (fields, types) }
        }
        let chosen = content.first { $0.key == "application/json" } ?? content.first
        let bodies = Set(content.map { $0.value["schema"]?.printed() ?? "" })
        if bodies.count > 1 { lost.insert("a second schema of a request body") }
        var parameter: JSONObject = [
            "in": "body", "name": body["x-body-name"] ?? "body",
        ]
        parameter["description"] = body["description"]
        parameter["required"] = body["required"]
        parameter["schema"] = schema(chosen?.value["schema"] ?? [:])
        return ([.object(parameter)], types)
    }

    // MARK: Responses

    private mutating func response(
        _ value: JSONValue
    ) -> (response: JSONValue, produces: [String]) {
        let target = resolved(value, in: "responses")
        let content = target["content"]?.objectValue?.members ?? []
        let types = content.map(\.key)
        if value["$ref"] != nil { return (reference(value), types) }
        var result = JSONObject()
        for member in value.objectValue?.members ?? [] {
            switch member.key {
            case "content":
                let chosen = content.first { $0.key == "application/json" } ?? content.first
                if let body = chosen?.value["schema"] { result["schema"] = schema(body) }
                let bodies = Set(content.map { $0.value["schema"]?.printed() ?? "" })
                if bodies.count > 1 { lost.insert("a second schema of a response") }
                var examples = JSONObject()
                for media in content {
                    let first = media.value["examples"]?.objectValue?.members.first?.value["value"]
                    examples[media.key] = media.value["example"] ?? first
                }
                if !examples.members.isEmpty { result["examples"] = .object(examples) }
            case "headers":
                var headers = JSONObject()
                for header in member.value.objectValue?.members ?? [] {
                    let target = resolved(header.value, in: "headers")
                    var object = JSONObject()
                    object["description"] = target["description"]
                    addType(resolved(target["schema"] ?? [:], in: "schemas"), to: &object)
                    headers[header.key] = .object(object)
                }
                result["headers"] = .object(headers)
            case "links": lost.insert("a response's 'links'")
            default: result.members.append(member)
            }
        }
        return (.object(result), types)
    }

    // MARK: Schemas and references

    private mutating func schema(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map { schema($0) })
        case .object(let object):
            if value["$ref"]?.stringValue != nil { return reference(value) }
            var result = JSONObject()
            for member in object.members {
                switch member.key {
                case "example", "default", "enum": result.members.append(member)
                case "nullable": result["x-nullable"] = member.value
                case "oneOf", "anyOf", "not", "writeOnly", "deprecated":
                    lost.insert("a schema's '\(member.key)'")
                case "discriminator":
                    result["discriminator"] = member.value["propertyName"] ?? member.value
                case "properties":
                    let properties = member.value.objectValue ?? JSONObject()
                    result["properties"] = .object(mapped(properties) { $0.schema($1) })
                default:
                    result.members.append(JSONObject.Member(member.key, schema(member.value)))
                }
            }
            return .object(result)
        default: return value
        }
    }

    private func reference(_ value: JSONValue) -> JSONValue {
        guard let text = value["$ref"]?.stringValue else { return value }
        let moved = [
            ("#/components/schemas/", "#/definitions/"),
            ("#/components/parameters/", "#/parameters/"),
            ("#/components/responses/", "#/responses/"),
        ]
        for (old, new) in moved where text.hasPrefix(old) {
            return ["$ref": .string(new + text.dropFirst(old.count))]
        }
        return value
    }

    /// The component that a reference names, followed a bounded number of times.
    private func resolved(_ value: JSONValue, in section: String) -> JSONValue {
        var value = value
        for _ in 0..<64 {
            guard let text = value["$ref"]?.stringValue else { return value }
            let prefix = "#/components/\(section)/"
            guard text.hasPrefix(prefix) else { return value }
            let name = text.dropFirst(prefix.count).replacing("~1", with: "/")
                .replacing("~0", with: "~")
            guard let target = source["components"]?[section]?[String(name)] else { return value }
            value = target
        }
        return [:]
    }

    private mutating func securityScheme(_ value: JSONValue) -> JSONValue? {
        var result = JSONObject()
        switch value["type"]?.stringValue {
        case "http" where value["scheme"]?.stringValue?.lowercased() == "basic":
            result["type"] = "basic"
        case "http":
            result["type"] = "apiKey"
            result["name"] = "Authorization"
            result["in"] = "header"
        case "oauth2":
            guard let flow = value["flows"]?.objectValue?.members.first else { return nil }
            result["type"] = "oauth2"
            result["flow"] =
                switch flow.key {
                case "authorizationCode": "accessCode"
                case "clientCredentials": "application"
                default: .string(flow.key)
                }
            result["authorizationUrl"] = flow.value["authorizationUrl"]
            result["tokenUrl"] = flow.value["tokenUrl"]
            result["scopes"] = flow.value["scopes"] ?? [:]
        case "openIdConnect":
            lost.insert("a security scheme of type 'openIdConnect'")
            return nil
        default: return value
        }
        let own: Set<String> = [
            "type", "scheme", "bearerFormat", "flows", "openIdConnectUrl", "name", "in",
        ]
        for member in value.objectValue?.members ?? [] where !own.contains(member.key) {
            result.members.append(member)
        }
        return .object(result)
    }
}
