import Testing

@testable import Gateway

/// Compression against itself and against streams that zlib made.
@Suite struct InflaterTests {
    @Test func readsWhatItWrites() {
        var state: UInt64 = 1
        for count in [0, 1, 2, 3, 257, 258, 259, 70_000] {
            let bytes = (0..<count).map { index -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1
                return index % 5 == 0 ? UInt8(truncatingIfNeeded: state >> 60) : 0x61
            }
            for format in [Inflater.Format.gzip, .zlib] {
                let packed = Deflater.deflate(bytes, format)
                #expect(Inflater.inflate(packed, format, maximumCount: count) == .success(bytes))
                if count > 0 {
                    let found = Inflater.inflate(packed, format, maximumCount: count - 1)
                    #expect(found == .failure(.tooLarge))
                }
            }
        }
    }

    /// `zlib.compress(b"shelf " * 40, 9)` of Python.
    @Test func readsWhatZlibWrites() {
        let packed: [UInt8] = [
            0x78, 0xda, 0x2b, 0xce, 0x48, 0xcd, 0x49, 0x53, 0x28, 0x1e, 0x31, 0x24, 0x00, 0x79,
            0x17, 0x57, 0xd1,
        ]
        let text = String(repeating: "shelf ", count: 40)
        let found = Inflater.inflate(packed, .zlib, maximumCount: 1000)
        #expect(found == .success(Array(text.utf8)))
    }

    @Test func refusesEveryCutAndGivesNoOtherDataForAFlip() {
        let text = Array("a shelf of books, a shelf of pens".utf8)
        let packed = Deflater.deflate(text, .gzip)
        for count in packed.indices {
            let found = Inflater.inflate(Array(packed[..<count]), .gzip, maximumCount: 1000)
            #expect(found == .failure(.malformed))
        }
        for index in 10..<packed.count {
            var bytes = packed
            bytes[index] ^= 0x10
            let found = Inflater.inflate(bytes, .gzip, maximumCount: 1000)
            // Bits that only fill the last byte may be anything.
            if case .success(let data) = found { #expect(data == text, "\(index)") }
        }
    }
}
