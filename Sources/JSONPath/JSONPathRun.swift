internal import JSON

/// One run of a path on a document: a walk over the path's steps by recursion, at most as deep as
/// the path is long and the document is nested.
struct JSONPathRun {
    let image: [UInt8]
    let tape: JSONTape
    let root: Int
    let matcher: JSONPathEvaluator.PatternMatcher?
    let maximumSteps: Int
    var results: [JSONPathEvaluator.Result]
    var steps = 0
    var depth = 0

    enum Stop: Error {
        case missing
        case invalid
        case tooManySteps
        case function(JSONPathOutcome)
    }

    mutating func run(from offset: Int, isDefinite: Bool) -> JSONPathOutcome {
        do throws(Stop) {
            try take(offset, at: root, definite: true)
        } catch {
            switch error {
            case .missing: return .missing
            case .invalid: return .invalid
            case .tooManySteps: return .tooManySteps
            case .function(let outcome): return outcome
            }
        }
        guard isDefinite else { return .many }
        guard let last = results.last else { return .missing }
        results = [last]
        return last.projection == 0 ? .one(last.node) : .many
    }

    func kind(_ node: Int) -> JSONTape.Kind { tape.entries[node].kind }

    private func count(_ node: Int) -> Int { tape.entries[node].count }

    /// Whether the step at an offset is the path's last.
    private func isLeaf(_ offset: Int) -> Bool {
        image[next(offset)] == JSONPathStep.end.rawValue
    }

    /// The offset of the step after the one at an offset.
    private func next(_ offset: Int) -> Int {
        switch JSONPathStep(rawValue: image[offset]) {
        case .property:
            var end = offset + 2
            for _ in 0..<image[offset + 1] { end += 4 + image.word(at: end) }
            return end
        case .wildcard, .scan: return offset + 1
        case .indexes: return offset + 5 + 4 * image.word(at: offset + 1)
        case .slice: return offset + 10
        case .filter: return offset + 5 + image.word(at: offset + 1)
        case .function: return offset + 2
        case .end, nil: return offset
        }
    }

    /// Takes the step at an offset and those after it from a value.
    private mutating func take(_ offset: Int, at node: Int, definite: Bool) throws(Stop) {
        steps += 1
        guard steps <= maximumSteps, depth < 600 else { throw .tooManySteps }
        depth += 1
        defer { depth -= 1 }
        switch JSONPathStep(rawValue: image[offset]) {
        case .end, nil: results.append(JSONPathEvaluator.Result(node: node, projection: 0))
        case .property: try takeProperty(offset, at: node, definite)
        case .wildcard: try takeWildcard(offset, at: node)
        case .indexes:
            guard try isArray(node, definite) else { return }
            let number = image.word(at: offset + 1)
            let after = next(offset)
            for index in 0..<number {
                try takeIndex(
                    image.signedWord(at: offset + 5 + 4 * index), of: node, after,
                    definite && number == 1, isDefinite: definite && number == 1)
            }
        case .slice: try takeSlice(offset, at: node, definite)
        case .scan: try scan(offset + 1, at: node)
        case .filter:
            let expression = offset + 5
            let after = next(offset)
            if kind(node) == .object {
                if try accepts(expression, node) { try take(after, at: node, definite: false) }
            } else if kind(node) == .array {
                try forEachElement(node) { (self, element) throws(Stop) in
                    if try self.accepts(expression, element) {
                        try self.takeLeniently(after, at: element)
                    }
                }
            } else if definite {
                throw .invalid
            }
        case .function: try call(image[offset + 1], on: node)
        }
    }

    /// Goes on from a value that a wildcard or filter gave: what is missing there is left out.
    private mutating func takeLeniently(_ offset: Int, at node: Int) throws(Stop) {
        do throws(Stop) {
            try take(offset, at: node, definite: false)
        } catch {
            if case .missing = error { return }
            throw error
        }
    }

    private mutating func forEachElement(
        _ array: Int, _ body: (inout Self, Int) throws(Stop) -> Void
    ) throws(Stop) {
        var child = array + 1
        for _ in 0..<count(array) {
            try body(&self, child)
            child = tape.end(of: child)
        }
    }

