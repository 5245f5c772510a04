internal import JSON
internal import Patterns

/// Runs a program over a tape: the verdict.
///
/// Stops at the first error and allocates nothing but
/// room for large `uniqueItems` arrays, which is kept.
///
/// The tape must have no repeated keys, as it then has exactly the members that count.
struct SchemaChecker {
    /// How deep checks may nest: instances are at most 256 deep, and at each level schemas may
    /// contain each other.
    static let maximumDepth = 2500

    /// How many schemas `allOf`, `anyOf`, `oneOf`, `not` and `dependencies` may try for each
    /// value on average, and at all for a small instance: a bound for schemas that refer to each
    /// other many times over.
    static let maximumTrialsPerValue = 256
    static let maximumTrials = 500_000

    let words: [UInt32]
    let entries: [JSONTape.Entry]
    let bytes: [UInt8]
    let decoded: [UInt8]
    /// Slots of a hash table of array items.
    var items: [UInt32]
    private var trialsLeft: Int

    init(_ schema: Schema, _ tape: JSONTape, items: [UInt32]) {
        words = schema.words
        entries = tape.entries
        bytes = tape.bytes
        decoded = tape.decoded
        self.items = items
        trialsLeft =
            SchemaChecker.maximumTrials
            + SchemaChecker.maximumTrialsPerValue * tape.entries.count
    }

    /// Whether a schema had to be given up on: what was said about it then is not the truth.
    var isExhausted: Bool { trialsLeft <= 0 }

    /// Whether the instance at an index satisfies a node.
    @inline(__always)
    mutating func check(_ node: Int, _ index: Int, _ depth: Int) -> Bool {
        if node == 0 { return true }
        let types = words[node]
        let info = entries[index].info
        // The kind, and 4 more for a number with a fraction.
        let kind = (info & 15) &+ (info >> 4 & 4)
        guard types >> kind & 1 != 0 else { return false }
        if types & SchemaNode.isSimple != 0 { return true }
        return checkSections(node, index, depth)
    }

    private mutating func checkSections(_ node: Int, _ index: Int, _ depth: Int) -> Bool {
        guard depth < SchemaChecker.maximumDepth else {
            trialsLeft = 0
            return false
        }
        let entry = entries[index]
        switch entry.info & 15 {
        case UInt32(JSONTape.Kind.object.rawValue):
            let section = Int(words[node + SchemaNode.object])
            if section != 0, !checkObject(section, index, entry.count, depth) { return false }
        case UInt32(JSONTape.Kind.string.rawValue):
            let section = Int(words[node + SchemaNode.string])
            if section != 0, !checkString(section, index) { return false }
        case UInt32(JSONTape.Kind.array.rawValue):
            let section = Int(words[node + SchemaNode.array])
            if section != 0, !checkArray(section, index, entry.count, depth) { return false }
        case UInt32(JSONTape.Kind.number.rawValue):
            let section = Int(words[node + SchemaNode.number])
            if section != 0, !checkNumber(section, index) { return false }
        default: break
        }
        let combination = Int(words[node + SchemaNode.combination])
        if combination == 0 { return true }
        return checkCombination(combination, node, index, depth)
    }

    // MARK: Scalars

    func checkNumber(_ section: Int, _ index: Int) -> Bool {
        let entry = entries[index]
        let value = JSONDecimal(bytes.span, in: Int(entry.start)..<Int(entry.end))
        let flags = words[section]
        let minimum = Int(words[section + NumberSection.minimum])
        if minimum != 0 {
            let order = value.compared(with: words.span.decimal(at: minimum))
            if order < 0 || order == 0 && flags & NumberSection.exclusiveMinimum != 0 {
                return false
            }
        }
        let maximum = Int(words[section + NumberSection.maximum])
        if maximum != 0 {
            let order = value.compared(with: words.span.decimal(at: maximum))
            if order > 0 || order == 0 && flags & NumberSection.exclusiveMaximum != 0 {
                return false
            }
        }
        let multipleOf = Int(words[section + NumberSection.multipleOf])
        return multipleOf == 0 || value.isMultiple(of: words.span.decimal(at: multipleOf))
    }

    private func checkString(_ section: Int, _ index: Int) -> Bool {
        let (isDecoded, range) = stringRange(index)
        let least = Int(words[section + StringSection.minLength])
        let most = Int(words[section + StringSection.maxLength])
        // A code point has one to four bytes.
        if range.count < least || range.count > most || range.count < 4 * least {
            let count = scalarCount(isDecoded, range)
            if count < least || count > most { return false }
        }
        let pattern = Int(words[section + StringSection.pattern])
        if pattern != 0, !isFound(pattern, isDecoded, range) { return false }
        let format = words[section + StringSection.format]
        if format != 0, let format = SchemaFormat(rawValue: format) {
            return accepts(format, isDecoded, range)
        }
        return true
    }

    func scalarCount(_ isDecoded: Bool, _ range: Range<Int>) -> Int {
        isDecoded ? decoded.span.scalarCount(range) : bytes.span.scalarCount(range)
    }

