internal import Diagnostics
internal import JSON

/// The way from a Swagger 2.0 document to an OpenAPI 3.0 document.
///
/// `host`, `basePath` and `schemes` become servers, body and form parameters request bodies,
/// `consumes` and `produces` the media types of contents.
struct SwaggerToOpenAPI: DocumentConverter {
    let source: JSONValue
    let named: [String: JSONValue]
    var place: [String] = []
    var losses: [ConversionLoss] = []
    var inliningDepth = 0

    /// The media types of operations without their own.
    private let consumes: [String]
    private let produces: [String]

    static let moves = [
        (from: "#/definitions/", to: "#/components/schemas/"),
        (from: "#/parameters/", to: "#/components/parameters/"),
        (from: "#/responses/", to: "#/components/responses/"),
    ]

    /// Starts with a document that needs no other file.
    init(_ source: JSONValue) {
        self.source = source
        consumes = strings(source["consumes"])
        produces = strings(source["produces"])
        named = namedParts(
            source,
            [
                ("definitions", "#/definitions/"), ("parameters", "#/parameters/"),
                ("responses", "#/responses/"),
            ])
    }

    mutating func convert() -> JSONValue {
        var result = JSONObject()
        for member in source.objectValue?.members ?? [] {
            switch member.key {
            case "swagger": result.members.append(JSONObject.Member("openapi", "3.0.1"))
            case "host", "basePath", "schemes", endpointConfigurationKey:
                if result["servers"] == nil { result["servers"] = servers() }
            case "consumes", "produces": break
            case "paths": result["paths"] = at("paths") { $0.paths(member.value) }
            case "definitions", "parameters", "responses", "securityDefinitions":
                guard result["components"] == nil else { break }
                let parts = components()
                if !parts.members.isEmpty { result["components"] = .object(parts) }
            case "openapi", "components", "servers":
                lose("'\(member.key)' means nothing in Swagger 2.0 and is left out", at: member.key)
            default: result.members.append(member)
            }
        }
        return .object(result)
    }

    private mutating func servers() -> JSONValue? {
        let host = source["host"]?.stringValue
        let path = source["basePath"]?.stringValue ?? ""
        let endpoint = source[endpointConfigurationKey]
        var schemes = strings(source["schemes"])
        if host == nil {
            if !schemes.isEmpty {
                lose("'schemes' without a 'host' have no counterpart in OpenAPI 3.0", at: "schemes")
            }
            if path.isEmpty, endpoint == nil { return nil }
            schemes = [""]
        }
        return .array(
            (schemes.isEmpty ? ["https"] : schemes).map { scheme in
                let url = host.map { "\(scheme)://\($0)\(path)" } ?? (path.isEmpty ? "/" : path)
                var server: JSONObject = ["url": .string(url)]
                server[endpointConfigurationKey] = endpoint
                return .object(server)
            })
    }

    private mutating func components() -> JSONObject {
        var components = JSONObject()
        if let definitions = source["definitions"]?.objectValue {
            components["schemas"] = at("definitions") { converter in
                .object(converter.mapped(definitions) { $0.schema($1) })
            }
        }
        if let parameters = source["parameters"]?.objectValue {
            let plain = JSONObject(parameters.members.filter { !isBody($0.value) })
            let bodies = JSONObject(parameters.members.filter { isBody($0.value) })
            if !plain.members.isEmpty {
                components["parameters"] = at("parameters") { converter in
                    .object(converter.mapped(plain) { $0.parameter($1) })
                }
            }
            if !bodies.members.isEmpty {
                components["requestBodies"] = at("parameters") { converter in
                    .object(
                        converter.mapped(bodies) { $0.requestBody([$1], $0.consumes) })
                }
            }
        }
        if let responses = source["responses"]?.objectValue {
            components["responses"] = at("responses") { converter in
                .object(converter.mapped(responses) { $0.response($1, $0.produces) })
            }
        }
        if let schemes = source["securityDefinitions"]?.objectValue {
            components["securitySchemes"] = at("securityDefinitions") { converter in
                .object(converter.mapped(schemes) { $1.asOpenAPISecurityScheme })
            }
        }
        return components
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
        let shared = value["parameters"]?.arrayValue ?? []
        let sharedBodies = shared.filter { isBody(resolved($0)) }
        for member in object.members {
            if isOperationKey(member.key) {
                let operation = at(member.key) { converter in
                    converter.branches(member.value) { $0.operation($1, sharedBodies) }
                }
                result.members.append(JSONObject.Member(member.key, operation))
            } else if member.key == "parameters" {
                result["parameters"] = at("parameters") { $0.parameters(shared) }
            } else {
                keepIfKnown(member, of: "a path", in: &result)
            }
        }
        return .object(result)
    }

