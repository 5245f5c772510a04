internal import JSON

/// Byte strings one after the other, each stored once and known by a number.
struct InternedBytes: Sendable {
    private(set) var bytes: [UInt8] = []

    /// For each string where it starts and its length.
    private(set) var rows: [UInt32] = []
    private var index = InternIndex()

    /// How many strings there are.
    var count: Int { rows.count / 2 }

    /// The number of a string; equal strings have one number.
    mutating func number(of value: Span<UInt8>) -> UInt32 {
        let hash = InternIndex.hash(value, tag: 0)
        var slot = index.firstSlot(hash)
        while let number = index.number(at: slot) {
            if index.hasHash(number, hash), Int(rows[2 * number + 1]) == value.count,
                hasBytes(value, at: Int(rows[2 * number]))
            {
                return UInt32(number)
            }
            slot = index.nextSlot(after: slot)
        }
        rows.append(UInt32(bytes.count))
        rows.append(UInt32(value.count))
        bytes.append(value)
        index.fill(slot, hash)
        return UInt32(count - 1)
    }

    private func hasBytes(_ value: Span<UInt8>, at offset: Int) -> Bool {
        value.hasSameBytes(as: bytes.span.extracting(offset..<offset + value.count))
    }
}

/// Programs under tags, each kept once and known by a number; their arrays are shared, not copied.
struct InternedPrograms: Sendable {
    private(set) var programs: [(tag: UInt32, bytes: [UInt8])] = []
    private var index = InternIndex()

    /// The number of a program under a tag; equal programs under one tag have one number.
    mutating func number(of value: [UInt8], tag: UInt32) -> UInt32 {
        let hash = InternIndex.hash(value.span, tag: tag)
        var slot = index.firstSlot(hash)
        while let number = index.number(at: slot) {
            let known = programs[number]
            if index.hasHash(number, hash), known.tag == tag,
                value.span.hasSameBytes(as: known.bytes.span)
            {
                return UInt32(number)
            }
            slot = index.nextSlot(after: slot)
        }
        programs.append((tag, value))
        index.fill(slot, hash)
        return UInt32(programs.count - 1)
    }
}

/// Finds numbers by hashes: open addressing with linear probing.
///
/// Numbers are given in order, from 0 on. Who looks one up walks from ``firstSlot(_:)`` until the
/// number is the right one or there is none, and then may fill the slot where there was none.
private struct InternIndex: Sendable {
    /// For each number its hash.
    private var hashes: [UInt32] = []

    /// 0 for a free slot, else a number plus 1.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    func firstSlot(_ hash: UInt32) -> Int { Int(hash) & (slots.count - 1) }

    /// The slot to look into when the number in one was not the right one.
    func nextSlot(after slot: Int) -> Int { (slot + 1) & (slots.count - 1) }

    /// The number in a slot, `nil` for a free one.
    func number(at slot: Int) -> Int? { slots[slot] == 0 ? nil : Int(slots[slot]) - 1 }

    /// Whether a number was given for a hash.
    func hasHash(_ number: Int, _ hash: UInt32) -> Bool { hashes[number] == hash }

    /// Gives the next number the slot that was found free for its hash.
    mutating func fill(_ slot: Int, _ hash: UInt32) {
        hashes.append(hash)
        slots[slot] = UInt32(hashes.count)
        if hashes.count * 2 > slots.count { grow() }
    }

    private mutating func grow() {
        let mask = slots.count * 2 - 1
        slots = Array(repeating: 0, count: mask + 1)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number + 1)
        }
    }

    static func hash(_ value: Span<UInt8>, tag: UInt32) -> UInt32 {
        UInt32(truncatingIfNeeded: value.contentHash) &+ tag &* 0x9E37_79B9
    }
}

extension Span<UInt8> {
    fileprivate func hasSameBytes(as other: Span<UInt8>) -> Bool {
        count == other.count && starts(with: other, at: 0)
    }
}
