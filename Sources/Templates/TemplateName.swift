internal import JSON

/// The names of properties and methods that mean something on some value; their numbers, counted
/// from 0 in this order, are part of the bundle format.
enum TemplateName: String, CaseIterable {
    case other
    // $input, $util
    case path, json, params, body
    case escapeJavaScript, parseJson, urlEncode, urlDecode, base64Encode, base64Decode
    // Strings
    case length, charAt, codePointAt, compareTo, compareToIgnoreCase, concat, contains, endsWith
    case equals, equalsIgnoreCase, hashCode, indexOf, intern, isBlank, isEmpty, lastIndexOf, lines
    case matches, regionMatches, `repeat`, replace, replaceAll, replaceFirst, split, startsWith
    case strip, stripLeading, stripTrailing, subSequence, substring, toCharArray, toLowerCase
    case toString, toUpperCase, trim, valueOf, join, getBytes, format, empty, bytes, blank
    case formatted, codePointCount, codePointBefore, offsetByCodePoints, contentEquals
    // Collections
    case add, addAll, clear, containsAll, containsKey, containsValue, entrySet, first, get
    case getKey, getOrDefault, getValue, hasNext, iterator, key, keySet, last, listIterator, next
    case put, putAll, putIfAbsent, remove, removeAll, retainAll, reverse, set, size, sort, subList
    case toArray, value, values, clone, setValue, toJSONString
    // Numbers and booleans
    case booleanValue, byteValue, charValue, doubleValue, floatValue, intValue, isInfinite, isNaN
    case longValue, parseBoolean, parseDouble, parseFloat, parseInt, parseLong, shortValue
    case toBinaryString, toHexString, toOctalString, max, min, sum, abs, signum, compare
    case infinite, naN, logicalAnd, logicalOr, logicalXor, bitCount, highestOneBit, lowestOneBit
    case numberOfLeadingZeros, numberOfTrailingZeros, decode, parseUnsignedInt, toUnsignedString
    case isFinite, negate, pow, subtract, multiply, divide, mod, remainder, gcd, bitLength
    // Characters
    case isDigit, isLetter, isLetterOrDigit, isUpperCase, isLowerCase, isWhitespace
    case getNumericValue
    // $foreach
    case count, getCount, getHasNext, getIndex, getFirst, getLast, getParent, getTopmost, index
    case isFirst, isLast, parent, replaced, topmost
    case `class`, getClass

    /// The name that some of a text's bytes are; `hash` is their `Span.nameHash`.
    init(_ text: [UInt8], _ range: Range<Int>, hash: UInt32) {
        let table = Self.table
        var place = Int(hash) & (Self.placeCount - 1)
        while table[place].name != .other {
            let known = table[place]
            if known.hash == hash {
                let name = Self.names[known.name.number]
                if range.count == name.count,
                    text.span.starts(with: name.span, at: range.lowerBound)
                {
                    self = known.name
                    return
                }
            }
            place = (place + 1) & (Self.placeCount - 1)
        }
        self = .other
    }

    /// The name of a number; as fast as a comparison, which a search in ``allCases`` is not.
    @inline(__always)
    init?(number: Int) {
        guard number >= 0, number <= TemplateName.getClass.number else { return nil }
        // Cases are stored as their numbers, which is how an enum of one byte is stored.
        self = unsafe unsafeBitCast(UInt8(truncatingIfNeeded: number), to: TemplateName.self)
    }

    /// The name's place among all.
    @inline(__always)
    var number: Int { unsafe Int(unsafeBitCast(self, to: UInt8.self)) }

    /// By number: what Swift makes for an enum of texts compares the texts.
    @inline(__always)
    static func == (left: Self, right: Self) -> Bool { left.number == right.number }

    private static let names = allCases.map { Array($0.rawValue.utf8) }

    private static let placeCount = 512

    /// The names at the places that their hashes give, or at the next free ones.
    private static let table: [(hash: UInt32, name: TemplateName)] = {
        var table = [(hash: UInt32, name: TemplateName)](
            repeating: (0, .other), count: placeCount)
        for name in allCases.dropFirst() {
            let bytes = names[name.number]
            let hash = bytes.span.nameHash(bytes.indices)
            var place = Int(hash) & (placeCount - 1)
            while table[place].name != .other { place = (place + 1) & (placeCount - 1) }
            table[place] = (hash, name)
        }
        return table
    }()
}
