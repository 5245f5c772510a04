/// The compiled API, `gateway.bin`: checked as a whole once, then used in place.
///
/// The layout is in `FORMAT.md`. Untrusted when read: every offset, count, string, program and row
/// number is within bounds once an image exists. Programs are opaque here; the engine that owns a
/// kind checks a program when it is first used.
package final class GatewayImage: Sendable {
    /// The format this apigw writes and reads.
    package static let formatVersion: UInt32 = 2

    /// The version of the apigw that writes this format: major, minor and patch in bytes.
    package static let writerVersion: UInt32 = 0x00_01_00

    /// What stands in a column that has nothing.
    package static let none = UInt32.max

    static let magic = Array("apigwimg".utf8)
    static let headerCount = 40
    static let directoryEntryCount = 24
    static let checksumRange = 16..<24

    /// The sections that are not tables.
    enum Section {
        static let strings: UInt32 = 1
        static let text: UInt32 = 2
        static let programs: UInt32 = 3
        static let programBytes: UInt32 = 4
    }

    /// The bytes of the file.
    package let bytes: [UInt8]

    private let strings: Place
    private let text: Place
    private let programs: Place
    private let programBytes: Place
    private let tables: [Place]

    private struct Place: Sendable {
        var offset = 0
        var columns = 0
        var count = 0
    }

    /// Checks an image in one pass over its bytes and one over each column; allocates nothing per
    /// row.
    package init(_ bytes: [UInt8]) throws(GatewayImageError) {
        guard bytes.count >= GatewayImage.headerCount,
            bytes.prefix(8).elementsEqual(GatewayImage.magic)
        else { throw .notAnImage }
        let version = loadWord(bytes, 8)
        guard version == GatewayImage.formatVersion else {
            throw .otherFormat(version: version, writer: versionText(loadWord(bytes, 12)))
        }
        let length = UInt64(loadWord(bytes, 24)) | UInt64(loadWord(bytes, 28)) << 32
        guard length == UInt64(bytes.count) else {
            throw .wrongLength(said: length, found: bytes.count)
        }
        let stored = UInt64(loadWord(bytes, 16)) | UInt64(loadWord(bytes, 20)) << 32
        guard checksum(bytes.span, skipping: GatewayImage.checksumRange) == stored else {
            throw .damaged
        }
        let places = try GatewayImage.readDirectory(bytes)
        self.bytes = bytes
        strings = places[0]
        text = places[1]
        programs = places[2]
        programBytes = places[3]
        tables = Array(places[4...])
        try check()
    }

    /// The rows of a table.
    package func count(_ table: ImageTable) -> Int { place(table).count }

    /// A word of a table's row; the row is below the table's count.
    package func word<Column: ImageColumn>(_ column: Column, _ row: Int) -> UInt32 {
        let place = place(Column.table)
        precondition(row >= 0 && row < place.count)
        return loadWord(
            bytes, place.offset + 4 * (row * place.columns + column.rawValue))
    }

    /// A string by its number.
    package func string(_ number: UInt32) -> String {
        String(decoding: bytes[stringRange(number)], as: UTF8.self)
    }

    /// The bytes of a string by its number.
    package func stringRange(_ number: UInt32) -> Range<Int> {
        precondition(number < strings.count)
        let row = strings.offset + 8 * Int(number)
        let start = text.offset + Int(loadWord(bytes, row))
        return start..<start + Int(loadWord(bytes, row + 4))
    }

    /// The kind and bytes of a program by its number.
    package func program(_ number: UInt32) -> (kind: ImageProgramKind?, range: Range<Int>) {
        precondition(number < programs.count)
        let row = programs.offset + 12 * Int(number)
        let start = programBytes.offset + Int(loadWord(bytes, row + 4))
        let kind = ImageProgramKind(rawValue: loadWord(bytes, row))
        return (kind, start..<start + Int(loadWord(bytes, row + 8)))
    }
}

/// Whose engine runs a program.
package enum ImageProgramKind: UInt32, Sendable, Hashable {
    case routeTable = 1
    case template = 2
    case schema = 3
    case pattern = 4
    case jsonPath = 5
    /// A gateway response's template: plain substitution.
    case substitution = 6
}

