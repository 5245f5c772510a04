internal import JSON
internal import Patterns

extension Schema {
    /// Appends the stored form: the program's words, little-endian.
    package func encode(into bytes: inout [UInt8]) {
        for word in words {
            for place in UInt32(0)..<4 {
                bytes.append(UInt8(truncatingIfNeeded: word >> (8 * place)))
            }
        }
    }

    /// Reads a stored form at an offset, which is moved past it, in O(*n*).
    ///
    /// Gives `nil` for bytes that would not be safe to run.
    package init?(decoding bytes: Span<UInt8>, at offset: inout Int) {
        guard offset >= 0, bytes.count - offset >= 4 * SchemaHeader.length else { return nil }
        let total = Int(bytes.word(at: offset + 4 * SchemaHeader.total, count: 4))
        guard total >= SchemaHeader.length, total <= (bytes.count - offset) / 4 else { return nil }
        var words: [UInt32] = []
        words.reserveCapacity(total)
        for index in 0..<total {
            words.append(UInt32(truncatingIfNeeded: bytes.word(at: offset + 4 * index, count: 4)))
        }
        guard let schema = Schema(untrusted: words) else { return nil }
        offset += 4 * total
        self = schema
    }

    /// Takes words of unknown origin; `nil` where they would not be safe to run.
    package init?(untrusted words: [UInt32]) {
        var check = SchemaProgramCheck(words: words)
        guard check.isSafe() else { return nil }
        self.init(words: words)
    }
}

/// Checks that every offset that running a program can follow is within it.
///
/// Circles are fine: running is limited in depth and trials.
private struct SchemaProgramCheck {
    let words: [UInt32]
    private var pendingNodes: [Int] = []
    private var seenNodes: Set<Int> = []
    private var seenValues: Set<Int> = []
    private var seenPatterns: Set<Int> = []
    /// Parts may be shared; the work on them is limited.
    private var workLeft: Int

    init(words: [UInt32]) {
        self.words = words
        workLeft = 64 * words.count + 1024
    }

    mutating func isSafe() -> Bool {
        guard words.count >= SchemaHeader.length, words[0] == SchemaHeader.magic,
            Int(words[SchemaHeader.total]) == words.count, need(Int(words[SchemaHeader.root]))
        else { return false }
        while let node = pendingNodes.popLast() {
            if !isSafeNode(node) { return false }
        }
        return true
    }

    private func has(_ offset: Int, _ count: Int) -> Bool {
        offset >= 0 && count >= 0 && offset <= words.count && count <= words.count - offset
    }

    private func word(_ place: Int) -> Int { Int(words[place]) }

    /// Notes a node for checking; 0 is none.
    private mutating func need(_ node: Int) -> Bool {
        if node == 0 { return true }
        guard has(node, SchemaNode.length) else { return false }
        if seenNodes.insert(node).inserted { pendingNodes.append(node) }
        return true
    }

    private mutating func spend(_ work: Int) -> Bool {
        workLeft -= work
        return workLeft > 0
    }

    private mutating func isSafeNode(_ node: Int) -> Bool {
        let number = word(node + SchemaNode.number)
        let string = word(node + SchemaNode.string)
        let array = word(node + SchemaNode.array)
        let object = word(node + SchemaNode.object)
        let combination = word(node + SchemaNode.combination)
        let sections = number | string | array | object | combination
        // A simple node has no sections, as its report has none to look at.
        if words[node] & SchemaNode.isSimple != 0, sections != 0 { return false }
        return (number == 0 || isSafeNumber(number)) && (string == 0 || isSafeString(string))
            && (array == 0 || isSafeArray(array)) && (object == 0 || isSafeObject(object))
            && (combination == 0 || isSafeCombination(combination)) && areSafeKeywords(node)
    }

    private mutating func isSafeDecimal(_ place: Int) -> Bool {
        guard has(place, DecimalSection.length) else { return false }
        let count = word(place + DecimalSection.longCount)
        guard has(place + DecimalSection.length, count), spend(count + 1) else { return false }
        let decimal = words.span.decimal(at: place)
        guard (-(1 << 41)...1 << 41).contains(decimal.exponent),
            decimal.digits < 1_000_000_000_000_000_000
        else { return false }
        if count == 0 {
            let isNormal = decimal.digits % 10 != 0 || decimal.digits == 0 && decimal.exponent == 0
            return isNormal && (decimal.digits != 0 || !decimal.isNegative)
        }
        return decimal.digits == 0 && count > 18 && decimal.longDigits.first != 0
            && decimal.longDigits.last != 0 && decimal.longDigits.allSatisfy { $0 < 10 }
    }