    private mutating func operation(_ value: JSONValue, _ shared: [JSONValue]) -> JSONValue {
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        let consumed = value["consumes"].map { strings($0) } ?? consumes
        let produced = value["produces"].map { strings($0) } ?? produces
        let own = value["parameters"]?.arrayValue ?? []
        var bodies = own.filter { isBody(resolved($0)) }
        for other in shared {
            let target = resolved(other)
            let isRedeclared = bodies.map(resolved).contains {
                $0["in"] == target["in"]
                    && ($0["name"] == target["name"] || target["in"] == "body")
            }
            if !isRedeclared { bodies.append(other) }
        }
        var body = bodies.isEmpty ? nil : requestBody(bodies, consumed)
        for member in object.members {
            switch member.key {
            case "consumes", "produces": break
            case "schemes": result["servers"] = servers(strings(member.value))
            case "parameters":
                result["parameters"] = at("parameters") { $0.parameters(own) }
                if let body { result["requestBody"] = body }
                body = nil
            case "responses":
                if let body { result["requestBody"] = body }
                body = nil
                result["responses"] = at("responses") { converter in
                    converter.responses(member.value, produced)
                }
            case "requestBody", "servers", "callbacks":
                lose("'\(member.key)' means nothing in Swagger 2.0 and is left out", at: member.key)
            default: result.members.append(member)
            }
        }
        if let body { result["requestBody"] = body }
        return .object(result)
    }

    /// The servers of an operation with schemes of its own.
    private mutating func servers(_ schemes: [String]) -> JSONValue? {
        guard let host = source["host"]?.stringValue else {
            lose("'schemes' without a 'host' have no counterpart in OpenAPI 3.0", at: "schemes")
            return nil
        }
        let path = source["basePath"]?.stringValue ?? ""
        return .array(schemes.map { ["url": .string("\($0)://\(host)\(path)")] })
    }

    /// Whether a parameter, its reference followed, is part of a body.
    private func isBody(_ parameter: JSONValue) -> Bool {
        parameter["in"] == "body" || parameter["in"] == "formData"
    }

    // MARK: Parameters and bodies

    /// The parameters of a list that are not part of a body; `nil` where there is none.
    private mutating func parameters(_ list: [JSONValue]) -> JSONValue? {
        let converted = mapped(list) { converter, value -> JSONValue? in
            converter.isBody(converter.resolved(value)) ? nil : converter.parameter(value)
        }
        return converted.isEmpty ? nil : .array(converted)
    }

    private mutating func parameter(_ value: JSONValue) -> JSONValue {
        guard let value = target(ofPart: value) else { return moved(value) }
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        for member in object.members {
            switch member.key {
            case "collectionFormat": break
            case "x-example": result["example"] = member.value
            case "x-deprecated": result["deprecated"] = member.value
            case _ where swaggerTypeKeys.contains(member.key):
                if result["schema"] == nil { result["schema"] = typeSchema(object) }
            default: result.members.append(member)
            }
        }
        guard value["type"] == "array" else { return .object(result) }
        for member in style(value["collectionFormat"]?.stringValue, in: value["in"]?.stringValue) {
            result[member.key] = member.value
        }
        return .object(result)
    }

    /// The schema of a parameter or header, which carries its keywords itself.
    private mutating func typeSchema(_ parameter: JSONObject) -> JSONValue {
        schema(.object(JSONObject(parameter.members.filter { swaggerTypeKeys.contains($0.key) })))
    }

