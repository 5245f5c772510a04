/// A parsed pattern, before it becomes code.
indirect enum PatternNode: Hashable, Sendable {
    /// Matches the empty text.
    case empty
    /// One code point of a set; never an empty set's (that is written as `.set` of none).
    case set(ScalarSet)
    case sequence([PatternNode])
    /// Two or more alternatives, the first that leads to a match wins.
    case alternation([PatternNode])
    /// A capturing group with its number from 1.
    case group(PatternNode, number: Int)
    case repetition(PatternNode, Repetition)
    case assertion(PatternAssertion)
    /// A look-ahead, or a look-behind over `lengths` code points.
    case look(PatternNode, isNegative: Bool, behind: ClosedRange<Int>?)
    /// A group that is never entered again: Java's `(?>...)` and possessive quantifiers.
    case atomic(PatternNode)
    case backReference(Int, ignoresCase: Bool)

    /// How often a node is repeated.
    struct Repetition: Hashable, Sendable {
        var minimum: Int
        /// `nil` for no limit.
        var maximum: Int?
        var isGreedy: Bool
        /// The numbers of the capturing groups inside.
        var groups: Range<Int>
    }

    /// The least and the most code points the node consumes; `nil` for no bound.
    var lengths: (least: Int, most: Int?) {
        switch self {
        case .empty, .assertion, .look: return (0, 0)
        case .set: return (1, 1)
        case .backReference: return (0, nil)
        case .group(let node, _), .atomic(let node): return node.lengths
        case .sequence(let nodes):
            var least = 0
            var most: Int? = 0
            for node in nodes {
                let lengths = node.lengths
                least = least.saturatingSum(lengths.least)
                most = most.flatMap { sum in lengths.most.map { sum.saturatingSum($0) } }
            }
            return (least, most)
        case .alternation(let nodes):
            var least = Int.max
            var most: Int? = 0
            for node in nodes {
                let lengths = node.lengths
                least = min(least, lengths.least)
                most = most.flatMap { bound in lengths.most.map { max(bound, $0) } }
            }
            return (nodes.isEmpty ? 0 : least, most)
        case .repetition(let node, let repetition):
            let lengths = node.lengths
            let most: Int?
            if lengths.most == 0 {
                most = 0
            } else {
                most = lengths.most.flatMap { length in
                    repetition.maximum.map { length.saturatingProduct($0) }
                }
            }
            return (lengths.least.saturatingProduct(repetition.minimum), most)
        }
    }

    /// Whether the node can match without consuming anything.
    var isNullable: Bool { lengths.least == 0 }
}

/// A condition on a place in the text.
///
/// The raw values are part of the stored form.
enum PatternAssertion: UInt32, Hashable, Sendable {
    /// The text's start: `^` and `\A`.
    case start = 0
    /// The text's end: ECMA-262's `$`, `\z`.
    case end = 1
    /// Java's `$` and `\Z`: the end, or before a line terminator that ends the text.
    case endOrFinalLine = 2
    /// As before with `(?d)`: only `\n` counts.
    case endOrFinalNewline = 3
    /// Java's `^` with `(?m)`.
    case lineStart = 4
    /// Java's `$` with `(?m)`.
    case lineEnd = 5
    /// `\b` over ASCII word characters.
    case wordBoundary = 6
    /// `\B`.
    case notWordBoundary = 7
    /// Java's `\G`: where the search began.
    case searchStart = 8
    /// Java's `\b`, whose word characters include Unicode letters and digits.
    case unicodeWordBoundary = 9
    /// Java's `\B`.
    case notUnicodeWordBoundary = 10
}

extension Int {
    fileprivate func saturatingSum(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func saturatingProduct(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}
