internal import JSON
internal import JSONPath

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
        case .scope:
            guard arguments.count == 0 else {
                return name == .get ? try get(arguments.first, of: receiver) : .null
            }
            let place = TemplateValue.null
            switch name {
            case .hasNext, .getHasNext:
                return .bool(scopes[min(receiver.number, scopes.count - 1)].hasNext)
            case .isFirst, .getFirst: return try scopeCall(.first, receiver, place)
            case .isLast, .getLast: return try scopeCall(.last, receiver, place)
            case .getIndex: return try scopeCall(.index, receiver, place)
            case .getCount: return try scopeCall(.count, receiver, place)
            case .getParent: return try scopeCall(.parent, receiver, place)
            case .getTopmost: return try scopeCall(.topmost, receiver, place)
            default: return .null
            }
        case .entry: return try callEntry(name, on: receiver, arguments)
        case .iterator:
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
        case .int, .long, .double, .bigInteger, .bigDecimal, .jsonNumber, .byte:
            return try callNumber(name, on: read(receiver), arguments)
        case .bool:
            switch (name, arguments.count) {
            case (.toString, 0): return try string(receiver)
            case (.booleanValue, 0): return receiver
            case (.equals, 1): return .bool(try areJavaEqual(receiver, arguments.first))
            case (.hashCode, 0): return .int(receiver.isTrue ? 1231 : 1237)
            case (.compareTo, 1), (.compare, 2), (.logicalAnd, 2), (.logicalOr, 2),
                (.logicalXor, 2), (.toString, 1):
                return try callBoolean(name, on: receiver, arguments)
            case (.parseBoolean, 1), (.valueOf, 1):
                guard arguments.first.kind == .string else { return .null }
                return .bool(bytes(of: arguments.first).map { $0 | 0x20 } == Array("true".utf8))
            default: return .null
            }
        case .character:
            switch (name, arguments.count) {
            case (.toString, 0): return try string(receiver)
            case (.charValue, 0): return receiver
            case (.equals, 1): return .bool(try areJavaEqual(receiver, arguments.first))
            case (.hashCode, 0): return .int(receiver.number)
            case (.compareTo, 1):
                guard arguments.first.kind == .character else { try fail("no character") }
                return .int(receiver.number - arguments.first.number)
            case (_, 1) where arguments.first.kind == .character:
                return classify(name, arguments.first)
            default: return .null
            }
        case .null, .block: return .null
        }
    }

    /// The value of a map's entry as it is now.
    func entryValue(_ entry: TemplateValue) -> TemplateValue {
        let pair = lists[entry.number]
        let map = resolved(pair.origin)
        let known = pair.elements[1]
        return map.kind == .map ? lookUp(pair.elements[0], in: map.number) ?? known : known
    }

    private mutating func callEntry(
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

    private mutating func scopeCall(
        _ name: TemplateName, _ receiver: TemplateValue, _ place: TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue {
        try scopeProperty(name, place, receiver.number)
    }

    private mutating func callBoolean(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard arguments.first.kind == .bool else {
            if name == .compareTo { try fail("'compareTo' with a value of another class") }
            return .null
        }
        if name == .toString { return try string(arguments.first) }
        let isFirst = name == .compareTo ? receiver.isTrue : arguments.first.isTrue
        let second = name == .compareTo ? arguments.first : arguments.second
        guard second.kind == .bool else { return .null }
        let isSecond = second.isTrue
        switch name {
        case .logicalAnd: return .bool(isFirst && isSecond)
        case .logicalOr: return .bool(isFirst || isSecond)
        case .logicalXor: return .bool(isFirst != isSecond)
        default: return .int(isFirst == isSecond ? 0 : isFirst ? 1 : -1)
        }
    }

    /// The static methods of Character.
    private func classify(_ name: TemplateName, _ character: TemplateValue) -> TemplateValue {
        guard let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: character.bits)) else {
            return .null
        }
        let properties = scalar.properties
        let isDigit = properties.generalCategory == .decimalNumber
        switch name {
        case .isDigit: return .bool(isDigit)
        case .isLetter: return .bool(properties.generalCategory.isLetter)
        case .isLetterOrDigit: return .bool(isDigit || properties.generalCategory.isLetter)
        case .isUpperCase: return .bool(properties.isUppercase)
        case .isLowerCase: return .bool(properties.isLowercase)
        case .isWhitespace:
            let isBreak = (9...13).contains(scalar.value) || (28...31).contains(scalar.value)
            let isSpace =
                properties.isWhitespace && ![0x85, 0xA0, 0x2007, 0x202F].contains(scalar.value)
            return .bool(isBreak || isSpace)
        case .toUpperCase, .toLowerCase:
            let text =
                name == .toUpperCase
                ? properties.uppercaseMapping : properties.lowercaseMapping
            let units = Array(text.utf16)
            return TemplateValue(
                kind: .character, bits: units.count == 1 ? UInt64(units[0]) : character.bits)
        case .getNumericValue:
            if let value = properties.numericType == .decimal ? properties.numericValue : nil {
                return .int(Int(value))
            }
            let lower = scalar.value | 0x20
            return .int(lower >= 97 && lower <= 122 && scalar.isASCII ? Int(lower) - 87 : -1)
        default: return .null
        }
    }

    // MARK: Numbers

    private mutating func callNumber(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let first = read(arguments.first)
        switch (name, arguments.count) {
        case (.toString, 0): return try string(receiver)
        case (.intValue, 0):
            if receiver.kind == .double {
                let value = Double(bitPattern: receiver.bits)
                return .int(max(-2_147_483_648, min(2_147_483_647, Self.integer(value))))
            }
            return .int(Int(Int32(truncatingIfNeeded: integer(receiver))))
        case (.longValue, 0): return .long(integer(receiver))
        case (.shortValue, 0): return .int(Int(Int16(truncatingIfNeeded: integer(receiver))))
        case (.byteValue, 0): return .int(Int(Int8(truncatingIfNeeded: integer(receiver))))
        case (.doubleValue, 0): return .double(double(receiver))
        case (.floatValue, 0): return .float(Float(double(receiver)))
        case (.equals, 1): return .bool(try areJavaEqual(receiver, first))
        case (.compareTo, 1):
            guard first.kind == receiver.kind else {
                try fail("'compareTo' with a value of another class")
            }
            return .int(try compare(receiver, first))
        case (.hashCode, 0): return .int(try Int(javaHash(receiver)))
        case (.isNaN, 0) where receiver.kind == .double:
            return .bool(Double(bitPattern: receiver.bits).isNaN)
        case (.isInfinite, 0) where receiver.kind == .double:
            return .bool(Double(bitPattern: receiver.bits).isInfinite)
        default:
            if receiver.kind == .bigInteger {
                return try callBigInteger(name, on: receiver, first, arguments.count)
            }
            let first = widened(arguments.first, to: receiver.kind)
            return try callStatic(name, on: receiver, arguments, first)
        }
    }

    /// A number as Java passes it to a method that takes another type of numbers.
    private func widened(_ value: TemplateValue, to kind: TemplateValue.Kind) -> TemplateValue {
        let value = read(value)
        switch (value.kind, kind) {
        case (.int, .long): return .long(value.number)
        case (.int, .double), (.long, .double): return .double(Double(value.number))
        default: return value
        }
    }

    private mutating func callBigInteger(
        _ name: TemplateName, on receiver: TemplateValue, _ first: TemplateValue, _ count: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        let number = bigInteger(receiver)
        switch (name, count) {
        case (.negate, 0): return try value(number.negated)
        case (.abs, 0): return try value(BigInteger(limbs: number.limbs, isNegative: false))
        case (.signum, 0): return .int(number.isZero ? 0 : number.isNegative ? -1 : 1)
        case (.valueOf, 1) where first.kind == .int || first.kind == .long:
            return try value(BigInteger(first.number))
        case (.pow, 1) where first.kind == .int:
            guard first.number >= 0, first.number * number.limbs.count < 1_000 else {
                try fail("a number has too many digits")
            }
            steps += first.number * number.limbs.count
            var power = BigInteger(1)
            for _ in 0..<first.number { power = power * number }
            return try value(power)
        case (.add, 1), (.subtract, 1), (.multiply, 1), (.divide, 1), (.max, 1), (.min, 1):
            guard first.kind == .bigInteger else { return .null }
            let other = bigInteger(first)
            switch name {
            case .add: return try value(number + other)
            case .subtract: return try value(number - other)
            case .multiply: return try value(number * other)
            case .divide:
                guard !other.isZero else { try fail("division by zero") }
                return try value(number.divided(by: other).quotient)
            default:
                let isLess = BigInteger.compare(number, other) < 0
                return isLess == (name == .min) ? receiver : first
            }
        default: return .null
        }
    }

    /// The static methods of Integer, Long and Double, which templates reach through any number.
    private mutating func callStatic(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments,
        _ first: TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue {
        let kind = receiver.kind
        // A radix is a number of its own.
        let hasRadix = name == .toString || name == .parseInt || name == .parseLong
        let second = hasRadix ? read(arguments.second) : widened(arguments.second, to: kind)
        switch (name, arguments.count) {
        case (.parseInt, 1) where kind == .int, (.valueOf, 1) where kind == .int && first.isText,
            (.parseLong, 1) where kind == .long, (.valueOf, 1) where kind == .long && first.isText:
            guard first.kind == .string else { return .null }
            let text = spelling(first)
            guard let value = Int64(text), kind == .long || Int32(exactly: value) != nil else {
                try fail("'\(text)' is no number")
            }
            return kind == .int ? .int(Int(value)) : .long(Int(value))
        case (.parseInt, 2) where kind == .int, (.parseLong, 2) where kind == .long:
            guard first.kind == .string, second.kind == .int else { return .null }
            let text = spelling(first)
            guard (2...36).contains(second.number),
                let value = Int64(text, radix: second.number),
                kind == .long || Int32(exactly: value) != nil
            else { try fail("'\(text)' is no number") }
            return kind == .int ? .int(Int(value)) : .long(Int(value))
        case (.valueOf, 1) where first.kind == kind: return first
        case (.parseDouble, 1) where kind == .double,
            (.valueOf, 1) where kind == .double && first.kind == .string:
            guard first.kind == .string else { return .null }
            let text = spelling(first)
            guard let value = Double(text.trimmed), !text.trimmed.utf8.contains(UInt8(ascii: "x"))
            else { try fail("'\(text)' is no number") }
            return .double(value)
        case (.toString, 1) where first.kind == kind: return try string(first)
        case (.toString, 2) where kind == .int || kind == .long:
            guard first.kind == kind, second.kind == .int else { return .null }
            let radix = (2...36).contains(second.number) ? second.number : 10
            return try text(Array(String(first.number, radix: radix).utf8))
        case (.toHexString, 1), (.toBinaryString, 1), (.toOctalString, 1):
            guard first.kind == kind, kind == .int || kind == .long else { return .null }
            let bits =
                kind == .int
                ? UInt64(UInt32(truncatingIfNeeded: first.number))
                : UInt64(bitPattern: Int64(first.number))
            let radix = name == .toHexString ? 16 : name == .toBinaryString ? 2 : 8
            return try text(Array(String(bits, radix: radix).utf8))
        case (.max, 2), (.min, 2), (.sum, 2):
            guard first.kind == kind, second.kind == kind else { return .null }
            if name == .sum { return try arithmetic(.add, first, second) }
            let isFirst = (try compare(first, second) < 0) == (name == .min)
            return isFirst ? first : second
        case (.compare, 2):
            guard first.kind == kind, second.kind == kind else { return .null }
            return .int(try compare(first, second))
        case (.signum, 1):
            guard first.kind == kind, kind != .double else { return .null }
            return .int(first.number.signum())
        case (.hashCode, 1) where first.kind == kind: return .int(try Int(javaHash(first)))
        case (.isFinite, 1) where first.kind == kind && kind == .double:
            return .bool(Double(bitPattern: first.bits).isFinite)
        case (.isNaN, 1) where first.kind == kind && kind == .double:
            return .bool(Double(bitPattern: first.bits).isNaN)
        case (.isInfinite, 1) where first.kind == kind && kind == .double:
            return .bool(Double(bitPattern: first.bits).isInfinite)
        case (.bitCount, 1), (.highestOneBit, 1), (.lowestOneBit, 1), (.numberOfLeadingZeros, 1),
            (.numberOfTrailingZeros, 1), (.reverse, 1), (.toUnsignedString, 1):
            guard first.kind == kind, kind == .int || kind == .long else { return .null }
            return kind == .int
                ? try callBits(name, UInt32(truncatingIfNeeded: first.number))
                : try callBits(name, UInt64(truncatingIfNeeded: first.number))
        default: return .null
        }
    }

    private mutating func callBits<Bits: FixedWidthInteger & UnsignedInteger>(
        _ name: TemplateName, _ bits: Bits
    ) throws(TemplateInterrupt) -> TemplateValue {
        func number(_ bits: Bits) -> TemplateValue {
            Bits.bitWidth == 32
                ? .int(Int(Int32(truncatingIfNeeded: bits))) : .long(Int(truncatingIfNeeded: bits))
        }
        switch name {
        case .bitCount: return .int(bits.nonzeroBitCount)
        case .numberOfLeadingZeros: return .int(bits.leadingZeroBitCount)
        case .numberOfTrailingZeros: return .int(bits.trailingZeroBitCount)
        case .highestOneBit:
            return number(bits == 0 ? 0 : 1 << Bits(Bits.bitWidth - 1 - bits.leadingZeroBitCount))
        case .lowestOneBit: return number(bits & (0 &- bits))
        case .reverse:
            var result: Bits = 0
            for place in 0..<Bits.bitWidth where bits >> Bits(place) & 1 != 0 {
                result |= 1 << Bits(Bits.bitWidth - 1 - place)
            }
            return number(result)
        default: return try text(Array(String(bits).utf8))
        }
    }

    // MARK: $input

    private mutating func callInput(_ name: TemplateName, _ arguments: TemplateArguments)
        throws(TemplateInterrupt) -> TemplateValue
    {
        switch (name, arguments.count) {
        case (.params, 0): return try parameters()
        case (.params, 1):
            guard arguments.first.kind == .string else {
                return arguments.first.kind == .null ? .empty : .null
            }
            return parameter(arguments.first)
        case (.path, 1), (.json, 1):
            guard arguments.first.kind == .string || arguments.first.kind == .null else {
                return .null
            }
            return try path(arguments, isJSON: name == .json)
        default: return .null
        }
    }

    private mutating func parameters() throws(TemplateInterrupt) -> TemplateValue {
        if let node = member(Self.paramsName), tapes[0].entries[node].kind == .object {
            return .node(node, tape: 0)
        }
        let map = newMap()
        for name in ["path", "querystring", "header"] {
            let key = try text(Array(name.utf8))
            _ = put(.map(newMap()), at: key, in: map)
        }
        return .map(map)
    }

    private static let parameterGroups = ["path", "querystring", "header"].map { Array($0.utf8) }

    /// A parameter by name, from the path, the query or the headers.
    private func parameter(_ name: TemplateValue) -> TemplateValue {
        guard let params = member(Self.paramsName), tapes[0].entries[params].kind == .object else {
            return .empty
        }
        for group in Self.parameterGroups {
            guard let object = tapes[0].member(group, of: params),
                tapes[0].entries[object].kind == .object
            else { continue }
            var key = object + 1
            for _ in 0..<tapes[0].entries[object].count {
                if haveSameBytes(scalar(key, tape: 0), name) {
                    return nodeValue(key + 1, tape: 0)
                }
                key = end(of: key + 1, tape: 0)
            }
        }
        return .empty
    }

    private static let missingJSON = Array("\"\"".utf8)

    private mutating func path(_ arguments: TemplateArguments, isJSON: Bool)
        throws(TemplateInterrupt) -> TemplateValue
    {
        var found = try readBody() ? try select(arguments) : nil
        if found?.kind == .null, tapes[Self.bodyTape].entries[0].kind == .null { found = nil }
        guard let found else {
            return isJSON ? try text(Self.missingJSON) : .empty
        }
        guard isJSON else { return found }
        let start = output.count
        try appendJSON(found, .plain)
        let offset = arena.count
        try charge(output.count - start)
        arena.append(output, start..<output.count)
        output.truncate(to: start)
        return arenaText(from: offset)
    }

    private func compiledPath(_ arguments: TemplateArguments) -> JSONPath? {
        guard arguments.place > 0, op(word(arguments.place)) == .pathString else { return nil }
        let start = poolBase + word(arguments.place + 3)
        return JSONPath(trusted: start..<start + word(arguments.place + 4), in: image)
    }

    /// What a path gives; `nil` where it leads nowhere.
    private mutating func select(_ arguments: TemplateArguments) throws(TemplateInterrupt)
        -> TemplateValue?
    {
        let path: JSONPath
        if let constant = compiledPath(arguments) {
            path = constant
        } else {
            guard arguments.first.kind == .string else { try fail("the JSONPath is null") }
            let text = bytes(of: arguments.first)
            if text.allSatisfy({ $0 == UInt8(ascii: " ") }) { return nil }
            if let known = pathCache[text] {
                path = known
            } else {
                steps += text.count
                do throws(JSONPathError) {
                    path = try JSONPath(parsing: text)
                } catch {
                    try fail("JSONPath cannot be read: \(error.message)")
                }
                if pathCache.count < 1_024 { pathCache[text] = path }
            }
        }
        evaluator.maximumSteps = max(0, limits.steps - steps)
        if isChanged, !overlay.isEmpty { return try selectFromChanged(path) }
        let outcome = evaluator.evaluate(
            path, on: tapes[Self.bodyTape], matcher: Self.matcher(for: path))
        steps += evaluator.steps
        return try selected(outcome, path) { .init(kind: .node, count: 1, bits: UInt64($0)) }
    }

    /// What matches the patterns of a path's filters, each compiled once for all elements.
    private static func matcher(for path: JSONPath) -> JSONPathEvaluator.PatternMatcher? {
        // Only filters have patterns, and a path with a filter is indefinite.
        if path.isDefinite { return nil }
        var compiled: [[UInt8]: JavaPattern?] = [:]
        return { pattern, ignoringCase, text in
            let source = (ignoringCase ? Array("(?i)".utf8) : []) + pattern
            if compiled[source] == nil {
                var program: JavaPattern?
                if case .success(let stored) = JavaPattern.compiled(source) {
                    program = JavaPattern(decoding: stored, at: 0..<stored.count)
                }
                compiled[source] = .some(program)
            }
            return compiled[source]??.matches(Array(text))
        }
    }

    private mutating func selected(
        _ outcome: JSONPathOutcome, _ path: JSONPath, _ origin: (Int) -> TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue? {
        func valueOf(_ node: Int) -> TemplateValue {
            let value = origin(node)
            guard value.kind == .node else { return value }
            return nodeValue(value.number, tape: Int(value.count))
        }
        switch outcome {
        case .missing: return nil
        case .one(let node): return valueOf(node)
        case .many:
            let results = evaluator.results
            if path.isDefinite, let only = results.last, only.projection > 0 {
                return try projected(valueOf(only.node), path, only.projection)
            }
            let list = newList(.json)
            try charge(results.count * 16)
            for result in results {
                let value = valueOf(result.node)
                let element =
                    result.projection > 0 ? try projected(value, path, result.projection) : value
                lists[list].elements.append(element)
            }
            return .list(list)
        case .integer(let value): return .int(value)
        case .double(let value): return .double(value)
        case .invalid: try fail("the JSONPath does not fit the body's shape")
        case .tooManySteps: try fail("the template takes too many steps")
        }
    }

    /// A new map of some of an object's members: a path that ends in several names.
    private mutating func projected(_ value: TemplateValue, _ path: JSONPath, _ place: Int)
        throws(TemplateInterrupt) -> TemplateValue
    {
        let map = newMap()
        var offset = place + 1
        for _ in 0..<path.image[place] {
            let length = path.image.word(at: offset)
            let name = try text(path.image[offset + 4..<offset + 4 + length])
            offset += 4 + length
            let isThere = try callMap(.containsKey, on: resolved(value), .init(name)).isTrue
            if isThere {
                let member = try get(name, of: resolved(value))
                _ = put(member, at: name, in: map)
            }
        }
        return .map(map)
    }

    /// Runs a path on a body that the template has changed: the body as it is now is written to a
    /// tape, with the value that each place of it came from.
    private mutating func selectFromChanged(_ path: JSONPath) throws(TemplateInterrupt)
        -> TemplateValue?
    {
        var builder = JSONTapeBuilder()
        var origins: [TemplateValue] = []
        try write(nodeValue(0, tape: Self.bodyTape), to: &builder, &origins)
        let tape = builder.finish()
        let outcome = evaluator.evaluate(path, on: tape, matcher: Self.matcher(for: path))
        steps += evaluator.steps
        return try selected(outcome, path) { origins[$0] }
    }

    private mutating func write(
        _ value: TemplateValue, to builder: inout JSONTapeBuilder,
        _ origins: inout [TemplateValue]
    ) throws(TemplateInterrupt) {
        try count()
        try deeper()
        defer { depth -= 1 }
        origins.append(value)
        let current = resolved(value)
        switch current.kind {
        case .null: builder.null()
        case .bool: builder.bool(current.isTrue)
        case .int, .long: builder.integer(current.number)
        case .jsonNumber: builder.number(spelling: bytes(of: current))
        case .map:
            builder.beginObject()
            let map = current.number
            for index in maps[map].keys.indices {
                let key = try string(maps[map].keys[index])
                origins.append(key)
                builder.key(bytes(of: key))
                try write(maps[map].values[index], to: &builder, &origins)
            }
            builder.end()
        case .list:
            builder.beginArray()
            for element in lists[current.number].elements {
                try write(element, to: &builder, &origins)
            }
            builder.end()
        case .node:
            let tape = Int(current.count)
            let entry = tapes[tape].entries[current.number]
            var child = current.number + 1
            if entry.kind == .object {
                builder.beginObject()
                for _ in 0..<entry.count {
                    let key = scalar(child, tape: tape)
                    origins.append(key)
                    builder.key(bytes(of: key))
                    try write(nodeValue(child + 1, tape: tape), to: &builder, &origins)
                    child = end(of: child + 1, tape: tape)
                }
            } else {
                builder.beginArray()
                for _ in 0..<entry.count {
                    try write(nodeValue(child, tape: tape), to: &builder, &origins)
                    child = end(of: child, tape: tape)
                }
            }
            builder.end()
        case .double, .bigDecimal, .bigInteger:
            builder.number(spelling: try printed(current))
        default: builder.string(try printed(current))
        }
    }
}

extension String {
    /// Without the control characters and blanks at both ends that Java's `trim` removes.
    fileprivate var trimmed: String {
        let bytes = Array(utf8)
        let start = bytes.firstIndex { $0 > 32 } ?? bytes.count
        let end = (bytes.lastIndex { $0 > 32 } ?? start - 1) + 1
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }
}

extension Unicode.GeneralCategory {
    /// Whether Java's `Character.isLetter` says so.
    fileprivate var isLetter: Bool {
        switch self {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }
}
