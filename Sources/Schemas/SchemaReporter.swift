internal import JSON

/// Runs a program over a tape: the report, in the order and words of API Gateway's engine.
///
/// The keywords of a schema in alphabetical order with `format` last; then, while nothing at all
/// was reported, array items by index and members sorted by UTF-16 code unit. Alternatives are
/// judged by the verdict, as their own errors are not listed.
struct SchemaReporter {
    private(set) var violations: [SchemaViolation] = []
    var checker: SchemaChecker
    private let checksDeeply: Bool

    init(_ checker: SchemaChecker, checksDeeply: Bool) {
        self.checker = checker
        self.checksDeeply = checksDeeply
    }

    /// Reports what the instance at an index breaks of a node.
    mutating func visit(_ node: Int, _ index: Int, _ pointer: String, _ depth: Int) {
        if node == 0 { return }
        guard depth < SchemaChecker.maximumDepth else {
            report("", SchemaViolation.unexpected, pointer)
            return
        }
        visitKeywords(node, index, pointer, depth)
        guard checksDeeply || violations.isEmpty else { return }
        visitChildren(node, index, pointer, depth)
    }

    private mutating func report(_ keyword: String, _ message: String, _ pointer: String) {
        violations.append(
            SchemaViolation(keyword: keyword, message: message, pointer: pointer))
    }

    private func word(_ place: Int) -> Int { Int(checker.words[place]) }

    private func text(_ place: Int) -> String { checker.words.span.text(at: place) }

    private func names(_ list: Int) -> [String] {
        (0..<word(list)).map { text(word(list + 1 + $0)) }
    }

    private func string(_ index: Int) -> String {
        let (isDecoded, range) = checker.stringRange(index)
        return String(
            decoding: isDecoded ? checker.decoded[range] : checker.bytes[range], as: UTF8.self)
    }

    // MARK: Keywords

    private mutating func visitKeywords(
        _ node: Int, _ index: Int, _ pointer: String, _ depth: Int
    ) {
        let list = word(node + SchemaNode.keywords)
        if list == 0 { return }
        for place in 0..<word(list) {
            let entry = list + 1 + 2 * place
            guard let keyword = SchemaKeyword(rawValue: checker.words[entry]) else { continue }
            let data = word(entry + 1)
            switch keyword {
            case .type: visitType(node, index, pointer)
            case .enumeration, .allOf, .anyOf, .oneOf, .not:
                visitCombination(keyword, node, index, pointer, depth)
            case .minimum, .maximum, .multipleOf:
                guard checker.entries[index].kind == .number else { continue }
                visitNumber(keyword, word(node + SchemaNode.number), index, pointer)
            case .minLength, .maxLength, .pattern, .format:
                guard checker.entries[index].kind == .string else { continue }
                visitString(keyword, word(node + SchemaNode.string), data, index, pointer)
            case .minItems, .maxItems, .uniqueItems, .additionalItems:
                guard checker.entries[index].kind == .array else { continue }
                visitArray(keyword, word(node + SchemaNode.array), index, pointer)
            case .additionalProperties, .dependencies, .maxProperties, .minProperties, .required,
                .discriminator:
                guard checker.entries[index].kind == .object else { continue }
                visitObject(
                    keyword, word(node + SchemaNode.object), data, index, pointer, depth)
            }
        }
    }

    private mutating func visitType(_ node: Int, _ index: Int, _ pointer: String) {
        let types = checker.words[node]
        let info = checker.entries[index].info
        if types >> ((info & 15) + (info >> 4 & 4)) & 1 != 0 { return }
        let names = [
            ("array", InstanceKind.array), ("boolean", InstanceKind.boolean),
            ("integer", InstanceKind.integer), ("null", InstanceKind.null),
            ("number", InstanceKind.fractional), ("object", InstanceKind.object),
            ("string", InstanceKind.string),
        ]
        let allowed = names.filter { types & $0.1 != 0 }.map(\.0)
        report(
            "type",
            "instance type (\(typeName(of: index))) does not match any allowed primitive type "
                + "(allowed: \(javaList(allowed)))", pointer)
    }

