import JSON
import Testing

/// Every small text in every small text, at every offset of a word of eight bytes.
@Suite struct FirstOffsetTests {
    private func texts(upTo count: Int) -> [[UInt8]] {
        var all: [[UInt8]] = [[]]
        var last: [[UInt8]] = [[]]
        for _ in 0..<count {
            last = last.flatMap { text in [0x61, 0x62].map { text + [$0] } }
            all += last
        }
        return all
    }

    private func found(_ wanted: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard !wanted.isEmpty else { return start }
        var offset = start
        while offset + wanted.count <= text.count {
            if Array(text[offset..<offset + wanted.count]) == wanted { return offset }
            offset += 1
        }
        return nil
    }

    @Test func findsTheFirstOccurrence() {
        let wanted = texts(upTo: 3)
        for text in texts(upTo: 6) {
            for before in 0..<9 {
                let text = [UInt8](repeating: 0x63, count: before) + text
                for wanted in wanted {
                    let start = before / 2
                    let offset = text.span.firstOffset(of: wanted.span, from: start)
                    #expect(offset == found(wanted, in: text, from: start))
                }
            }
        }
    }

    /// The trick that looks at eight bytes at once can take the byte after a match for another.
    @Test(arguments: [
        [0x60, 0x61], [0x61, 0x60, 0x61], [0xE1, 0x61], [0x00, 0x01], [0xFF, 0x80],
    ])
    func isNotMisledByNeighbours(_ text: [UInt8]) {
        for wanted in Set(text + [0]) {
            // With nothing behind it a text is filled up with zeros.
            let offset = text.span.firstOffset(of: [wanted].span, from: 0)
            #expect(offset == text.firstIndex(of: wanted))
            let padded = text + [UInt8](repeating: wanted ^ 1, count: 8)
            let expected = padded.firstIndex(of: wanted)
            #expect(padded.span.firstOffset(of: [wanted].span, from: 0) == expected)
        }
    }

    private func starts(_ text: [UInt8], with wanted: [UInt8], at offset: Int) -> Bool {
        text.span.starts(with: wanted.span, at: offset)
    }

    @Test func startsWithNothingButTheSameBytes() {
        for length in 0...20 {
            let wanted = (0..<UInt8(length)).map { $0 &* 37 }
            for offset in 0...9 {
                for behind in [0, 3, 8] {
                    let text =
                        [UInt8](repeating: 1, count: offset) + wanted
                        + [UInt8](repeating: 2, count: behind)
                    #expect(starts(text, with: wanted, at: offset))
                    for place in wanted.indices {
                        var other = text
                        other[offset + place] ^= 0x80
                        #expect(!starts(other, with: wanted, at: offset))
                    }
                }
            }
            #expect(!starts(Array(wanted.dropLast()), with: wanted, at: 0) || length == 0)
        }
    }
}
