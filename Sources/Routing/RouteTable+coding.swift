// The stored form, little-endian: a header of 24 bytes (format version, kind, two zero bytes,
// number of routes, default route or all ones, number of records, of tails, of targets), then the
// records of 32 bytes each, the tails of 8, the targets of 4.

extension RouteTable {
    private static let version: UInt8 = 1
    private static let headerCount = 24
    fileprivate static let recordSize = 32

    /// The size of the stored form in bytes.
    package var byteCount: Int {
        Self.headerCount + records.count * Self.recordSize + tails.count * 8 + targets.count * 4
    }

    /// Appends the stored form, ``byteCount`` bytes that can stand anywhere.
    package func encode(to bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + byteCount)
        bytes.append(contentsOf: [Self.version, kind.rawValue, 0, 0])
        append(UInt32(truncatingIfNeeded: routeCount), to: &bytes)
        append(UInt32(truncatingIfNeeded: defaultRoute ?? -1), to: &bytes)
        append(UInt32(truncatingIfNeeded: records.count), to: &bytes)
        append(UInt32(truncatingIfNeeded: tails.count), to: &bytes)
        append(UInt32(truncatingIfNeeded: targets.count), to: &bytes)
        var words: [UInt64] = []
        words.reserveCapacity(records.count * Self.recordSize / 8 + tails.count)
        for record in records { record.append(to: &words) }
        for tail in tails { words.append(tail.littleEndian) }
        unsafe words.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        let targets = targets.map { $0.littleEndian }
        unsafe targets.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }

    /// Reads a table from its stored form, which may be anything.
    ///
    /// One pass proves that look-ups stay inside the table and end: children come after their
    /// parents in breadth-first order without gaps or sharing, so the records are a tree of
    /// bounded depth. Whether the literals stand where their hashes say is not checked; where they
    /// do not, they are not found. O(*n*), three allocations.
    ///
    /// - Parameter bytes: The stored form, nothing before or after it.
    /// - Throws: The first thing that no builder writes.
    package init(decoding bytes: Span<UInt8>) throws(RouteTableError) {
        guard bytes.count >= Self.headerCount else {
            throw RouteTableError(.truncated, at: bytes.count)
        }
        guard bytes[0] == Self.version else { throw RouteTableError(.unknownVersion, at: 0) }
        guard let kind = Kind(rawValue: bytes[1]), bytes[2] == 0, bytes[3] == 0 else {
            throw RouteTableError(.damaged, at: 1)
        }
        let routeCount = Int(loadHalf(bytes, 4))
        let defaultRoute = loadHalf(bytes, 8)
        let recordCount = Int(loadHalf(bytes, 12))
        let tailCount = Int(loadHalf(bytes, 16))
        let targetCount = Int(loadHalf(bytes, 20))
        let size =
            Self.headerCount + recordCount * Self.recordSize + tailCount * 8 + targetCount * 4
        guard bytes.count >= size else { throw RouteTableError(.truncated, at: bytes.count) }
        guard bytes.count == size, recordCount > 0 else { throw RouteTableError(.damaged, at: 12) }
        guard defaultRoute == .max || kind == .http && Int(defaultRoute) < routeCount else {
            throw RouteTableError(.damaged, at: 8)
        }
        var check = RouteTreeCheck(
            recordCount: recordCount, tailCount: tailCount, targetCount: targetCount)

        var records: [Record] = []
        records.reserveCapacity(recordCount)
        var offset = Self.headerCount
        for index in 0..<recordCount {
            let record = Record(decoding: bytes, at: offset)
            guard check.accepts(record, index, bytes, Self.headerCount) else {
                throw RouteTableError(.damaged, at: offset)
            }
            records.append(record)
            offset += Self.recordSize
        }
        guard check.isComplete else { throw RouteTableError(.damaged, at: offset) }

        var tails: [UInt64] = []
        tails.reserveCapacity(tailCount)
        for _ in 0..<tailCount {
            tails.append(loadWord(bytes, offset))
            offset += 8
        }
        var targets: [UInt32] = []
        targets.reserveCapacity(targetCount)
        for _ in 0..<targetCount {
            let target = loadHalf(bytes, offset)
            guard Int(target) < routeCount else { throw RouteTableError(.damaged, at: offset) }
            targets.append(target)
            offset += 4
        }
        self.init(
            kind: kind, routeCount: routeCount,
            defaultRoute: defaultRoute == .max ? nil : Int(defaultRoute), records: records,
            tails: tails, targets: targets)
    }
}

/// What makes bytes not a route table, and where.
package struct RouteTableError: Error, Hashable, Sendable {
    /// The kinds of damage.
    package enum Problem: Hashable, Sendable {
        /// The bytes end too soon.
        case truncated
        /// A version of the format that this reader does not know.
        case unknownVersion
        /// Something that no builder writes.
        case damaged
    }

    package var problem: Problem

    /// The offset of the value that cannot stand there.
    package var offset: Int

    init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// The problem in words: one line, lower case, no period.
    package var message: String {
        switch problem {
        case .truncated: "the route table is cut short"
        case .unknownVersion: "the route table has an unknown format version"
        case .damaged: "the route table is damaged"
        }
    }
}