    private func typeName(of index: Int) -> String {
        let entry = checker.entries[index]
        switch entry.kind {
        case .array: return "array"
        case .object: return "object"
        case .string: return "string"
        case .number: return entry.isFractional ? "number" : "integer"
        case .true, .false: return "boolean"
        default: return "null"
        }
    }

    private mutating func visitCombination(
        _ keyword: SchemaKeyword, _ node: Int, _ index: Int, _ pointer: String, _ depth: Int
    ) {
        let section = word(node + SchemaNode.combination)
        if keyword == .enumeration {
            let enumeration = word(section + CombinationSection.enumeration)
            if checker.isInEnumeration(enumeration, index) { return }
            let value = JSONValue(instance: index, checker).javaText
            report(
                "enum",
                "instance value (\(value)) not found in enum (possible values: "
                    + "\(text(word(enumeration))))", pointer)
            return
        }
        let escapes = checker.words[node] & SchemaNode.nullEscapes != 0
        if escapes, keyword != .not, checker.entries[index].kind == .null { return }
        let field: Int
        switch keyword {
        case .allOf: field = CombinationSection.allOf
        case .anyOf: field = CombinationSection.anyOf
        case .oneOf: field = CombinationSection.oneOf
        default: field = CombinationSection.not
        }
        let list = word(section + field)
        let count = word(list)
        var matched = 0
        for place in 0..<count where checker.tryNode(word(list + 1 + place), index, depth) {
            matched += 1
        }
        switch keyword {
        case .allOf where matched < count:
            report(
                "allOf",
                "instance failed to match all required schemas (matched only \(matched) out of "
                    + "\(count))", pointer)
        case .anyOf where matched == 0:
            report(
                "anyOf",
                "instance failed to match at least one required schema among \(count)", pointer)
        case .oneOf where matched != 1:
            report(
                "oneOf",
                "instance failed to match exactly one schema (matched \(matched) out of "
                    + "\(count))", pointer)
        case .not where matched > 0:
            report("not", "instance matched a schema which it should not have", pointer)
        default: break
        }
    }

    private mutating func visitNumber(
        _ keyword: SchemaKeyword, _ section: Int, _ index: Int, _ pointer: String
    ) {
        let value = checker.decimal(index)
        let found = JSONValue(instance: index, checker).javaText
        let flags = checker.words[section]
        switch keyword {
        case .minimum:
            let limit = word(section + NumberSection.minimum)
            let minimum = checker.words.span.decimal(at: limit)
            let order = value.compared(with: minimum)
            if order < 0 {
                report(
                    "minimum",
                    "numeric instance is lower than the required minimum (minimum: "
                        + "\(limitText(limit)), found: \(found))", pointer)
            } else if order == 0, flags & NumberSection.exclusiveMinimum != 0 {
                report(
                    "minimum",
                    "numeric instance is not strictly greater than the required minimum "
                        + limitText(limit), pointer)
            }
        case .maximum:
            let limit = word(section + NumberSection.maximum)
            let maximum = checker.words.span.decimal(at: limit)
            let order = value.compared(with: maximum)
            if order > 0 {
                report(
                    "maximum",
                    "numeric instance is greater than the required maximum (maximum: "
                        + "\(limitText(limit)), found: \(found))", pointer)
            } else if order == 0, flags & NumberSection.exclusiveMaximum != 0 {
                report(
                    "maximum",
                    "numeric instance is not strictly lower than the required maximum "
                        + limitText(limit), pointer)
            }
        default:
            let limit = word(section + NumberSection.multipleOf)
            let divisor = checker.words.span.decimal(at: limit)
            if value.isMultiple(of: divisor) { return }
            report(
                "multipleOf",
                "remainder of division is not zero (\(found) / \(limitText(limit)))", pointer)
        }
    }

    /// A number of the schema at a place, as the engine prints it.
    private func limitText(_ place: Int) -> String {
        let number = checker.words.span.decimal(at: place)
        let isInteger = checker.words[place] & 2 != 0
        return isInteger ? number.integerText ?? number.javaText : number.javaText
    }

