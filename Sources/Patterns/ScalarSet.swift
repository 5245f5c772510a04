/// A set of Unicode code points as sorted, disjoint, non-adjacent ranges.
struct ScalarSet: Hashable, Sendable {
    /// The last code point.
    static let last: UInt32 = 0x10FFFF

    /// The ranges in ascending order.
    private(set) var ranges: [ClosedRange<UInt32>]

    /// No code point.
    init() { ranges = [] }

    /// The code points of ranges in any order.
    init(_ ranges: [ClosedRange<UInt32>]) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound &+ 1 {
                let upper = max(last.upperBound, range.upperBound)
                self.ranges[self.ranges.count - 1] = last.lowerBound...upper
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// One code point.
    init(_ scalar: UInt32) { ranges = [scalar...scalar] }

    /// The code points of a text.
    init(_ text: String) {
        self.init(text.unicodeScalars.map { $0.value...$0.value })
    }

    /// Every code point.
    static let all = ScalarSet([0...last])

    /// Every code point but these.
    var inverted: ScalarSet {
        var result: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { result.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= ScalarSet.last { result.append(next...ScalarSet.last) }
        return ScalarSet(result)
    }

    /// The code points of either set.
    func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

    /// The code points of both sets.
    func intersection(_ other: ScalarSet) -> ScalarSet {
        inverted.union(other.inverted).inverted
    }

    /// Whether a code point is in the set, in O(log *ranges*).
    func contains(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= scalar
    }

    /// The set with the other case of each letter added; of ASCII letters only unless `isUnicode`.
    func addingOtherCases(isUnicode: Bool) -> ScalarSet {
        var added = ranges
        for range in ranges {
            for letter in [UInt32(0x41)...0x5A, 0x61...0x7A] where letter.overlaps(range) {
                let both = letter.clamped(to: range)
                added.append((both.lowerBound ^ 0x20)...(both.upperBound ^ 0x20))
            }
        }
        guard isUnicode else { return ScalarSet(added) }
        // Simple case mappings exist below this bound only; wide ranges hold both cases already.
        for range in ranges where range.upperBound >= 0x80 && range.count <= 4096 {
            for value in range {
                guard let scalar = Unicode.Scalar(value) else { continue }
                let texts = [
                    scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping,
                ]
                for text in texts where text.unicodeScalars.count == 1 {
                    for other in text.unicodeScalars { added.append(other.value...other.value) }
                }
            }
        }
        return ScalarSet(added)
    }
}
