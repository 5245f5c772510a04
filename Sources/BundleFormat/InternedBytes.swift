internal import JSON

/// Byte strings one after the other, each stored once and known by a number.
struct InternedBytes: Sendable {
    /// A stored string: its tag and where it lies in ``bytes``.
    struct Row: Sendable {
        var tag: UInt32
        var offset: UInt32
        var count: UInt32
        fileprivate var hash: UInt32
    }

    private(set) var bytes: [UInt8] = []
    private(set) var rows: [Row] = []

    /// Every string starts at a multiple of this.
    private let alignment: Int

    /// Open addressing with linear probing: 0 for a free slot, else a row's number plus 1.
    private var slots: [UInt32] = Array(repeating: 0, count: 1024)

    init(alignment: Int) { self.alignment = alignment }

    /// The number of a string under a tag; equal strings under one tag have one number.
    mutating func number(of value: [UInt8], tag: UInt32 = 0) -> UInt32 {
        let hash = Self.hash(value.span, tag)
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let row = rows[Int(slots[slot]) - 1]
            if row.hash == hash, row.tag == tag, Int(row.count) == value.count,
                bytes[Int(row.offset)..<Int(row.offset) + value.count].elementsEqual(value)
            {
                return slots[slot] - 1
            }
            slot = (slot + 1) & mask
        }
        rows.append(
            Row(tag: tag, offset: UInt32(bytes.count), count: UInt32(value.count), hash: hash))
        bytes += value
        while bytes.count % alignment != 0 { bytes.append(0) }
        slots[slot] = UInt32(rows.count)
        if rows.count * 2 > slots.count { grow() }
        return UInt32(rows.count - 1)
    }

    private mutating func grow() {
        let mask = slots.count * 4 - 1
        slots = Array(repeating: 0, count: mask + 1)
        for (number, row) in rows.enumerated() {
            var slot = Int(row.hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(number + 1)
        }
    }

    /// A hash of all bytes, eight at a time.
    private static func hash(_ value: Span<UInt8>, _ tag: UInt32) -> UInt32 {
        var hash = UInt64(tag) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(value.count)
        var offset = 0
        while offset < value.count {
            hash ^= value.word(at: offset, count: min(8, value.count - offset))
            hash = (hash ^ hash >> 29) &* 0xC2B2_AE3D_27D4_EB4F
            offset += 8
        }
        return UInt32(truncatingIfNeeded: hash >> 32)
    }
}
