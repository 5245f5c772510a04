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
        var index = object &+ 1
        var remaining = container.count
        while remaining > 0 {
            if entries[index].mayBeKey(ofHash: name.hash), equals(index, name.text) { return index }
            index = entries[index &+ 1].end(at: index &+ 1)
            remaining &-= 1
        }
        return nil
    }
}
