internal import Diagnostics
internal import JSON

/// The way from a Swagger 2.0 document to an OpenAPI 3.0 document.
///
/// By OpenAPI 3.0's own upgrade rules: `host`, `basePath` and `schemes` become servers, body and form
/// parameters request bodies, `consumes` and `produces` the media types of contents.
struct SwaggerToOpenAPI {
    private let source: JSONValue
    private let range: SourceRange
    private var lost: [String] = []
    private let consumes: [String]
    private let produces: [String]

    /// Named parameters that become request bodies.
    private let bodyParameters: Set<String>

    /// Starts with a document that needs no other file.
    init(_ source: JSONValue, range: SourceRange) {
        self.source = source
        self.range = range
        consumes = strings(source["consumes"])
        produces = strings(source["produces"])
        bodyParameters = Set(
            (source["parameters"]?.objectValue?.members ?? []).filter {
                ["body", "formData"].contains($0.value["in"]?.stringValue)
            }.map(\.key))
    }

    /// Converts the document; `log` receives `not-convertible`.
    mutating func convert(into log: inout DiagnosticLog) -> JSONValue {
        var result = JSONObject()
        for member in source.objectValue?.members ?? [] {
            switch member.key {
            case "swagger":
                result["openapi"] = "3.0.1"
            case "host", "basePath", "schemes", "x-amazon-apigateway-endpoint-configuration":
                if result["servers"] == nil { result["servers"] = servers }
            case "consumes", "produces": break
            case "paths": result["paths"] = paths(member.value)
            case "definitions", "parameters", "responses", "securityDefinitions":
                if result["components"] == nil { result["components"] = .object(components()) }
            default: result.members.append(member)
            }
        }
        if result["components"] == nil {
            let components = components()
            if !components.members.isEmpty { result["components"] = .object(components) }
        }
        for what in lost { log.report(.notConvertible(what, to: "OpenAPI 3.0", at: range)) }
        return .object(result)
    }

    private var servers: JSONValue? {
        let host = source["host"]?.stringValue
        let path = source["basePath"]?.stringValue ?? ""
        let schemes = strings(source["schemes"])
        var servers: [JSONValue] = []
        for scheme in schemes.isEmpty ? ["https"] : schemes {
            let url = host.map { "\(scheme)://\($0)\(path)" } ?? (path.isEmpty ? "/" : path)
            var server: JSONObject = ["url": .string(url)]
            server["x-amazon-apigateway-endpoint-configuration"] =
                source["x-amazon-apigateway-endpoint-configuration"]
            servers.append(.object(server))
            if host == nil { break }
        }
        return .array(servers)
    }