    private mutating func visitString(
        _ keyword: SchemaKeyword, _ section: Int, _ data: Int, _ index: Int, _ pointer: String
    ) {
        let (isDecoded, range) = checker.stringRange(index)
        switch keyword {
        case .minLength, .maxLength:
            let length = checker.scalarCount(isDecoded, range)
            let least = word(section + StringSection.minLength)
            let most = word(section + StringSection.maxLength)
            if keyword == .minLength, length < least {
                report(
                    "minLength",
                    "string \"\(string(index))\" is too short (length: \(length), required "
                        + "minimum: \(least))", pointer)
            }
            if keyword == .maxLength, length > most {
                report(
                    "maxLength",
                    "string \"\(string(index))\" is too long (length: \(length), maximum "
                        + "allowed: \(most))", pointer)
            }
        case .pattern:
            if checker.isFound(word(section + StringSection.pattern), isDecoded, range) { return }
            report(
                "pattern",
                "ECMA 262 regex \"\(text(data))\" does not match input string "
                    + "\"\(string(index))\"", pointer)
        default:
            let raw = checker.words[section + StringSection.format]
            guard let format = SchemaFormat(rawValue: raw),
                !checker.accepts(format, isDecoded, range)
            else { return }
            report("format", format.message(string(index)), pointer)
        }
    }

    private mutating func visitArray(
        _ keyword: SchemaKeyword, _ section: Int, _ index: Int, _ pointer: String
    ) {
        let count = checker.entries[index].count
        switch keyword {
        case .minItems:
            let least = word(section + ArraySection.minItems)
            if count >= least { return }
            report(
                "minItems",
                "array is too short: must have at least \(least) elements but instance has "
                    + "\(count) elements", pointer)
        case .maxItems:
            let most = word(section + ArraySection.maxItems)
            if count <= most { return }
            report(
                "maxItems",
                "array is too long: must have at most \(most) elements but instance has "
                    + "\(count) elements", pointer)
        case .additionalItems:
            let most = word(section + ArraySection.tupleCount)
            if count <= most { return }
            report(
                "additionalItems",
                "schema only allows \(most) elements in array but instance has \(count) elements",
                pointer)
        default:
            if checker.hasUniqueItems(index, count) { return }
            report("uniqueItems", "array must not contain duplicate elements", pointer)
        }
    }

    // MARK: Objects

    private mutating func visitObject(
        _ keyword: SchemaKeyword, _ section: Int, _ data: Int, _ index: Int, _ pointer: String,
        _ depth: Int
    ) {
        let count = checker.entries[index].count
        switch keyword {
        case .additionalProperties:
            let unwanted = members(index).filter { !isKnown($0.key, section) }.map(\.name)
            if unwanted.isEmpty { return }
            report(
                "additionalProperties",
                "object instance has properties which are not allowed by the schema: "
                    + javaList(unwanted), pointer)
        case .maxProperties:
            let most = word(section + ObjectSection.maxProperties)
            if count <= most { return }
            report(
                "maxProperties",
                "object has too many properties (found \(count) but schema requires at most "
                    + "\(most))", pointer)
        case .minProperties:
            let least = word(section + ObjectSection.minProperties)
            if count >= least { return }
            report(
                "minProperties",
                "object has too few properties (found \(count) but schema requires at least "
                    + "\(least))", pointer)
        case .required:
            let missing = missingNames(data, index, count)
            if missing.isEmpty { return }
            report(
                "required", "object has missing required properties (\(javaList(missing)))",
                pointer)
        case .discriminator:
            let place = word(section + ObjectSection.discriminator)
            if checker.checkDiscriminator(place, index, count, depth) { return }
            report(
                "discriminator",
                "object does not match the schema that its property "
                    + "\"\(text(word(place)))\" names", pointer)
        default:
            visitDependencies(section, index, pointer, depth)
        }
    }

    private func missingNames(_ list: Int, _ index: Int, _ count: Int) -> [String] {
        (0..<word(list)).compactMap { place in
            let name = word(list + 1 + place)
            return checker.member(name, of: index, count) == nil ? text(name) : nil
        }
    }

