/// A media type without its parameters, from a `Content-Type` or the first of an `Accept`.
struct MediaType {
    /// `application/json`, as written.
    let text: ArraySlice<UInt8>

    /// Reads the first media type of a field's value.
    init(firstOf value: ArraySlice<UInt8>) {
        let end = value.firstIndex { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }
        var text = value[..<(end ?? value.endIndex)]
        while let byte = text.first, byte == 0x20 || byte == 9 { text.removeFirst() }
        while let byte = text.last, byte == 0x20 || byte == 9 { text.removeLast() }
        self.text = text
    }

    /// Whether the type is in a list of binary media types: as it is, as `image/*`, or by `*/*`.
    func isBinary(_ types: [[UInt8]]) -> Bool {
        types.contains { type in
            if type.elementsEqual("*/*".utf8) { return true }
            // Of the types that begin with a wildcard only `*/*` counts.
            if type.starts(with: "*/".utf8) { return false }
            if isEqualIgnoringCase(type, text) { return true }
            guard type.suffix(2).elementsEqual("/*".utf8), text.count >= type.count - 1 else {
                return false
            }
            return isEqualIgnoringCase(type.dropLast(), text.prefix(type.count - 1))
        }
    }
}