    func accepts(_ format: SchemaFormat, _ isDecoded: Bool, _ range: Range<Int>) -> Bool {
        isDecoded
            ? format.accepts(decoded.span.extracting(range))
            : format.accepts(bytes.span.extracting(range))
    }

    func isFound(_ pattern: Int, _ isDecoded: Bool, _ range: Range<Int>) -> Bool {
        let length = Int(words[pattern + 1])
        let program = words.span.extracting(pattern..<pattern + length)
        return isDecoded
            ? Pattern.isFound(program, in: decoded.span.extracting(range))
            : Pattern.isFound(program, in: bytes.span.extracting(range))
    }

    /// Where a string's value is.
    @inline(__always)
    func stringRange(_ index: Int) -> (isDecoded: Bool, range: Range<Int>) {
        let entry = entries[index]
        guard entry.isDecoded else {
            return (false, Int(entry.start) + 1..<Int(entry.end) - 1)
        }
        let start = Int(entry.link)
        let length = Int(decoded.span.word(at: start, count: 4))
        return (true, start + 4..<start + 4 + length)
    }

    /// Whether a string is a text of the program.
    @inline(__always)
    func isText(_ text: Int, _ isDecoded: Bool, _ range: Range<Int>) -> Bool {
        guard Int(words[text]) == range.count else { return false }
        return isDecoded
            ? areEqual(text + 1, decoded.span, range) : areEqual(text + 1, bytes.span, range)
    }

    @inline(__always)
    private func areEqual(_ text: Int, _ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var offset = range.lowerBound
        var left = range.count
        var place = text
        while left > 0 {
            var expected = UInt64(words[place])
            if left > 4 { expected |= UInt64(words[place + 1]) << 32 }
            if source.word(at: offset, count: left) != expected { return false }
            offset += 8
            left -= 8
            place += 2
        }
        return true
    }

    // MARK: Containers

    private mutating func checkArray(
        _ section: Int, _ index: Int, _ count: Int, _ depth: Int
    ) -> Bool {
        let flags = words[section]
        if count < Int(words[section + ArraySection.minItems]) { return false }
        if count > Int(words[section + ArraySection.maxItems]) { return false }
        if count == 0 { return true }
        var item = index + 1
        let items = Int(words[section + ArraySection.items])
        if flags & ArraySection.isTuple != 0 {
            let tupleCount = Int(words[section + ArraySection.tupleCount])
            if flags & ArraySection.noAdditionalItems != 0, count > tupleCount { return false }
            for place in 0..<count {
                let node =
                    place < tupleCount ? Int(words[section + ArraySection.length + place]) : items
                if !check(node, item, depth + 1) { return false }
                item = next(item)
            }
        } else if items != 0 {
            let types = words[items]
            if types & SchemaNode.isSimple != 0 {
                for _ in 0..<count {
                    let entry = entries[item]
                    let kind = (entry.info & 15) &+ (entry.info >> 4 & 4)
                    if types >> kind & 1 == 0 { return false }
                    item = entry.isContainer ? Int(entry.link) : item + 1
                }
            } else {
                for _ in 0..<count {
                    if !check(items, item, depth + 1) { return false }
                    item = next(item)
                }
            }
        }
        return flags & ArraySection.uniqueItems == 0 || hasUniqueItems(index, count)
    }

    /// The index after a value and all in it.
    @inline(__always)
    func next(_ index: Int) -> Int {
        let entry = entries[index]
        return entry.isContainer ? Int(entry.link) : index + 1
    }

    private mutating func checkObject(
        _ section: Int, _ index: Int, _ count: Int, _ depth: Int
    ) -> Bool {
        let requiredCount = Int(words[section + ObjectSection.requiredCount])
        if count < requiredCount { return false }
        if count < Int(words[section + ObjectSection.minProperties]) { return false }
        if count > Int(words[section + ObjectSection.maxProperties]) { return false }
        let flags = words[section]
        let mask = Int(words[section + ObjectSection.tableMask])
        let table = Int(words[section + ObjectSection.table])
        let patterns = Int(words[section + ObjectSection.patterns])
        let additional = Int(words[section + ObjectSection.additional])
        if count > 0, table != 0 || patterns != 0 || flags != 0 {
            var found = 0
            var key = index + 1
            for _ in 0..<count {
                let hash = entries[key].keyHash
                let (isDecoded, range) = stringRange(key)
                let value = key + 1
                var isKnown = false
                if table != 0 {
                    var slot = Int(hash) & mask
                    while true {
                        let name = Int(words[table + slot])
                        if name == 0 { break }
                        if words[name] == hash,
                            isText(name + ObjectSection.nameText, isDecoded, range)
                        {
                            let flags = words[name + ObjectSection.nameFlags]
                            if flags & ObjectSection.isRequired != 0 { found += 1 }
                            if flags & ObjectSection.isDeclared != 0 {
                                isKnown = true
                                let node = Int(words[name + ObjectSection.nameNode])
                                if !check(node, value, depth + 1) { return false }
                            }
                            break
                        }
                        slot = (slot + 1) & mask
                    }
                }
                if patterns != 0 {
                    for pair in 0..<Int(words[patterns]) {
                        let program = Int(words[patterns + 1 + 2 * pair])
                        guard isFound(program, isDecoded, range) else { continue }
                        isKnown = true
                        let node = Int(words[patterns + 2 + 2 * pair])
                        if !check(node, value, depth + 1) { return false }
                    }
                }
                if !isKnown {
                    if flags & ObjectSection.noAdditional != 0 { return false }
                    if additional != 0, !check(additional, value, depth + 1) { return false }
                }
                key = next(value)
            }
            if found < requiredCount { return false }
        }
        let dependencies = Int(words[section + ObjectSection.dependencies])
        if dependencies != 0, !checkDependencies(dependencies, index, count, depth) {
            return false
        }
        let discriminator = Int(words[section + ObjectSection.discriminator])
        return discriminator == 0 || checkDiscriminator(discriminator, index, count, depth)
    }