    /// How an array is written, in OpenAPI's words; where there is none, as OpenAPI does anyway.
    private mutating func style(_ format: String?, in location: String?) -> [JSONObject.Member] {
        let hasDelimiters = location == "query" || location == "formData"
        func members(_ style: JSONValue?) -> [JSONObject.Member] {
            (style.map { [JSONObject.Member("style", $0)] } ?? [])
                + [JSONObject.Member("explode", false)]
        }
        switch format ?? "csv" {
        case "multi" where hasDelimiters: return [JSONObject.Member("explode", true)]
        case "csv" where hasDelimiters: return members("form")
        case "ssv" where hasDelimiters: return members("spaceDelimited")
        case "pipes" where hasDelimiters: return members("pipeDelimited")
        case "csv": return []
        case let other:
            lose(
                "collection format '\(other)' has no counterpart in OpenAPI 3.0 here",
                at: "collectionFormat")
            return []
        }
    }

    private mutating func requestBody(_ parameters: [JSONValue], _ types: [String]) -> JSONValue {
        if parameters.count == 1, types == consumes,
            let text = parameters[0]["$ref"]?.stringValue, text.hasPrefix("#/parameters/"),
            resolved(parameters[0])["in"] == "body"
        {
            let name = text.dropFirst("#/parameters/".count)
            return ["$ref": .string("#/components/requestBodies/\(name)")]
        }
        let parameters = parameters.map(resolved)
        guard let body = parameters.first(where: { $0["in"] == "body" }) else {
            return form(parameters, types)
        }
        var result = JSONObject()
        result["description"] = body["description"]
        var content = JSONObject()
        let converted = body["schema"].map { schema($0) }
        let types = types.isEmpty ? ["application/json"] : types
        let examples = body["x-examples"]?.objectValue
        let hasExamples = examples?.members.allSatisfy { types.contains($0.key) } ?? false
        for type in types {
            var media = JSONObject()
            media["schema"] = converted
            if hasExamples { media["example"] = examples?[type] }
            content[type] = .object(media)
        }
        result["content"] = .object(content)
        result["required"] = body["required"]
        for member in body.objectValue?.members ?? []
        where member.key.hasPrefix("x-") && !(hasExamples && member.key == "x-examples") {
            result.members.append(member)
        }
        if let name = body["name"], name != "body" { result["x-body-name"] = name }
        return .object(result)
    }

    private mutating func form(_ fields: [JSONValue], _ types: [String]) -> JSONValue {
        var properties = JSONObject()
        var encoding = JSONObject()
        var required: [JSONValue] = []
        for field in fields {
            guard let name = field["name"]?.stringValue, let object = field.objectValue else {
                continue
            }
            let members = object.members.filter { member in
                swaggerTypeKeys.contains(member.key) || member.key == "description"
                    || member.key.hasPrefix("x-")
            }
            properties[name] = schema(.object(JSONObject(members)))
            if field["required"]?.boolValue ?? false { required.append(.string(name)) }
            if field["type"] == "array" {
                let style = style(field["collectionFormat"]?.stringValue, in: "formData")
                if style != [JSONObject.Member("explode", true)] {
                    encoding[name] = .object(JSONObject(style))
                }
            }
        }
        lose(
            "form parameters become a request body, of which API Gateway makes a model",
            effect: .requestModels)
        var form: JSONObject = ["type": "object", "properties": .object(properties)]
        if !required.isEmpty { form["required"] = .array(required) }
        var media: JSONObject = ["schema": .object(form)]
        if !encoding.members.isEmpty { media["encoding"] = .object(encoding) }
        let hasFile = fields.contains { $0["type"] == "file" }
        let fallback = hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"
        let formTypes = types.filter(isForm)
        var content = JSONObject()
        for type in formTypes.isEmpty ? [fallback] : formTypes { content[type] = .object(media) }
        var result: JSONObject = ["content": .object(content)]
        if !required.isEmpty { result["required"] = true }
        return .object(result)
    }

    // MARK: Responses

    private mutating func responses(_ value: JSONValue, _ types: [String]) -> JSONValue {
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        for member in object.members {
            let isExtension = member.key.hasPrefix("x-")
            let response =
                isExtension ? member.value : at(member.key) { $0.response(member.value, types) }
            result.members.append(JSONObject.Member(member.key, response))
        }
        return .object(result)
    }

