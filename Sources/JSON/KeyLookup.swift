extension JSONTape {
    /// The index of an object's first key of this text; `nil` where there is none or the value is
    /// no object.
    ///
    /// O(*members*), allocates nothing: descriptions are read by looking up one key after another,
    /// so most of the time after parsing is spent here.
    @usableFromInline
    package func keyIndex(_ key: StaticString, of object: Int) -> Int? {
        let entries = entries.span
        let bytes = bytes.span
        let container = entries[object]
        guard container.info & Self.kindBits == UInt32(Kind.object.rawValue) else { return nil }
        return key.withUTF8Buffer { wanted -> Int? in
            var index = object + 1
            for _ in 0..<container.count {
                var entry = entries[index]
                if entry.info & Self.kindBits == UInt32(Kind.alias.rawValue) {
                    entry = entries[Int(entry.link)]
                }
                if entry.isDecoded {
                    let start = Int(entry.link) + 4
                    let count = decodedLength(at: Int(entry.link))
                    if count == wanted.count,
                        unsafe decoded[start..<start + count].elementsEqual(wanted)
                    {
                        return index
                    }
                } else {
                    let quote = entry.isBare ? 0 : 1
                    let start = Int(entry.start) + quote
                    if Int(entry.end) - quote - start == wanted.count {
                        var place = 0
                        while place < wanted.count,
                            unsafe bytes[start + place] == wanted[place]
                        {
                            place += 1
                        }
                        if place == wanted.count { return index }
                    }
                }
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
