/// A container whose closing bracket has not been read.
struct OpenContainer: Sendable {
    var index: Int
    var count = 0
    /// The bracket that closes it; 0 for the text as a whole, which nothing closes.
    var closer: UInt8
    /// A bit for each hash that a key of the object has had, modulo 64; then whether two met.
    var keyBits: UInt64 = 0
    var mayRepeat = false
}

/// The one pass from bytes to tape entries.
///
/// A loop over values with a stack of open containers, so nesting costs no call stack.
struct JSONScanner {
    var entries: [JSONTape.Entry]
    var decoded: [UInt8]
    var open: [OpenContainer]
    let maximumDepth: Int
    var hasRepeatedKeys = false
    private var keyTable: [Int32] = []
    /// The three names of values, the first byte lowest.
    private static var trueWord: UInt64 { 0x6575_7274 }
    private static var falseWord: UInt64 { 0x65_736C_6166 }
    private static var nullWord: UInt64 { 0x6C6C_756E }
    /// The innermost open container; those around it are in `open`.
    private var innermost = OpenContainer(index: 0, closer: 0)

    init(
        entries: [JSONTape.Entry], decoded: [UInt8], open: [OpenContainer], maximumDepth: Int
    ) {
        self.entries = entries
        self.decoded = decoded
        self.open = open
        self.maximumDepth = maximumDepth
    }

    mutating func scan(_ bytes: Span<UInt8>, from start: Int) -> JSONError? {
        var offset = start
        do throws(JSONError) {
            try scanText(bytes, &offset)
            return nil
        } catch {
            return error
        }
    }

    private mutating func scanText(_ bytes: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        while true {
            bytes.skipWhitespace(&offset)
            let start = offset
            switch bytes.byte(at: offset) {
            case UInt8(ascii: "\""):
                try scanString(bytes, &offset)
            case UInt8(ascii: "{"):
                try push(UInt8(ascii: "}"), at: start)
                offset += 1
                bytes.skipWhitespace(&offset)
                if bytes.byte(at: offset) != UInt8(ascii: "}") {
                    try scanKey(bytes, &offset)
                    continue
                }
                offset += 1
                pop(end: offset)
            case UInt8(ascii: "["):
                try push(UInt8(ascii: "]"), at: start)
                offset += 1
                bytes.skipWhitespace(&offset)
                if bytes.byte(at: offset) != UInt8(ascii: "]") { continue }
                offset += 1
                pop(end: offset)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let isFractional = try bytes.skipNumber(&offset)
                var entry = JSONTape.Entry(.number, start, offset)
                if isFractional { entry.info |= 64 }
                entries.append(entry)
            case UInt8(ascii: "t") where bytes.has(JSONScanner.trueWord, 4, at: offset):
                offset += 4
                entries.append(JSONTape.Entry(.true, start, offset))
            case UInt8(ascii: "f") where bytes.has(JSONScanner.falseWord, 5, at: offset):
                offset += 5
                entries.append(JSONTape.Entry(.false, start, offset))
            case UInt8(ascii: "n") where bytes.has(JSONScanner.nullWord, 4, at: offset):
                offset += 4
                entries.append(JSONTape.Entry(.null, start, offset))
            default:
                throw JSONError(.expectedValue, at: offset)
            }
            if try finishValue(bytes, &offset) { return }
        }
    }

