/// A set of byte sequences: one range for each of one to four bytes.
struct UTF8Sequence {
    var ranges: [ClosedRange<UInt8>]
}

extension ScalarSet {
    /// The UTF-8 of the set's code points, surrogates left out, as few byte-range sequences.
    var utf8Sequences: [UTF8Sequence] {
        var sequences: [UTF8Sequence] = []
        let bounds: [ClosedRange<UInt32>] = [
            0...0x7F, 0x80...0x7FF, 0x800...0xD7FF, 0xE000...0xFFFF, 0x10000...0x10FFFF,
        ]
        for range in ranges {
            for bound in bounds where bound.overlaps(range) {
                split(range.clamped(to: bound), into: &sequences)
            }
        }
        return sequences
    }

    /// Splits a range of code points of one encoded length so that each part is a product of
    /// byte ranges.
    private func split(_ range: ClosedRange<UInt32>, into sequences: inout [UTF8Sequence]) {
        let low = range.lowerBound
        let high = range.upperBound
        if high > 0x7F {
            for continuationCount in UInt32(1)..<4 {
                let mask: UInt32 = 1 << (6 * continuationCount) - 1
                guard low & ~mask != high & ~mask else { break }
                if low & mask != 0 {
                    split(low...(low | mask), into: &sequences)
                    split((low | mask) + 1...high, into: &sequences)
                    return
                }
                if high & mask != mask {
                    split(low...(high & ~mask) - 1, into: &sequences)
                    split((high & ~mask)...high, into: &sequences)
                    return
                }
            }
        }
        let first = encoded(low)
        let last = encoded(high)
        sequences.append(UTF8Sequence(ranges: zip(first, last).map { $0...$1 }))
    }

    private func encoded(_ scalar: UInt32) -> [UInt8] {
        func byte(_ value: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: value) }
        switch scalar {
        case 0...0x7F: return [byte(scalar)]
        case 0x80...0x7FF: return [byte(0xC0 | scalar >> 6), byte(0x80 | scalar & 0x3F)]
        case 0x800...0xFFFF:
            return [
                byte(0xE0 | scalar >> 12), byte(0x80 | scalar >> 6 & 0x3F),
                byte(0x80 | scalar & 0x3F),
            ]
        default:
            return [
                byte(0xF0 | scalar >> 18), byte(0x80 | scalar >> 12 & 0x3F),
                byte(0x80 | scalar >> 6 & 0x3F), byte(0x80 | scalar & 0x3F),
            ]
        }
    }
}
