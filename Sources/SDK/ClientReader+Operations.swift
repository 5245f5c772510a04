internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

extension ClientReader {
    mutating func readOperation(_ operation: Operation) -> ClientOperation {
        let id = operation.operationID?.string
        let method = operation.method == .any ? nil : operation.method.httpName
        let name = id.map { [$0] } ?? operationWords(method, operation.path)
        let key = "\(method ?? "ANY") \(operation.path)"
        let origin = Shape.Origin(words: name, key: key)
        let description = operation.description?.string
        var result = ClientOperation(
            id: id, method: method, path: operation.path,
            tag: operation.tags.lazy.compactMap(\.string).first, summary: operation.summary?.string,
            description: description, isDeprecated: operation.isDeprecated, parameters: [],
            body: nil,
            result: ClientResult(
                kind: .undocumented, accept: nil, redirects: [], isStream: false),
            failures: nil, security: [], server: readOwnServer(operation),
            range: operation.keyRange)
        result.parameters = readParameters(operation, origin)
        result.body = readBody(operation, origin)
        readResponses(operation, origin, &result)
        result.security = readSecurity(operation)
        return result
    }

    /// The first server that an operation or its path declares, with the defaults of its variables.
    private mutating func readOwnServer(_ operation: Operation) -> String? {
        let servers = operation.node["servers"] ?? operation.pathItem.node["servers"]
        guard document.version != .swagger2, let server = elements(of: servers).first,
            var url = server["url"]?.string
        else { return nil }
        let isShared = document.servers.contains { $0.url.value == url }
        for variable in members(of: server["variables"]) {
            let value = variable.value["default"]?.scalarText ?? ""
            url = url.replacing("{\(variable.key)}", with: value)
        }
        if url.hasSuffix("/") { url.removeLast() }
        if isShared { return nil }
        guard url.contains("://"), !url.contains("{") else {
            warn(.unusedServer(url, server["url"]?.range ?? server.range), at: server)
            return nil
        }
        return url
    }

    // MARK: Parameters

    private mutating func readParameters(
        _ operation: Operation, _ origin: Shape.Origin
    ) -> [ClientParameter] {
        var parameters: [ClientParameter] = []
        let placeholders = pathParameterNames(operation.path)
        for parameter in operation.parameters where !parameter.name.isEmpty {
            guard let location = ClientParameter.Location(rawValue: parameter.location.rawValue)
            else { continue }
            var name = parameter.name
            if location == .path {
                if name.hasSuffix("+") { name.removeLast() }
                guard placeholders.contains(name) else {
                    warn(.unusedPathParameter(name, parameter.nameRange), at: parameter.node)
                    continue
                }
            }
            // These three describe the body and the credentials; the client sets them.
            let lowered = name.lowercased()
            if location == .header, ["accept", "content-type", "authorization"].contains(lowered) {
                continue
            }
            if parameters.contains(where: { $0.location == location && $0.name == name }) {
                continue
            }
            parameters.append(readParameter(parameter, name, location, origin))
        }
        for name in placeholders
        where !parameters.contains(where: { $0.location == .path && $0.name == name }) {
            parameters.append(
                ClientParameter(
                    name: name, location: .path, type: .string, isRequired: true, style: .simple,
                    explode: false, allowsReserved: false, isJSON: false, isDeprecated: false))
        }
        return parameters
    }

    private mutating func readParameter(
        _ parameter: Parameter, _ name: String, _ location: ClientParameter.Location,
        _ origin: Shape.Origin
    ) -> ClientParameter {
        let node = parameter.node
        var place = origin
        place.words.append(name)
        place.key += "/parameters/\(location.rawValue)/\(name)"
        let content = node["schema"] == nil ? members(of: node["content"]).first : nil
        let isJSON = content.map { mediaKind($0.key) == .json } ?? false
        let schema = parameter.schema
        var type = type(of: schema, place).type
        if schema == nil { type = .string }
        if type == .binary { type = .string }
        let usual: ClientParameter.Style =
            location == .query || location == .cookie ? .form : .simple
        var style =
            node["style"]?.string.flatMap(ClientParameter.Style.init(rawValue:)) ?? usual
        var explode = node["explode"]?.bool ?? (style == .form || style == .deepObject)
        if document.version == .swagger2 {
            explode = false
            switch node["collectionFormat"]?.string {
            case "multi": explode = true
            case "ssv": style = .spaceDelimited
            case "tsv": style = .tabDelimited
            case "pipes": style = .pipeDelimited
            default: break
            }
        }
        return ClientParameter(
            name: name, location: location, type: type, isRequired: parameter.isRequired,
            style: style, explode: explode,
            allowsReserved: node["allowReserved"]?.bool ?? false,
            isJSON: isJSON && schema != nil && document.version != .swagger2,
            documentation: documentation(parameter.description?.string, schema),
            isDeprecated: node["deprecated"]?.bool ?? false)
    }