    /// After a value: closes what closes, and returns whether the text is complete.
    @inline(__always)
    private mutating func finishValue(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(JSONError) -> Bool {
        while true {
            bytes.skipWhitespace(&offset)
            let closer = innermost.closer
            guard closer != 0 else {
                guard offset == bytes.count else { throw JSONError(.textAfterValue, at: offset) }
                return true
            }
            innermost.count &+= 1
            let byte = bytes.byte(at: offset)
            if byte == UInt8(ascii: ",") {
                offset &+= 1
                if closer == UInt8(ascii: "}") {
                    bytes.skipWhitespace(&offset)
                    try scanKey(bytes, &offset)
                }
                return false
            }
            guard byte == closer else {
                throw JSONError(.expectedCommaOr(closer: closer), at: offset)
            }
            guard innermost.count < 1 << 24 else { throw JSONError(.tooLarge, at: offset) }
            offset &+= 1
            if innermost.mayRepeat, !hasRepeatedKeys {
                hasRepeatedKeys = repeatsKeys(bytes, innermost.index, innermost.count)
            }
            pop(end: offset)
        }
    }

    private mutating func push(_ closer: UInt8, at start: Int) throws(JSONError) {
        guard open.count < maximumDepth else {
            throw JSONError(.tooDeep(limit: maximumDepth), at: start)
        }
        open.append(innermost)
        innermost = OpenContainer(index: entries.count, closer: closer)
        // What it holds is known when it is closed.
        entries.append(JSONTape.Entry(.null, start, start))
    }

    private mutating func pop(end: Int) {
        let start = Int(entries[innermost.index].start)
        entries[innermost.index] = JSONTape.Entry(
            innermost.closer == UInt8(ascii: "}") ? .object : .array, start, end,
            link: entries.count, count: innermost.count)
        innermost = open.removeLast()
    }

    private mutating func scanKey(_ bytes: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        guard bytes.byte(at: offset) == UInt8(ascii: "\"") else {
            throw JSONError(.expectedKey, at: offset)
        }
        let start = offset
        let hash: UInt32
        let end = bytes.endOfPlainText(from: start &+ 1)
        if bytes.byte(at: end) == UInt8(ascii: "\"") {
            hash = bytes.nameHash(start &+ 1..<end)
            offset = end &+ 1
            var entry = JSONTape.Entry(.string, start, offset)
            entry.setKeyHash(hash)
            entries.append(entry)
        } else {
            hash = try scanUnusualKey(bytes, &offset)
        }
        // Two keys of one hash, or only of the same lower bits of it, may be a repetition.
        let bit: UInt64 = 1 << UInt64(hash & 63)
        if innermost.keyBits & bit != 0 { innermost.mayRepeat = true }
        innermost.keyBits |= bit
        bytes.skipWhitespace(&offset)
        guard bytes.byte(at: offset) == UInt8(ascii: ":") else {
            throw JSONError(.expectedColon, at: offset)
        }
        offset &+= 1
    }

    /// Scans a key with escapes or beyond ASCII, and returns its hash.
    @inline(never)
    private mutating func scanUnusualKey(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(JSONError) -> UInt32 {
        try scanString(bytes, &offset)
        let last = entries.count - 1
        let entry = entries[last]
        let hash =
            entry.isDecoded
            ? decoded.span.nameHash(Int(entry.link) + 4..<decoded.count)
            : bytes.nameHash(Int(entry.start) + 1..<Int(entry.end) - 1)
        entries[last].setKeyHash(hash)
        return hash
    }

    /// Whether an object whose members are all on the tape has two of one name.
    private mutating func repeatsKeys(_ bytes: Span<UInt8>, _ object: Int, _ count: Int) -> Bool {
        var size = 32
        while size < 2 * count { size *= 2 }
        if keyTable.count < size { keyTable = [Int32](repeating: 0, count: size) }
        for index in 0..<size { keyTable[index] = 0 }
        var key = object + 1
        while key < entries.count {
            var slot = Int(entries[key].keyHash) & (size - 1)
            while keyTable[slot] != 0 {
                if areSameKeys(bytes, Int(keyTable[slot]), key) { return true }
                slot = (slot + 1) & (size - 1)
            }
            keyTable[slot] = Int32(key)
            let value = entries[key + 1]
            switch value.kind {
            case .array, .object: key = Int(value.link)
            default: key += 2
            }
        }
        return false
    }

    private func areSameKeys(_ bytes: Span<UInt8>, _ one: Int, _ two: Int) -> Bool {
        guard entries[one].keyHash == entries[two].keyHash else { return false }
        func range(_ entry: JSONTape.Entry) -> Range<Int> {
            guard entry.isDecoded else { return Int(entry.start) + 1..<Int(entry.end) - 1 }
            let start = Int(entry.link)
            let length =
                Int(decoded[start]) | Int(decoded[start + 1]) << 8
                | Int(decoded[start + 2]) << 16 | Int(decoded[start + 3]) << 24
            return start + 4..<start + 4 + length
        }
        let first = range(entries[one])
        let second = range(entries[two])
        guard first.count == second.count else { return false }
        for index in 0..<first.count {
            let left =
                entries[one].isDecoded
                ? decoded[first.lowerBound + index] : bytes[first.lowerBound + index]
            let right =
                entries[two].isDecoded
                ? decoded[second.lowerBound + index] : bytes[second.lowerBound + index]
            if left != right { return false }
        }
        return true
    }

    /// Appends a string's entry; `offset` is at the opening quote.
    @inline(__always)
    private mutating func scanString(_ bytes: Span<UInt8>, _ offset: inout Int) throws(JSONError) {
        let start = offset
        let end = bytes.endOfPlainText(from: start &+ 1)
        if bytes.byte(at: end) == UInt8(ascii: "\"") {
            offset = end &+ 1
            entries.append(JSONTape.Entry(.string, start, offset))
        } else {
            try scanUnusualString(bytes, &offset)
        }
    }

    /// Appends the entry of a string with escapes or beyond ASCII.
    @inline(never)
    private mutating func scanUnusualString(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(JSONError) {
        let start = offset
        offset += 1
        try bytes.skipStringBytes(&offset)
        if bytes[offset] == UInt8(ascii: "\"") {
            offset += 1
            entries.append(JSONTape.Entry(.string, start, offset))
            return
        }
        let link = decoded.count
        decoded.append(contentsOf: [0, 0, 0, 0])
        var copied = start + 1
        while bytes[offset] == UInt8(ascii: "\\") {
            append(bytes, copied..<offset)
            try decodeEscape(bytes, &offset)
            copied = offset
            try bytes.skipStringBytes(&offset)
        }
        append(bytes, copied..<offset)
        offset += 1
        let length = decoded.count - link - 4
        for place in 0..<4 {
            decoded[link + place] = UInt8(truncatingIfNeeded: length >> (8 * place))
        }
        entries.append(JSONTape.Entry(.string, start, offset, link: link, isDecoded: true))
    }

    private mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        for index in range { decoded.append(bytes[index]) }
    }

    private mutating func decodeEscape(
        _ bytes: Span<UInt8>, _ offset: inout Int
    ) throws(JSONError) {
        let simple: UInt8
        switch bytes.byte(at: offset + 1) {
        case UInt8(ascii: "\""): simple = UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): simple = UInt8(ascii: "\\")
        case UInt8(ascii: "/"): simple = UInt8(ascii: "/")
        case UInt8(ascii: "b"): simple = 8
        case UInt8(ascii: "f"): simple = 12
        case UInt8(ascii: "n"): simple = 10
        case UInt8(ascii: "r"): simple = 13
        case UInt8(ascii: "t"): simple = 9
        case UInt8(ascii: "u"):
            guard let unit = bytes.hexadecimal4(at: offset + 2) else {
                throw JSONError(.invalidEscape, at: offset)
            }
            offset += 6
            var scalar = Unicode.Scalar(unit)
            if unit & 0xFC00 == 0xD800, bytes.byte(at: offset) == UInt8(ascii: "\\"),
                bytes.byte(at: offset + 1) == UInt8(ascii: "u"),
                let low = bytes.hexadecimal4(at: offset + 2), low & 0xFC00 == 0xDC00
            {
                scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
                offset += 6
            }
            for byte in String(scalar ?? "\u{FFFD}").utf8 { decoded.append(byte) }
            return
        default: throw JSONError(.invalidEscape, at: offset)
        }
        decoded.append(simple)
        offset += 2
    }
}

/// What reads without writing stands here, so that it needs no copy of the scanner.
extension Span<UInt8> {
    /// The byte at an offset; 0, which no production of JSON accepts, at the end of the text.
    @inline(__always)
    func byte(at offset: Int) -> UInt8 { offset < count ? self[offset] : 0 }

