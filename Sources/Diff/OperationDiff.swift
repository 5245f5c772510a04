internal import Diagnostics
internal import OpenAPI
internal import Syntax

extension SpecDiff {
    /// Compares an operation of both versions.
    mutating func compare(_ was: Operation, _ now: Operation) {
        let place = was.label
        if was.isDeprecated != now.isDeprecated {
            add(
                now.isDeprecated ? "endpoint-deprecated" : "endpoint-reactivated", .compatible,
                now.isDeprecated
                    ? "the endpoint is deprecated" : "the endpoint is no longer deprecated",
                place, (was.node["deprecated"] ?? was.node).range.beginning,
                (now.node["deprecated"] ?? now.node).range.beginning)
        }
        compareNames(was, now)
        compareSecurity(was, now)
        compareParameters(was, now)
        compareBodies(was, now)
        compareResponses(was, now)
    }

    mutating func add(
        _ id: String, _ level: Change.Level, _ message: String, _ place: String,
        _ old: SourceRange?, _ new: SourceRange?
    ) {
        log.add(Change(id, level, message, at: place, old: old, new: new))
    }

    private mutating func compareNames(_ was: Operation, _ now: Operation) {
        let wasID = was.operationID?.string
        let nowID = now.operationID?.string
        if wasID != nowID {
            let change = wasID == nil ? "added" : nowID == nil ? "removed" : "changed"
            // Generated clients call their functions after it.
            add(
                "operation-id-\(change)", wasID == nil ? .compatible : .warning,
                "the operation's id changed from '\(wasID ?? "")' to '\(nowID ?? "")'", was.label,
                was.operationID?.range ?? was.keyRange, now.operationID?.range ?? now.keyRange)
        }
        let before = was.tags.compactMap(\.string)
        let after = now.tags.compactMap(\.string)
        for tag in now.tags where !before.contains(tag.string ?? "") {
            add(
                "tag-added", .compatible, "the tag '\(tag.string ?? "")' is new", was.label,
                was.keyRange, tag.range)
        }
        for tag in was.tags where !after.contains(tag.string ?? "") {
            add(
                "tag-removed", .compatible, "the tag '\(tag.string ?? "")' was removed",
                was.label, tag.range, now.keyRange)
        }
    }

    // MARK: Parameters

    private struct ParameterKey: Hashable {
        var location: Parameter.Location
        /// Header names in lower case; of path parameters the number of the variable.
        var name: String
    }

    private func parameters(of operation: Operation) -> [(ParameterKey, Parameter)] {
        let variables = variables(of: operation.path)
        return operation.parameters.compactMap { parameter in
            switch parameter.location {
            case .body, .formData: return nil
            case .header:
                return (
                    ParameterKey(location: .header, name: parameter.name.lowercased()), parameter
                )
            case .path:
                let number = variables.firstIndex(of: parameter.name)
                let name = number.map { String($0) } ?? parameter.name
                return (ParameterKey(location: .path, name: name), parameter)
            case .query, .cookie:
                return (
                    ParameterKey(location: parameter.location, name: parameter.name), parameter
                )
            }
        }
    }

    private func variables(of path: String) -> [String] {
        path.split(separator: "{").dropFirst().compactMap { part in
            part.split(separator: "}", omittingEmptySubsequences: false).first.map { name in
                name.hasSuffix("+") ? String(name.dropLast()) : String(name)
            }
        }
    }

    private mutating func compareParameters(_ was: Operation, _ now: Operation) {
        let before = parameters(of: was)
        let after = parameters(of: now)
        let known = Dictionary(before, uniquingKeysWith: { first, _ in first })
        let kept = Dictionary(after, uniquingKeysWith: { first, _ in first })
        for (key, parameter) in before {
            if let other = kept[key] {
                compare(parameter, other, at: was.label)
            } else if key.location != .path {
                // It is ignored from now on, or so clients must hope.
                let isDeprecated = parameter.node["deprecated"]?.bool == true
                add(
                    isDeprecated
                        ? "request-parameter-removed-with-deprecation"
                        : "request-parameter-removed",
                    isDeprecated ? .compatible : .warning, "\(parameter.label) was removed",
                    was.label, parameter.nameRange, now.keyRange)
            }
        }
        for (key, parameter) in after where known[key] == nil && key.location != .path {
            let isRequired = parameter.isRequired
            add(
                isRequired ? "new-required-request-parameter" : "new-optional-request-parameter",
                isRequired ? .breaking : .compatible,
                "\(parameter.label) is new" + (isRequired ? " and required" : ""), was.label,
                was.keyRange, parameter.nameRange)
        }
    }