    /// A parameter's description, else its schema's, with the value that the API takes where callers
    /// give none.
    private func documentation(_ description: String?, _ schema: Node?) -> String? {
        let schema = schema.flatMap(document.resolve)
        let description = description ?? schema.flatMap(documentation(of:))
        guard let value = schema?["default"]?.scalarText, !value.isEmpty,
            description?.lowercased().contains("default") != true
        else { return description }
        let text = "Default: `\(value)`."
        guard var first = description, !first.isEmpty else { return text }
        while let last = first.last, last.isWhitespace { first.removeLast() }
        return first.contains("\n") ? first : "\(first)\(first.hasSuffix(".") ? "" : ".") \(text)"
    }

    // MARK: Bodies

    private mutating func readBody(_ operation: Operation, _ origin: Shape.Origin) -> ClientBody? {
        let fields = operation.parameters.filter { $0.location == .formData }
        if document.version == .swagger2, !fields.isEmpty {
            return readFormData(fields, operation, origin)
        }
        guard let body = operation.requestBody, !body.content.isEmpty else { return nil }
        guard let media = preferred(body.content, { $0.name.value }) else { return nil }
        var place = origin
        place.words.append("Body")
        place.key += "/body"
        let documentation = body.node["description"]?.string
        let type = media.name.value
        func made(_ content: ClientBody.Content) -> ClientBody {
            ClientBody(
                content: content, mediaType: type, isRequired: body.isRequired,
                documentation: documentation)
        }
        switch mediaKind(type) {
        case .json:
            return made(.json(self.type(of: media.schema, place).type))
        case .urlencoded:
            let styles = members(of: media.node["encoding"]).compactMap { member in
                memberStyle(member)
            }
            return made(.urlencoded(self.type(of: media.schema, place).type, styles))
        case .multipart:
            guard let parts = formParts(media, place) else {
                warn(.opaqueBody(type, media.name.range), at: media.node)
                return made(.binary)
            }
            let id = intern(.form(parts), place, nil)
            return made(.multipart(id))
        case .text: return made(.text)
        case .binary:
            if !type.holds("/") || !isKnownBinary(type, media.schema) {
                warn(.opaqueBody(type, media.name.range), at: media.node)
            }
            return made(.binary)
        }
    }

    private func memberStyle(_ member: Node.Member) -> ClientBody.MemberStyle? {
        let style = member.value["style"]?.string.flatMap(ClientParameter.Style.init(rawValue:))
        let explode = member.value["explode"]?.bool
        guard style != nil || explode != nil else { return nil }
        let used = style ?? .form
        return ClientBody.MemberStyle(
            name: member.key, style: used, explode: explode ?? (used == .form))
    }

    private mutating func readFormData(
        _ fields: [Parameter], _ operation: Operation, _ origin: Shape.Origin
    ) -> ClientBody {
        var place = origin
        place.words.append("Body")
        place.key += "/body"
        let isRequired = fields.contains(where: \.isRequired)
        let consumes = operation.node["consumes"] ?? document.root["consumes"]
        let isMultipart =
            elements(of: consumes).contains { $0.equals("multipart/form-data") }
            || fields.contains { $0.node["type"]?.equals("file") == true }
        if isMultipart {
            let parts = fields.map { field in
                var part = place
                part.words.append(field.name)
                part.key += "/\(field.name)"
                return FormPart(
                    name: field.name, content: partContent(field.node, part),
                    isRequired: field.isRequired,
                    documentation: field.description?.string)
            }
            let id = intern(.form(parts), place, nil)
            return ClientBody(
                content: .multipart(id), mediaType: "multipart/form-data", isRequired: isRequired)
        }
        var record = Record(properties: [], additional: nil)
        var styles: [ClientBody.MemberStyle] = []
        for field in fields where !record.properties.contains(where: { $0.name == field.name }) {
            var part = place
            part.words.append(field.name)
            part.key += "/\(field.name)"
            record.properties.append(
                Record.Property(
                    name: field.name, type: type(of: field.node, part).type,
                    isRequired: field.isRequired, isNullable: false,
                    documentation: field.description?.string, isDeprecated: false))
            if field.node["collectionFormat"]?.equals("multi") != true {
                styles.append(
                    ClientBody.MemberStyle(name: field.name, style: .form, explode: false))
            }
        }
        let id = intern(.record(record), place, nil)
        return ClientBody(
            content: .urlencoded(.shape(id), styles.filter { isList($0.name, record) }),
            mediaType: "application/x-www-form-urlencoded", isRequired: isRequired)
    }

    private func isList(_ name: String, _ record: Record) -> Bool {
        record.properties.contains { property in
            if case .list = property.type { return property.name == name }
            return false
        }
    }

