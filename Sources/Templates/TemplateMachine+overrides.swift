import JSON

/// What templates write into `$context.requestOverride` and `$context.responseOverride`.
extension TemplateMachine {
    /// Gives a map's key a value for a template, which may override a parameter once.
    ///
    /// API Gateway answers 5XX where one is overridden a second time (“Use a mapping template to
    /// override an API's request and response parameters and status codes”).
    ///
    /// - Returns: The value before.
    mutating func write(
        _ value: TemplateValue, at key: TemplateValue, in map: Int
    ) throws(TemplateInterrupt) -> TemplateValue? {
        if maps[map].isContext, let parameter = try overrideParameter(key, of: maps[map].node) {
            guard overridden.insert(parameter).inserted else {
                try fail("'$context.\(parameter)' is overridden twice, which it can be once")
            }
        }
        return put(value, at: key, in: map)
    }

    /// The parameter that a key of an object inside `$context` overrides; `nil` for all others.
    ///
    /// Names are told apart letter by letter, those of headers too, as overriding itself does.
    private mutating func overrideParameter(
        _ key: TemplateValue, of node: Int
    ) throws(TemplateInterrupt) -> String? {
        for (root, parts) in Self.overridable {
            guard let object = tapes[0].member(Array(root.utf8), of: contextRange.lowerBound) else {
                continue
            }
            if object == node {
                let name = String(decoding: try printed(key), as: UTF8.self)
                return root == "responseOverride" && name == "status" ? "\(root).\(name)" : nil
            }
            for part in parts where tapes[0].member(Array(part.utf8), of: object) == node {
                let name = String(decoding: try printed(key), as: UTF8.self)
                return "\(root).\(part).\(name)"
            }
        }
        return nil
    }

    /// The objects whose members are parameters, by where they are in `$context`.
    private static let overridable = [
        ("requestOverride", ["header", "path", "querystring"]), ("responseOverride", ["header"]),
    ]

    /// The two overrides if a template changed anything in them.
    mutating func overrides() -> TemplateOverrides? {
        let isTouched = overlay.keys.contains { key in
            key >> 32 == 0 && contextRange.contains(Int(key & 0xFFFF_FFFF))
        }
        guard isTouched, let context = member(Array("context".utf8)) else { return nil }
        let root = resolved(.node(context, tape: 0))
        var parts: [JSONObject] = []
        for name in ["requestOverride", "responseOverride"] {
            guard let key = try? text(Array(name.utf8)), let value = try? get(key, of: root),
                case .object(let object)? = try? json(value)
            else {
                parts.append(JSONObject())
                continue
            }
            parts.append(object)
        }
        return TemplateOverrides(request: parts[0], response: parts[1])
    }

    /// A value as JSON.
    private mutating func json(_ value: TemplateValue) throws(TemplateInterrupt) -> JSONValue {
        let value = resolved(read(value))
        try count()
        try deeper()
        defer { depth -= 1 }
        switch value.kind {
        case .null: return .null
        case .bool: return .bool(value.isTrue)
        case .int, .long: return .number(JSONNumber(value.number))
        case .double, .bigInteger, .bigDecimal:
            return .number(
                JSONNumber(spelling: String(decoding: try printed(value), as: UTF8.self)))
        case .map:
            var object = JSONObject()
            let keys = maps[value.number].keys
            for index in keys.indices {
                let name = String(decoding: try printed(keys[index]), as: UTF8.self)
                object.members.append(
                    JSONObject.Member(name, try json(maps[value.number].values[index])))
            }
            return .object(object)
        case .list:
            var elements: [JSONValue] = []
            for element in lists[value.number].elements { elements.append(try json(element)) }
            return .array(elements)
        case .node:
            let tape = Int(value.count)
            let entry = tapes[tape].entries[value.number]
            var child = value.number + 1
            if entry.kind == .array {
                var elements: [JSONValue] = []
                for _ in 0..<entry.count {
                    elements.append(try json(nodeValue(child, tape: tape)))
                    child = end(of: child, tape: tape)
                }
                return .array(elements)
            }
            var object = JSONObject()
            for _ in 0..<entry.count {
                object.members.append(
                    JSONObject.Member(
                        tapes[tape].string(at: child), try json(nodeValue(child + 1, tape: tape))))
                child = end(of: child + 1, tape: tape)
            }
            return .object(object)
        default: return .string(String(decoding: try printed(value), as: UTF8.self))
        }
    }
}
