internal import JSON

extension SwiftPrinter {
    /// Whether some operations are served elsewhere than the others.
    var hasOwnServers: Bool { api.operations.contains { $0.server != nil } }

    /// Where the API is served.
    func stage(_ writer: inout SwiftWriter) {
        writer.line("/// Where the API is served.")
        writer.block("\(access)struct Stage: Hashable, Sendable") { writer in
            writer.line("/// What every path is appended to.")
            writer.line("\(access)let url: URL")
            if hasOwnServers {
                writer.line()
                writer.line("/// Whether operations with a server of their own are sent there.")
                writer.line("let isDocumented: Bool")
            }
            writer.line()
            writer.line("/// A URL of your own, such as that of a custom domain.")
            writer.line("\(access)static func custom(_ url: URL) -> Stage { Stage(url: url) }")
            writer.line()
            if api.hasDefaultEndpoint { deployed(&writer) }
            if hasOwnServers {
                writer.line("private init(url: URL, isDocumented: Bool = false) {")
                writer.line("    self.url = url")
                writer.line("    self.isDocumented = isDocumented")
                writer.line("}")
            } else {
                writer.line("private init(url: URL) { self.url = url }")
            }
            writer.line()
            let parameter = hasOwnServers ? ", isDocumented: Bool = false" : ""
            let argument = hasOwnServers ? ", isDocumented: isDocumented" : ""
            writer.line("/// Text that is no URL leads to a host that does not exist.")
            writer.line("private init(text: String\(parameter)) {")
            writer.line("    let url = URL(string: text) ?? URL(fileURLWithPath: \"/invalid\")")
            writer.line("    self.init(url: url\(argument))")
            writer.line("}")
            servers(&writer)
        }
    }

    /// The stage by the name that the gateway gave the API.
    private func deployed(_ writer: inout SwiftWriter) {
        let endpoint = api.vpcEndpoints.first
        writer.line("/// A deployed stage under the name that the gateway gave it.")
        var parameters = ["id: String", "region: String", "stage: String? = nil"]
        if let endpoint {
            writer.line("///")
            writer.line(
                "/// Outside the private network's own name service, a VPC endpoint leads there.")
            parameters.append("vpcEndpoint: String? = \(swiftLiteral(endpoint))")
        }
        writer.call("\(access)static func executeAPI", parameters, " -> Stage", opensBlock: true)
        if endpoint != nil {
            writer.line("    let name = vpcEndpoint.map { \"\\(id)-\\($0)\" } ?? id")
        }
        let name = endpoint == nil ? "id" : "name"
        writer.line(
            "    let suffix = region.hasPrefix(\"cn-\") ? \"amazonaws.com.cn\" : \"amazonaws.com\"")
        writer.line("    let host = \"https://\\(\(name)).execute-api.\\(region).\\(suffix)\"")
        writer.line("    return Stage(text: stage.map { \"\\(host)/\\($0)\" } ?? host)")
        writer.line("}")
        writer.line()
    }

    private func servers(_ writer: inout SwiftWriter) {
        let own = hasOwnServers ? ", isDocumented: true" : ""
        for stage in names.stages {
            let server = api.servers[stage.place]
            writer.line()
            var parameters: [String] = []
            var literal = swiftLiteral(server.url)
            for names in stage.variables {
                let variable = server.variables[names.place]
                let label = parameterName(names.label)
                var value = "\\(\(escaped(names.label)))"
                if let type = names.type {
                    let place = variable.values.firstIndex(of: variable.defaultValue) ?? 0
                    parameters.append("\(label): \(type) = .\(escaped(names.cases[place]))")
                    value = "\\(\(escaped(names.label)).rawValue)"
                    choices(variable, names, type, &writer)
                } else {
                    parameters.append("\(label): String = \(swiftLiteral(variable.defaultValue))")
                }
                literal = literal.replacing("{\(variable.name)}", with: value)
            }
            if literal.hasSuffix("/\"") { literal = literal.dropLast(2) + "\"" }
            writer.documentation(server.description, paragraphs: 1)
            if stage.variables.isEmpty {
                let name = escaped(stage.name)
                writer.line("\(access)static let \(name) = Stage(text: \(literal)\(own))")
                continue
            }
            writer.call(
                "\(access)static func \(escaped(stage.name))", parameters, " -> Stage",
                opensBlock: true)
            writer.line("    Stage(text: \(literal)\(own))")
            writer.line("}")
        }
    }

    /// The values of a server's variable.
    private func choices(
        _ variable: ClientServer.Variable, _ names: StageNames.Variable, _ type: String,
        _ writer: inout SwiftWriter
    ) {
        writer.documentation(variable.documentation, paragraphs: 1)
        writer.block("\(access)enum \(type): String, CaseIterable, Sendable") { writer in
            for (label, value) in zip(names.cases, variable.values) {
                let isSame = label == value
                writer.line(
                    "case \(escaped(label))" + (isSame ? "" : " = \(swiftLiteral(value))"))
            }
        }
        writer.line()
    }
}