extension GatewayImage {
    /// Reads the directory, which must list the known sections in order and without gaps.
    private static func readDirectory(_ bytes: [UInt8]) throws(GatewayImageError) -> [Place] {
        let known: [(id: UInt32, columns: Int)] =
            [
                (Section.strings, 2), (Section.text, 0), (Section.programs, 3),
                (Section.programBytes, 0),
            ] + ImageTable.allCases.map { ($0.rawValue, $0.columns.count) }
        let end = headerCount + directoryEntryCount * known.count
        guard loadWord(bytes, 32) == known.count, bytes.count >= end else {
            throw .malformed(part: "the directory", row: 0)
        }
        var expected = UInt64(end)
        var places: [Place] = []
        for (index, section) in known.enumerated() {
            let entry = headerCount + directoryEntryCount * index
            let columns = Int(loadWord(bytes, entry + 4))
            let count = UInt64(loadWord(bytes, entry + 8))
            let low = UInt64(loadWord(bytes, entry + 16))
            let offset = low | UInt64(loadWord(bytes, entry + 20)) << 32
            let size = columns == 0 ? count : count * UInt64(columns) * 4
            guard loadWord(bytes, entry) == section.id, columns == section.columns,
                offset == expected, size <= UInt64(bytes.count) - min(offset, UInt64(bytes.count))
            else { throw .malformed(part: "the directory", row: index) }
            places.append(Place(offset: Int(offset), columns: columns, count: Int(count)))
            expected = offset + (size + 7) & ~7
        }
        guard expected == UInt64(bytes.count) else {
            throw .malformed(part: "the directory", row: known.count)
        }
        return places
    }

    private func place(_ table: ImageTable) -> Place {
        tables[Int(table.rawValue - ImageTable.api.rawValue)]
    }

    /// Checks every string, program and column.
    private func check() throws(GatewayImageError) {
        try checkRanges(strings, first: 0, within: text.count, "the strings")
        try checkRanges(programs, first: 1, within: programBytes.count, "the programs")
        guard count(.api) == 1 else { throw .malformed(part: "api", row: 0) }
        for table in ImageTable.allCases {
            let place = place(table)
            for (column, kind) in table.columns.enumerated() {
                guard let bad = firstBad(kind, column, place) else { continue }
                throw .malformed(part: "\(table)", row: bad)
            }
        }
    }

    private func checkRanges(
        _ place: Place, first: Int, within limit: Int, _ part: String
    ) throws(GatewayImageError) {
        for row in 0..<place.count {
            let at = place.offset + 4 * (row * place.columns + first)
            let end =
                UInt64(loadWord(bytes, at)) + UInt64(loadWord(bytes, at + 4))
            guard end <= UInt64(limit) else { throw .malformed(part: part, row: row) }
        }
    }

    /// The first row whose word in a column is not what the column's kind allows, or `nil`.
    private func firstBad(_ kind: ImageColumnKind, _ column: Int, _ place: Place) -> Int? {
        let limit: UInt64
        var allowsNone = false
        switch kind {
        case .number, .count: return nil
        case .below(let bound): limit = UInt64(bound)
        case .string: limit = UInt64(strings.count)
        case .row(let table): limit = UInt64(count(table))
        case .optionalString:
            limit = UInt64(strings.count)
            allowsNone = true
        case .optionalProgram:
            limit = UInt64(programs.count)
            allowsNone = true
        case .optionalRow(let table):
            limit = UInt64(count(table))
            allowsNone = true
        case .list(let table): return firstBadList(UInt64(count(table)), column, place)
        }
        var at = place.offset + 4 * column
        for row in 0..<place.count {
            let value = loadWord(bytes, at)
            if UInt64(value) >= limit, !(allowsNone && value == GatewayImage.none) { return row }
            at += 4 * place.columns
        }
        return nil
    }

    private func firstBadList(_ limit: UInt64, _ column: Int, _ place: Place) -> Int? {
        var at = place.offset + 4 * column
        for row in 0..<place.count {
            let first = UInt64(loadWord(bytes, at))
            if first + UInt64(loadWord(bytes, at + 4)) > limit { return row }
            at += 4 * place.columns
        }
        return nil
    }
}

private func versionText(_ version: UInt32) -> String {
    "\(version >> 16 & 255).\(version >> 8 & 255).\(version & 255)"
}
