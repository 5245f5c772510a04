package import JSON

/// What a path gives on a document.
package enum JSONPathOutcome: Sendable, Equatable {
    /// A definite path that leads nowhere.
    case missing
    /// A definite path's value: its index on the tape.
    case one(Int)
    /// An indefinite path's values, in ``JSONPathEvaluator/results``; maybe none.
    case many
    /// A function's result that is not in the document.
    case integer(Int)
    /// A function's result that is not in the document.
    case double(Double)
    /// A step that does not fit the document's shape, such as an index into an object; Jayway
    /// throws `InvalidPathException` there, which API Gateway answers with status 500.
    case invalid
    /// More than ``JSONPathEvaluator/maximumSteps`` values were visited.
    case tooManySteps
}

/// Runs paths on documents; keeps its buffers, so that a warm evaluator allocates nothing.
package struct JSONPathEvaluator: Sendable {
    /// A value that a path found.
    package struct Result: Sendable, Equatable {
        /// The value's index on the tape.
        package var node: Int

        /// Where in the path's image the names begin (a count byte, then strings) that the value, an
        /// object, is narrowed to; 0 for the value as it is.
        package var projection: Int
    }

    /// Finds a pattern in a text as Java's `matcher(text).matches()`; `nil` for a bad pattern.
    package typealias PatternMatcher = (
        _ pattern: ArraySlice<UInt8>, _ ignoringCase: Bool, _ text: ArraySlice<UInt8>
    ) -> Bool?

    /// The values found, in document order; meaningful after ``JSONPathOutcome/many`` and, with
    /// one element, after ``JSONPathOutcome/one(_:)``.
    package private(set) var results: [Result] = []

    /// How many values a run may visit.
    package var maximumSteps: Int

    /// The values visited by the last run.
    package private(set) var steps = 0

    package init(maximumSteps: Int = 2_000_000) { self.maximumSteps = maximumSteps }

    /// Runs a path on a value of a tape.
    ///
    /// O(values visited). `matcher` matches the patterns of `=~` filters; without it they match
    /// nothing.
    package mutating func evaluate(
        _ path: JSONPath, on tape: JSONTape, at root: Int = 0, matcher: PatternMatcher? = nil
    ) -> JSONPathOutcome {
        results.removeAll(keepingCapacity: true)
        steps = 0
        guard root < tape.entries.count else { return .missing }
        let start = path.code.lowerBound
        let isDefinite = path.image[start] & 1 != 0
        if isDefinite, let node = follow(path.image, start + 1, tape, root) { return node }
        var run = JSONPathRun(
            image: path.image, tape: tape, root: root, matcher: matcher,
            maximumSteps: maximumSteps, results: results)
        results = []
        let outcome = run.run(from: start + 1, isDefinite: isDefinite)
        results = run.results
        steps = run.steps
        return outcome
    }

    /// The way of a path of single names through objects; `nil` when it is another kind of path.
    private mutating func follow(
        _ image: [UInt8], _ start: Int, _ tape: JSONTape, _ root: Int
    ) -> JSONPathOutcome? {
        var offset = start
        var node = root
        while image[offset] == JSONPathStep.property.rawValue {
            guard image[offset + 1] == 1 else { return nil }
            let length = image.word(at: offset + 2)
            guard tape.entries[node].kind == .object else { return nil }
            let name = offset + 6..<offset + 6 + length
            guard let next = tape.lastMember(image, name, of: node) else { return .missing }
            steps += 1
            node = next
            offset = name.upperBound
        }
        guard image[offset] == JSONPathStep.end.rawValue else { return nil }
        results.append(Result(node: node, projection: 0))
        return .one(node)
    }
}

extension JSONTape {
    /// The value of the last member with a name that stands in another array, or `nil`.
    ///
    /// O(*members*).
    package func lastMember(_ image: [UInt8], _ name: Range<Int>, of object: Int) -> Int? {
        var found: Int?
        var index = object + 1
        for _ in 0..<entries[object].count {
            let (isDecoded, range) = stringRange(of: index)
            if range.count == name.count {
                let same =
                    isDecoded
                    ? decoded.hasSameBytes(range, image, name)
                    : bytes.hasSameBytes(range, image, name)
                if same { found = index + 1 }
            }
            index = end(of: index + 1)
        }
        return found
    }
}

extension [UInt8] {
    /// Whether two runs of equal length in two arrays hold the same bytes.
    @inlinable
    package func hasSameBytes(_ range: Range<Int>, _ other: [UInt8], _ part: Range<Int>) -> Bool {
        let left = span
        let right = other.span
        var index = range.lowerBound
        var position = part.lowerBound
        while index < range.upperBound {
            if left[index] != right[position] { return false }
            index += 1
            position += 1
        }
        return true
    }
}
