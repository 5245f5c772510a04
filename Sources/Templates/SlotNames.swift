internal import JSON

/// The names of a template's variables by slot, each found by its hash.
struct SlotNames {
    /// The names one after the other.
    private(set) var bytes: [UInt8] = []

    /// Where each ends in `bytes`, and its hash.
    private var entries: [(end: Int32, hash: UInt32)] = []

    /// The variables that are there before the template sets any.
    static let known: SlotNames = {
        var names = SlotNames()
        let texts = [
            "", "input", "util", "context", "stageVariables", "foreach", "velocityCount",
            "velocityHasNext",
        ]
        for text in texts {
            let bytes = Array(text.utf8)
            _ = names.slot(bytes, bytes.indices)
        }
        return names
    }()

    var count: Int { entries.count }

    /// Where a slot's name is in ``bytes``.
    func range(_ slot: Int) -> Range<Int> {
        (slot == 0 ? 0 : Int(entries[slot - 1].end))..<Int(entries[slot].end)
    }

    /// A slot's name.
    func name(_ slot: Int) -> String { String(decoding: bytes[range(slot)], as: UTF8.self) }

    /// The slot of the variable whose name some bytes are, made on first use.
    mutating func slot(_ text: [UInt8], _ name: Range<Int>) -> Int {
        let name = text.span.extracting(name)
        let hash = name.nameHash(name.indices)
        for slot in entries.indices where entries[slot].hash == hash {
            let known = range(slot)
            if known.count == name.count, bytes.span.starts(with: name, at: known.lowerBound) {
                return slot
            }
        }
        bytes.append(name)
        entries.append((Int32(truncatingIfNeeded: bytes.count), hash))
        return entries.count - 1
    }
}
