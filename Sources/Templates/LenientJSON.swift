internal import JSON

/// Reads what json-smart's permissive mode takes for JSON and RFC 8259 does not: texts without
/// quotes or in single quotes, superfluous commas, leading zeros, control characters, trailing text.
struct LenientJSON {
    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0
    private var builder = JSONTapeBuilder()

    private struct Failure: Error {}

    /// The character that json-smart puts at the end of a text, and takes for it wherever it stands.
    private static let endOfText: UInt8 = 0x1A

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The tape of a text, `nil` where json-smart throws.
    static func tape(of bytes: [UInt8]) -> JSONTape? {
        var reader = LenientJSON(bytes)
        do throws(Failure) {
            reader.skipSpace()
            try reader.value(stops: [])
        } catch {
            return nil
        }
        return reader.builder.finish()
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 32 || byte == 9 || byte == 10 || byte == 13 { offset += 1 }
    }

    private mutating func value(stops: [UInt8]) throws(Failure) {
        switch peek {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): builder.string(try quoted())
        case nil, Self.endOfText, UInt8(ascii: ":"), UInt8(ascii: "}"), UInt8(ascii: "]"):
            throw Failure()
        default: word(bare(stops))
        }
    }

    /// A text without quotes: a number, true, false, null, or a string.
    private mutating func word(_ text: ArraySlice<UInt8>) {
        switch String(decoding: text, as: UTF8.self) {
        case "true": builder.bool(true)
        case "false": builder.bool(false)
        case "null": builder.null()
        case "NaN": builder.string("NaN")
        default:
            if let number = number(text) {
                builder.number(spelling: number)
            } else {
                builder.string(text)
            }
        }
    }

    /// A number in JSON's spelling for what is one but for leading zeros.
    private func number(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var digits = Array(text)
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        while digits.count > 1, digits[0] == UInt8(ascii: "0"), digits[1] >= 48, digits[1] <= 57 {
            digits.removeFirst()
        }
        let spelling = (isNegative ? [UInt8(ascii: "-")] : []) + digits
        var tape = JSONTape()
        guard tape.scan(spelling) == nil, tape.entries.first?.kind == .number else { return nil }
        return spelling
    }

    private mutating func bare(_ stops: [UInt8]) -> ArraySlice<UInt8> {
        let start = offset
        while let byte = peek, byte != Self.endOfText, !stops.contains(byte) { offset += 1 }
        var end = offset
        while end > start, bytes[end - 1] <= 32 { end -= 1 }
        return bytes[start..<end]
    }

    private mutating func quoted() throws(Failure) -> [UInt8] {
        let quote = bytes[offset]
        offset += 1
        var result: [UInt8] = []
        while let byte = peek {
            offset += 1
            if byte == quote { return result }
            guard byte == UInt8(ascii: "\\") else {
                if byte != 0x7F { result.append(byte) }
                continue
            }
            guard let escape = peek else { throw Failure() }
            offset += 1
            switch escape {
            case UInt8(ascii: "n"): result.append(10)
            case UInt8(ascii: "t"): result.append(9)
            case UInt8(ascii: "r"): result.append(13)
            case UInt8(ascii: "f"): result.append(12)
            case UInt8(ascii: "b"): result.append(8)
            case UInt8(ascii: "u"): appendUTF8(try hexadecimal(4), to: &result)
            case UInt8(ascii: "x"): appendUTF8(try hexadecimal(2), to: &result)
            default: result.append(escape)
            }
        }
        throw Failure()
    }

    private mutating func hexadecimal(_ count: Int) throws(Failure) -> UInt32 {
        guard offset + count <= bytes.count,
            let value = UInt32(
                String(decoding: bytes[offset..<offset + count], as: UTF8.self), radix: 16)
        else { throw Failure() }
        offset += count
        return value
    }

    private mutating func enter() throws(Failure) {
        depth += 1
        if depth > 256 { throw Failure() }
        offset += 1
    }

    private mutating func array() throws(Failure) {
        try enter()
        defer { depth -= 1 }
        builder.beginArray()
        while true {
            skipSpace()
            switch peek {
            case UInt8(ascii: "]"):
                offset += 1
                builder.end()
                return
            case UInt8(ascii: ","): offset += 1
            // Whatever value there is takes a byte at least, so that this ends.
            default: try value(stops: [UInt8(ascii: ","), UInt8(ascii: "]")])
            }
        }
    }

    private mutating func object() throws(Failure) {
        try enter()
        defer { depth -= 1 }
        builder.beginObject()
        while true {
            skipSpace()
            switch peek {
            case UInt8(ascii: "}"):
                offset += 1
                builder.end()
                return
            case UInt8(ascii: ","):
                offset += 1
                continue
            case nil, UInt8(ascii: ":"), UInt8(ascii: "]"), UInt8(ascii: "["), UInt8(ascii: "{"):
                throw Failure()
            case UInt8(ascii: "\""), UInt8(ascii: "'"): builder.key(try quoted())
            default: builder.key(bare([UInt8(ascii: ":")]))
            }
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw Failure() }
            offset += 1
            skipSpace()
            try value(stops: [UInt8(ascii: ","), UInt8(ascii: "}")])
        }
    }
}
