import JSON

/// What is scanned prints to a text that scans to the same value; every range is in the text.
@Sendable func fuzzJSON(_ bytes: [UInt8]) {
    var tape = JSONTape()
    if let error = tape.scan(bytes) {
        precondition((0...bytes.count).contains(error.offset))
        precondition(tape.entries.isEmpty)
        return
    }
    for index in tape.entries.indices {
        let entry = tape.entries[index]
        precondition(entry.start < entry.end && Int(entry.end) <= bytes.count)
        precondition(tape.end(of: index) > index && tape.end(of: index) <= tape.entries.count)
    }
    let value = JSONValue(tape, at: 0)
    var again = JSONTape()
    precondition(again.scan(Array(value.printed(.compact).utf8)) == nil)
    precondition(JSONValue(again, at: 0) == value)
    precondition(again.hasRepeatedKeys == tape.hasRepeatedKeys)
    precondition(hasRepeatedKeys(value) == tape.hasRepeatedKeys)
}

private func hasRepeatedKeys(_ value: JSONValue) -> Bool {
    switch value {
    case .array(let elements): return elements.contains(where: hasRepeatedKeys)
    case .object(let object):
        var seen: Set<[UInt8]> = []
        for member in object.members {
            if !seen.insert(Array(member.key.utf8)).inserted { return true }
        }
        return object.members.contains { hasRepeatedKeys($0.value) }
    default: return false
    }
}
