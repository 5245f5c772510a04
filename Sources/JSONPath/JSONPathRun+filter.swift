internal import JSON

/// A filter's operand when a filter runs.
private enum Operand {
    case node(Int)
    case nodes([Int])
    case text([UInt8])
    case number(Double)
    case bool(Bool)
    case null
    case missing
    case pattern(Range<Int>, ignoringCase: Bool)
    case json(JSONTape, Int)
}

extension JSONPathRun {
    /// Whether a filter expression accepts a value.
    mutating func accepts(_ expression: Int, _ node: Int) throws(Stop) -> Bool {
        var offset = expression
        return try evaluate(&offset, node)
    }

    private mutating func evaluate(_ offset: inout Int, _ node: Int) throws(Stop) -> Bool {
        steps += 1
        guard steps <= maximumSteps else { throw .tooManySteps }
        let operation = JSONPathFilterOp(rawValue: image[offset])
        offset += 1
        switch operation {
        case .or:
            let left = try evaluate(&offset, node)
            let right = try evaluate(&offset, node)
            return left || right
        case .and:
            let left = try evaluate(&offset, node)
            let right = try evaluate(&offset, node)
            return left && right
        case .not: return try !evaluate(&offset, node)
        case .exists:
            switch try operand(&offset, node) {
            case .missing: return false
            default: return true
            }
        case .compare:
            let comparison = JSONPathOperator(rawValue: image[offset]) ?? .equal
            offset += 1
            let left = try operand(&offset, node)
            let right = try operand(&offset, node)
            return compare(left, comparison, right)
        case nil: return false
        }
    }

    private mutating func operand(_ offset: inout Int, _ node: Int) throws(Stop) -> Operand {
        let kind = JSONPathOperand(rawValue: image[offset])
        offset += 1
        switch kind {
        case .relative, .absolute:
            let length = image.word(at: offset)
            let code = offset + 4
            offset = code + length
            return try follow(code, from: kind == .relative ? node : root)
        case .string: return .text(string(&offset))
        case .number: return .number(Double(String(decoding: string(&offset), as: UTF8.self)) ?? 0)
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .pattern:
            let ignoringCase = image[offset] & 1 != 0
            let length = image.word(at: offset + 1)
            let start = offset + 5
            offset = start + length
            return .pattern(start..<offset, ignoringCase: ignoringCase)
        case .json:
            var tape = JSONTape()
            guard tape.scan(string(&offset), maximumDepth: 64) == nil else { return .missing }
            return .json(tape, 0)
        case .null, nil: return .null
        }
    }

    private func string(_ offset: inout Int) -> [UInt8] {
        let length = image.word(at: offset)
        defer { offset += 4 + length }
        return Array(image[offset + 4..<offset + 4 + length])
    }

    /// Runs a path inside a filter.
    private mutating func follow(_ code: Int, from node: Int) throws(Stop) -> Operand {
        guard depth < 600 else { throw .tooManySteps }
        var inner = JSONPathRun(
            image: image, tape: tape, root: node, matcher: matcher,
            maximumSteps: maximumSteps - steps, results: [], depth: depth + 1)
        let isDefinite = image[code] & 1 != 0
        let outcome = inner.run(from: code + 1, isDefinite: isDefinite)
        steps += inner.steps
        switch outcome {
        case .missing, .invalid: return .missing
        case .one(let node): return .node(node)
        case .many: return .nodes(inner.results.map(\.node))
        case .integer(let value): return .number(Double(value))
        case .double(let value): return .number(value)
        case .tooManySteps: throw .tooManySteps
        }
    }

    /// A value in the document as an operand, so that the kinds of values are compared once.
    private func resolved(_ operand: Operand) -> Operand {
        guard case .node(let node) = operand else { return operand }
        return value(node, tape)
    }

    private func value(_ node: Int, _ tape: JSONTape) -> Operand {
        switch tape.entries[node].kind {
        case .null, .invalid, .alias: return .null
        case .true: return .bool(true)
        case .false: return .bool(false)
        case .number:
            let spelling = String(decoding: tape.spelling(at: node), as: UTF8.self)
            return .number(Double(spelling) ?? 0)
        case .string: return .text(Array(tape.string(at: node).utf8))
        case .array, .object: return .json(tape, node)
        }
    }

    /// The elements of an array operand, else `nil`.
    private func elements(_ operand: Operand) -> [Operand]? {
        switch operand {
        case .nodes(let nodes): return nodes.map { value($0, tape) }
        case .json(let tape, let node):
            guard tape.entries[node].kind == .array else { return nil }
            var result: [Operand] = []
            var child = node + 1
            for _ in 0..<tape.entries[node].count {
                result.append(value(child, tape))
                child = tape.end(of: child)
            }
            return result
        default: return nil
        }
    }

