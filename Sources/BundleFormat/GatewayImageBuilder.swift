/// Puts a gateway image together, table by table.
///
/// Lists are runs of rows, so a list's rows are appended one after the other, before or after the
/// row that refers to them. The same calls give the same bytes.
package struct GatewayImageBuilder {
    private var strings = InternedBytes(alignment: 1)
    private var programs = InternedBytes(alignment: 8)
    private var tables: [[UInt32]] = Array(repeating: [], count: ImageTable.allCases.count)

    /// The number of each table's columns.
    private let widths = ImageTable.allCases.map(\.columns.count)

    /// Creates an empty image.
    package init() {}

    /// The number of a string, stored once however often it is asked for.
    package mutating func string(_ value: String) -> UInt32 {
        strings.number(of: Array(value.utf8))
    }

    /// The number of a string, or none.
    package mutating func string(_ value: String?) -> UInt32 {
        guard let value else { return GatewayImage.none }
        return string(value)
    }

    /// The number of a program, stored once however often it is asked for.
    package mutating func program(_ kind: ImageProgramKind, _ bytes: [UInt8]) -> UInt32 {
        programs.number(of: bytes, tag: kind.rawValue)
    }

    /// The number of rows a table has so far: the next row's number.
    package func count(_ table: ImageTable) -> UInt32 {
        let place = self.place(of: table)
        return UInt32(tables[place].count / widths[place])
    }

    /// Appends a row and returns its number; columns that are not set are none.
    @discardableResult
    @inlinable
    package mutating func append<Column: ImageColumn>(
        _ values: [(column: Column, value: UInt32)]
    ) -> UInt32 {
        let number = appendEmptyRow(Column.table)
        for (column, value) in values { setLast(Column.table, column.rawValue, value) }
        return number
    }

    /// Appends a row of nones and returns its number.
    package mutating func appendEmptyRow(_ table: ImageTable) -> UInt32 {
        let number = count(table)
        let place = self.place(of: table)
        for _ in 0..<widths[place] { tables[place].append(GatewayImage.none) }
        return number
    }

    /// Sets a column of a table's last row.
    package mutating func setLast(_ table: ImageTable, _ column: Int, _ value: UInt32) {
        let place = self.place(of: table)
        tables[place][tables[place].count - widths[place] + column] = value
    }

    /// Returns the image's bytes; strings and programs are at most 4 GiB together.
    package func finish() -> [UInt8] {
        var sections: [(id: UInt32, columns: Int, count: Int, bytes: [UInt8])] = [
            (
                GatewayImage.Section.strings, 2, strings.rows.count,
                littleEndian(strings.rows.flatMap { [$0.offset, $0.count] })
            ),
            (GatewayImage.Section.text, 0, strings.bytes.count, strings.bytes),
            (
                GatewayImage.Section.programs, 3, programs.rows.count,
                littleEndian(programs.rows.flatMap { [$0.tag, $0.offset, $0.count] })
            ),
            (GatewayImage.Section.programBytes, 0, programs.bytes.count, programs.bytes),
        ]
        for table in ImageTable.allCases {
            let words = tables[place(of: table)]
            let columns = table.columns.count
            sections.append((table.rawValue, columns, words.count / columns, littleEndian(words)))
        }
        var output = GatewayImage.magic
        output += littleEndian([GatewayImage.formatVersion, GatewayImage.writerVersion])
        output += littleEndian(UInt64(0))  // The checksum, known at the end.
        output += littleEndian(UInt64(0))  // The length, likewise.
        output += littleEndian([UInt32(sections.count), 0])
        var offset = GatewayImage.headerCount + GatewayImage.directoryEntryCount * sections.count
        for section in sections {
            output += littleEndian([
                section.id, UInt32(section.columns), UInt32(section.count), 0,
            ])
            output += littleEndian(UInt64(offset))
            offset += (section.bytes.count + 7) & ~7
        }
        for section in sections {
            output += section.bytes
            while output.count % 8 != 0 { output.append(0) }
        }
        output.replaceSubrange(24..<32, with: littleEndian(UInt64(output.count)))
        let sum = checksum(output.span, skipping: GatewayImage.checksumRange)
        output.replaceSubrange(GatewayImage.checksumRange, with: littleEndian(sum))
        return output
    }

    private func place(of table: ImageTable) -> Int {
        Int(table.rawValue - ImageTable.api.rawValue)
    }
}

private func littleEndian(_ words: [UInt32]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * words.count)
    for word in words {
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
        bytes.append(UInt8(truncatingIfNeeded: word >> 16))
        bytes.append(UInt8(truncatingIfNeeded: word >> 24))
    }
    return bytes
}

private func littleEndian(_ value: UInt64) -> [UInt8] {
    littleEndian([UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)])
}
