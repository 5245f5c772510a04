extension SwiftPrinter {
    /// The methods of the client, a file for each tag.
    func operationFiles() -> [(name: String, text: String)] {
        var tags: [String] = []
        var groups: [String: [Int]] = [:]
        for (index, operation) in api.operations.enumerated() {
            let tag = upperCamel(nameWords(operation.tag ?? ""))
            if groups[tag] == nil { tags.append(tag) }
            groups[tag, default: []].append(index)
        }
        var scope = NameScope()
        var taken: Set<String> = []
        return tags.map { tag in
            // Two tags may differ in case only, which not every disk tells apart, or be too long
            // for its names.
            var file = tag.isEmpty ? "Operations" : "Operations+\(tag.prefix(80))"
            while !taken.insert(file.lowercased()).inserted { file = scope.unique(file) + "_" }
            var writer = SwiftWriter(access: access)
            writer.block("extension \(names.client)") { writer in
                for (place, index) in (groups[tag] ?? []).enumerated() {
                    if place > 0 { writer.line() }
                    method(index, &writer)
                }
            }
            writer.line()
            writer.block("extension \(names.client).WithResponse") { writer in
                for (place, index) in (groups[tag] ?? []).enumerated() {
                    if place > 0 { writer.line() }
                    call(index, &writer)
                }
            }
            return (file + ".swift", writer.text)
        }
    }

    // MARK: Signatures

    /// A parameter of a method, in the order of its signature.
    struct Argument {
        var label: String
        var type: String
        var isRequired: Bool
        var documentation: String?
    }

    func arguments(_ index: Int) -> [Argument] {
        let operation = api.operations[index]
        var required: [Argument] = []
        var optional: [Argument] = []
        if operation.method == nil {
            required.append(
                Argument(
                    label: "method", type: "HTTPMethod", isRequired: true,
                    documentation: "The HTTP method."))
        }
        for (name, parameter) in zip(names.parameters[index], operation.parameters) {
            let type = text(parameter.type)
            let isRequired = parameter.isRequired
            let argument = Argument(
                label: name, type: isRequired || type.hasSuffix("?") ? type : type + "?",
                isRequired: isRequired, documentation: parameter.documentation)
            if isRequired { required.append(argument) } else { optional.append(argument) }
        }
        if let body = operation.body {
            let type =
                switch body.content {
                case .json(let type), .urlencoded(let type, _): text(type)
                case .multipart(let id): names.types[id.index]
                case .text: "String"
                case .binary: "UploadBody"
                }
            optional.append(
                Argument(
                    label: "body", type: body.isRequired || type.hasSuffix("?") ? type : type + "?",
                    isRequired: body.isRequired, documentation: body.documentation))
        }
        return required + optional
    }

    private func parameterList(_ arguments: [Argument]) -> [String] {
        arguments.map { argument in
            "\(parameterName(argument.label)): \(argument.type)"
                + (argument.isRequired ? "" : " = nil")
        }
    }

    func failureType(_ index: Int) -> String {
        api.operations[index].failures.map { names.failureSets[$0] } ?? "NoFailure"
    }

    /// The type of a call's value; `nil` for none.
    func resultType(_ index: Int) -> String? {
        switch api.operations[index].result.kind {
        case .one(let content): type(of: content)
        case .optional(let content): type(of: content).map { $0.hasSuffix("?") ? $0 : $0 + "?" }
        case .several: names.choices[index] ?? "HTTPResponse"
        case .undocumented: "HTTPResponse"
        }
    }

    func type(of content: ClientResult.Content) -> String? {
        switch content {
        case .nothing: nil
        case .json(let type): text(type)
        case .text: "String"
        case .binary: "Data"
        }
    }

    // MARK: Methods

    /// The method that gives the bare value, and its streaming twin.
    private func method(_ index: Int, _ writer: inout SwiftWriter) {
        let operation = api.operations[index]
        let name = names.operations[index]
        let arguments = arguments(index)
        documentation(operation, arguments, hasResult: resultType(index) != nil, &writer)
        deprecation(operation, &writer)
        let result = resultType(index).map { " -> \($0)" } ?? ""
        writer.call(
            "\(access)func \(escaped(name))", parameterList(arguments),
            " async throws(APIError<\(failureType(index))>)\(result)", opensBlock: true)
        writer.indented { writer in
            let passed = arguments.map { "\(argumentLabel($0.label)): \(escaped($0.label))" }
            let value = result.isEmpty ? "_ = try await " : "try await "
            writer.call(
                "\(value)withResponse.\(escaped(name))", passed, result.isEmpty ? "" : ".value")
        }
        writer.line("}")
        guard operation.result.isStream else { return }
        writer.line()
        documentation(operation, arguments, hasResult: false, &writer)
        deprecation(operation, &writer)
        writer.call(
            "\(access)func \(escaped(names.streams[index] ?? name))", parameterList(arguments),
            " async throws(APIError<\(failureType(index))>) -> ResponseStream", opensBlock: true)
        writer.indented { writer in
            request(index, &writer)
            writer.line("return try await core.stream(call, failing: \(failureType(index)).self)")
        }
        writer.line("}")
    }

    /// The method that gives the value with its answer.
    private func call(_ index: Int, _ writer: inout SwiftWriter) {
        let operation = api.operations[index]
        let method =
            switch operation.result.kind {
            case .one(.nothing): "nothing"
            case .one(.json): "json"
            case .optional: "jsonIfPresent"
            case .one(.text): "text"
            case .one(.binary): "data"
            case .several: "choice"
            case .undocumented: "anything"
            }
        deprecation(operation, &writer)
        writer.call(
            "\(access)func \(escaped(names.operations[index]))", parameterList(arguments(index)),
            " async throws(APIError<\(failureType(index))>) -> Response<"
                + "\(resultType(index) ?? "Void")>",
            opensBlock: true)
        writer.indented { writer in
            request(index, &writer)
            writer.line(
                "return try await core.\(method)(call, failing: \(failureType(index)).self)")
        }
        writer.line("}")
    }

    private func deprecation(_ operation: ClientOperation, _ writer: inout SwiftWriter) {
        if operation.isDeprecated { writer.line("@available(*, deprecated)") }
    }

    private func documentation(
        _ operation: ClientOperation, _ arguments: [Argument], hasResult: Bool,
        _ writer: inout SwiftWriter
    ) {
        let summary = documentationLines(operation.summary)
        let description = documentationLines(operation.description, paragraphs: 3)
        writer.documentation(summary.joined(separator: "\n"))
        if !summary.isEmpty { writer.line("///") }
        if summary != description, !description.isEmpty {
            writer.documentation(description.joined(separator: "\n"))
            writer.line("///")
        }
        writer.line("/// `\(operation.key)`")
        if let server = operation.server {
            writer.line("///")
            writer.line("/// Where the stage is one of the API's own, it is served at `\(server)`.")
        }
        let documented = arguments.compactMap { argument in
            argument.documentation.flatMap { text -> (String, String)? in
                let line = documentationLines(text, paragraphs: 1).joined(separator: " ")
                return line.isEmpty ? nil : (argument.label, line)
            }
        }
        if documented.count == 1 {
            writer.line("/// - Parameter \(documented[0].0): \(documented[0].1)")
        } else if !documented.isEmpty {
            writer.line("/// - Parameters:")
            for (label, text) in documented { writer.line("///   - \(label): \(text)") }
        }
        let returns = documentationLines(operation.result.documentation, paragraphs: 1)
        if hasResult, !returns.isEmpty {
            writer.line("/// - Returns: \(returns.joined(separator: " "))")
        }
    }

    // MARK: Requests

    /// The statements that make `call`.
    private func request(_ index: Int, _ writer: inout SwiftWriter) {
        let operation = api.operations[index]
        let method = operation.method.map(methodText) ?? "method"
        var parts = [method, swiftLiteral(operation.path)]
        if !operation.security.isEmpty {
            let alternatives = operation.security.map { places in
                "[" + places.map { swiftLiteral(names.schemes[$0]) }.joined(separator: ", ") + "]"
            }
            parts.append("security: [\(alternatives.joined(separator: ", "))]")
        }
        if let accept = operation.result.accept { parts.append("accept: \(swiftLiteral(accept))") }
        let changes =
            !operation.parameters.isEmpty || operation.body != nil
            || !operation.result.redirects.isEmpty || operation.server != nil
        writer.call("\(changes ? "var" : "let") call = OperationRequest", parts, "")
        if let server = operation.server { writer.line("call.server = \(swiftLiteral(server))") }
        if !operation.result.redirects.isEmpty {
            let list = operation.result.redirects.map(String.init).joined(separator: ", ")
            writer.line("call.accepted = [\(list)]")
        }
        for (name, parameter) in zip(names.parameters[index], operation.parameters) {
            writer.line(statement(parameter, escaped(name)))
        }
        if let body = operation.body { writer.line(statement(body)) }
    }

    private func methodText(_ method: String) -> String {
        let known = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"]
        return known.contains(method) ? "." + method.lowercased() : swiftLiteral(method)
    }

    private func statement(_ parameter: ClientParameter, _ name: String) -> String {
        var text = "call.\(parameter.location.rawValue)(\(swiftLiteral(parameter.name)), "
        if parameter.isJSON { return text + "json: \(name))" }
        text += isParameterValue(parameter.type) ? name : "object: \(name)"
        let usual: ClientParameter.Style
        let usualExplode: Bool
        switch parameter.location {
        case .path: (usual, usualExplode) = (.simple, false)
        case .query: (usual, usualExplode) = (.form, true)
        case .header: (usual, usualExplode) = (parameter.style, false)
        case .cookie: (usual, usualExplode) = (parameter.style, true)
        }
        if parameter.style != usual { text += ", style: .\(parameter.style.rawValue)" }
        if parameter.explode != usualExplode { text += ", explode: \(parameter.explode)" }
        if parameter.allowsReserved, parameter.location == .query,
            isParameterValue(parameter.type)
        {
            text += ", reserved: true"
        }
        return text + ")"
    }

    private func statement(_ body: ClientBody) -> String {
        let type = swiftLiteral(body.mediaType)
        switch body.content {
        case .json:
            let usual = ["application/json", "*/*", "*", "application/*"].contains(body.mediaType)
            return usual ? "call.json(body)" : "call.json(body, type: \(type))"
        case .urlencoded(_, let styles):
            if styles.isEmpty { return "call.urlencoded(body)" }
            let list = styles.map {
                "\(swiftLiteral($0.name)): (.\($0.style.rawValue), \($0.explode))"
            }
            return "call.urlencoded(body, styles: [\(list.joined(separator: ", "))])"
        case .multipart: return "call.multipart(body)"
        case .text:
            return body.mediaType == "text/plain"
                ? "call.text(body)" : "call.text(body, type: \(type))"
        case .binary: return "call.bytes(body, type: \(type))"
        }
    }

    /// Whether a type's values stand in a URL as they are.
    private func isParameterValue(_ type: ValueType) -> Bool {
        switch plain(type) {
        case .string, .bool, .int, .int64, .double, .timestamp, .day, .bytes, .binary, .any:
            return true
        case .list(let element):
            // Elements that may be lists or objects themselves are written as JSON.
            switch plain(element) {
            case .list, .any: return false
            default: return isParameterValue(element)
            }
        case .map, .optional: return false
        case .shape(let id):
            if case .enumeration = api[id].kind { return true }
            return false
        }
    }
}
