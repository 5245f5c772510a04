extension SwiftPrinter {
    /// Where the API is served.
    func stage(_ writer: inout SwiftWriter) {
        writer.line("/// Where the API is served.")
        writer.block("\(access)struct Stage: Hashable, Sendable") { writer in
            writer.line("/// What every path is appended to.")
            writer.line("\(access)var url: URL")
            writer.line()
            writer.line("/// A URL of your own, such as that of a custom domain.")
            writer.line("\(access)static func custom(_ url: URL) -> Stage { Stage(url: url) }")
            writer.line()
            writer.line("/// A deployed stage under the name that the gateway gave it.")
            writer.line("\(access)static func executeAPI(")
            writer.line("    id: String, region: String, stage: String? = nil")
            writer.line(") -> Stage {")
            writer.line("    let host = \"https://\\(id).execute-api.\\(region).amazonaws.com\"")
            writer.line("    return Stage(text: stage.map { \"\\(host)/\\($0)\" } ?? host)")
            writer.line("}")
            writer.line()
            writer.line("private init(url: URL) { self.url = url }")
            writer.line()
            writer.line("/// Text that is no URL leads to a host that does not exist.")
            writer.line("private init(text: String) {")
            writer.line("    url = URL(string: text) ?? URL(fileURLWithPath: \"/invalid\")")
            writer.line("}")
            servers(&writer)
        }
    }

    private func servers(_ writer: inout SwiftWriter) {
        var scope = NameScope(reserved: ["url", "custom", "executeAPI", "init", "self"])
        var types = NameScope(reserved: ["Type", "Protocol", "Self", "URL", "String", "Stage"])
        for server in api.servers where server.url.contains("://") {
            let used = server.variables.filter { server.url.contains("{\($0.name)}") }
            guard pathParameterNames(server.url).count == used.count else { continue }
            let name = scope.unique(name(of: server))
            writer.line()
            var parameters: [String] = []
            var literal = swiftLiteral(server.url)
            var enums: [(name: String, values: [String])] = []
            for variable in used {
                let label = memberName(variable.name)
                let value: String
                if variable.values.count > 1, variable.values.contains(variable.defaultValue) {
                    let type = types.unique(upperCamel(nameWords(variable.name)))
                    enums.append((type, variable.values))
                    let place = variable.values.firstIndex(of: variable.defaultValue) ?? 0
                    parameters.append("\(label): \(type) = .\(caseNames(variable.values)[place])")
                    value = "\\(\(escaped(label)).rawValue)"
                } else {
                    parameters.append("\(label): String = \(swiftLiteral(variable.defaultValue))")
                    value = "\\(\(escaped(label)))"
                }
                literal = literal.replacing("{\(variable.name)}", with: value)
            }
            if literal.hasSuffix("/\"") { literal = literal.dropLast(2) + "\"" }
            for (name, values) in enums {
                writer.block("\(access)enum \(name): String, CaseIterable, Sendable") { writer in
                    for (label, value) in zip(caseNames(values), values) {
                        writer.line("case \(label) = \(swiftLiteral(value))")
                    }
                }
                writer.line()
            }
            writer.documentation(server.description, paragraphs: 1)
            if used.isEmpty {
                writer.line("\(access)static let \(escaped(name)) = Stage(text: \(literal))")
            } else {
                writer.call(
                    "\(access)static func \(escaped(name))", parameters, " -> Stage",
                    opensBlock: true)
                writer.line("    Stage(text: \(literal))")
                writer.line("}")
            }
        }
    }

    private func caseNames(_ values: [String]) -> [String] {
        var scope = NameScope(reserved: ["init", "self", "rawValue", "allCases", "hash"])
        return values.map { escaped(scope.unique(caseName($0))) }
    }

    /// A server's name: its short description, the last part of its path, or `standard`.
    private func name(of server: ClientServer) -> String {
        let words = nameWords(server.description ?? "")
        if !words.isEmpty, words.count <= 3 { return memberName(words.joined(separator: " ")) }
        var path = server.url[...]
        if let scheme = path.firstRange(of: "://") { path = path[scheme.upperBound...] }
        let segments = path.split(separator: "/").dropFirst()
        if var last = segments.last.map(String.init) {
            if last.hasPrefix("{"), last.hasSuffix("}") {
                let variable = String(last.dropFirst().dropLast())
                last = server.variables.first { $0.name == variable }?.defaultValue ?? variable
            }
            let name = memberName(last)
            if !name.hasPrefix("_"), name != "value" { return name }
        }
        return "standard"
    }
}