extension RouteTable.Record {
    /// Appends the stored form, four words.
    fileprivate func append(to words: inout [UInt64]) {
        let rest = UInt64(length) | UInt64(shift) << 16 | UInt64(flags.rawValue) << 24
        words.append(key.littleEndian)
        words.append((UInt64(children) | UInt64(routes) << 32).littleEndian)
        words.append((UInt64(methodRanks) | UInt64(greedyRanks) << 32).littleEndian)
        words.append((UInt64(tail) | rest << 32).littleEndian)
    }

    fileprivate init(decoding bytes: Span<UInt8>, at offset: Int) {
        let ranks = loadWord(bytes, offset + 16)
        let rest = loadWord(bytes, offset + 24)
        let links = loadWord(bytes, offset + 8)
        key = loadWord(bytes, offset)
        children = UInt32(truncatingIfNeeded: links)
        routes = UInt32(truncatingIfNeeded: links >> 32)
        methodRanks = UInt32(truncatingIfNeeded: ranks)
        greedyRanks = UInt32(truncatingIfNeeded: ranks >> 32)
        tail = UInt32(truncatingIfNeeded: rest)
        length = UInt16(truncatingIfNeeded: rest >> 32)
        shift = UInt8(truncatingIfNeeded: rest >> 48)
        flags = RouteTable.Flags(rawValue: UInt8(truncatingIfNeeded: rest >> 56))
    }
}

/// Proves that records, met in their order, are a tree in breadth-first order.
private struct RouteTreeCheck {
    let recordCount: Int
    let tailCount: Int
    let targetCount: Int

    /// Where the next record with children must have them.
    private var nextChild = 1

    /// The first record of the next level of the tree, and how many levels lie above it.
    private var nextLevel = 1
    private var depth = 0

    init(recordCount: Int, tailCount: Int, targetCount: Int) {
        self.recordCount = recordCount
        self.tailCount = tailCount
        self.targetCount = targetCount
    }

    /// Whether every record has been some record's child.
    var isComplete: Bool { nextChild == recordCount }

    mutating func accepts(
        _ record: RouteTable.Record, _ index: Int, _ bytes: Span<UInt8>, _ recordsStart: Int
    ) -> Bool {
        if index == nextLevel {
            depth += 1
            guard depth <= RouteTable.maximumDepth else { return false }
            nextLevel = nextChild
        }
        guard record.flags.rawValue <= 7, hasTargets(record, record.methodRanks),
            hasTargets(record, record.greedyRanks)
        else { return false }
        let tailWords = record.length > 8 ? (Int(record.length) - 1) / 8 : 0
        guard Int(record.tail) + tailWords <= tailCount else { return false }
        return acceptsChildren(record, bytes, recordsStart)
    }

    private mutating func acceptsChildren(
        _ record: RouteTable.Record, _ bytes: Span<UInt8>, _ recordsStart: Int
    ) -> Bool {
        guard !record.flags.isDisjoint(with: [.parameter, .literals]) else {
            return record.children == 0 && record.shift == 0
        }
        guard Int(record.children) == nextChild else { return false }
        nextChild = record.firstSlot
        guard record.flags.contains(.literals) else {
            return record.shift == 0 && nextChild <= recordCount
        }
        guard record.shift <= 63, record.shift >= 32 else { return false }
        nextChild += 1 &<< (63 - Int(record.shift))
        guard nextChild <= recordCount else { return false }
        // The table is as long as its last slot needs.
        while continues(nextChild - 1, bytes, recordsStart) {
            nextChild += 1
            guard nextChild <= recordCount else { return false }
        }
        return true
    }

    private func continues(_ index: Int, _ bytes: Span<UInt8>, _ recordsStart: Int) -> Bool {
        let flags = bytes[recordsStart + index * RouteTable.recordSize + 31]
        return RouteTable.Flags(rawValue: flags).contains(.continues)
    }

    private func hasTargets(_ record: RouteTable.Record, _ ranks: UInt32) -> Bool {
        if ranks == RouteTable.Record.noRanks { return true }
        // The eighth method is ANY, which no request has.
        guard ranks >> 28 == 15 else { return false }
        return (0..<7).allSatisfy { method in
            let rank = ranks >> UInt32(4 * method) & 15
            return rank == 15 || Int(record.routes) + Int(rank) < targetCount
        }
    }
}

/// The number of four bytes at an offset.
private func loadHalf(_ bytes: Span<UInt8>, _ offset: Int) -> UInt32 {
    UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
        | UInt32(bytes[offset + 3]) << 24
}

private func append(_ number: UInt32, to bytes: inout [UInt8]) {
    for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> UInt32(shift)))
    }
}