    private mutating func response(_ value: JSONValue, _ types: [String]) -> JSONValue {
        var value = value
        if let text = value["$ref"]?.stringValue {
            // A named response has the document's media types.
            if types == produces, text.hasPrefix("#/responses/") { return moved(value) }
            value = resolved(value)
        }
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        var content = JSONObject()
        if let body = value["schema"] {
            let converted = at("schema") { $0.schema(body) }
            for type in types.isEmpty ? ["application/json"] : types {
                content[type] = ["schema": converted]
            }
        }
        for example in value["examples"]?.objectValue?.members ?? [] {
            var media = content[example.key]?.objectValue ?? JSONObject()
            media["example"] = example.value
            content[example.key] = .object(media)
        }
        if object["description"] == nil { result["description"] = "" }
        for member in object.members {
            switch member.key {
            case "schema", "examples": result["content"] = .object(content)
            case "headers":
                guard let headers = member.value.objectValue else { break }
                result["headers"] = at("headers") { converter in
                    .object(converter.mapped(headers) { $0.parameter($1) })
                }
            default: result.members.append(member)
            }
        }
        return .object(result)
    }

    // MARK: Schemas

    /// A place in a response's schema, which becomes that of its first media type.
    func movedPlace(_ segments: [String]) -> [String]? {
        guard segments.count > 5, segments[0] == "paths", segments[3] == "responses",
            segments[5] == "schema"
        else { return nil }
        let operation = source["paths"]?[decoded(segments[1])]?[segments[2]]
        let types = operation?["produces"].map { strings($0) } ?? produces
        let type = encoded(types.first ?? "application/json")
        return segments[..<5] + ["content", type] + segments[5...]
    }

    mutating func convertKeyword(
        _ member: JSONObject.Member, into result: inout JSONObject
    ) -> Bool {
        switch (member.key, member.value) {
        case ("discriminator", .string): result["discriminator"] = ["propertyName": member.value]
        case ("type", "file"):
            result["type"] = "string"
            result["format"] = "binary"
        case ("collectionFormat", "csv"): break
        case ("collectionFormat", _):
            lose(
                "the collection format of an inner array has no counterpart in OpenAPI 3.0",
                at: "collectionFormat")
        default:
            guard let keyword = extendedKeywords.first(where: { $0.value == member.key })?.key
            else { return false }
            if ["oneOf", "anyOf", "not"].contains(keyword) {
                lose(
                    "'\(member.key)' becomes '\(keyword)', which API Gateway checks",
                    at: member.key, effect: .schema)
            }
            result[keyword] = at(member.key) { $0.schema([keyword: member.value])[keyword] }
        }
        return true
    }
}

/// API Gateway's extension that OpenAPI 3.0 has in its servers and Swagger at its root.
let endpointConfigurationKey = "x-amazon-apigateway-endpoint-configuration"

extension JSONValue {
    /// The security scheme that a Swagger one becomes.
    fileprivate var asOpenAPISecurityScheme: JSONValue {
        var result = JSONObject()
        switch self["type"] {
        case "basic":
            result["type"] = "http"
            result["scheme"] = "basic"
        case "oauth2":
            result["type"] = "oauth2"
            var flow = JSONObject()
            flow["authorizationUrl"] = self["authorizationUrl"]
            flow["tokenUrl"] = self["tokenUrl"]
            if self["flow"] != nil || !flow.members.isEmpty {
                flow["scopes"] = self["scopes"] ?? [:]
            }
            let name =
                switch self["flow"]?.stringValue {
                case "accessCode": "authorizationCode"
                case "application": "clientCredentials"
                case let other?: other
                case nil: "implicit"
                }
            result["flows"] =
                flow.members.isEmpty
                ? [:] : .object(JSONObject([JSONObject.Member(name, .object(flow))]))
        default: return self
        }
        let own: Set<String> = ["type", "flow", "authorizationUrl", "tokenUrl", "scopes"]
        for member in objectValue?.members ?? [] where !own.contains(member.key) {
            result.members.append(member)
        }
        return .object(result)
    }
}