    /// Property dependencies, then schema dependencies, each sorted by name.
    private mutating func visitDependencies(
        _ section: Int, _ index: Int, _ pointer: String, _ depth: Int
    ) {
        let count = checker.entries[index].count
        let list = word(section + ObjectSection.dependencies)
        for isSchema in [false, true] {
            for place in 0..<word(list) {
                let entry = list + 1 + 3 * place
                let node = word(entry + 1)
                guard (node != 0) == isSchema,
                    checker.member(word(entry), of: index, count) != nil
                else { continue }
                if isSchema {
                    // Its errors come in this place.
                    visit(node, index, pointer, depth + 1)
                    continue
                }
                let names = word(entry + 2)
                let missing = missingNames(names, index, count)
                if missing.isEmpty { continue }
                report(
                    "dependencies",
                    "property \"\(text(word(entry)))\" of object has missing property "
                        + "dependencies (schema requires \(javaList(self.names(names))); "
                        + "missing: \(javaList(missing)))", pointer)
            }
        }
    }

    /// The members of an object sorted by UTF-16 code unit.
    private func members(_ object: Int) -> [(key: Int, name: String)] {
        var members: [(key: Int, name: String)] = []
        var key = object + 1
        for _ in 0..<checker.entries[object].count {
            members.append((key, string(key)))
            key = checker.next(key + 1)
        }
        return members.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
    }

    /// The declared property's name entry for a key, or 0.
    private func declared(_ key: Int, _ section: Int) -> Int {
        let table = word(section + ObjectSection.table)
        if table == 0 { return 0 }
        let mask = word(section + ObjectSection.tableMask)
        let (isDecoded, range) = checker.stringRange(key)
        let hash = checker.entries[key].keyHash
        var slot = Int(hash) & mask
        while true {
            let name = word(table + slot)
            if name == 0 { return 0 }
            if checker.words[name] == hash,
                checker.isText(name + ObjectSection.nameText, isDecoded, range)
            {
                let flags = checker.words[name + ObjectSection.nameFlags]
                return flags & ObjectSection.isDeclared != 0 ? name : 0
            }
            slot = (slot + 1) & mask
        }
    }

    /// The nodes of the pattern properties that a key matches.
    private func patternNodes(_ key: Int, _ section: Int) -> [Int] {
        let list = word(section + ObjectSection.patterns)
        if list == 0 { return [] }
        let (isDecoded, range) = checker.stringRange(key)
        return (0..<word(list)).compactMap { pair in
            checker.isFound(word(list + 1 + 2 * pair), isDecoded, range)
                ? word(list + 2 + 2 * pair) : nil
        }
    }

    private func isKnown(_ key: Int, _ section: Int) -> Bool {
        declared(key, section) != 0 || !patternNodes(key, section).isEmpty
    }

    // MARK: Children

    private mutating func visitChildren(
        _ node: Int, _ index: Int, _ pointer: String, _ depth: Int
    ) {
        switch checker.entries[index].kind {
        case .array:
            let section = word(node + SchemaNode.array)
            if section == 0 { return }
            let isTuple = checker.words[section] & ArraySection.isTuple != 0
            let tupleCount = isTuple ? word(section + ArraySection.tupleCount) : 0
            var item = index + 1
            for place in 0..<checker.entries[index].count {
                let child =
                    place < tupleCount
                    ? word(section + ArraySection.length + place)
                    : word(section + ArraySection.items)
                visit(child, item, "\(pointer)/\(place)", depth + 1)
                item = checker.next(item)
            }
        case .object:
            let section = word(node + SchemaNode.object)
            if section == 0 { return }
            for (key, name) in members(index) {
                let place = pointer + "/" + escaped(name)
                let declared = declared(key, section)
                if declared != 0 {
                    visit(word(declared + ObjectSection.nameNode), key + 1, place, depth + 1)
                }
                let patterns = patternNodes(key, section)
                for child in patterns { visit(child, key + 1, place, depth + 1) }
                if declared == 0, patterns.isEmpty {
                    let additional = word(section + ObjectSection.additional)
                    visit(additional, key + 1, place, depth + 1)
                }
            }
        default: break
        }
    }
}

extension JSONValue {
    /// Copies the instance at an index.
    init(instance index: Int, _ checker: SchemaChecker) {
        let tape = JSONTape(
            bytes: checker.bytes, entries: checker.entries, decoded: checker.decoded)
        self.init(tape, at: index)
    }
}