    private mutating func components() -> JSONObject {
        var components = JSONObject()
        if let definitions = source["definitions"]?.objectValue {
            components["schemas"] = .object(mapped(definitions) { $0.schema($1) })
        }
        if let parameters = source["parameters"]?.objectValue {
            var plain = JSONObject()
            var bodies = JSONObject()
            for member in parameters.members {
                if bodyParameters.contains(member.key) {
                    bodies[member.key] = requestBody([member.value], consumes)
                } else {
                    plain[member.key] = parameter(member.value)
                }
            }
            if !plain.members.isEmpty { components["parameters"] = .object(plain) }
            if !bodies.members.isEmpty { components["requestBodies"] = .object(bodies) }
        }
        if let responses = source["responses"]?.objectValue {
            components["responses"] = .object(
                mapped(responses) { $0.response($1, $0.produces) })
        }
        if let schemes = source["securityDefinitions"]?.objectValue {
            components["securitySchemes"] = .object(mapped(schemes) { securityScheme($1, $0) })
        }
        return components
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
            let item = member.key.hasPrefix("/") ? pathItem(member.value) : member.value
            result.members.append(JSONObject.Member(member.key, item))
        }
        return .object(result)
    }

    private mutating func pathItem(_ value: JSONValue) -> JSONValue {
        var result = JSONObject()
        let shared = value["parameters"]?.arrayValue ?? []
        let sharedBodies = shared.filter(isBody)
        for member in value.objectValue?.members ?? [] {
            if isOperationKey(member.key) {
                result.members.append(
                    JSONObject.Member(member.key, operation(member.value, sharedBodies)))
            } else if member.key == "parameters" {
                let plain = shared.filter { !isBody($0) }
                if !plain.isEmpty {
                    result["parameters"] = .array(plain.map { parameter($0) })
                }
            } else {
                result.members.append(member)
            }
        }
        return .object(result)
    }

    private mutating func operation(_ value: JSONValue, _ shared: [JSONValue]) -> JSONValue {
        var result = JSONObject()
        let consumed = value["consumes"] == nil ? consumes : strings(value["consumes"])
        let produced = value["produces"] == nil ? produces : strings(value["produces"])
        let own = value["parameters"]?.arrayValue ?? []
        let bodies = own.contains(where: isBody) ? own.filter(isBody) : shared
        var isBodyWritten = false
        func body(_ converter: inout Self) -> JSONValue? {
            isBodyWritten = true
            return bodies.isEmpty ? nil : converter.requestBody(bodies, consumed)
        }
        for member in value.objectValue?.members ?? [] {
            switch member.key {
            case "consumes", "produces", "schemes": break
            case "parameters":
                let plain = own.filter { !isBody($0) }
                if !plain.isEmpty {
                    result["parameters"] = .array(plain.map { parameter($0) })
                }
                result["requestBody"] = body(&self)
            case "responses":
                if !isBodyWritten { result["requestBody"] = body(&self) }
                var responses = JSONObject()
                for response in member.value.objectValue?.members ?? [] {
                    let isExtension = response.key.hasPrefix("x-")
                    responses.members.append(
                        JSONObject.Member(
                            response.key,
                            isExtension
                                ? response.value : self.response(response.value, produced)))
                }
                result["responses"] = .object(responses)
            default: result.members.append(member)
            }
        }
        if !isBodyWritten, let written = body(&self) { result["requestBody"] = written }
        return .object(result)
    }

    private func isBody(_ parameter: JSONValue) -> Bool {
        if let reference = parameter["$ref"]?.stringValue, reference.hasPrefix("#/parameters/") {
            return bodyParameters.contains(String(reference.dropFirst("#/parameters/".count)))
        }
        return ["body", "formData"].contains(parameter["in"]?.stringValue)
    }

    // MARK: Parameters and bodies

    private mutating func parameter(_ value: JSONValue) -> JSONValue {
        if value["$ref"] != nil { return reference(value) }
        var result = JSONObject()
        var schemaMembers = JSONObject()
        for member in value.objectValue?.members ?? [] {
            if schemaKeys.contains(member.key) {
                schemaMembers.members.append(member)
            } else if member.key != "collectionFormat" {
                result.members.append(member)
            }
        }
        if !schemaMembers.members.isEmpty { result["schema"] = schema(.object(schemaMembers)) }
        let isQuery = value["in"]?.stringValue == "query"
        if value["type"]?.stringValue == "array" {
            switch value["collectionFormat"]?.stringValue ?? "csv" {
            case "multi": if isQuery { result["explode"] = true }
            case "ssv" where isQuery:
                result["style"] = "spaceDelimited"
                result["explode"] = false
            case "pipes" where isQuery:
                result["style"] = "pipeDelimited"
                result["explode"] = false
            case "tsv": lost.append("collectionFormat 'tsv'")
            default:
                if isQuery {
                    result["style"] = "form"
                    result["explode"] = false
                }
            }
        }
        return .object(result)
    }

    private mutating func requestBody(_ parameters: [JSONValue], _ types: [String]) -> JSONValue {
        if parameters.count == 1, parameters[0]["$ref"] != nil {
            guard let text = parameters[0]["$ref"]?.stringValue else { return [:] }
            let name = text.dropFirst("#/parameters/".count)
            return ["$ref": .string("#/components/requestBodies/\(name)")]
        }
        var result = JSONObject()
        if let body = parameters.first(where: { $0["in"]?.stringValue == "body" }) {
            result["description"] = body["description"]
            var content = JSONObject()
            for type in types.isEmpty ? ["application/json"] : types {
                content[type] = ["schema": schema(body["schema"] ?? [:])]
            }
            result["content"] = .object(content)
            result["required"] = body["required"]
            for member in body.objectValue?.members ?? [] where member.key.hasPrefix("x-") {
                result.members.append(member)
            }
            if let name = body["name"], name != "body" { result["x-body-name"] = name }
            return .object(result)
        }
        var properties = JSONObject()
        var required: [JSONValue] = []
        for field in parameters {
            guard let name = field["name"]?.stringValue else { continue }
            var members = JSONObject()
            for member in field.objectValue?.members ?? []
            where schemaKeys.contains(member.key) || member.key == "description"
                || member.key.hasPrefix("x-")
            {
                members.members.append(member)
            }
            properties[name] = schema(.object(members))
            if field["required"]?.boolValue ?? false { required.append(.string(name)) }
        }
        var form: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { form["required"] = .array(required) }
        let hasFile = parameters.contains { $0["type"]?.stringValue == "file" }
        let formTypes = types.filter {
            $0 == "multipart/form-data" || $0 == "application/x-www-form-urlencoded"
        }
        let fallback = hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"
        var content = JSONObject()
        for type in formTypes.isEmpty ? [fallback] : formTypes {
            content[type] = ["schema": .object(form)]
        }
        result["content"] = .object(content)
        if !required.isEmpty { result["required"] = true }
        return .object(result)
    }

    // MARK: Responses

    private mutating func response(_ value: JSONValue, _ types: [String]) -> JSONValue {
        if value["$ref"] != nil { return reference(value) }
        var result = JSONObject()
        for member in value.objectValue?.members ?? [] {
            switch member.key {
            case "schema":
                var content = JSONObject()
                let body = schema(member.value)
                for type in types.isEmpty ? ["application/json"] : types {
                    var media: JSONObject = ["schema": body]
                    media["example"] = value["examples"]?[type]
                    content[type] = .object(media)
                }
                result["content"] = .object(content)
            case "examples":
                guard value["schema"] == nil else { break }
                var content = JSONObject()
                for example in member.value.objectValue?.members ?? [] {
                    content[example.key] = ["example": example.value]
                }
                result["content"] = .object(content)
            case "headers":
                var headers = JSONObject()
                for header in member.value.objectValue?.members ?? [] {
                    headers.members.append(JSONObject.Member(header.key, parameter(header.value)))
                }
                result["headers"] = .object(headers)
            default: result.members.append(member)
            }
        }
        if result["description"] == nil {
            result.members.insert(JSONObject.Member("description", ""), at: 0)
        }
        return .object(result)
    }

    // MARK: Schemas

    private func schema(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(schema))
        case .object(let object):
            if value["$ref"]?.stringValue != nil { return reference(value) }
            var result = JSONObject()
            for member in object.members {
                switch member.key {
                case "example", "default", "enum", "examples": result.members.append(member)
                case "discriminator":
                    let isName = member.value.stringValue != nil
                    result["discriminator"] =
                        isName ? ["propertyName": member.value] : member.value
                case "x-nullable": result["nullable"] = member.value
                case "type" where member.value == "file":
                    result["type"] = "string"
                    result["format"] = "binary"
                case "properties", "patternProperties":
                    result[member.key] = .object(
                        JSONObject(
                            (member.value.objectValue?.members ?? []).map {
                                JSONObject.Member($0.key, schema($0.value))
                            }))
                default: result.members.append(JSONObject.Member(member.key, schema(member.value)))
                }
            }
            return .object(result)
        default: return value
        }
    }

    private func reference(_ value: JSONValue) -> JSONValue {
        guard let text = value["$ref"]?.stringValue else { return value }
        let moved = [
            ("#/definitions/", "#/components/schemas/"),
            ("#/parameters/", "#/components/parameters/"),
            ("#/responses/", "#/components/responses/"),
        ]
        for (old, new) in moved where text.hasPrefix(old) {
            return ["$ref": .string(new + text.dropFirst(old.count))]
        }
        return value
    }
}

