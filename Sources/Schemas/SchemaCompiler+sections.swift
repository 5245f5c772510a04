internal import JSON

extension SchemaCompiler {
    /// Fills a node from its schema's keywords.
    mutating func compile(
        _ parts: SchemaParts, into node: Int, _ target: SchemaTarget, _ depth: Int
    ) {
        let isOpenAPI = options.dialect == .openAPI30
        var types = parts.types ?? InstanceKind.all
        if isOpenAPI {
            if parts.types == nil, parts.nullable {
                words[node] |= SchemaNode.nullEscapes
            } else if parts.nullable {
                types |= InstanceKind.null
            }
            if options.refusesBinaryStrings, parts.format == "binary" {
                types &= ~InstanceKind.string
            }
            parts.patternProperties = nil
            parts.dependencies = nil
            parts.additionalItems = nil
        } else {
            parts.discriminator = nil
        }
        words[node] = words[node] & ~InstanceKind.all | types

        let number = numberSection(parts, isOpenAPI: isOpenAPI)
        words[node + SchemaNode.number] = UInt32(number)
        let string = stringSection(parts, target)
        words[node + SchemaNode.string] = UInt32(string)
        let array = arraySection(parts, target, depth)
        words[node + SchemaNode.array] = UInt32(array)
        let object = objectSection(parts, node, target, depth)
        words[node + SchemaNode.object] = UInt32(object)
        let combination = combinationSection(parts, node, target, depth)
        words[node + SchemaNode.combination] = UInt32(combination)
        if number | string | array | object | combination == 0 {
            words[node] |= SchemaNode.isSimple
        }
        words[node + SchemaNode.keywords] = UInt32(keywordList(parts, node))
    }

    private mutating func numberSection(_ parts: SchemaParts, isOpenAPI: Bool) -> Int {
        var minimum = parts.minimum
        var maximum = parts.maximum
        if isOpenAPI, options.checksFormats, let range = integerRange(parts.format) {
            if minimum == nil { minimum = range.minimum }
            if maximum == nil { maximum = range.maximum }
        }
        if minimum == nil, maximum == nil, parts.multipleOf == nil { return 0 }
        let section = reserve(NumberSection.length)
        var flags: UInt32 = 0
        if parts.exclusiveMinimum { flags |= NumberSection.exclusiveMinimum }
        if parts.exclusiveMaximum { flags |= NumberSection.exclusiveMaximum }
        words[section] = flags
        if let minimum {
            words[section + NumberSection.minimum] = UInt32(decimal(minimum))
        }
        if let maximum {
            words[section + NumberSection.maximum] = UInt32(decimal(maximum))
        }
        if let multipleOf = parts.multipleOf,
            !JSONDecimal(spelling: multipleOf.spelling.utf8).isZero
        {
            words[section + NumberSection.multipleOf] = UInt32(decimal(multipleOf))
        }
        return section
    }

    private func integerRange(
        _ format: String?
    ) -> (minimum: JSONNumber, maximum: JSONNumber)? {
        switch format {
        case "int32": (JSONNumber(Int(Int32.min)), JSONNumber(Int(Int32.max)))
        case "int64": (JSONNumber(Int.min), JSONNumber(Int.max))
        default: nil
        }
    }

    private mutating func stringSection(_ parts: SchemaParts, _ target: SchemaTarget) -> Int {
        var pattern = 0
        if let text = parts.pattern {
            pattern = self.pattern(text, "/pattern", in: target)
        }
        var format: SchemaFormat?
        if options.checksFormats, let name = parts.format {
            format = SchemaFormat(named: name, options.dialect)
        }
        let least = parts.minLength ?? 0
        if pattern == 0, format == nil, least == 0, parts.maxLength == nil { return 0 }
        let section = reserve(StringSection.length)
        words[section + StringSection.minLength] = least
        words[section + StringSection.maxLength] = parts.maxLength ?? .max
        words[section + StringSection.pattern] = UInt32(pattern)
        words[section + StringSection.format] = format?.rawValue ?? 0
        return section
    }

