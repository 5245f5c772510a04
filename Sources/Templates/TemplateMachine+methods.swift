internal import JSON

extension TemplateMachine {
    /// Calls a method by its name and arguments; null for what the value has no method for.
    mutating func call(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        switch receiver.kind {
        case .string: return try callString(name, on: receiver, arguments)
        case .input: return try callInput(name, arguments)
        case .util: return try callUtil(name, arguments)
        case .map: return try callMap(name, on: receiver, arguments)
        case .list: return try callList(name, on: receiver, arguments)
        case .node:
            if tapes[Int(receiver.count)].entries[receiver.number].kind == .object {
                return try callMap(name, on: receiver, arguments)
            }
            return try callList(name, on: receiver, arguments)
        case .scope: return try callScope(name, on: receiver, arguments)
        case .entry: return try callEntry(name, on: receiver, arguments)
        case .iterator: return try callIterator(name, on: receiver, arguments)
        case .int, .long, .double, .bigInteger, .bigDecimal, .jsonNumber, .byte:
            return try callNumber(name, on: read(receiver), arguments)
        case .bool: return try callBoolean(name, on: receiver, arguments)
        case .character: return try callCharacter(name, on: receiver, arguments)
        case .null, .block: return .null
        }
    }

    /// Calls a method of `$foreach`.
    private mutating func callScope(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard arguments.count == 0 else {
            return name == .get ? try get(arguments.first, of: receiver) : .null
        }
        let property: TemplateName
        switch name {
        case .hasNext, .getHasNext:
            return .bool(scopes[min(receiver.number, scopes.count - 1)].hasNext)
        case .isFirst, .getFirst: property = .first
        case .isLast, .getLast: property = .last
        case .getIndex: property = .index
        case .getCount: property = .count
        case .getParent: property = .parent
        case .getTopmost: property = .topmost
        default: return .null
        }
        return try scopeProperty(property, .null, receiver.number)
    }

    /// Calls a method of an iterator, whose list counts in its modifications how far it is.
    private mutating func callIterator(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let list = receiver.number
        let place = lists[list].modifications
        switch (name, arguments.count) {
        case (.hasNext, 0): return .bool(place < lists[list].elements.count)
        case (.next, 0):
            guard place < lists[list].elements.count else { try fail("no next element") }
            lists[list].modifications += 1
            return lists[list].elements[place]
        default: return .null
        }
    }
}
