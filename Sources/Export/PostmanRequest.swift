internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

extension PostmanWriter {
    /// An operation as a request with its saved responses.
    mutating func item(_ operation: Operation, _ title: String) -> JSONValue {
        let place = "\(operation.method.httpName) \(operation.path)"
        let name =
            operation.summary?.string ?? operation.operationID?.string ?? place
        var request = plainRequest(operation)
        let saved = savedResponses(operation, .object(request), identifier(title, place))
        if let security = operation.ownSecurity {
            request["auth"] = auth(security)
            addFurtherKeys(security, to: &request)
        } else if let security = document.security {
            addFurtherKeys(security, to: &request)
        }
        var description = operation.description?.string
        if operation.method == .any {
            // A request has one method.
            description = [description, "Any method is accepted."].compactMap(\.self)
                .joined(separator: "\n\n")
        }
        request["description"] = description.map(JSONValue.string)
        return [
            "id": .string(identifier(title, place)), "name": .string(name.isEmpty ? place : name),
            "request": .object(request), "response": .array(saved),
        ]
    }

    /// The request without credentials.
    private mutating func plainRequest(_ operation: Operation) -> JSONObject {
        let parameters = operation.parameters
        var headers = parameters.filter { $0.location == .header }.map { parameter($0) }
        let cookies = parameters.filter { $0.location == .cookie }
        if !cookies.isEmpty {
            let pairs = cookies.map { "\($0.name)=\(text(examples.value(of: $0.schema)))" }
            headers.append(["key": "Cookie", "value": .string(pairs.joined(separator: "; "))])
        }
        let body = body(operation, parameters)
        func addHeader(_ name: String, _ value: String?) {
            let isThere = headers.contains {
                $0["key"]?.stringValue?.lowercased() == name.lowercased()
            }
            if let value, !isThere {
                headers.append(["key": .string(name), "value": .string(value)])
            }
        }
        if body?.value["mode"] == "raw" || body?.value["mode"] == "file" {
            addHeader("Content-Type", body?.type)
        }
        let answers = operation.responses.filter { $0.key.value.hasPrefix("2") }
        addHeader("Accept", answers.flatMap(\.content).first?.name.value)
        var request: JSONObject = [
            "method": .string(operation.method == .any ? "GET" : operation.method.httpName),
            "header": .array(headers), "url": url(operation, parameters),
        ]
        request["body"] = body?.value
        return request
    }

    // MARK: Parameters

    private mutating func parameter(_ parameter: Parameter) -> JSONValue {
        let written = parameter.node["example"] ?? parameter.node["x-example"]
        let value = written?.jsonValue ?? examples.value(of: parameter.schema)
        var object: JSONObject = [
            "key": .string(parameter.name), "value": .string(text(value)),
        ]
        object["description"] = (parameter.description?.string).map(JSONValue.string)
        if !parameter.isRequired { object["disabled"] = true }
        return .object(object)
    }

