internal import JSON

/// The Swift names of one server.
struct StageNames {
    /// A variable of the server's URL.
    struct Variable {
        /// The place in ``ClientServer/variables``.
        var place: Int
        var label: String

        /// The type of a variable with listed values, and their names.
        var type: String?
        var cases: [String] = []
    }

    /// The place in ``ClientAPI/servers``.
    var place: Int
    var name: String
    var variables: [Variable] = []
}

extension SwiftNames {
    /// Names the servers that callers can use as they are: those with a whole URL.
    mutating func nameStages(_ api: ClientAPI, _ old: NameRecord) {
        let usable = api.servers.enumerated().compactMap { place, server -> StageNames? in
            let used = server.variables.indices.filter {
                server.url.contains("{\(server.variables[$0].name)}")
            }
            guard server.url.contains("://"), pathParameterNames(server.url).count == used.count
            else { return nil }
            let variables = used.map { StageNames.Variable(place: $0, label: "") }
            return StageNames(place: place, name: "", variables: variables)
        }
        var scope = NameScope(reserved: ["url", "custom", "executeAPI", "init", "self"])
        let items = usable.map { stage in
            (api.servers[stage.place].url, stageName(api.servers[stage.place]))
        }
        let names = scope.assign(items, pinned: old["stages"])
        record.keep(names, for: items.map(\.0), in: "stages")
        var types = NameScope(reserved: ["Type", "Protocol", "Self", "URL", "String", "Stage"])
        let pinnedTypes = old["stageTypes"]
        for (name, stage) in zip(names, usable) {
            var stage = stage
            stage.name = name
            let server = api.servers[stage.place]
            var labels = NameScope(reserved: ["self"])
            for index in stage.variables.indices {
                let variable = server.variables[stage.variables[index].place]
                stage.variables[index].label = labels.unique(memberName(variable.name))
                guard variable.values.count > 1, variable.values.contains(variable.defaultValue)
                else { continue }
                let item = ("\(server.url) \(variable.name)", upperCamel(nameWords(variable.name)))
                let type = types.assign([item], pinned: pinnedTypes)[0]
                record.keep([type], for: [item.0], in: "stageTypes")
                stage.variables[index].type = type
                stage.variables[index].cases = caseNames(variable.values, type, old)
            }
            stages.append(stage)
        }
    }

    private mutating func caseNames(
        _ values: [String], _ type: String, _ old: NameRecord
    ) -> [String] {
        var scope = NameScope(reserved: ["init", "self", "rawValue", "allCases", "hash"])
        let items = values.map { ($0, caseName($0)) }
        let names = scope.assign(items, pinned: old["stageTypes/\(type)"])
        record.keep(names, for: values, in: "stageTypes/\(type)")
        return names
    }

    /// A server's name: its short description, the last part of its path, or `standard`.
    private func stageName(_ server: ClientServer) -> String {
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