    private mutating func isSafeText(_ place: Int) -> Bool {
        guard place > 0, has(place, 1) else { return false }
        let count = (word(place) + 3) / 4
        return has(place + 1, count) && spend(1)
    }

    private mutating func isSafeNumber(_ section: Int) -> Bool {
        guard has(section, NumberSection.length) else { return false }
        for field in [NumberSection.minimum, NumberSection.maximum, NumberSection.multipleOf] {
            let place = word(section + field)
            if place != 0, !isSafeDecimal(place) { return false }
        }
        let divisor = word(section + NumberSection.multipleOf)
        return divisor == 0 || !words.span.decimal(at: divisor).isZero
    }

    private mutating func isSafeString(_ section: Int) -> Bool {
        guard has(section, StringSection.length) else { return false }
        let format = words[section + StringSection.format]
        guard format == 0 || SchemaFormat(rawValue: format) != nil else { return false }
        let pattern = word(section + StringSection.pattern)
        return pattern == 0 || isSafePattern(pattern)
    }

    private mutating func isSafePattern(_ place: Int) -> Bool {
        if seenPatterns.contains(place) { return true }
        guard has(place, 2) else { return false }
        let length = word(place + 1)
        guard length >= 2, has(place, length), spend(length),
            Pattern.isValidProgram(words.span.extracting(place..<place + length))
        else { return false }
        seenPatterns.insert(place)
        return true
    }

    private mutating func isSafeArray(_ section: Int) -> Bool {
        guard has(section, ArraySection.length), need(word(section + ArraySection.items)) else {
            return false
        }
        let count = word(section + ArraySection.tupleCount)
        guard has(section + ArraySection.length, count), spend(count + 1) else { return false }
        for place in 0..<count where !need(word(section + ArraySection.length + place)) {
            return false
        }
        return true
    }

    /// Checks a hash table whose slots are offsets of something with a text.
    private mutating func isSafeTable(_ mask: Int, _ table: Int, textAt field: Int) -> Bool {
        if table == 0 { return true }
        guard mask >= 0, mask & (mask + 1) == 0, has(table, mask + 1), spend(mask + 1) else {
            return false
        }
        // A search ends at an empty slot.
        var hasEmptySlot = false
        for slot in 0...mask {
            let entry = word(table + slot)
            if entry == 0 {
                hasEmptySlot = true
            } else if !has(entry, field) || !isSafeText(entry + field) {
                return false
            }
        }
        return hasEmptySlot
    }

    private mutating func isSafeObject(_ section: Int) -> Bool {
        guard has(section, ObjectSection.length), need(word(section + ObjectSection.additional))
        else { return false }
        let mask = word(section + ObjectSection.tableMask)
        let table = word(section + ObjectSection.table)
        guard isSafeTable(mask, table, textAt: ObjectSection.nameText) else { return false }
        if table != 0 {
            for slot in 0...mask {
                let name = word(table + slot)
                if name != 0, !need(word(name + ObjectSection.nameNode)) { return false }
            }
        }
        let patterns = word(section + ObjectSection.patterns)
        if patterns != 0 {
            guard has(patterns, 1), has(patterns + 1, 2 * word(patterns)) else { return false }
            for pair in 0..<word(patterns) {
                guard spend(1), isSafePattern(word(patterns + 1 + 2 * pair)),
                    need(word(patterns + 2 + 2 * pair))
                else { return false }
            }
        }
        let dependencies = word(section + ObjectSection.dependencies)
        if dependencies != 0 {
            guard has(dependencies, 1), has(dependencies + 1, 3 * word(dependencies)) else {
                return false
            }
            for entry in 0..<word(dependencies) {
                let place = dependencies + 1 + 3 * entry
                let node = word(place + 1)
                guard spend(1), isSafeText(word(place)), need(node),
                    node != 0 || isSafeNameList(word(place + 2))
                else { return false }
            }
        }
        let discriminator = word(section + ObjectSection.discriminator)
        if discriminator == 0 { return true }
        guard has(discriminator, 2), isSafeText(word(discriminator)),
            has(discriminator + 2, 2 * word(discriminator + 1))
        else { return false }
        for branch in 0..<word(discriminator + 1) {
            guard isSafeText(word(discriminator + 2 + 2 * branch)),
                need(word(discriminator + 3 + 2 * branch))
            else { return false }
        }
        return true
    }

    private mutating func isSafeNameList(_ place: Int) -> Bool {
        guard place > 0, has(place, 1), has(place + 1, word(place)) else { return false }
        for name in 0..<word(place) where !isSafeText(word(place + 1 + name)) { return false }
        return true
    }