    private mutating func compare(_ was: Parameter, _ now: Parameter, at place: String) {
        let label = was.label
        if was.isRequired != now.isRequired {
            add(
                now.isRequired
                    ? "request-parameter-became-required" : "request-parameter-became-optional",
                now.isRequired ? .breaking : .compatible,
                "\(label) became \(now.isRequired ? "required" : "optional")", place,
                was.requiredRange, now.requiredRange)
        }
        let wasDeprecated = was.node["deprecated"]?.bool == true
        let isDeprecated = now.node["deprecated"]?.bool == true
        if wasDeprecated != isDeprecated {
            add(
                isDeprecated ? "request-parameter-deprecated" : "request-parameter-reactivated",
                .compatible, "\(label) is \(isDeprecated ? "" : "no longer ")deprecated", place,
                was.nameRange, now.nameRange)
        }
        if was.serialization(in: old) != now.serialization(in: new) {
            add(
                "request-parameter-serialization-changed", .breaking,
                "\(label) is written in another style", place,
                was.nameRange, now.nameRange)
        }
        if let one = was.schema, let other = now.schema {
            schemas.compare(
                SchemaConjunction([one], in: schemas.old),
                SchemaConjunction([other], in: schemas.new), .requestParameter(label), at: place,
                into: &log)
        }
    }

    // MARK: Request bodies

    /// What an operation takes as its body, Swagger's forms included.
    private struct Body {
        var isRequired: Bool
        var range: SourceRange
        var content: [(name: String, range: SourceRange, schema: SchemaConjunction?)]
    }

