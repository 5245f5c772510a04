internal import JSON

extension CommonYAMLReader {
    /// Reads a flow sequence or mapping that ends on its line.
    ///
    /// Elements are single nodes and members have a key and a value; the forms that leave
    /// something out are left to libyaml.
    mutating func flowCollection(
        _ text: Span<UInt8>, _ offset: inout Int, depth: Int
    ) throws(Unusual) {
        guard depth < SyntaxLimits.depth else { throw Unusual() }
        let isMapping = text[offset] == UInt8(ascii: "{")
        let closer = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
        let start = offset
        let index = entries.count
        entries.append(JSONTape.Entry(isMapping ? .object : .array, start, start))
        offset += 1
        var count = 0
        var keys = KeyBits()
        text.skipSpaces(&offset)
        while text.byte(at: offset) != closer {
            if isMapping {
                try flowKey(text, &offset)
                keys.add(noteLastKey())
            }
            try flowValue(text, &offset, depth: depth + 1)
            count += 1
            text.skipSpaces(&offset)
            if text.byte(at: offset) == UInt8(ascii: ",") {
                offset += 1
                text.skipSpaces(&offset)
            } else if text.byte(at: offset) != closer {
                throw Unusual()
            }
        }
        offset += 1
        entries[index] = JSONTape.Entry(
            isMapping ? .object : .array, start, offset, link: entries.count, count: count)
        if keys.areLike { mappingsOfLikeKeys.append(index) }
    }

    private mutating func flowKey(_ text: Span<UInt8>, _ offset: inout Int) throws(Unusual) {
        let start = offset
        let first = text.byte(at: offset)
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            try quoted(text, &offset)
            hashQuotedKey(text)
        } else {
            let end = try plainText(text, &offset, isInFlow: true)
            let isMergeKey =
                end - start == 2 && text[start] == UInt8(ascii: "<")
                && text[start + 1] == UInt8(ascii: "<")
            if isMergeKey { throw Unusual() }
            appendBareKey(text, start, end)
        }
        guard text.isColon(at: offset), offset - start < 1000 else { throw Unusual() }
        offset += 1
        text.skipSpaces(&offset)
    }

    private mutating func flowValue(
        _ text: Span<UInt8>, _ offset: inout Int, depth: Int
    ) throws(Unusual) {
        switch text.byte(at: offset) {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            try flowCollection(text, &offset, depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try quoted(text, &offset)
        default:
            let start = offset
            let end = try plainText(text, &offset, isInFlow: true)
            if text.byte(at: offset) == UInt8(ascii: ":") { throw Unusual() }
            try appendPlain(text, start, end)
        }
    }
}