    private func equal(_ left: Operand, _ right: Operand) -> Bool {
        switch (left, right) {
        case (.text(let left), .text(let right)): return left == right
        case (.number(let left), .number(let right)): return left == right
        case (.bool(let left), .bool(let right)): return left == right
        case (.null, .null): return true
        case (.text(let text), .number(let number)), (.number(let number), .text(let text)):
            return Double(String(decoding: text, as: UTF8.self)) == number
        default:
            if let left = elements(left), let right = elements(right) {
                return left.count == right.count && zip(left, right).allSatisfy(equal)
            }
            if case .json(let left, let at) = left, case .json(let right, let other) = right {
                return JSONValue(left, at: at) == JSONValue(right, at: other)
            }
            return false
        }
    }

    private func ordered(
        _ left: Operand, _ right: Operand, _ numbers: (Double, Double) -> Bool,
        _ texts: (Bool, Bool) -> Bool
    ) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): numbers(left, right)
        case (.text(let left), .text(let right)):
            texts(left.lexicographicallyPrecedes(right), right.lexicographicallyPrecedes(left))
        default: false
        }
    }

    private func compare(_ left: Operand, _ operation: JSONPathOperator, _ right: Operand) -> Bool {
        let left = resolved(left)
        let right = resolved(right)
        switch operation {
        case .equal, .typeSafeEqual:
            if case .missing = left { return false }
            return equal(left, right)
        case .notEqual, .typeSafeNotEqual:
            return !equal(left, right)
        case .less: return ordered(left, right, <, { less, _ in less })
        case .lessOrEqual: return ordered(left, right, <=, { _, more in !more })
        case .greater: return ordered(left, right, >, { _, more in more })
        case .greaterOrEqual: return ordered(left, right, >=, { less, _ in !less })
        case .matches: return match(left, right)
        case .in: return elements(right)?.contains { equal(left, $0) } ?? false
        case .notIn: return !(elements(right)?.contains { equal(left, $0) } ?? false)
        case .contains:
            if let elements = elements(left) { return elements.contains { equal($0, right) } }
            if case .text(let text) = left, case .text(let part) = right {
                return text.span.firstOffset(of: part.span, from: 0) != nil
            }
            return false
        case .all, .subsetOf, .anyOf, .noneOf:
            guard let left = elements(left), let right = elements(right) else { return false }
            switch operation {
            case .all: return right.allSatisfy { wanted in left.contains { equal($0, wanted) } }
            case .subsetOf: return left.allSatisfy { one in right.contains { equal($0, one) } }
            case .anyOf: return left.contains { one in right.contains { equal($0, one) } }
            default: return !left.contains { one in right.contains { equal($0, one) } }
            }
        case .size:
            guard case .number(let wanted) = right else { return false }
            return length(left).map { Double($0) == wanted } ?? false
        case .empty:
            guard case .bool(let wanted) = right else { return false }
            return length(left).map { ($0 == 0) == wanted } ?? false
        }
    }

    private func length(_ operand: Operand) -> Int? {
        switch operand {
        case .text(let text): text.count
        case .nodes(let nodes): nodes.count
        case .json(let tape, let node): tape.entries[node].count
        default: nil
        }
    }

    private func match(_ left: Operand, _ right: Operand) -> Bool {
        guard let matcher else { return false }
        switch (left, right) {
        case (.text(let text), .pattern(let pattern, let ignoringCase)),
            (.pattern(let pattern, let ignoringCase), .text(let text)):
            return matcher(image[pattern], ignoringCase, text[...]) ?? false
        default: return false
        }
    }

    /// Ends a run with a function's result.
    mutating func call(_ number: UInt8, on node: Int) throws(Stop) {
        let numbers: [Double] =
            elements(value(node, tape))?.compactMap { element -> Double? in
                if case .number(let number) = element { number } else { nil }
            } ?? []
        switch JSONPathFunction(rawValue: number) {
        case .length:
            guard let length = length(value(node, tape)) else { throw .missing }
            throw .function(.integer(length))
        case .first, .last:
            guard kind(node) == .array, tape.entries[node].count > 0 else { throw .missing }
            var child = node + 1
            if number == JSONPathFunction.last.rawValue {
                for _ in 1..<tape.entries[node].count { child = tape.end(of: child) }
            }
            results.append(JSONPathEvaluator.Result(node: child, projection: 0))
            return
        case .keys:
            guard kind(node) == .object else { throw .missing }
            var key = node + 1
            for _ in 0..<tape.entries[node].count {
                results.append(JSONPathEvaluator.Result(node: key, projection: 0))
                key = tape.end(of: key + 1)
            }
            throw .function(.many)
        case .min, .max, .avg, .stddev, .sum:
            guard !numbers.isEmpty else { throw .invalid }
            throw .function(.double(statistic(number, numbers)))
        case nil: throw .missing
        }
    }

    private func statistic(_ number: UInt8, _ numbers: [Double]) -> Double {
        let sum = numbers.reduce(0, +)
        let count = Double(numbers.count)
        switch JSONPathFunction(rawValue: number) {
        case .min: return numbers.reduce(numbers[0], Swift.min)
        case .max: return numbers.reduce(numbers[0], Swift.max)
        case .avg: return sum / count
        case .sum: return sum
        default:
            let squares = numbers.reduce(0) { $0 + $1 * $1 }
            return (squares / count - (sum / count) * (sum / count)).squareRoot()
        }
    }
}
