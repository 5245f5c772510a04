extension TemplateMachine {
    // MARK: Views

    /// A list of a map's values.
    mutating func values(_ value: TemplateValue) throws(TemplateInterrupt) -> TemplateValue {
        try view(.values, of: value)
    }

    /// `keySet()`, `values()`, `entrySet()`.
    mutating func view(_ name: TemplateName, of value: TemplateValue)
        throws(TemplateInterrupt) -> TemplateValue
    {
        var value = value
        if value.kind == .node, hasRepeatedNames(value) { value = try materialized(value) }
        let list = newList(.view)
        lists[list].origin = value
        lists[list].view = name
        try fill(list, from: value)
        return .list(list)
    }

    /// Brings a view to what its map has become.
    mutating func refresh(_ value: TemplateValue) throws(TemplateInterrupt) {
        guard isChanged, value.kind == .list, lists[value.number].style == .view else { return }
        let map = resolved(lists[value.number].origin)
        guard map.kind == .map else { return }
        lists[value.number].elements.removeAll(keepingCapacity: true)
        try fill(value.number, from: map)
    }

    /// Fills a view with a map's keys, values or entries.
    private mutating func fill(_ list: Int, from value: TemplateValue) throws(TemplateInterrupt) {
        let name = lists[list].view
        let count = size(value) ?? 0
        try charge(count * 16)
        steps += count / 8
        if value.kind == .node {
            let tape = Int(value.count)
            var key = value.number + 1
            for _ in 0..<count {
                switch name {
                case .keySet: lists[list].elements.append(scalar(key, tape: tape))
                case .values: lists[list].elements.append(nodeValue(key + 1, tape: tape))
                default:
                    let pair = entry(
                        scalar(key, tape: tape), nodeValue(key + 1, tape: tape), of: value)
                    lists[list].elements.append(pair)
                }
                key = end(of: key + 1, tape: tape)
            }
        } else if value.kind == .map {
            let map = value.number
            switch name {
            case .keySet: lists[list].elements += maps[map].keys
            case .values: lists[list].elements += maps[map].values
            default:
                for index in 0..<count {
                    let pair = entry(maps[map].keys[index], maps[map].values[index], of: value)
                    lists[list].elements.append(pair)
                }
            }
        }
    }

    /// Takes out of a map what is taken out of a view of it; `nil` for methods that take nothing.
    mutating func changeView(
        _ name: TemplateName, _ list: Int, _ first: TemplateValue, _ count: Int
    ) throws(TemplateInterrupt) -> TemplateValue? {
        guard lists[list].origin.kind != .null else { return nil }
        var others: [TemplateValue] = []
        switch (name, count) {
        case (.clear, 0): break
        case (.remove, 1): others = [first]
        case (.removeAll, 1), (.retainAll, 1):
            guard let elements = try elements(of: first) else { return .null }
            others = elements
        default: return nil
        }
        let map = try materialized(lists[list].origin).number
        let keys = maps[map].keys
        var isTaken = false
        for (index, element) in lists[list].elements.enumerated() where index < keys.count {
            var isThere = name == .clear
            for other in others where try areJavaEqual(element, other) { isThere = true }
            guard isThere != (name == .retainAll) else { continue }
            _ = remove(keys[index], from: map)
            isTaken = true
            if name == .remove { break }
        }
        try refresh(.list(list))
        return name == .clear ? .empty : .bool(isTaken)
    }

    // MARK: Entries

    private mutating func entry(
        _ key: TemplateValue, _ value: TemplateValue, of map: TemplateValue
    ) -> TemplateValue {
        let pair = newList(.view)
        lists[pair].origin = map
        lists[pair].elements.append(key)
        lists[pair].elements.append(value)
        return TemplateValue(kind: .entry, bits: UInt64(pair))
    }

    /// The value of a map's entry as it is now.
    func entryValue(_ entry: TemplateValue) -> TemplateValue {
        let pair = lists[entry.number]
        let map = resolved(pair.origin)
        let known = pair.elements[1]
        return map.kind == .map ? lookUp(pair.elements[0], in: map.number) ?? known : known
    }

    /// Calls a method of a map's entry.
    mutating func callEntry(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let key = lists[receiver.number].elements[0]
        switch (name, arguments.count) {
        case (.getKey, 0): return key
        case (.getValue, 0): return entryValue(receiver)
        case (.toString, 0): return try string(receiver)
        case (.hashCode, 0): return .int(try Int(javaHash(receiver)))
        case (.equals, 1): return .bool(try areJavaEqual(receiver, arguments.first))
        case (.setValue, 1):
            let old = entryValue(receiver)
            isChanged = true
            try charge(48)
            let map = try materialized(lists[receiver.number].origin)
            if map.kind == .map, lookUp(key, in: map.number) != nil {
                _ = try write(arguments.first, at: key, in: map.number)
            }
            lists[receiver.number].elements[1] = arguments.first
            return old
        default: return .null
        }
    }
}
