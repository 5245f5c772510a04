extension TemplateMachine {
    // MARK: Keys and values

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

    mutating func remove(_ key: TemplateValue, from map: Int) -> TemplateValue? {
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

    // MARK: Methods

    /// Calls a method of a map or of an object on a tape.
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
}
