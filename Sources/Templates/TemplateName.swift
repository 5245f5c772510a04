/// The names of properties and methods that mean something on some value; raw values are part of
/// the bundle format.
enum TemplateName: Int, CaseIterable {
    case other = 0
    // $input, $util
    case path, json, params, body
    case escapeJavaScript, parseJson, urlEncode, urlDecode, base64Encode, base64Decode
    // Strings
    case length, charAt, codePointAt, compareTo, compareToIgnoreCase, concat, contains, endsWith
    case equals, equalsIgnoreCase, hashCode, indexOf, intern, isBlank, isEmpty, lastIndexOf, lines
    case matches, regionMatches, `repeat`, replace, replaceAll, replaceFirst, split, startsWith
    case strip, stripLeading, stripTrailing, subSequence, substring, toCharArray, toLowerCase
    case toString, toUpperCase, trim, valueOf, join, getBytes, format, empty, bytes, blank
    // Collections
    case add, addAll, clear, containsAll, containsKey, containsValue, entrySet, first, get
    case getKey, getOrDefault, getValue, hasNext, iterator, key, keySet, last, listIterator, next
    case put, putAll, putIfAbsent, remove, removeAll, retainAll, reverse, set, size, sort, subList
    case toArray, value, values
    // Numbers and booleans
    case booleanValue, byteValue, charValue, doubleValue, floatValue, intValue, isInfinite, isNaN
    case longValue, parseBoolean, parseDouble, parseFloat, parseInt, parseLong, shortValue
    case toBinaryString, toHexString, toOctalString, max, min, sum, abs, signum, compare
    case infinite, naN
    // $foreach
    case count, getCount, getHasNext, getIndex, getFirst, getLast, getParent, getTopmost, index
    case isFirst, isLast, parent, replaced, topmost
    case `class`, getClass

    init(name: ArraySlice<UInt8>) {
        self = Self.names[Array(name)] ?? .other
    }

    private static let names = Dictionary(
        uniqueKeysWithValues: allCases.dropFirst().map { (Array("\($0)".utf8), $0) })
}
