/// Decompresses DEFLATE data (RFC 1951) in gzip (RFC 1952) or zlib (RFC 1950) wrapping.
struct Inflater {
    enum Format {
        case gzip
        case zlib
    }

    /// Why there is no data.
    enum Failure: Error {
        /// The input is broken or its check sum is wrong.
        case malformed
        /// The data is larger than allowed.
        case tooLarge
    }

    private let input: [UInt8]
    private var offset: Int
    private var bits: UInt32 = 0
    private var bitCount = 0
    private var output: [UInt8] = []
    private let maximumCount: Int
    private var isTooLarge = false

    /// Returns the data, never more than allowed.
    static func inflate(
        _ input: [UInt8], _ format: Format, maximumCount: Int
    ) -> Result<[UInt8], Failure> {
        guard let start = format == .gzip ? gzipHeader(input) : zlibHeader(input) else {
            return .failure(.malformed)
        }
        var inflater = Inflater(input: input, offset: start, maximumCount: maximumCount)
        guard inflater.run() else {
            return .failure(inflater.isTooLarge ? .tooLarge : .malformed)
        }
        let end = inflater.offset - inflater.bitCount / 8
        let rest = input[min(end, input.count)...]
        switch format {
        case .gzip:
            guard rest.count >= 8 else { return .failure(.malformed) }
            let words = (0..<8).map { UInt32(rest[rest.startIndex + $0]) }
            let sum = words[0] | words[1] << 8 | words[2] << 16 | words[3] << 24
            let size = words[4] | words[5] << 8 | words[6] << 16 | words[7] << 24
            guard sum == crc32(inflater.output),
                size == UInt32(truncatingIfNeeded: inflater.output.count)
            else { return .failure(.malformed) }
        case .zlib:
            guard rest.count >= 4 else { return .failure(.malformed) }
            let sum = rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
            guard sum == adler32(inflater.output) else { return .failure(.malformed) }
        }
        return .success(inflater.output)
    }

    private init(input: [UInt8], offset: Int, maximumCount: Int) {
        self.input = input
        self.offset = offset
        self.maximumCount = maximumCount
    }

    private static func gzipHeader(_ input: [UInt8]) -> Int? {
        guard input.count >= 18, input[0] == 0x1f, input[1] == 0x8b, input[2] == 8,
            input[3] & 0xe0 == 0
        else { return nil }
        let flags = input[3]
        var offset = 10
        if flags & 4 != 0 {
            guard offset + 2 <= input.count else { return nil }
            offset += 2 + Int(input[offset]) + Int(input[offset + 1]) << 8
        }
        for flag in [8, 16] as [UInt8] where flags & flag != 0 {
            guard offset <= input.count,
                let end = input[offset...].firstIndex(of: 0)
            else { return nil }
            offset = end + 1
        }
        if flags & 2 != 0 { offset += 2 }
        return offset <= input.count ? offset : nil
    }

    private static func zlibHeader(_ input: [UInt8]) -> Int? {
        guard input.count >= 6, input[0] & 15 == 8, input[1] & 0x20 == 0,
            (Int(input[0]) << 8 | Int(input[1])) % 31 == 0
        else { return nil }
        return 2
    }

    /// Whether so many bytes more are allowed.
    private mutating func hasRoom(_ count: Int) -> Bool {
        isTooLarge = output.count + count > maximumCount
        return !isTooLarge
    }

    private mutating func take(_ count: Int) -> Int? {
        while bitCount < count {
            guard offset < input.count else { return nil }
            bits |= UInt32(input[offset]) << UInt32(bitCount)
            offset += 1
            bitCount += 8
        }
        let value = bits & ((1 << UInt32(count)) - 1)
        bits >>= UInt32(count)
        bitCount -= count
        return Int(value)
    }

    private mutating func run() -> Bool {
        while true {
            guard let isLast = take(1), let kind = take(2) else { return false }
            let isGood: Bool
            switch kind {
            case 0: isGood = copyStored()
            case 1: isGood = readBlock(Inflater.fixedLiterals, Inflater.fixedDistances)
            case 2: isGood = readDynamicBlock()
            default: isGood = false
            }
            guard isGood else { return false }
            if isLast == 1 { return true }
        }
    }