    private func body(of operation: Operation, in source: SchemaSource) -> Body? {
        if let body = operation.requestBody {
            return Body(
                isRequired: body.isRequired, range: body.node.range.beginning,
                content: content(body.content, in: source))
        }
        let form = operation.parameters.filter { $0.location == .formData }
        guard let first = form.first else { return nil }
        let hasFile = form.contains { $0.node["type"]?.string == "file" }
        let consumes = operation.node["consumes"] ?? operation.document.root["consumes"]
        var types = (consumes.map { Array($0.elements) } ?? []).compactMap(\.string)
        types.removeAll { !$0.hasPrefix("multipart/") && !$0.hasSuffix("urlencoded") }
        if types.isEmpty {
            types = [hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded"]
        }
        return Body(
            isRequired: form.contains(where: \.isRequired), range: first.nameRange,
            content: types.map { (mediaType($0), first.nameRange, SchemaConjunction(form: form)) })
    }

    private func content(
        _ types: [MediaType], in source: SchemaSource
    ) -> [(name: String, range: SourceRange, schema: SchemaConjunction?)] {
        types.map { type in
            (
                mediaType(type.name.value), type.name.range,
                type.schema.map { SchemaConjunction([$0], in: source) }
            )
        }
    }

    /// A media type without its parameters, in lower case.
    private func mediaType(_ name: String) -> String {
        let type = name.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
        return type.split(separator: " ").joined().lowercased()
    }

    private mutating func compareBodies(_ was: Operation, _ now: Operation) {
        let place = was.label
        let before = body(of: was, in: schemas.old)
        let after = body(of: now, in: schemas.new)
        switch (before, after) {
        case (nil, nil): return
        case (nil, let after?):
            add(
                after.isRequired ? "request-body-added-required" : "request-body-added-optional",
                after.isRequired ? .breaking : .compatible,
                "the request body is new" + (after.isRequired ? " and required" : ""), place,
                was.keyRange, after.range)
        case (let before?, nil):
            add(
                "request-body-removed", .breaking, "the request body was removed", place,
                before.range, now.keyRange)
        case (let before?, let after?):
            if before.isRequired != after.isRequired {
                add(
                    after.isRequired
                        ? "request-body-became-required" : "request-body-became-optional",
                    after.isRequired ? .breaking : .compatible,
                    "the request body became \(after.isRequired ? "required" : "optional")",
                    place, before.range, after.range)
            }
            for type in before.content {
                guard let other = after.content.first(where: { $0.name == type.name }) else {
                    add(
                        "request-body-media-type-removed", .breaking,
                        "request bodies may no longer be '\(type.name)'", place, type.range,
                        after.range)
                    continue
                }
                if let one = type.schema, let other = other.schema {
                    schemas.compare(one, other, .requestBody, at: place, into: &log)
                }
            }
            for type in after.content
            where !before.content.contains(where: { $0.name == type.name }) {
                add(
                    "request-body-media-type-added", .compatible,
                    "request bodies may be '\(type.name)'", place, before.range, type.range)
            }
        }
    }

    // MARK: Responses

    private mutating func compareResponses(_ was: Operation, _ now: Operation) {
        let before = was.responses
        let after = now.responses
        for response in before {
            let status = response.key.value.uppercased()
            if let other = after.first(where: { $0.key.value.uppercased() == status }) {
                compare(response, other, at: "\(was.label) \(response.key.value)")
                continue
            }
            let isSuccess = status.hasPrefix("2")
            add(
                isSuccess
                    ? "response-success-status-removed" : "response-non-success-status-removed",
                isSuccess ? .breaking : .compatible,
                "the response '\(response.key.value)' was removed", was.label, response.key.range,
                now.keyRange)
        }
        for response in after {
            let status = response.key.value.uppercased()
            if before.contains(where: { $0.key.value.uppercased() == status }) { continue }
            add(
                status.hasPrefix("2")
                    ? "response-success-status-added" : "response-non-success-status-added",
                .compatible, "the response '\(response.key.value)' is new", was.label,
                was.keyRange, response.key.range)
        }
    }

    private mutating func compare(_ was: Response, _ now: Response, at place: String) {
        compareHeaders(was, now, at: place)
        let before = content(was.content, in: schemas.old)
        let after = content(now.content, in: schemas.new)
        for type in before {
            guard let other = after.first(where: { $0.name == type.name }) else {
                add(
                    "response-media-type-removed", .breaking,
                    "the response is no longer given as '\(type.name)'", place, type.range,
                    now.key.range)
                continue
            }
            switch (type.schema, other.schema) {
            case (let one?, let other?):
                schemas.compare(one, other, .responseBody, at: place, into: &log)
            case (.some, nil):
                add(
                    "response-body-media-type-schema-removed", .warning,
                    "the response body may be anything", place, type.range, other.range)
            case (nil, .some):
                add(
                    "response-body-media-type-schema-added", .compatible,
                    "the response body got a schema", place, type.range, other.range)
            case (nil, nil): break
            }
        }
        for type in after where !before.contains(where: { $0.name == type.name }) {
            add(
                "response-media-type-added", .compatible,
                "the response may be given as '\(type.name)'", place, was.key.range, type.range)
        }
    }

    private mutating func compareHeaders(_ was: Response, _ now: Response, at place: String) {
        let after = now.headers
        for header in was.headers {
            let name = header.name.value
            let isRequired = header.node["required"]?.bool == true
            guard
                let other = after.first(where: { $0.name.value.lowercased() == name.lowercased() })
            else {
                add(
                    isRequired
                        ? "required-response-header-removed"
                        : "optional-response-header-removed",
                    isRequired ? .breaking : .warning, "header '\(name)' was removed", place,
                    header.name.range, now.key.range)
                continue
            }
            if isRequired, other.node["required"]?.bool != true {
                add(
                    "response-header-became-optional", .breaking,
                    "header '\(name)' became optional", place, header.name.range,
                    other.name.range)
            }
            if let one = header.schema, let other = other.schema {
                schemas.compare(
                    SchemaConjunction([one], in: schemas.old),
                    SchemaConjunction([other], in: schemas.new), .responseHeader(name), at: place,
                    into: &log)
            }
        }
        let before = Set(was.headers.map { $0.name.value.lowercased() })
        for header in after where !before.contains(header.name.value.lowercased()) {
            add(
                "response-header-added", .compatible, "header '\(header.name.value)' is new",
                place, was.key.range, header.name.range)
        }
    }
}

extension Parameter {
    /// The parameter as reports name it: `query parameter 'size'`.
    fileprivate var label: String { "\(location.rawValue) parameter '\(name)'" }

    fileprivate var requiredRange: SourceRange { node["required"]?.range ?? nameRange }

    /// How lists and objects are written; empty for scalars, which are written in one way.
    fileprivate func serialization(in document: OpenAPIDocument) -> String {
        let type = schema.flatMap { document.resolve($0) }?["type"]?.string
        guard type == "array" || type == "object" else { return "" }
        if document.version == .swagger2 {
            switch node["collectionFormat"]?.string ?? "csv" {
            case "multi": return "form exploded"
            case "ssv": return "spaceDelimited"
            case "pipes": return "pipeDelimited"
            case "tsv": return "tabDelimited"
            default: return location == .query ? "form" : "simple"
            }
        }
        let isForm = location == .query || location == .cookie
        let style = node["style"]?.string ?? (isForm ? "form" : "simple")
        let isExploded = node["explode"]?.bool ?? (style == "form")
        // Lists in the simple style are the same either way.
        if type == "array", style == "simple" { return style }
        if style.hasSuffix("Delimited") { return style }
        return isExploded ? "\(style) exploded" : style
    }
}