    /// The parts of a form; `nil` where its schema is no object with known members.
    private mutating func formParts(
        _ media: MediaType, _ origin: Shape.Origin
    ) -> [FormPart]? {
        guard let schema = media.schema.flatMap(document.resolve) else { return nil }
        var parts: [FormPart] = []
        var required: Set<String> = []
        var queue = [schema]
        var visited = 0
        while !queue.isEmpty, visited < 64 {
            let node = queue.removeFirst()
            visited += 1
            queue += elements(of: node["allOf"]).compactMap(document.resolve)
            required.formUnion(elements(of: node["required"]).compactMap(\.string))
            for member in members(of: node["properties"]) {
                guard !parts.contains(where: { $0.name == member.key }) else { continue }
                var place = origin
                place.words.append(member.key)
                place.key += "/\(member.key)"
                let node = document.resolve(member.value) ?? member.value
                parts.append(
                    FormPart(
                        name: member.key, content: partContent(member.value, place),
                        contentType: media.node["encoding"]?[dynamic: member.key]?["contentType"]?
                            .string,
                        isRequired: false, documentation: node["description"]?.string))
            }
        }
        if parts.isEmpty { return nil }
        for index in parts.indices {
            parts[index].isRequired = required.contains(parts[index].name)
        }
        return parts
    }

    private mutating func partContent(_ node: Node, _ origin: Shape.Origin) -> FormPart.Content {
        let type = type(of: node, origin).type
        switch plain(type) {
        case .binary: return .file
        case .list(.binary): return .files
        case .list(let element): return isScalar(element) ? .value(type) : .json(type)
        case .string, .bool, .int, .int64, .double, .timestamp, .day, .bytes: return .value(type)
        default: return isScalar(type) ? .value(type) : .json(type)
        }
    }

    /// A type without the names it goes by.
    func plain(_ type: ValueType) -> ValueType {
        var type = type
        for _ in 0..<64 {
            guard case .shape(let id) = type, case .alias(let next) = shapes[id.index].kind else {
                return type
            }
            type = next
        }
        return .any
    }

    func isScalar(_ type: ValueType) -> Bool {
        switch plain(type) {
        case .string, .bool, .int, .int64, .double, .timestamp, .day, .bytes, .binary: return true
        case .shape(let id):
            if case .enumeration = shapes[id.index].kind { return true }
            return false
        case .any, .list, .map, .optional: return false
        }
    }
}

/// The kinds of bodies that the client tells apart.
enum MediaKind: Int {
    case json, urlencoded, multipart, text, binary
}

func mediaKind(_ name: String) -> MediaKind {
    let type = name.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    if type == "application/json" || type.hasSuffix("+json") || type == "*/*" || type == "text/json"
        || type.hasPrefix("application/json") || type == "*" || type == "application/*"
    {
        return .json
    }
    if type == "application/x-www-form-urlencoded" { return .urlencoded }
    if type == "multipart/form-data" { return .multipart }
    if type.hasPrefix("text/") { return .text }
    return .binary
}

/// The media type that the client speaks: JSON before forms before text before bytes.
func preferred<Media>(_ content: [Media], _ name: (Media) -> String) -> Media? {
    content.enumerated().min { left, right in
        let (a, b) = (mediaKind(name(left.element)), mediaKind(name(right.element)))
        return (a.rawValue, left.offset) < (b.rawValue, right.offset)
    }?.element
}

/// The texts, each once, in order.
func uniqued(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
}

/// The names of a path's parameters, without the `+` of a greedy one.
func pathParameterNames(_ path: String) -> [String] {
    var names: [String] = []
    var rest = path[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        var name = rest[rest.index(after: open)..<close]
        if name.hasSuffix("+") { name.removeLast() }
        if !name.isEmpty, !names.contains(String(name)) { names.append(String(name)) }
        rest = rest[rest.index(after: close)...]
    }
    return names
}

/// The words of an operation without an id: its method, then its path.
func operationWords(_ method: String?, _ path: String) -> [String] {
    var words = [method?.lowercased() ?? "send"]
    for segment in path.split(separator: "/") {
        let names = pathParameterNames(String(segment))
        if names.isEmpty {
            words.append(String(segment))
        } else {
            let literal = segment.prefix { $0 != "{" }
            if !literal.isEmpty { words.append(String(literal)) }
            words += names.flatMap { ["By", $0] }
        }
    }
    if words.count == 1 { words.append("Root") }
    return words
}

extension Diagnostic {
    fileprivate static func unusedPathParameter(_ name: String, _ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "sdk-unused-path-parameter"), .warning,
            "path parameter '\(name)' does not stand in the path and is left out", at: range)
    }

    fileprivate static func unusedServer(_ url: String, _ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "sdk-unused-server"), .warning,
            "the client does not know where '\(url)' leads and calls the API's own server",
            at: range)
    }

    static func opaqueBody(_ type: String, _ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "sdk-opaque-media-type"), .warning,
            "the client passes bodies of type '\(type)' as bytes", at: range)
    }
}
