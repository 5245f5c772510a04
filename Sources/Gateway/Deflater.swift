/// Compresses with DEFLATE's fixed codes (RFC 1951, section 3.2.6), in gzip or zlib wrapping.
///
/// Matches are found by a hash of three bytes, the nearest only: meant to be quick.
struct Deflater {
    private var output: [UInt8] = []
    private var bits: UInt32 = 0
    private var bitCount: UInt32 = 0

    /// Returns the compressed data; always readable, at worst an eighth larger.
    static func deflate(_ input: [UInt8], _ format: Inflater.Format) -> [UInt8] {
        var deflater = Deflater()
        switch format {
        case .gzip: deflater.output += [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        case .zlib: deflater.output += [0x78, 0x01]
        }
        deflater.write(input)
        switch format {
        case .gzip:
            for word in [crc32(input), UInt32(truncatingIfNeeded: input.count)] {
                for shift in [0, 8, 16, 24] as [UInt32] {
                    deflater.output.append(UInt8(truncatingIfNeeded: word >> shift))
                }
            }
        case .zlib:
            let sum = adler32(input)
            for shift in [24, 16, 8, 0] as [UInt32] {
                deflater.output.append(UInt8(truncatingIfNeeded: sum >> shift))
            }
        }
        return deflater.output
    }

    private mutating func write(_ input: [UInt8]) {
        put(1, 1)  // The only block.
        put(1, 2)  // Fixed codes.
        var heads = [Int](repeating: -1, count: 1 << 13)
        var index = 0
        while index < input.count {
            guard index + 3 <= input.count else {
                putLiteral(Int(input[index]))
                index += 1
                continue
            }
            let bytes =
                UInt32(input[index]) << 16 | UInt32(input[index + 1]) << 8
                | UInt32(input[index + 2])
            let key = (bytes &* 0x9e37_79b1) >> 19
            let candidate = heads[Int(key)]
            heads[Int(key)] = index
            var length = 0
            if candidate >= 0, index - candidate <= 32_768 {
                while length < 258, index + length < input.count,
                    input[candidate + length] == input[index + length]
                {
                    length += 1
                }
            }
            guard length >= 3 else {
                putLiteral(Int(input[index]))
                index += 1
                continue
            }
            putMatch(length: length, distance: index - candidate)
            index += length
        }
        putLiteral(256)
        if bitCount > 0 { put(0, 8 - bitCount) }
    }

    private mutating func putMatch(length: Int, distance: Int) {
        let code = (Deflate.lengthBases.lastIndex { $0 <= length }) ?? 0
        putLiteral(257 + code)
        put(UInt32(length - Deflate.lengthBases[code]), UInt32(Deflate.lengthExtras[code]))
        let distanceCode = (Deflate.distanceBases.lastIndex { $0 <= distance }) ?? 0
        putReversed(UInt32(distanceCode), 5)
        put(
            UInt32(distance - Deflate.distanceBases[distanceCode]),
            UInt32(Deflate.distanceExtras[distanceCode]))
    }

    private mutating func putLiteral(_ symbol: Int) {
        switch symbol {
        case 0..<144: putReversed(UInt32(0x30 + symbol), 8)
        case 144..<256: putReversed(UInt32(0x190 + symbol - 144), 9)
        case 256..<280: putReversed(UInt32(symbol - 256), 7)
        default: putReversed(UInt32(0xc0 + symbol - 280), 8)
        }
    }

    private mutating func putReversed(_ value: UInt32, _ count: UInt32) {
        var reversed: UInt32 = 0
        for bit in 0..<count { reversed |= (value >> bit & 1) << (count - 1 - bit) }
        put(reversed, count)
    }

    private mutating func put(_ value: UInt32, _ count: UInt32) {
        bits |= value << bitCount
        bitCount += count
        while bitCount >= 8 {
            output.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }
}