    /// A value as it stands in an address or a header; the elements of an array with commas.
    private func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null?: ""
        case .string(let text)?: text
        case .array(let elements)?: elements.map { text($0) }.joined(separator: ",")
        case let value?: value.printed()
        }
    }

    private mutating func url(_ operation: Operation, _ parameters: [Parameter]) -> JSONValue {
        var path: [String] = []
        var names: [String] = []
        for segment in operation.path.split(separator: "/") {
            if segment.hasPrefix("{"), segment.hasSuffix("}") {
                var name = segment.dropFirst().dropLast()
                if name.hasSuffix("+") { name = name.dropLast() }
                names.append(String(name))
                path.append(":\(name)")
            } else {
                let text = segment.replacing("{", with: "{{").replacing("}", with: "}}")
                path.append(String(text))
            }
        }
        let query = parameters.filter { $0.location == .query }.map { parameter($0) }
        var raw = variables[0].name
        raw = "{{\(raw)}}" + path.map { "/\($0)" }.joined()
        let sent = query.filter { $0["disabled"] == nil }
        if !sent.isEmpty {
            let pairs = sent.map {
                "\($0["key"]?.stringValue ?? "")=\($0["value"]?.stringValue ?? "")"
            }
            raw += "?" + pairs.joined(separator: "&")
        }
        var url: JSONObject = [
            "raw": .string(raw), "host": ["{{baseUrl}}"],
            "path": .array(path.map { .string($0) }),
        ]
        if !query.isEmpty { url["query"] = .array(query) }
        let variables = names.map { name -> JSONValue in
            if let declared = parameters.first(where: { $0.location == .path && $0.name == name }) {
                return parameter(declared)
            }
            return ["key": .string(name), "value": "string"]
        }
        if !variables.isEmpty { url["variable"] = .array(variables) }
        return .object(url)
    }

    // MARK: Bodies

    private mutating func body(
        _ operation: Operation, _ parameters: [Parameter]
    ) -> (value: JSONValue, type: String)? {
        let fields = parameters.filter { $0.location == .formData }
        if !fields.isEmpty { return swaggerForm(fields) }
        guard let content = operation.requestBody?.content, !content.isEmpty else { return nil }
        let type = content.first { $0.name.value == "application/json" } ?? content[0]
        let name = type.name.value
        if isForm(name) { return (form(type), name) }
        let example = examples.examples(of: type).first?.value
        switch language(name) {
        case "json":
            return (raw(example?.printed(.indented) ?? "", "json"), name)
        case let language?: return (raw(example?.stringValue ?? "", language), name)
        case nil: return (["mode": "file", "file": [:]], name)
        }
    }

    private func raw(_ text: String, _ language: String) -> JSONValue {
        [
            "mode": "raw", "raw": .string(text),
            "options": ["raw": ["language": .string(language)]],
        ]
    }

    /// How Postman shows a media type; `nil` for bytes.
    func language(_ type: String) -> String? {
        let name = type.split(separator: ";").first.map(String.init) ?? type
        if name.hasSuffix("json") || name == "*/*" || name == "application/*" { return "json" }
        if name.hasSuffix("xml") { return "xml" }
        if name == "text/html" { return "html" }
        return name.hasPrefix("text/") ? "text" : nil
    }

    private func swaggerForm(_ fields: [Parameter]) -> (value: JSONValue, type: String) {
        let hasFile = fields.contains { $0.node["type"]?.string == "file" }
        let mode = hasFile ? "formdata" : "urlencoded"
        let values = fields.map { field in
            self.field(
                field.name, field.node, isRequired: field.isRequired,
                isFile: field.node["type"]?.string == "file", inForm: hasFile)
        }
        let type = hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"
        return (["mode": .string(mode), mode: .array(values)], type)
    }

    private func form(_ type: MediaType) -> JSONValue {
        let isMultipart = type.name.value == "multipart/form-data"
        let mode = isMultipart ? "formdata" : "urlencoded"
        let schema = document.resolved(type.schema)
        let required = (schema?["required"].map { Array($0.elements) } ?? []).compactMap(\.string)
        let properties = schema?["properties"].map { Array($0.members) } ?? []
        let fields = properties.map { member in
            let node = document.resolve(member.value) ?? member.value
            return field(
                member.key, node, isRequired: required.contains(member.key),
                isFile: node["format"]?.string == "binary", inForm: isMultipart)
        }
        return ["mode": .string(mode), mode: .array(fields)]
    }

    private func field(
        _ name: String, _ node: Node, isRequired: Bool, isFile: Bool, inForm: Bool
    ) -> JSONValue {
        var examples = examples
        var object: JSONObject = ["key": .string(name)]
        if isFile {
            object["src"] = []
        } else {
            object["value"] = .string(text(examples.value(of: node)))
        }
        if inForm || isFile { object["type"] = isFile ? "file" : "text" }
        object["description"] = (node["description"]?.string).map(JSONValue.string)
        if !isRequired { object["disabled"] = true }
        return .object(object)
    }

    // MARK: Responses

    private mutating func savedResponses(
        _ operation: Operation, _ request: JSONValue, _ id: String
    ) -> [JSONValue] {
        var saved: [JSONValue] = []
        for response in operation.responses {
            guard let code = response.statusCode else { continue }
            for type in response.content {
                for example in examples.examples(of: type) {
                    let media = type.name.value
                    let language = language(media)
                    let description = response.description?.string ?? ""
                    let name = example.name.isEmpty ? description : example.name
                    let isText = language != "json" || example.value.stringValue != nil
                    saved.append([
                        "id": .string(identifier(id, response.key.value, media, example.name)),
                        "name": .string(name.isEmpty ? "\(code)" : name),
                        "originalRequest": request, "code": .number(JSONNumber(code)),
                        "_postman_previewlanguage": .string(language ?? "text"),
                        "header": [["key": "Content-Type", "value": .string(media)]],
                        "cookie": [],
                        "body": .string(
                            isText ? text(example.value) : example.value.printed(.indented)),
                    ])
                }
            }
        }
        return saved
    }
}
