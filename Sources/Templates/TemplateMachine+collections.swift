internal import JSON

extension TemplateMachine {
    /// `size()`, or `nil` for what has none.
    func size(_ value: TemplateValue) -> Int? {
        switch value.kind {
        case .list: lists[value.number].elements.count
        case .map: maps[value.number].keys.count
        case .node: tapes[Int(value.count)].entries[value.number].count
        case .scope: 0
        default: nil
        }
    }

    /// `get(argument)`; null for what has no such method.
    mutating func get(_ argument: TemplateValue, of value: TemplateValue)
        throws(TemplateInterrupt) -> TemplateValue
    {
        let argument = read(argument)
        switch value.kind {
        case .map: return lookUp(argument, in: value.number) ?? .null
        case .list:
            guard lists[value.number].style != .view, argument.kind == .int else { return .null }
            let count = lists[value.number].elements.count
            guard argument.number >= 0, argument.number < count else {
                try fail("index \(argument.number) is out of bounds for a list of \(count)")
            }
            return lists[value.number].elements[argument.number]
        case .node:
            let tape = Int(value.count)
            let entry = tapes[tape].entries[value.number]
            if entry.kind == .object {
                guard argument.kind == .string else { return .null }
                return lookUp(argument, tape: tape, object: value.number)
            }
            guard argument.kind == .int else { return .null }
            guard argument.number >= 0, argument.number < entry.count else {
                try fail("index \(argument.number) is out of bounds for a list of \(entry.count)")
            }
            var child = value.number + 1
            for _ in 0..<argument.number { child = end(of: child, tape: tape) }
            steps += argument.number / 16
            return nodeValue(child, tape: tape)
        case .scope:
            return try element(argument, ofScope: value.number)
        default: return .null
        }
    }

    private func element(_ key: TemplateValue, ofScope number: Int) throws(TemplateInterrupt)
        -> TemplateValue
    {
        guard number < scopes.count, scopes[number].map >= 0 else { return .null }
        return lookUp(key, in: scopes[number].map) ?? .null
    }

    /// A member of an object on a tape by a name that is a value.
    private func lookUp(_ name: TemplateValue, tape: Int, object: Int) -> TemplateValue {
        let found = member(name, tape: tape, object: object)
        return found < 0 ? .null : nodeValue(found, tape: tape)
    }

    func member(_ name: TemplateValue, tape: Int, object: Int) -> Int {
        let hash = unsafe withBytes(of: name) { unsafe $0.span.nameHash(0..<$0.count) }
        return member(name, hash: hash, tape: tape, object: object)
    }

    /// The elements of a collection; `nil` for other values.
    mutating func elements(of value: TemplateValue) throws(TemplateInterrupt)
        -> [TemplateValue]?
    {
        let value = resolved(value)
        switch value.kind {
        case .list: return lists[value.number].elements
        case .node where tapes[Int(value.count)].entries[value.number].kind == .array:
            let list = try materialized(value)
            return lists[list.number].elements
        default: return nil
        }
    }
}

extension TemplateArguments {
    /// One argument that no code made.
    init(_ value: TemplateValue) {
        self.init(count: 1, place: 0)
        first = value
    }
}
