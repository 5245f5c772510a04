internal import JSON

extension TemplateMachine {
    /// Calls a function of `$input`.
    mutating func callInput(_ name: TemplateName, _ arguments: TemplateArguments)
        throws(TemplateInterrupt) -> TemplateValue
    {
        switch (name, arguments.count) {
        case (.params, 0): return try parameters()
        case (.params, 1):
            guard arguments.first.kind == .string else {
                return arguments.first.kind == .null ? .empty : .null
            }
            return parameter(arguments.first)
        case (.path, 1), (.json, 1):
            guard arguments.first.kind == .string || arguments.first.kind == .null else {
                return .null
            }
            return try path(arguments, isJSON: name == .json)
        default: return .null
        }
    }

    private mutating func parameters() throws(TemplateInterrupt) -> TemplateValue {
        if let node = member(Self.paramsName), tapes[0].entries[node].kind == .object {
            return .node(node, tape: 0)
        }
        let map = newMap()
        for name in ["path", "querystring", "header"] {
            let key = try text(Array(name.utf8))
            _ = put(.map(newMap()), at: key, in: map)
        }
        return .map(map)
    }

    private static let parameterGroups = ["path", "querystring", "header"].map { Array($0.utf8) }

    /// A parameter by name, from the path, the query or the headers.
    private func parameter(_ name: TemplateValue) -> TemplateValue {
        guard let params = member(Self.paramsName), tapes[0].entries[params].kind == .object else {
            return .empty
        }
        for group in Self.parameterGroups {
            guard let object = tapes[0].member(group, of: params),
                tapes[0].entries[object].kind == .object
            else { continue }
            var key = object + 1
            for _ in 0..<tapes[0].entries[object].count {
                if haveSameBytes(scalar(key, tape: 0), name) {
                    return nodeValue(key + 1, tape: 0)
                }
                key = end(of: key + 1, tape: 0)
            }
        }
        return .empty
    }

    private static let missingJSON = Array("\"\"".utf8)

    private mutating func path(_ arguments: TemplateArguments, isJSON: Bool)
        throws(TemplateInterrupt) -> TemplateValue
    {
        var found = try readBody() ? try select(arguments) : nil
        if found?.kind == .null, tapes[Self.bodyTape].entries[0].kind == .null { found = nil }
        guard let found else {
            return isJSON ? try text(Self.missingJSON) : .empty
        }
        guard isJSON else { return found }
        let start = output.count
        try appendJSON(found, .plain)
        let offset = arena.count
        try charge(output.count - start)
        arena.append(output, start..<output.count)
        output.truncate(to: start)
        return arenaText(from: offset)
    }
}
