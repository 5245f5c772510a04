package import Diagnostics
internal import JSON

/// Reports every key that stands twice in one of the objects among some values.
///
/// O(*keys*).
func reportDuplicateKeys(
    in values: some Sequence<Int>, _ tape: JSONTape, of file: SourceFile,
    into log: inout DiagnosticLog
) {
    var keys: [Int] = []
    for index in values where tape.mayRepeatKeys(index) {
        keys.removeAll(keepingCapacity: true)
        var key = index + 1
        for _ in 0..<tape.entries[index].count {
            keys.append(key)
            key = tape.end(of: key + 1)
        }
        check(keys, tape, file, into: &log)
    }
}

extension JSONTape {
    /// Whether a value is an object in which two keys' hashes do not show that they differ.
    fileprivate func mayRepeatKeys(_ index: Int) -> Bool {
        let object = entries[index]
        guard object.isObject, object.count > 1 else { return false }
        var keys = KeyBits()
        var key = index + 1
        for _ in 0..<object.count {
            if entries[key].keyHash == 0 || entries[key].kind == .alias { return true }
            keys.add(entries[key])
            if keys.areLike { return true }
            key = end(of: key + 1)
        }
        return false
    }
}

private func check(
    _ keys: [Int], _ tape: JSONTape, _ file: SourceFile, into log: inout DiagnosticLog
) {
    func range(_ key: Int) -> SourceRange { Node.range(of: key, tape, file.id) }
    func report(_ key: Int, first: Int) {
        log.report(.duplicateKey(tape.string(at: key), range(key), first: range(first)))
    }
    if keys.count <= 8 {
        for later in 1..<keys.count {
            for earlier in 0..<later where areEqual(keys[earlier], keys[later], tape) {
                report(keys[later], first: keys[earlier])
                break
            }
        }
        return
    }
    // A table of twice the size at least, probed linearly, holds places in `keys` plus one.
    var capacity = 32
    while capacity < keys.count * 2 { capacity *= 2 }
    var table = [Int32](repeating: 0, count: capacity)
    for (place, key) in keys.enumerated() {
        var slot = hash(key, tape) & (capacity - 1)
        while table[slot] != 0 {
            let earlier = keys[Int(table[slot]) - 1]
            if areEqual(earlier, key, tape) {
                report(key, first: earlier)
                break
            }
            slot = (slot + 1) & (capacity - 1)
        }
        if table[slot] == 0 { table[slot] = Int32(place + 1) }
    }
}

private func areEqual(_ left: Int, _ right: Int, _ tape: JSONTape) -> Bool {
    let (leftDecoded, leftRange) = tape.stringRange(of: left)
    let (rightDecoded, rightRange) = tape.stringRange(of: right)
    guard leftRange.count == rightRange.count else { return false }
    for distance in 0..<leftRange.count {
        let place = leftRange.lowerBound + distance
        let other = rightRange.lowerBound + distance
        let byte = leftDecoded ? tape.decoded[place] : tape.bytes[place]
        if byte != (rightDecoded ? tape.decoded[other] : tape.bytes[other]) { return false }
    }
    return true
}

/// The hash of a key's text, which keys without one in their entries are given too.
private func hash(_ key: Int, _ tape: JSONTape) -> Int {
    let (isDecoded, range) = tape.stringRange(of: key)
    return Int((isDecoded ? tape.decoded.span : tape.bytes.span).nameHash(range))
}

// MARK: - Diagnostics

extension Diagnostic.ID {
    package static let duplicateKey = Self(rawValue: "duplicate-key")
}

extension Diagnostic {
    fileprivate static func duplicateKey(
        _ key: String, _ range: SourceRange, first: SourceRange
    ) -> Self {
        Self(
            .duplicateKey, .error, "duplicate key '\(key)'", at: range,
            notes: [Note("first defined here", at: first)], help: "remove one of them"
        )
    }
}