/// Members of a Swagger parameter or header that belong to its type.
private let schemaKeys: Set<String> = [
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
    "uniqueItems", "enum", "multipleOf", "x-nullable",
]

private func securityScheme(_ value: JSONValue, _ converter: SwaggerToOpenAPI) -> JSONValue {
    var result = JSONObject()
    switch value["type"]?.stringValue {
    case "basic":
        result["type"] = "http"
        result["scheme"] = "basic"
    case "oauth2":
        result["type"] = "oauth2"
        var flow = JSONObject()
        flow["authorizationUrl"] = value["authorizationUrl"]
        flow["tokenUrl"] = value["tokenUrl"]
        flow["scopes"] = value["scopes"] ?? [:]
        let name =
            switch value["flow"]?.stringValue {
            case "accessCode": "authorizationCode"
            case "application": "clientCredentials"
            case let other?: other
            case nil: "implicit"
            }
        result["flows"] = .object(JSONObject([JSONObject.Member(name, .object(flow))]))
    default: return value
    }
    let own: Set<String> = ["type", "flow", "authorizationUrl", "tokenUrl", "scopes"]
    for member in value.objectValue?.members ?? [] where !own.contains(member.key) {
        result.members.append(member)
    }
    return .object(result)
}

/// Whether a path item's member is an operation.
func isOperationKey(_ key: String) -> Bool {
    switch key {
    case "get", "put", "post", "delete", "options", "head", "patch", "trace",
        "x-amazon-apigateway-any-method":
        true
    default: false
    }
}

/// The strings of an array.
func strings(_ value: JSONValue?) -> [String] {
    (value?.arrayValue ?? []).compactMap(\.stringValue)
}