    private mutating func arraySection(
        _ parts: SchemaParts, _ target: SchemaTarget, _ depth: Int
    ) -> Int {
        var flags: UInt32 = parts.uniqueItems ? ArraySection.uniqueItems : 0
        var items = 0
        var tuple: [Int] = []
        switch parts.items {
        case .object?:
            if let value = parts.items {
                items = node(value, "/items", in: target, depth: depth)
            }
        case .array(let values)?:
            flags |= ArraySection.isTuple
            for (index, value) in values.enumerated() {
                tuple.append(node(value, "/items/\(index)", in: target, depth: depth))
            }
            if let additional = parts.additionalItems {
                if additional == false {
                    flags |= ArraySection.noAdditionalItems
                } else {
                    items = node(additional, "/additionalItems", in: target, depth: depth)
                }
            }
        default: break
        }
        let least = parts.minItems ?? 0
        if flags == 0, items == 0, least == 0, parts.maxItems == nil { return 0 }
        let section = reserve(ArraySection.length + tuple.count)
        words[section] = flags
        words[section + ArraySection.minItems] = least
        words[section + ArraySection.maxItems] = parts.maxItems ?? .max
        words[section + ArraySection.items] = UInt32(items)
        words[section + ArraySection.tupleCount] = UInt32(tuple.count)
        for (index, node) in tuple.enumerated() {
            words[section + ArraySection.length + index] = UInt32(node)
        }
        return section
    }

    private mutating func combinationSection(
        _ parts: SchemaParts, _ owner: Int, _ target: SchemaTarget, _ depth: Int
    ) -> Int {
        var offsets = [0, 0, 0, 0, 0]
        if let values = parts.enumeration {
            offsets[CombinationSection.enumeration] = enumeration(values)
        }
        let lists = [
            (CombinationSection.allOf, "/allOf", parts.allOf),
            (CombinationSection.anyOf, "/anyOf", parts.anyOf),
            (CombinationSection.oneOf, "/oneOf", parts.oneOf),
        ]
        for (field, token, values) in lists {
            guard let values, !values.isEmpty else { continue }
            var list: [UInt32] = [UInt32(values.count)]
            for (index, value) in values.enumerated() {
                let child = node(value, "\(token)/\(index)", in: target, depth: depth)
                sameInstance[owner, default: []].append(child)
                list.append(UInt32(child))
            }
            offsets[field] = words.count
            words += list
        }
        if let not = parts.not {
            let child = node(not, "/not", in: target, depth: depth)
            sameInstance[owner, default: []].append(child)
            // A list of one, as 0 is also the node that accepts everything.
            offsets[CombinationSection.not] = words.count
            words += [1, UInt32(child)]
        }
        if offsets.allSatisfy({ $0 == 0 }) { return 0 }
        let section = words.count
        for offset in offsets { words.append(UInt32(offset)) }
        return section
    }

    /// The values of an `enum`: a hash table of the texts, a list of the others.
    private mutating func enumeration(_ values: [JSONValue]) -> Int {
        var texts: [(hash: UInt32, offset: Int)] = []
        var others: [Int] = []
        for value in values {
            if case .string(let text) = value {
                let bytes = Array(text.utf8)
                let hash = bytes.span.nameHash(0..<bytes.count)
                texts.append((hash, words.count))
                words.append(hash)
                appendText(text)
            } else {
                others.append(self.value(value))
            }
        }
        let (mask, table) = table(texts)
        let text = self.text(JSONValue.array(values).javaText)
        let section = words.count
        words += [UInt32(text), mask, UInt32(table), UInt32(others.count)]
        for other in others { words.append(UInt32(other)) }
        return section
    }

    /// A value to compare with: its kind, then a decimal, a text, or a list.
    private mutating func value(_ value: JSONValue) -> Int {
        let place: Int
        switch value {
        case .null:
            place = words.count
            words.append(UInt32(JSONTape.Kind.null.rawValue))
        case .bool(let isTrue):
            place = words.count
            words.append(UInt32((isTrue ? JSONTape.Kind.true : .false).rawValue))
        case .number(let number):
            place = words.count
            words.append(UInt32(JSONTape.Kind.number.rawValue))
            _ = decimal(number)
        case .string(let text):
            place = words.count
            words.append(UInt32(JSONTape.Kind.string.rawValue))
            appendText(text)
        case .array(let elements):
            let parts = elements.map { UInt32(self.value($0)) }
            place = words.count
            words += [UInt32(JSONTape.Kind.array.rawValue), UInt32(parts.count)] + parts
        case .object(let object):
            var parts: [UInt32] = []
            for member in object.distinctMembers {
                let name = text(member.key)
                parts += [UInt32(name), UInt32(self.value(member.value))]
            }
            place = words.count
            words += [UInt32(JSONTape.Kind.object.rawValue), UInt32(parts.count / 2)] + parts
        }
        return place
    }

