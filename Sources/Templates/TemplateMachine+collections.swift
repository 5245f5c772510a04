internal import JSON

extension TemplateMachine {
    // MARK: Maps

    /// A hash that is equal for keys that Java holds equal.
    private func hash(_ key: TemplateValue) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func add(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 }
        add(UInt64(key.kind.rawValue))
        if key.isText {
            unsafe withBytes(of: key) { bytes in
                for index in 0..<bytes.count { unsafe add(UInt64(bytes[index])) }
            }
        } else {
            add(key.bits)
        }
        return hash
    }

    private func areSameKey(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        guard left.kind == right.kind else { return false }
        if left.isText { return haveSameBytes(left, right) }
        return left.bits == right.bits && left.count == right.count
    }

    private func place(of key: TemplateValue, in map: Int) -> Int? {
        let key = read(key)
        if maps[map].isIndexed {
            return maps[map].places[hash(key)]?.first { areSameKey(maps[map].keys[$0], key) }
        }
        for index in maps[map].keys.indices where areSameKey(maps[map].keys[index], key) {
            return index
        }
        return nil
    }

    /// The value at a key: `nil` where there is none.
    func lookUp(_ key: TemplateValue, in map: Int) -> TemplateValue? {
        place(of: key, in: map).map { maps[map].values[$0] }
    }

    /// Puts a value at a key and returns the one before, or `nil`.
    mutating func put(_ value: TemplateValue, at key: TemplateValue, in map: Int)
        -> TemplateValue?
    {
        let key = read(key)
        if let place = place(of: key, in: map) {
            let old = maps[map].values[place]
            maps[map].values[place] = value
            return old
        }
        maps[map].keys.append(key)
        maps[map].values.append(value)
        maps[map].modifications += 1
        if maps[map].isIndexed {
            maps[map].places[hash(key), default: []].append(maps[map].keys.count - 1)
        } else if maps[map].keys.count > 24 {
            index(map)
        }
        return nil
    }

    private mutating func index(_ map: Int) {
        maps[map].places = [:]
        for place in maps[map].keys.indices {
            maps[map].places[hash(maps[map].keys[place]), default: []].append(place)
        }
        maps[map].isIndexed = true
    }

    private mutating func remove(_ key: TemplateValue, from map: Int) -> TemplateValue? {
        guard let place = place(of: key, in: map) else { return nil }
        let old = maps[map].values[place]
        maps[map].keys.remove(at: place)
        maps[map].values.remove(at: place)
        maps[map].modifications += 1
        if maps[map].isIndexed {
            steps += maps[map].keys.count
            index(map)
        }
        return old
    }

    // MARK: Lists and maps alike

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

    private func member(_ name: TemplateValue, tape: Int, object: Int) -> Int {
        let hash = unsafe withBytes(of: name) { unsafe $0.span.nameHash(0..<$0.count) }
        return member(name, hash: hash, tape: tape, object: object)
    }

    /// A list of a map's values.
    mutating func values(_ value: TemplateValue) throws(TemplateInterrupt) -> TemplateValue {
        try view(.values, of: value)
    }

    /// `keySet()`, `values()`, `entrySet()`.
    private mutating func view(_ name: TemplateName, of value: TemplateValue)
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

    private mutating func entry(
        _ key: TemplateValue, _ value: TemplateValue, of map: TemplateValue
    ) -> TemplateValue {
        let pair = newList(.view)
        lists[pair].origin = map
        lists[pair].elements.append(key)
        lists[pair].elements.append(value)
        return TemplateValue(kind: .entry, bits: UInt64(pair))
    }

    // MARK: Methods of maps

    mutating func callMap(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let first = arguments.first
        switch (name, arguments.count) {
        case (.get, 1): return try get(first, of: receiver)
        case (.size, 0): return .int(size(receiver) ?? 0)
        case (.isEmpty, 0): return .bool(size(receiver) == 0)
        case (.keySet, 0), (.values, 0), (.entrySet, 0): return try view(name, of: receiver)
        case (.containsKey, 1):
            if receiver.kind == .node {
                guard first.kind == .string else { return .bool(false) }
                return .bool(
                    member(first, tape: Int(receiver.count), object: receiver.number) >= 0)
            }
            return .bool(lookUp(first, in: receiver.number) != nil)
        case (.toString, 0): return try string(receiver)
        case (.equals, 1): return .bool(try areJavaEqual(receiver, first))
        default: break
        }
        let map = try materialized(receiver).number
        isChanged = true
        switch (name, arguments.count) {
        case (.hashCode, 0): return .int(try Int(javaHash(.map(map))))
        case (.clone, 0) where !maps[map].isContext:
            let copy = newMap()
            try charge(maps[map].keys.count * 48)
            for index in maps[map].keys.indices {
                _ = put(maps[map].values[index], at: maps[map].keys[index], in: copy)
            }
            return .map(copy)
        case (.replace, 2):
            guard let old = lookUp(first, in: map) else { return .null }
            return try write(arguments.second, at: first, in: map) ?? old
        case (.replace, 3):
            guard let old = lookUp(first, in: map), try areJavaEqual(old, arguments.second) else {
                return .bool(false)
            }
            _ = try write(arguments.third, at: first, in: map)
            return .bool(true)
        case (.remove, 2):
            guard let old = lookUp(first, in: map), try areJavaEqual(old, arguments.second) else {
                return .bool(false)
            }
            _ = remove(first, from: map)
            return .bool(true)
        case (.put, 2):
            try charge(48)
            return try write(arguments.second, at: first, in: map) ?? .null
        case (.putIfAbsent, 2):
            if let old = lookUp(first, in: map), old.kind != .null { return old }
            try charge(48)
            _ = try write(arguments.second, at: first, in: map)
            return .null
        case (.getOrDefault, 2): return lookUp(first, in: map) ?? arguments.second
        case (.remove, 1): return remove(first, from: map) ?? .null
        case (.containsValue, 1):
            for value in maps[map].values where try areJavaEqual(value, first) {
                return .bool(true)
            }
            return .bool(false)
        case (.putAll, 1):
            let other = resolved(first)
            guard other.kind == .map || other.kind == .node else { return .null }
            let source = try materialized(other).number
            guard other.kind == .map || maps.indices.contains(source) else { return .null }
            try charge(maps[source].keys.count * 48)
            let keys = maps[source].keys
            let values = maps[source].values
            for index in keys.indices {
                _ = try write(values[index], at: keys[index], in: map)
            }
            return .empty
        case (.clear, 0):
            maps[map].keys.removeAll()
            maps[map].values.removeAll()
            maps[map].modifications += 1
            maps[map].places = [:]
            maps[map].isIndexed = false
            return .empty
        default: return .null
        }
    }

    // MARK: Methods of lists

    mutating func callList(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let first = read(arguments.first)
        switch (name, arguments.count) {
        case (.get, 1): return try get(first, of: receiver)
        case (.size, 0): return .int(size(receiver) ?? 0)
        case (.isEmpty, 0): return .bool(size(receiver) == 0)
        case (.toString, 0): return try string(receiver)
        case (.equals, 1): return .bool(try areJavaEqual(receiver, first))
        default: break
        }
        let isFresh = receiver.kind == .node
        if isFresh, name == .contains || name == .indexOf || name == .lastIndexOf {
            return try search(name, first, Int(receiver.count), receiver.number)
        }
        let list = isFresh ? try materialized(receiver).number : receiver.number
        let style = lists[list].style
        let count = lists[list].elements.count
        switch (name, arguments.count) {
        case (.contains, 1):
            for element in lists[list].elements where try areJavaEqual(element, first) {
                return .bool(true)
            }
            return .bool(false)
        case (.containsAll, 1):
            guard let wanted = try elements(of: first) else { return .null }
            for one in wanted {
                guard try callList(.contains, on: .list(list), .init(one)).isTrue else {
                    return .bool(false)
                }
            }
            return .bool(true)
        case (.iterator, 0), (.listIterator, 0):
            guard style != .view || name == .iterator else { return .null }
            let iterator = newList(.view)
            try charge(count * 16)
            lists[iterator].elements += lists[list].elements
            return TemplateValue(kind: .iterator, bits: UInt64(iterator))
        case (.toArray, 0):
            let array = newList(.array)
            try charge(count * 16)
            lists[array].elements += lists[list].elements
            return .list(array)
        default: break
        }
        if name == .hashCode, arguments.count == 0 { return .int(try Int(javaHash(.list(list)))) }
        if name == .toJSONString, arguments.count == 0, style == .json {
            return try string(.list(list))
        }
        if style == .array { return try callArray(name, list, first, arguments) }
        isChanged = true
        if style == .view, let result = try changeView(name, list, first, arguments.count) {
            return result
        }
        switch (name, arguments.count) {
        case (.remove, 1):
            let place: Int?
            if first.kind == .int, style != .view {
                guard first.number >= 0, first.number < count else {
                    try fail("index \(first.number) is out of bounds for a list of \(count)")
                }
                place = first.number
            } else {
                place = try index(of: first, in: list)
            }
            guard let place else { return .bool(false) }
            let old = lists[list].elements.remove(at: place)
            lists[list].modifications += 1
            steps += count / 64
            return first.kind == .int && style != .view ? old : .bool(true)
        case (.clear, 0):
            lists[list].elements.removeAll()
            lists[list].modifications += 1
            return .empty
        case (.removeAll, 1), (.retainAll, 1):
            guard let others = try elements(of: first) else { return .null }
            var kept: [TemplateValue] = []
            for element in lists[list].elements {
                var isThere = false
                for other in others where try areJavaEqual(element, other) { isThere = true }
                if isThere == (name == .retainAll) { kept.append(element) }
            }
            let isChanged = kept.count != count
            lists[list].elements = kept
            if isChanged { lists[list].modifications += 1 }
            return .bool(isChanged)
        default: break
        }
        guard style != .view else {
            if name == .add && arguments.count == 1 || name == .addAll && arguments.count == 1 {
                try fail("a map's view takes no elements")
            }
            return .null
        }
        return try changeList(name, list, first, arguments)
    }

    /// Takes out of a map what is taken out of a view of it; `nil` for methods that take nothing.
    private mutating func changeView(
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

    /// A Java array, which Velocity calls as a list of fixed size.
    private mutating func callArray(
        _ name: TemplateName, _ list: Int, _ first: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        switch (name, arguments.count) {
        case (.set, 2), (.indexOf, 1), (.lastIndexOf, 1), (.subList, 2):
            return try changeList(name, list, first, arguments)
        case (.remove, 1), (.removeAll, 1), (.retainAll, 1), (.addAll, 1):
            let others = name == .remove ? [first] : try elements(of: first)
            guard let others else { return .null }
            var isKept = name != .addAll || others.isEmpty
            if name == .remove, first.kind == .int { isKept = false }
            for element in lists[list].elements where isKept && name != .addAll {
                var isThere = false
                for other in others where try areJavaEqual(element, other) { isThere = true }
                if isThere != (name == .retainAll) { isKept = false }
            }
            guard isKept else { try fail("an array keeps its size") }
            return .bool(false)
        case (.clear, 0):
            guard lists[list].elements.isEmpty else { try fail("an array keeps its size") }
            return .empty
        case (.add, 1), (.add, 2): try fail("an array keeps its size")
        default: return .null
        }
    }

    private mutating func changeList(
        _ name: TemplateName, _ list: Int, _ first: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let count = lists[list].elements.count
        switch (name, arguments.count) {
        case (.add, 1):
            try charge(16)
            lists[list].elements.append(arguments.first)
            lists[list].modifications += 1
            return .bool(true)
        case (.add, 2) where first.kind == .int:
            guard first.number >= 0, first.number <= count else {
                try fail("index \(first.number) is out of bounds for a list of \(count)")
            }
            try charge(16)
            steps += count / 64
            lists[list].elements.insert(arguments.second, at: first.number)
            lists[list].modifications += 1
            return .empty
        case (.set, 2) where first.kind == .int:
            guard first.number >= 0, first.number < count else {
                try fail("index \(first.number) is out of bounds for a list of \(count)")
            }
            let old = lists[list].elements[first.number]
            lists[list].elements[first.number] = arguments.second
            return old
        case (.addAll, 1):
            guard let others = try elements(of: first) else { return .null }
            try charge(others.count * 16)
            lists[list].elements += others
            lists[list].modifications += 1
            return .bool(!others.isEmpty)
        case (.indexOf, 1): return .int(try index(of: first, in: list) ?? -1)
        case (.lastIndexOf, 1):
            for index in lists[list].elements.indices.reversed()
            where try areJavaEqual(lists[list].elements[index], first) {
                return .int(index)
            }
            return .int(-1)
        case (.subList, 2) where first.kind == .int:
            let last = read(arguments.second)
            guard last.kind == .int else { return .null }
            guard first.number >= 0, first.number <= last.number, last.number <= count else {
                try fail("\(first.number)..\(last.number) is out of bounds for a list of \(count)")
            }
            let part = newList(.list)
            try charge((last.number - first.number) * 16)
            lists[part].elements += lists[list].elements[first.number..<last.number]
            return .list(part)
        case (.sort, 1) where first.kind == .null:
            try sort(list)
            return .empty
        default: return .null
        }
    }

    private mutating func sort(_ list: Int) throws(TemplateInterrupt) {
        let elements = lists[list].elements.map { read($0) }
        steps += elements.count
        try count()
        if elements.allSatisfy({ $0.kind == .string }) {
            let sorted = elements.map { (JavaText(bytes(of: $0)).units, $0) }
                .sorted { $0.0.lexicographicallyPrecedes($1.0) }
            lists[list].elements = sorted.map(\.1)
        } else if let kind = elements.first?.kind, elements.allSatisfy({ $0.kind == kind }),
            kind == .int || kind == .long || kind == .double
        {
            lists[list].elements = elements.sorted { double($0) < double($1) }
        } else {
            try fail("elements of different types cannot be sorted")
        }
        lists[list].modifications += 1
    }

    private mutating func index(of wanted: TemplateValue, in list: Int) throws(TemplateInterrupt)
        -> Int?
    {
        for index in lists[list].elements.indices
        where try areJavaEqual(lists[list].elements[index], wanted) {
            return index
        }
        return nil
    }

    private mutating func search(
        _ name: TemplateName, _ wanted: TemplateValue, _ tape: Int, _ array: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        var child = array + 1
        var found = -1
        for index in 0..<tapes[tape].entries[array].count {
            if try areJavaEqual(nodeValue(child, tape: tape), wanted) {
                found = index
                if name != .lastIndexOf { break }
            }
            child = end(of: child, tape: tape)
        }
        return name == .contains ? .bool(found >= 0) : .int(found)
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