    private mutating func copyStored() -> Bool {
        bits = 0
        offset -= bitCount / 8
        bitCount = 0
        guard offset + 4 <= input.count else { return false }
        let count = Int(input[offset]) | Int(input[offset + 1]) << 8
        let check = Int(input[offset + 2]) | Int(input[offset + 3]) << 8
        offset += 4
        guard count ^ check == 0xffff, offset + count <= input.count, hasRoom(count) else {
            return false
        }
        output += input[offset..<offset + count]
        offset += count
        return true
    }

    private mutating func readDynamicBlock() -> Bool {
        guard let literalCount = take(5), let distanceCount = take(5), let codeCount = take(4)
        else { return false }
        var lengths = [UInt8](repeating: 0, count: 19)
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        for index in 0..<codeCount + 4 {
            guard let length = take(3) else { return false }
            lengths[order[index]] = UInt8(length)
        }
        guard let codes = HuffmanCode(lengths) else { return false }
        var all: [UInt8] = []
        let total = literalCount + 257 + distanceCount + 1
        while all.count < total {
            guard let symbol = decode(codes) else { return false }
            var repeated: (value: UInt8, count: Int)
            switch symbol {
            case 0..<16: repeated = (UInt8(symbol), 1)
            case 16:
                guard let last = all.last, let more = take(2) else { return false }
                repeated = (last, 3 + more)
            case 17:
                guard let more = take(3) else { return false }
                repeated = (0, 3 + more)
            default:
                guard let more = take(7) else { return false }
                repeated = (0, 11 + more)
            }
            guard all.count + repeated.count <= total else { return false }
            all += repeatElement(repeated.value, count: repeated.count)
        }
        guard let literals = HuffmanCode(Array(all[..<(literalCount + 257)])),
            let distances = HuffmanCode(Array(all[(literalCount + 257)...]))
        else { return false }
        return readBlock(literals, distances)
    }

    private mutating func readBlock(_ literals: HuffmanCode, _ distances: HuffmanCode) -> Bool {
        while true {
            guard let symbol = decode(literals) else { return false }
            if symbol == 256 { return true }
            if symbol < 256 {
                guard hasRoom(1) else { return false }
                output.append(UInt8(symbol))
                continue
            }
            guard symbol < 286, let extra = take(Deflate.lengthExtras[symbol - 257]),
                let code = decode(distances), code < 30,
                let more = take(Deflate.distanceExtras[code])
            else { return false }
            let length = Deflate.lengthBases[symbol - 257] + extra
            let distance = Deflate.distanceBases[code] + more
            guard distance <= output.count, hasRoom(length) else { return false }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    private mutating func decode(_ code: HuffmanCode) -> Int? {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            guard let bit = take(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }

    private static let fixedLiterals: HuffmanCode = {
        var lengths = [UInt8](repeating: 8, count: 288)
        for index in 144..<256 { lengths[index] = 9 }
        for index in 256..<280 { lengths[index] = 7 }
        return HuffmanCode(lengths) ?? HuffmanCode.empty
    }()
    private static let fixedDistances =
        HuffmanCode([UInt8](repeating: 5, count: 30)) ?? HuffmanCode.empty
}

/// A canonical Huffman code by the number of codes of each length and the symbols in order.
private struct HuffmanCode {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    static let empty = HuffmanCode()

    private init() {}

    /// Makes the code of these lengths; `nil` where there are more codes than fit.
    init?(_ lengths: [UInt8]) {
        for length in lengths { counts[Int(length)] += 1 }
        counts[0] = 0
        var left = 1
        for length in 1...15 {
            left = left << 1 - counts[length]
            if left < 0 { return nil }
        }
        for length in 1...15 {
            for (symbol, candidate) in lengths.enumerated() where Int(candidate) == length {
                symbols.append(symbol)
            }
        }
    }
}

/// The tables of RFC 1951, section 3.2.5.
enum Deflate {
    static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
    ]
    static let lengthExtras = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537,
        2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
    ]
    static let distanceExtras = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12,
        13, 13,
    ]
}

/// The CRC-32 of bytes (RFC 1952, section 8).
func crc32(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes { sum = crcTable[Int((sum ^ UInt32(byte)) & 255)] ^ sum >> 8 }
    return ~sum
}

private let crcTable: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
        value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1
    }
}

/// The Adler-32 of bytes (RFC 1950, section 9).
func adler32(_ bytes: [UInt8]) -> UInt32 {
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
        low = (low + UInt32(byte)) % 65_521
        high = (high + low) % 65_521
    }
    return high << 16 | low
}
