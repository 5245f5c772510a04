internal import JSON
internal import JSONPath

extension TemplateMachine {
    /// What a path gives; `nil` where it leads nowhere.
    mutating func select(_ arguments: TemplateArguments) throws(TemplateInterrupt)
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

    private func compiledPath(_ arguments: TemplateArguments) -> JSONPath? {
        guard arguments.place > 0, op(word(arguments.place)) == .pathString else { return nil }
        let start = poolBase + word(arguments.place + 3)
        return JSONPath(trusted: start..<start + word(arguments.place + 4), in: image)
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