    /// The value of the member with a name, or `nil`.
    func member(_ text: Int, of object: Int, _ count: Int) -> Int? {
        var key = object + 1
        for _ in 0..<count {
            let (isDecoded, range) = stringRange(key)
            if isText(text, isDecoded, range) { return key + 1 }
            key = next(key + 1)
        }
        return nil
    }

    private mutating func checkDependencies(
        _ list: Int, _ index: Int, _ count: Int, _ depth: Int
    ) -> Bool {
        for place in 0..<Int(words[list]) {
            let entry = list + 1 + 3 * place
            guard member(Int(words[entry]), of: index, count) != nil else { continue }
            let node = Int(words[entry + 1])
            if node != 0 {
                if !tryNode(node, index, depth) { return false }
                continue
            }
            let names = Int(words[entry + 2])
            for name in 0..<Int(words[names])
            where member(Int(words[names + 1 + name]), of: index, count) == nil { return false }
        }
        return true
    }

    mutating func checkDiscriminator(
        _ place: Int, _ index: Int, _ count: Int, _ depth: Int
    ) -> Bool {
        guard let value = member(Int(words[place]), of: index, count),
            entries[value].kind == .string
        else { return false }
        let (isDecoded, range) = stringRange(value)
        for branch in 0..<Int(words[place + 1]) {
            if isText(Int(words[place + 2 + 2 * branch]), isDecoded, range) {
                return tryNode(Int(words[place + 3 + 2 * branch]), index, depth)
            }
        }
        return false
    }

    // MARK: Combinations

    /// ``check(_:_:_:)`` of another schema on the same instance, within the limit.
    @inline(__always)
    mutating func tryNode(_ node: Int, _ index: Int, _ depth: Int) -> Bool {
        trialsLeft -= 1
        guard trialsLeft > 0 else { return false }
        return check(node, index, depth + 1)
    }

    private mutating func checkCombination(
        _ section: Int, _ node: Int, _ index: Int, _ depth: Int
    ) -> Bool {
        let enumeration = Int(words[section + CombinationSection.enumeration])
        if enumeration != 0, !isInEnumeration(enumeration, index) { return false }
        let escapes =
            words[node] & SchemaNode.nullEscapes != 0 && entries[index].kind == .null
        if !escapes {
            let allOf = Int(words[section + CombinationSection.allOf])
            if allOf != 0 {
                for place in 1...Int(words[allOf])
                where !tryNode(Int(words[allOf + place]), index, depth) { return false }
            }
            let anyOf = Int(words[section + CombinationSection.anyOf])
            if anyOf != 0 {
                var isMatched = false
                for place in 1...Int(words[anyOf])
                where tryNode(Int(words[anyOf + place]), index, depth) {
                    isMatched = true
                    break
                }
                if !isMatched { return false }
            }
            let oneOf = Int(words[section + CombinationSection.oneOf])
            if oneOf != 0 {
                var matched = 0
                for place in 1...Int(words[oneOf])
                where tryNode(Int(words[oneOf + place]), index, depth) {
                    matched += 1
                    if matched > 1 { return false }
                }
                if matched != 1 { return false }
            }
        }
        let not = Int(words[section + CombinationSection.not])
        if not != 0, tryNode(Int(words[not + 1]), index, depth) { return false }
        return true
    }

    func isInEnumeration(_ section: Int, _ index: Int) -> Bool {
        if entries[index].kind == .string {
            let table = Int(words[section + EnumerationSection.table])
            if table == 0 { return false }
            let (isDecoded, range) = stringRange(index)
            let hash =
                isDecoded ? decoded.span.nameHash(range) : bytes.span.nameHash(range)
            let mask = Int(words[section + EnumerationSection.tableMask])
            var slot = Int(hash) & mask
            while true {
                let value = Int(words[table + slot])
                if value == 0 { return false }
                if words[value] == hash, isText(value + 1, isDecoded, range) { return true }
                slot = (slot + 1) & mask
            }
        }
        for place in 0..<Int(words[section + EnumerationSection.otherCount])
        where isValue(Int(words[section + EnumerationSection.length + place]), index) {
            return true
        }
        return false
    }
}

extension JSONTape.Entry {
    /// Whether the entry is an array's or an object's.
    @inline(__always)
    var isContainer: Bool { info & 15 == 5 || info & 15 == 6 }
}