    /// The values of an object's members; of repeated names only the last.
    private func memberValues(_ object: Int) -> [Int] {
        var values: [Int] = []
        values.reserveCapacity(count(object))
        var key = object + 1
        for _ in 0..<count(object) {
            values.append(key + 1)
            key = tape.end(of: key + 1)
        }
        return values
    }

    private mutating func takeProperty(_ offset: Int, at node: Int, _ definite: Bool)
        throws(Stop)
    {
        guard kind(node) == .object else {
            if definite { throw .missing }
            return
        }
        let after = next(offset)
        let number = Int(image[offset + 1])
        let leaf = image[after] == JSONPathStep.end.rawValue
        if number > 1, leaf {
            results.append(JSONPathEvaluator.Result(node: node, projection: offset + 1))
            return
        }
        var position = offset + 2
        for _ in 0..<number {
            let length = image.word(at: position)
            let name = position + 4..<position + 4 + length
            position = name.upperBound
            guard let value = tape.lastMember(image, name, of: node) else {
                if definite, number == 1, !leaf { throw .missing }
                continue
            }
            try take(after, at: value, definite: definite && number == 1)
        }
    }

    private mutating func takeWildcard(_ offset: Int, at node: Int) throws(Stop) {
        let after = offset + 1
        switch kind(node) {
        case .object:
            for value in memberValues(node) { try takeLeniently(after, at: value) }
        case .array:
            try forEachElement(node) { (self, element) throws(Stop) in
                try self.takeLeniently(after, at: element)
            }
        default: break
        }
    }

    private func isArray(_ node: Int, _ definite: Bool) throws(Stop) -> Bool {
        switch kind(node) {
        case .array: return true
        case .null where definite: throw .missing
        default:
            if definite { throw .invalid }
            return false
        }
    }

    private mutating func takeIndex(
        _ index: Int, of array: Int, _ after: Int, _ definite: Bool, isDefinite: Bool
    ) throws(Stop) {
        let wanted = index < 0 ? count(array) + index : index
        guard wanted >= 0, wanted < count(array) else { return }
        var child = array + 1
        for _ in 0..<wanted { child = tape.end(of: child) }
        steps += wanted / 64
        try take(after, at: child, definite: definite)
    }

    private mutating func takeSlice(_ offset: Int, at node: Int, _ definite: Bool) throws(Stop) {
        guard try isArray(node, definite) else { return }
        let bounds = image[offset + 1]
        let length = count(node)
        var first = bounds & 1 != 0 ? image.signedWord(at: offset + 2) : 0
        var last = bounds & 2 != 0 ? image.signedWord(at: offset + 6) : length
        if first < 0 { first = max(0, first + length) }
        if last < 0 { last += length }
        last = min(last, length)
        let after = next(offset)
        var child = node + 1
        for index in 0..<length {
            if index >= last { break }
            if index >= first { try takeLeniently(after, at: child) }
            child = tape.end(of: child)
        }
    }

    /// `..`: the step at an offset taken at every level, Jayway's way: for arrays the steps after it
    /// are tried on the elements.
    private mutating func scan(_ offset: Int, at node: Int) throws(Stop) {
        steps += 1
        guard steps <= maximumSteps, depth < 600 else { throw .tooManySteps }
        depth += 1
        defer { depth -= 1 }
        switch kind(node) {
        case .object:
            if try applies(offset, node) { try takeLeniently(offset, at: node) }
            for value in memberValues(node) { try scan(offset, at: value) }
        case .array:
            if try applies(offset, node) {
                if isLeaf(offset) {
                    try takeLeniently(offset, at: node)
                } else {
                    let after = next(offset)
                    if image[offset] == JSONPathStep.wildcard.rawValue {
                        try forEachElement(node) { (self, element) throws(Stop) in
                            try self.takeLeniently(after, at: element)
                        }
                    } else {
                        try takeLeniently(offset, at: node)
                    }
                }
            }
            try forEachElement(node) { (self, element) throws(Stop) in
                try self.scan(offset, at: element)
            }
        default: break
        }
    }

    /// Whether a scan takes its step at a value.
    private mutating func applies(_ offset: Int, _ node: Int) throws(Stop) -> Bool {
        switch JSONPathStep(rawValue: image[offset]) {
        case .property: kind(node) == .object
        case .indexes, .slice: kind(node) == .array
        default: true
        }
    }
}
