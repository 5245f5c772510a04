/// Reads a member of a JSON object that is written as leniently as API Gateway accepts it: names
/// and strings without quotes or with single ones, useless commas, text after the object.
///
/// Observed of mock integrations; the rules are json-smart's permissive mode.
struct PermissiveJSON {
    private let bytes: [UInt8]
    private var offset = 0
    private static let maximumDepth = 256

    /// The text of a scalar member of the outermost object that is no string.
    ///
    /// - Parameters:
    ///   - name: The member; its last occurrence counts.
    ///   - bytes: The whole text.
    /// - Returns: The scalar, or `nil` where there is no object, no such member, the member is a
    ///   string, or the object does not end.
    static func scalar(_ name: String, in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var reader = PermissiveJSON(bytes: bytes)
        reader.skipSpace()
        guard reader.next() == UInt8(ascii: "{") else { return nil }
        var found: ArraySlice<UInt8>?
        let isWhole = reader.readMembers(depth: 0) { key, value in
            if key.elementsEqual(name.utf8) { found = value }
        }
        return isWhole ? found : nil
    }

    /// The `statusCode` of a mock integration's request, or `nil` where it gives none.
    static func statusCode(in bytes: [UInt8]) -> Int? {
        scalar("statusCode", in: bytes).flatMap { text in
            text.count <= 6 ? Int(String(decoding: text, as: UTF8.self)) : nil
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func next() -> UInt8? {
        guard offset < bytes.count else { return nil }
        offset += 1
        return bytes[offset - 1]
    }

    private mutating func skipSpace() {
        while let byte = current, byte <= 0x20 { offset += 1 }
    }

    /// Reads up to the closing brace; false where the text ends or breaks the rules before.
    private mutating func readMembers(
        depth: Int, _ body: (ArraySlice<UInt8>, ArraySlice<UInt8>?) -> Void
    ) -> Bool {
        guard depth < PermissiveJSON.maximumDepth else { return false }
        while true {
            skipSpace()
            guard let byte = current else { return false }
            switch byte {
            case UInt8(ascii: "}"):
                offset += 1
                return true
            case UInt8(ascii: ","):
                offset += 1
                continue
            case UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"):
                return false
            default: break
            }
            guard let key = readText(until: UInt8(ascii: ":")) else { return false }
            skipSpace()
            guard next() == UInt8(ascii: ":") else { return false }
            var value: ArraySlice<UInt8>?
            guard readValue(depth: depth, end: UInt8(ascii: "}"), &value) else { return false }
            body(key, value)
        }
    }

    private mutating func readElements(depth: Int) -> Bool {
        guard depth < PermissiveJSON.maximumDepth else { return false }
        while true {
            skipSpace()
            guard let byte = current else { return false }
            switch byte {
            case UInt8(ascii: "]"):
                offset += 1
                return true
            case UInt8(ascii: ","): offset += 1
            case UInt8(ascii: ":"), UInt8(ascii: "}"): return false
            default:
                var value: ArraySlice<UInt8>?
                guard readValue(depth: depth, end: UInt8(ascii: "]"), &value) else { return false }
            }
        }
    }

    private mutating func readValue(
        depth: Int, end: UInt8, _ value: inout ArraySlice<UInt8>?
    ) -> Bool {
        skipSpace()
        switch current {
        case nil: return false
        case UInt8(ascii: "{"):
            offset += 1
            return readMembers(depth: depth + 1) { _, _ in }
        case UInt8(ascii: "["):
            offset += 1
            return readElements(depth: depth + 1)
        default:
            let isString = current == UInt8(ascii: "\"") || current == UInt8(ascii: "'")
            guard let text = readText(until: UInt8(ascii: ","), end) else { return false }
            if !isString { value = text }
            return true
        }
    }

    /// Reads a string in quotes of either kind, or bare text up to one of the stops.
    private mutating func readText(
        until stop: UInt8, _ otherStop: UInt8? = nil
    ) -> ArraySlice<UInt8>? {
        if let quote = current, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            offset += 1
            let start = offset
            while let byte = next() {
                if byte == quote { return bytes[start..<offset - 1] }
                if byte == UInt8(ascii: "\\") { offset += 1 }
            }
            return nil
        }
        let start = offset
        while let byte = current, byte != stop, byte != otherStop { offset += 1 }
        var end = min(offset, bytes.count)
        while end > start, bytes[end - 1] <= 0x20 { end -= 1 }
        return bytes[start..<end]
    }
}
