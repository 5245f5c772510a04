public import JSON

extension JSONTape {
    /// The index of an object's first key of this name; `nil` where there is none or the value is
    /// no object.
    ///
    /// O(*members*), allocates nothing: descriptions are read by looking up one key after another,
    /// so most of the time after parsing is spent here. Hashes tell keys apart; only keys without
    /// one and the key that is found are compared byte by byte.
    @usableFromInline
    package func keyIndex(_ name: MemberName, of object: Int) -> Int? {
        let entries = entries.span
        let container = entries[object]
        guard container.isObject else { return nil }
        var index = object + 1
        for _ in 0..<container.count {
            let entry = entries[index]
            if entry.mayBeKey(ofHash: name.hash), equals(index, name.text) { return index }
            let value = entries[index + 1]
            switch value.info & Self.kindBits {
            case UInt32(Kind.array.rawValue), UInt32(Kind.object.rawValue):
                index = Int(value.link)
            case UInt32(Kind.alias.rawValue): index += 2 + value.count
            default: index += 2
            }
        }
        return nil
    }

    /// Whether a value is a string of this text; allocates nothing.
    @usableFromInline
    package func equals(_ index: Int, _ text: StaticString) -> Bool {
        var entry = entries[index]
        if entry.kind == .alias { entry = entries[Int(entry.link)] }
        guard entry.kind == .string else { return false }
        let (start, count) =
            entry.isDecoded
            ? (Int(entry.link) + 4, decodedLength(at: Int(entry.link)))
            : entry.isBare
                ? (Int(entry.start), Int(entry.end) - Int(entry.start))
                : (Int(entry.start) + 1, Int(entry.end) - Int(entry.start) - 2)
        guard count == text.utf8CodeUnitCount else { return false }
        let bytes = entry.isDecoded ? decoded.span : bytes.span
        return text.withUTF8Buffer { wanted in
            for offset in 0..<count where unsafe bytes[start + offset] != wanted[offset] {
                return false
            }
            return true
        }
    }

    /// The bits of ``Entry/info`` that hold the kind.
    private static let kindBits: UInt32 = 15
}