    /// An open-addressing table of what is looked up by name: at most half full.
    mutating func table(_ entries: [(hash: UInt32, offset: Int)]) -> (mask: UInt32, table: Int) {
        if entries.isEmpty { return (0, 0) }
        var size = 4
        while size < 2 * entries.count { size *= 2 }
        let table = reserve(size)
        for (hash, offset) in entries {
            var slot = Int(hash) & (size - 1)
            while words[table + slot] != 0 { slot = (slot + 1) & (size - 1) }
            words[table + slot] = UInt32(offset)
        }
        return (UInt32(size - 1), table)
    }

    // MARK: Report

    /// The (keyword, data) pairs of the report; data is what the sections do not have.
    private mutating func keywordList(_ parts: SchemaParts, _ node: Int) -> Int {
        var list: [(SchemaKeyword, Int)] = []
        func has(_ field: Int, _ place: Int) -> Bool {
            let section = Int(words[node + field])
            return section != 0 && words[section + place] != 0
        }
        for keyword in SchemaKeyword.allCases {
            switch keyword {
            case .additionalItems:
                let section = Int(words[node + SchemaNode.array])
                if section != 0, words[section] & ArraySection.noAdditionalItems != 0 {
                    list.append((keyword, 0))
                }
            case .additionalProperties:
                let section = Int(words[node + SchemaNode.object])
                if section != 0, words[section] & ObjectSection.noAdditional != 0 {
                    list.append((keyword, 0))
                }
            case .allOf where has(SchemaNode.combination, CombinationSection.allOf),
                .anyOf where has(SchemaNode.combination, CombinationSection.anyOf),
                .oneOf where has(SchemaNode.combination, CombinationSection.oneOf),
                .not where has(SchemaNode.combination, CombinationSection.not),
                .enumeration where has(SchemaNode.combination, CombinationSection.enumeration),
                .dependencies where has(SchemaNode.object, ObjectSection.dependencies),
                .discriminator where has(SchemaNode.object, ObjectSection.discriminator),
                .maximum where has(SchemaNode.number, NumberSection.maximum),
                .minimum where has(SchemaNode.number, NumberSection.minimum),
                .multipleOf where has(SchemaNode.number, NumberSection.multipleOf),
                .format where has(SchemaNode.string, StringSection.format),
                .minItems where has(SchemaNode.array, ArraySection.minItems),
                .minLength where has(SchemaNode.string, StringSection.minLength),
                .minProperties where has(SchemaNode.object, ObjectSection.minProperties),
                .uniqueItems where parts.uniqueItems:
                list.append((keyword, 0))
            case .maxItems where parts.maxItems != nil, .maxLength where parts.maxLength != nil,
                .maxProperties where parts.maxProperties != nil:
                list.append((keyword, 0))
            case .pattern where has(SchemaNode.string, StringSection.pattern):
                list.append((keyword, text(parts.pattern ?? "")))
            case .required where has(SchemaNode.object, ObjectSection.requiredCount):
                list.append((keyword, nameList(requiredNames(parts))))
            case .type where words[node] & InstanceKind.all != InstanceKind.all:
                list.append((keyword, 0))
            default: break
            }
        }
        if list.isEmpty { return 0 }
        let place = words.count
        words.append(UInt32(list.count))
        for (keyword, data) in list { words += [keyword.rawValue, UInt32(data)] }
        return place
    }

    /// A list of texts, sorted by UTF-16 code unit, without repetitions.
    mutating func nameList(_ names: [String]) -> Int {
        var offsets: [UInt32] = []
        var last: String?
        for name in names.sorted(by: { $0.utf16.lexicographicallyPrecedes($1.utf16) })
        where name != last {
            offsets.append(UInt32(text(name)))
            last = name
        }
        let place = words.count
        words.append(UInt32(offsets.count))
        words += offsets
        return place
    }
}