    @inline(__always)
    fileprivate func skipWhitespace(_ offset: inout Int) {
        while offset < count {
            switch self[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset &+= 1
            default: return
            }
        }
    }

    /// Stops at the next quote or backslash.
    fileprivate func skipStringBytes(_ offset: inout Int) throws(JSONError) {
        while true {
            offset = endOfPlainText(from: offset)
            guard offset < count else { throw JSONError(.unterminatedString, at: offset) }
            let byte = self[offset]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            guard byte >= 0x20 else { throw JSONError(.controlCharacter, at: offset) }
            let length = lengthOfUTF8Sequence(at: offset)
            guard length > 0 else { throw JSONError(.invalidUTF8, at: offset) }
            offset += length
        }
    }

    /// RFC 8259 section 6: `[ minus ] int [ frac ] [ exp ]`.
    ///
    /// Returns whether there is a fraction or an exponent.
    @inline(__always)
    fileprivate func skipNumber(_ offset: inout Int) throws(JSONError) -> Bool {
        var isFractional = false
        if byte(at: offset) == UInt8(ascii: "-") { offset &+= 1 }
        if byte(at: offset) == UInt8(ascii: "0") {
            offset &+= 1
        } else {
            try skipDigits(&offset)
        }
        if byte(at: offset) == UInt8(ascii: ".") {
            offset &+= 1
            isFractional = true
            try skipDigits(&offset)
        }
        if byte(at: offset) | 0x20 == UInt8(ascii: "e") {
            offset &+= 1
            let sign = byte(at: offset)
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { offset &+= 1 }
            isFractional = true
            try skipDigits(&offset)
        }
        return isFractional
    }

