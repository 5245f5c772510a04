internal import JSON

/// Puts a gateway image together, table by table.
///
/// Lists are runs of rows, so a list's rows are appended one after the other, before or after the
/// row that refers to them. The same calls give the same bytes.
@usableFromInline
package struct GatewayImageBuilder {
    private var strings = InternedBytes()
    private var programs = InternedPrograms()

    /// The rows of a table.
    private struct Table {
        /// The number of columns.
        let width: Int
        var rowCount = 0

        /// The words of all rows, little-endian.
        var words: [UInt32] = []
    }

    private var tables = ImageTable.allCases.map { Table(width: $0.columns.count) }

    /// Creates an empty image.
    package init() {}

    /// The number of a string, stored once however often it is asked for.
    package mutating func string(_ value: String) -> UInt32 {
        strings.number(of: value.utf8.span)
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
        UInt32(tables[place(of: table)].rowCount)
    }

    /// Appends a row and returns its number; columns that are not set are none.
    @discardableResult
    @inlinable
    package mutating func append<Column: ImageColumn>(
        _ values: [(column: Column, value: UInt32)]
    ) -> UInt32 {
        appendRow(Column.table) { words, row in
            for (column, value) in values { words[row + column.rawValue] = value.littleEndian }
        }
    }

    /// Appends a row of nones, lets it be set, and returns its number.
    ///
    /// The closure gets the table's words, little-endian, and where the row starts.
    @usableFromInline
    package mutating func appendRow(
        _ table: ImageTable, _ set: (inout MutableSpan<UInt32>, Int) -> Void
    ) -> UInt32 {
        let place = self.place(of: table)
        let width = tables[place].width
        let start = tables[place].words.count
        tables[place].words.append(addingCapacity: width) { row in
            row.append(repeating: GatewayImage.none, count: width)
        }
        var words = tables[place].words.mutableSpan
        set(&words, start)
        tables[place].rowCount += 1
        return UInt32(tables[place].rowCount - 1)
    }

    private func place(of table: ImageTable) -> Int {
        Int(table.rawValue - ImageTable.api.rawValue)
    }
}

// MARK: - Writing

extension GatewayImageBuilder {
    /// A section's entry in the directory, and its size.
    private struct Section {
        var id: UInt32
        var columns: Int
        var count: Int

        /// The size in bytes without what fills it up to the next section.
        var size: Int { columns == 0 ? count : 4 * columns * count }
    }

    /// Returns the image's bytes; strings and programs are at most 4 GiB together.
    package func finish() -> [UInt8] {
        var offset = 0
        var programRows: [UInt32] = []
        programRows.reserveCapacity(3 * programs.programs.count)
        for program in programs.programs {
            programRows.append(program.tag)
            programRows.append(UInt32(offset))
            programRows.append(UInt32(program.bytes.count))
            offset += padded(program.bytes.count)
        }
        let sections = sections(programSize: offset)
        var output: [UInt8] = []
        let start = GatewayImage.headerCount + GatewayImage.directoryEntryCount * sections.count
        output.reserveCapacity(sections.reduce(start) { $0 + padded($1.size) })
        writeDirectory(sections, start: start, to: &output)

        output.append(words: strings.rows)
        output.append(strings.bytes.span)
        output.pad()
        output.append(words: programRows)
        output.pad()
        for program in programs.programs {
            output.append(program.bytes.span)
            output.pad()
        }
        for table in tables {
            unsafe output.append(table.words.span.bytes)
            output.pad()
        }
        output.replaceSubrange(24..<32, with: littleEndian(UInt64(output.count)))
        let sum = checksum(output.span, skipping: GatewayImage.checksumRange)
        output.replaceSubrange(GatewayImage.checksumRange, with: littleEndian(sum))
        return output
    }

    private func sections(programSize: Int) -> [Section] {
        [
            Section(id: GatewayImage.Section.strings, columns: 2, count: strings.count),
            Section(id: GatewayImage.Section.text, columns: 0, count: strings.bytes.count),
            Section(
                id: GatewayImage.Section.programs, columns: 3, count: programs.programs.count),
            Section(id: GatewayImage.Section.programBytes, columns: 0, count: programSize),
        ]
            + ImageTable.allCases.map { table in
                Section(
                    id: table.rawValue, columns: tables[place(of: table)].width,
                    count: Int(count(table)))
            }
    }

    /// Writes the header, in which checksum and length are not known yet, and the directory.
    private func writeDirectory(_ sections: [Section], start: Int, to output: inout [UInt8]) {
        output += GatewayImage.magic
        output.append(words: [GatewayImage.formatVersion, GatewayImage.writerVersion])
        output.append(words: [0, 0, 0, 0])
        output.append(words: [UInt32(sections.count), 0])
        var offset = start
        for section in sections {
            output.append(words: [section.id, UInt32(section.columns), UInt32(section.count), 0])
            output += littleEndian(UInt64(offset))
            offset += padded(section.size)
        }
    }
}

/// A size filled up to the alignment of sections and programs.
private func padded(_ size: Int) -> Int { (size + 7) & ~7 }

extension [UInt8] {
    fileprivate mutating func append(words: [UInt32]) {
        let words = words.map { $0.littleEndian }
        unsafe append(words.span.bytes)
    }

    /// Fills up to the alignment of sections and programs.
    fileprivate mutating func pad() {
        while count % 8 != 0 { append(0) }
    }
}

private func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
}
