internal import JSON

extension OpenAPIToSwagger {
    // MARK: Bodies

    /// The parameters that a request body becomes.
    mutating func bodyParameters(_ body: JSONValue) -> [JSONValue] {
        let content = body["content"]?.objectValue?.members ?? []
        if !content.isEmpty, content.allSatisfy({ isForm($0.key) }) {
            let fields = formParameters(body, content)
            if !fields.isEmpty { return fields }
        }
        if content.isEmpty { return [] }
        let chosen = chosenMedia(content)
        noteDifferences(content, chosen, of: "a request body", effect: .requestModels)
        var parameter: JSONObject = ["in": "body", "name": body["x-body-name"] ?? "body"]
        var examples = JSONObject()
        for media in content {
            examples[media.key] = example(media)
            if media.value["encoding"] != nil {
                lose("the 'encoding' of a request body has no counterpart in Swagger 2.0")
            }
        }
        for member in body.objectValue?.members ?? []
        where !["content", "x-body-name"].contains(member.key) {
            parameter.members.append(member)
        }
        parameter["schema"] =
            chosen.value["schema"].map { bodySchema($0, at: chosen.key) } ?? bytesOfAnyKind
        if !examples.members.isEmpty { parameter["x-examples"] = .object(examples) }
        return [.object(parameter)]
    }

    /// The schema of a body of which nothing is known; API Gateway makes no model of it.
    private var bytesOfAnyKind: JSONValue { ["type": "string", "format": "binary"] }

    /// A body's schema; where nothing that Swagger knows is left of it, one that accepts anything,
    /// in a form of which API Gateway makes no model either.
    private mutating func bodySchema(_ value: JSONValue, at type: String) -> JSONValue {
        let converted = at("content") { converter in
            converter.at(type) { $0.at("schema") { $0.schema(value) } }
        }
        let isComposed = ["oneOf", "anyOf"].contains { value[$0] != nil } && value["allOf"] == nil
        guard isComposed, case .object(var object) = converted else { return converted }
        object["allOf"] = [[:]]
        return .object(object)
    }

    /// The media type whose schema stands for all: JSON's, or the first that has one.
    private func chosenMedia(_ content: [JSONObject.Member]) -> JSONObject.Member {
        content.first { $0.key == "application/json" && $0.value["schema"] != nil }
            ?? content.first { $0.value["schema"] != nil } ?? content[0]
    }

    /// Notes media types whose schema is not the chosen one.
    private mutating func noteDifferences(
        _ content: [JSONObject.Member], _ chosen: JSONObject.Member, of what: String,
        effect: ConversionLoss.Effect
    ) {
        for media in content where media.value["schema"] != chosen.value["schema"] {
            at("content") {
                $0.lose(
                    "media types of \(what) share one schema in Swagger 2.0; this one's is left out",
                    at: media.key, effect: effect)
            }
        }
    }

    /// A media type's first example.
    private mutating func example(_ media: JSONObject.Member) -> JSONValue? {
        if let example = media.value["example"] { return example }
        let examples = media.value["examples"]?.objectValue?.members ?? []
        if examples.count > 1 {
            lose("examples after the first have no counterpart in Swagger 2.0", at: "content")
        }
        return examples.first.flatMap { resolved($0.value)["value"] }
    }

    private mutating func formParameters(
        _ body: JSONValue, _ content: [JSONObject.Member]
    ) -> [JSONValue] {
        let chosen = chosenMedia(content)
        let form = resolved(chosen.value["schema"] ?? [:])
        let properties = form["properties"]?.objectValue?.members ?? []
        if properties.isEmpty { return [] }
        noteDifferences(content, chosen, of: "a request body", effect: .requestModels)
        lose(
            "a form becomes form parameters, of which API Gateway makes no model",
            effect: .requestModels)
        let required = strings(form["required"])
        return properties.map { member in
            var field: JSONObject = ["name": .string(member.key), "in": "formData"]
            let type = resolved(member.value)
            field["description"] = type["description"]
            if required.contains(member.key) { field["required"] = true }
            if type["format"] == "binary" {
                field["type"] = "file"
                return .object(field)
            }
            guard case .object(var plain) = type else { return .object(field) }
            plain["description"] = nil
            field.members += plainType(.object(plain)).members
            if field["type"] == "array" {
                let encoding = chosen.value["encoding"]?[member.key] ?? [:]
                field["collectionFormat"] = collectionFormat(encoding, isQuery: true)
            }
            return .object(field)
        }
    }

    // MARK: Responses

    /// The responses of an operation and the media types that it produces.
    mutating func responses(
        _ value: JSONValue
    ) -> (responses: JSONValue, produces: [String]) {
        guard let object = value.objectValue else { return (value, []) }
        var produces: [String] = []
        for member in object.members where !member.key.hasPrefix("x-") {
            for type in contentTypes(resolved(member.value)) where !produces.contains(type) {
                produces.append(type)
            }
        }
        var result = JSONObject()
        for member in object.members {
            let isExtension = member.key.hasPrefix("x-")
            let types = contentTypes(resolved(member.value))
            let hasSchema =
                !isExtension && !types.isEmpty
                && chosenMedia(resolved(member.value)["content"]?.objectValue?.members ?? [])
                    .value["schema"] != nil
            if hasSchema, types.count < produces.count {
                lose(
                    "the media types of a response become those of its operation in Swagger 2.0",
                    at: member.key, effect: .responseModels)
            }
            let converted =
                isExtension ? member.value : at(member.key) { $0.response(member.value) }
            result.members.append(JSONObject.Member(member.key, converted))
        }
        return (.object(result), produces)
    }

    mutating func response(_ value: JSONValue) -> JSONValue {
        guard let value = target(ofPart: value) else { return moved(value) }
        guard let object = value.objectValue else { return value }
        var result = JSONObject()
        for member in object.members {
            switch member.key {
            case "content": addContent(member.value.objectValue?.members ?? [], to: &result)
            case "headers":
                let headers = member.value.objectValue ?? JSONObject()
                result["headers"] = at("headers") { converter in
                    .object(converter.mapped(headers) { $0.header($0.resolved($1)) })
                }
            case "links":
                lose("the 'links' of a response have no counterpart in Swagger 2.0", at: "links")
            default: result.members.append(member)
            }
        }
        return .object(result)
    }

    private mutating func addContent(
        _ content: [JSONObject.Member], to result: inout JSONObject
    ) {
        if content.isEmpty { return }
        let chosen = chosenMedia(content)
        noteDifferences(content, chosen, of: "a response", effect: .responseModels)
        result["schema"] = chosen.value["schema"].map { bodySchema($0, at: chosen.key) }
        var examples = JSONObject()
        for media in content { examples[media.key] = example(media) }
        if !examples.members.isEmpty { result["examples"] = .object(examples) }
    }

    private mutating func header(_ value: JSONValue) -> JSONValue {
        var result = JSONObject()
        for member in value.objectValue?.members ?? [] {
            switch member.key {
            case "schema":
                let type = resolved(member.value)
                result.members += at("schema") { $0.plainType(type) }.members.filter {
                    result[$0.key] == nil
                }
            case "example": result["x-example"] = member.value
            case "description": result["description"] = member.value
            case _ where member.key.hasPrefix("x-"): result.members.append(member)
            case "style", "explode": break
            default:
                lose(
                    "the '\(member.key)' of a header has no counterpart in Swagger 2.0",
                    at: member.key)
            }
        }
        if result["type"] == nil { result["type"] = "string" }
        return .object(result)
    }
}