    @inline(__always)
    private func skipDigits(_ offset: inout Int) throws(JSONError) {
        let first = offset
        while byte(at: offset) &- UInt8(ascii: "0") < 10 { offset &+= 1 }
        guard offset > first else { throw JSONError(.expectedDigit, at: offset) }
    }

    /// Whether a word of `length` bytes stands at an offset; its first byte is its lowest.
    @inline(__always)
    fileprivate func has(_ word: UInt64, _ length: Int, at offset: Int) -> Bool {
        length <= count &- offset && self.word(at: offset, count: length) == word
    }

    /// The offset of the next byte that is not plain: a quote, a backslash, below 0x20 or beyond
    /// ASCII.
    ///
    /// Eight bytes at a time.
    @inline(__always)
    func endOfPlainText(from start: Int) -> Int {
        var offset = start
        let raw = unsafe bytes
        while offset + 8 <= count {
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let special = word.markOfSpecialBytes
            if special != 0 { return offset + special.littleEndian.trailingZeroBitCount / 8 }
            offset += 8
        }
        while offset < count {
            switch self[offset] {
            case 0x22, 0x5C, 0..<0x20, 0x80...: return offset
            default: offset += 1
            }
        }
        return offset
    }

    /// The length of the well-formed UTF-8 sequence (RFC 3629) at an offset, or 0.
    func lengthOfUTF8Sequence(at offset: Int) -> Int {
        func continuation(_ distance: Int) -> Bool { byte(at: offset + distance) & 0xC0 == 0x80 }
        let second = byte(at: offset + 1)
        switch self[offset] {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return continuation(1) ? 2 : 0
        case 0xE0: return second >= 0xA0 && continuation(1) && continuation(2) ? 3 : 0
        case 0xED: return second < 0xA0 && continuation(1) && continuation(2) ? 3 : 0
        case 0xE1...0xEF: return continuation(1) && continuation(2) ? 3 : 0
        case 0xF0:
            return second >= 0x90 && continuation(1) && continuation(2) && continuation(3) ? 4 : 0
        case 0xF1...0xF3: return continuation(1) && continuation(2) && continuation(3) ? 4 : 0
        case 0xF4:
            return second < 0x90 && continuation(1) && continuation(2) && continuation(3) ? 4 : 0
        default: return 0
        }
    }

    fileprivate func hexadecimal4(at offset: Int) -> UInt32? {
        var value: UInt32 = 0
        for place in 0..<4 {
            let digit: UInt8
            let byte = byte(at: offset + place)
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension UInt64 {
    /// Eight bytes with the top bit set where the byte is a quote, a backslash, below 0x20 or
    /// beyond ASCII; the lowest set bit is exact, higher ones may not be.
    @inline(__always)
    fileprivate var markOfSpecialBytes: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = self ^ (ones &* 0x22)
        let backslash = self ^ (ones &* 0x5C)
        let low = self &- ones &* 0x20
        let marks = (quote &- ones) & ~quote | (backslash &- ones) & ~backslash | low & ~self | self
        return marks & (ones &* 0x80)
    }
}
