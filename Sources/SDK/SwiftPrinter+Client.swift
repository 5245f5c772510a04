extension SwiftPrinter {
    /// The client, its credentials and its stages.
    func clientFile() -> String {
        var writer = SwiftWriter(access: access)
        client(&writer)
        if !api.schemes.isEmpty {
            writer.line()
            credentials(&writer)
        }
        writer.line()
        stage(&writer)
        choices(&writer)
        return writer.text
    }

    private func client(_ writer: inout SwiftWriter) {
        let title = documentationLines(api.title).joined(separator: " ")
        let version = documentationLines(api.version).joined(separator: " ")
        let name = [title, version].filter { !$0.isEmpty }.joined(separator: " ")
        writer.line("/// Calls \(name.isEmpty ? "the API" : name).")
        let description = documentationLines(api.description, paragraphs: 2)
        if !description.isEmpty {
            writer.line("///")
            writer.documentation(description.joined(separator: "\n"))
        }
        writer.block("\(access)struct \(names.client): Sendable") { writer in
            writer.line("let core: ClientCore")
            writer.line()
            writer.line("/// Creates a client.")
            writer.line("///")
            writer.line("/// - Parameters:")
            writer.line("///   - stage: Where the API is served.")
            if !api.schemes.isEmpty {
                writer.line("///   - credentials: What authorizes the calls.")
            }
            writer.line("///   - configuration: Times, retries, further headers.")
            writer.line("///   - transport: What carries the requests.")
            var parameters = ["stage: Stage"]
            if !api.schemes.isEmpty {
                let isOptional = credentialFields().allSatisfy(\.isOptional)
                parameters.append(
                    "credentials: Credentials" + (isOptional ? " = Credentials()" : ""))
            }
            parameters += [
                "configuration: ClientConfiguration = ClientConfiguration()",
                "transport: any Transport = URLSessionTransport()",
            ]
            writer.call("\(access)init", parameters, "", opensBlock: true)
            writer.indented { writer in
                let credentials = api.schemes.isEmpty ? "NoCredentials()" : "credentials"
                writer.line("core = ClientCore(")
                writer.line("    baseURL: stage.url, credentials: \(credentials),")
                writer.line("    configuration: configuration, transport: transport,")
                if hasOwnServers { writer.line("    isDocumentedStage: stage.isDocumented,") }
                writer.line("    userAgent: \(swiftLiteral(userAgent())))")
            }
            writer.line("}")
            writer.line()
            writer.line("/// The same calls, with the status and the headers of their answers.")
            writer.line("\(access)var withResponse: WithResponse { WithResponse(core: core) }")
            writer.line()
            writer.line("/// Calls that give their value with the answer it came in.")
            writer.block("\(access)struct WithResponse: Sendable") { writer in
                writer.line("let core: ClientCore")
            }
        }
    }

    /// Printable ASCII without what separates the parts of the field.
    private func userAgent() -> String {
        func token(_ text: String) -> String {
            let bytes = text.utf8.map { byte -> UInt8 in
                let isToken =
                    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte) || byte == 0x2E || byte == 0x2D
                return isToken ? byte : 0x2D
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        let version = api.version.isEmpty ? "" : "/" + token(api.version)
        return "apigw-sdk/1 \(token(names.module))\(version) (swift)"
    }

    // MARK: Credentials

    private struct CredentialField {
        var name: String
        var type: String
        var scheme: Int
        var place: CredentialScheme.Place?
        var isOptional: Bool
        var documentation: String?
    }

    /// The secrets that the client takes; one that every secured call needs is not optional.
    private func credentialFields() -> [CredentialField] {
        let secured = api.operations.filter { !$0.security.isEmpty }
        var fields: [CredentialField] = []
        for (index, scheme) in api.schemes.enumerated() {
            let isNeeded =
                !secured.isEmpty
                && secured.allSatisfy { $0.security.allSatisfy { $0.contains(index) } }
            let (type, places): (String, [CredentialScheme.Place?]) =
                switch scheme.kind {
                case .iam: ("IAM", [nil])
                case .basic: ("CredentialSource<BasicCredentials>", [nil])
                case .bearer(let header): ("CredentialSource<String>", [.header(header)])
                case .key(let place): ("CredentialSource<String>", [place])
                case .identity(let places): ("CredentialSource<String>", places)
                }
            for (name, place) in zip(names.secrets[index], places) {
                fields.append(
                    CredentialField(
                        name: name, type: type, scheme: index, place: place,
                        isOptional: !isNeeded, documentation: scheme.documentation))
            }
        }
        return fields
    }

    private func credentials(_ writer: inout SwiftWriter) {
        let fields = credentialFields()
        writer.line(
            "/// What authorizes the calls: the schemes of this API, each a value or a closure.")
        writer.block("\(access)struct Credentials: CredentialSet") { writer in
            for field in fields {
                writer.documentation(field.documentation, paragraphs: 1)
                let optional = field.isOptional ? "?" : ""
                writer.line("\(access)var \(escaped(field.name)): \(field.type)\(optional)")
            }
            writer.line()
            let ordered = fields.filter { !$0.isOptional } + fields.filter(\.isOptional)
            let parameters = ordered.map { field in
                "\(parameterName(field.name)): \(field.type)" + (field.isOptional ? "? = nil" : "")
            }
            writer.call("\(access)init", parameters, "", opensBlock: true)
            writer.indented { writer in
                for field in fields {
                    writer.line("self.\(field.name) = \(escaped(field.name))")
                }
            }
            writer.line("}")
            writer.line()
            writer.line("func authorization(_ scheme: String) async throws -> [Authorization]? {")
            writer.indented { writer in
                writer.line("switch scheme {")
                for (index, scheme) in api.schemes.enumerated() {
                    writer.line("case \(swiftLiteral(names.schemes[index])):")
                    let own = fields.filter { $0.scheme == index }
                    writer.indented { writer in
                        let optional = own.filter(\.isOptional).map { "let \(escaped($0.name))" }
                        if !optional.isEmpty {
                            writer.line(
                                "guard \(optional.joined(separator: ", ")) else { return nil }")
                        }
                        let parts = own.map { authorization($0, scheme) }
                        writer.line("return [\(parts.joined(separator: ", "))]")
                    }
                }
                writer.line("default: return nil")
                writer.line("}")
            }
            writer.line("}")
        }
    }

    private func authorization(_ field: CredentialField, _ scheme: CredentialScheme) -> String {
        let name = escaped(field.name)
        switch scheme.kind {
        case .iam: return "try await .iam(\(name))"
        case .basic: return ".basic(try await \(name)())"
        case .bearer(let header):
            return ".header(\(swiftLiteral(header)), \"Bearer \\(try await \(name)())\")"
        case .key, .identity:
            let (place, text): (String, String) =
                switch field.place {
                case .query(let text)?: ("query", text)
                case .cookie(let text)?: ("cookie", text)
                case .header(let text)?: ("header", text)
                case nil: ("header", "Authorization")
                }
            return ".\(place)(\(swiftLiteral(text)), try await \(name)())"
        }
    }

    // MARK: Results by status

    private func choices(_ writer: inout SwiftWriter) {
        for (index, operation) in api.operations.enumerated() {
            guard case .several(let cases) = operation.result.kind,
                let name = names.choices[index]
            else { continue }
            var scope = NameScope(reserved: ["self", "init"])
            let labels = cases.map { scope.unique(statusNames[$0.status] ?? "status\($0.status)") }
            writer.line()
            writer.line("/// What `\(names.operations[index])` gives, by status.")
            writer.block("\(access)enum \(name): Sendable, ResponseChoice") { writer in
                for (label, item) in zip(labels, cases) {
                    writer.line("case \(label)" + (type(of: item.content).map { "(\($0))" } ?? ""))
                }
                writer.line("/// Another status.")
                writer.line("case other(HTTPResponse)")
                writer.line()
                writer.block("init(_ response: HTTPResponse) throws") { writer in
                    writer.line("switch response.status {")
                    for (label, item) in zip(labels, cases) {
                        let value = reading(item.content).map { "(\($0))" } ?? ""
                        writer.line("case \(item.status): self = .\(label)\(value)")
                    }
                    writer.line("default: self = .other(response)")
                    writer.line("}")
                }
            }
        }
    }

    /// The expression that reads a body from `response`.
    func reading(_ content: ClientResult.Content) -> String? {
        switch content {
        case .nothing: nil
        case .json: "try response.json()"
        case .text: "response.text"
        case .binary: "response.body"
        }
    }

    // MARK: Header fields

    /// The documented header fields of answers.
    func headersFile() -> String {
        var writer = SwiftWriter(access: access)
        writer.line("/// The header fields that the API's answers document.")
        writer.block("extension HTTPHeaders") { writer in
            for (name, header) in zip(names.headers, api.answerHeaders) {
                writer.documentation(header.documentation, paragraphs: 1)
                let key = swiftLiteral(header.name)
                let type = plain(header.type)
                let value =
                    switch type {
                    case .string: "self[\(key)]"
                    case .timestamp: "timestamp(\(key))"
                    case .shape: "self[\(key)].map(\(text(type)).init(rawValue:))"
                    default: "value(\(key))"
                    }
                writer.line("\(access)var \(escaped(name)): \(text(type))? { \(value) }")
            }
        }
        return writer.text
    }

    // MARK: Failures

    func failuresFile() -> String {
        var writer = SwiftWriter(access: access)
        for (index, set) in api.failureSets.enumerated() {
            if index > 0 { writer.line() }
            let name = names.failureSets[index]
            let users = api.operations.indices.filter { api.operations[$0].failures == index }
            let list = users.prefix(5).map { "`\(names.operations[$0])`" }.joined(separator: ", ")
            let more = users.count > 5 ? " and \(users.count - 5) more" : ""
            writer.line("/// The documented errors of \(list)\(more).")
            writer.block("\(access)enum \(name): OperationFailure") { writer in
                for (label, item) in zip(names.failureCases[index], set.cases) {
                    var values: [String] = []
                    if !item.status.isOne { values.append("status: Int") }
                    if let body = type(of: item.content) { values.append(body) }
                    let payload = values.isEmpty ? "" : "(\(values.joined(separator: ", ")))"
                    writer.line("case \(label)\(payload)")
                }
                writer.line()
                writer.block(
                    "\(access)static func decode(_ response: HTTPResponse) throws -> \(name)?"
                ) { writer in
                    writer.line("switch response.status {")
                    let ordered = zip(names.failureCases[index], set.cases).sorted {
                        $0.1.status.order < $1.1.status.order
                    }
                    for (label, item) in ordered {
                        var values: [String] = []
                        if !item.status.isOne { values.append("status: response.status") }
                        if let body = reading(item.content) { values.append(body) }
                        let payload = values.isEmpty ? "" : "(\(values.joined(separator: ", ")))"
                        writer.line("\(item.status.pattern): return .\(label)\(payload)")
                    }
                    if !set.cases.contains(where: { $0.status == .default }) {
                        writer.line("default: return nil")
                    }
                    writer.line("}")
                }
            }
        }
        return writer.text
    }
}

extension FailureSet.Case.Status {
    fileprivate var isOne: Bool {
        if case .code = self { true } else { false }
    }

    /// Codes before ranges before the rest.
    fileprivate var order: Int {
        switch self {
        case .code: 0
        case .range: 1
        case .default: 2
        }
    }

    fileprivate var pattern: String {
        switch self {
        case .code(let code): "case \(code)"
        case .range(let first): "case \(first * 100)..<\(first * 100 + 100)"
        case .default: "default"
        }
    }
}