    private mutating func isSafeCombination(_ section: Int) -> Bool {
        guard has(section, CombinationSection.length) else { return false }
        for field in [
            CombinationSection.allOf, CombinationSection.anyOf, CombinationSection.oneOf,
            CombinationSection.not,
        ] {
            let list = word(section + field)
            if list == 0 { continue }
            guard has(list, 1), word(list) > 0, has(list + 1, word(list)), spend(word(list)) else {
                return false
            }
            if field == CombinationSection.not, word(list) != 1 { return false }
            for place in 1...word(list) where !need(word(list + place)) { return false }
        }
        let enumeration = word(section + CombinationSection.enumeration)
        if enumeration == 0 { return true }
        guard has(enumeration, EnumerationSection.length), isSafeText(word(enumeration)),
            isSafeTable(
                word(enumeration + EnumerationSection.tableMask),
                word(enumeration + EnumerationSection.table), textAt: 1)
        else { return false }
        let count = word(enumeration + EnumerationSection.otherCount)
        guard has(enumeration + EnumerationSection.length, count), spend(count + 1) else {
            return false
        }
        for place in 0..<count
        where !isSafeValue(word(enumeration + EnumerationSection.length + place), depth: 0) {
            return false
        }
        return true
    }

    private mutating func isSafeValue(_ place: Int, depth: Int) -> Bool {
        if seenValues.contains(place) { return true }
        guard depth < 300, has(place, 1), spend(1) else { return false }
        seenValues.insert(place)
        switch JSONTape.Kind(rawValue: UInt8(truncatingIfNeeded: words[place])) {
        case .number: return isSafeDecimal(place + 1)
        case .string: return isSafeText(place + 1)
        case .array:
            guard has(place, 2), has(place + 2, word(place + 1)) else { return false }
            for item in 0..<word(place + 1)
            where !isSafeValue(word(place + 2 + item), depth: depth + 1) { return false }
            return true
        case .object:
            guard has(place, 2), has(place + 2, 2 * word(place + 1)) else { return false }
            for pair in 0..<word(place + 1) {
                guard isSafeText(word(place + 2 + 2 * pair)),
                    isSafeValue(word(place + 3 + 2 * pair), depth: depth + 1)
                else { return false }
            }
            return true
        default: return true
        }
    }

    /// The report looks only at sections that are there, and has all it prints.
    private mutating func areSafeKeywords(_ node: Int) -> Bool {
        let list = word(node + SchemaNode.keywords)
        if list == 0 { return true }
        guard has(list, 1), has(list + 1, 2 * word(list)), spend(2 * word(list) + 1) else {
            return false
        }
        for entry in 0..<word(list) {
            let data = word(list + 2 + 2 * entry)
            guard let keyword = SchemaKeyword(rawValue: words[list + 1 + 2 * entry]) else {
                return false
            }
            let field: Int
            var part: Int?
            switch keyword {
            case .type: continue
            case .minimum: (field, part) = (SchemaNode.number, NumberSection.minimum)
            case .maximum: (field, part) = (SchemaNode.number, NumberSection.maximum)
            case .multipleOf: (field, part) = (SchemaNode.number, NumberSection.multipleOf)
            case .minLength, .maxLength: field = SchemaNode.string
            case .pattern: (field, part) = (SchemaNode.string, StringSection.pattern)
            case .format: (field, part) = (SchemaNode.string, StringSection.format)
            case .additionalItems, .maxItems, .minItems, .uniqueItems: field = SchemaNode.array
            case .additionalProperties, .maxProperties, .minProperties, .required:
                field = SchemaNode.object
            case .dependencies: (field, part) = (SchemaNode.object, ObjectSection.dependencies)
            case .discriminator: (field, part) = (SchemaNode.object, ObjectSection.discriminator)
            case .enumeration:
                (field, part) = (SchemaNode.combination, CombinationSection.enumeration)
            case .allOf: (field, part) = (SchemaNode.combination, CombinationSection.allOf)
            case .anyOf: (field, part) = (SchemaNode.combination, CombinationSection.anyOf)
            case .oneOf: (field, part) = (SchemaNode.combination, CombinationSection.oneOf)
            case .not: (field, part) = (SchemaNode.combination, CombinationSection.not)
            }
            let section = word(node + field)
            guard section != 0, part.map({ word(section + $0) != 0 }) ?? true else { return false }
            if keyword == .pattern, !isSafeText(data) { return false }
            if keyword == .required, !isSafeNameList(data) { return false }
        }
        return true
    }
}
