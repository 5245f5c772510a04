/// Puts a gateway image together, table by table.
///
/// Lists are runs of rows, so a list's rows are appended one after the other, before or after the
/// row that refers to them. The same calls give the same bytes.
package struct GatewayImageBuilder {
    private var stringNumbers: [String: UInt32] = [:]
    private var stringRows: [UInt32] = []
    private var text: [UInt8] = []
    private var programNumbers: [[UInt8]: UInt32] = [:]
    private var programRows: [UInt32] = []
    private var programBytes: [UInt8] = []
    private var tables: [[UInt32]] = Array(repeating: [], count: ImageTable.allCases.count)

    /// Creates an empty image.
    package init() {}

    /// The number of a string, stored once however often it is asked for.
    package mutating func string(_ value: String) -> UInt32 {
        if let number = stringNumbers[value] { return number }
        let number = UInt32(stringRows.count / 2)
        stringNumbers[value] = number
        stringRows += [UInt32(text.count), UInt32(value.utf8.count)]
        text += value.utf8
        return number
    }

    /// The number of a string, or none.
    package mutating func string(_ value: String?) -> UInt32 {
        guard let value else { return GatewayImage.none }
        return string(value)
    }

    /// The number of a program, stored once however often it is asked for.
    package mutating func program(_ kind: ImageProgramKind, _ bytes: [UInt8]) -> UInt32 {
        let key = [UInt8(kind.rawValue)] + bytes
        if let number = programNumbers[key] { return number }
        let number = UInt32(programRows.count / 3)
        programNumbers[key] = number
        programRows += [kind.rawValue, UInt32(programBytes.count), UInt32(bytes.count)]
        programBytes += bytes
        while programBytes.count % 8 != 0 { programBytes.append(0) }
        return number
    }

    /// The number of rows a table has so far: the next row's number.
    package func count(_ table: ImageTable) -> UInt32 {
        let words = tables[place(of: table)].count
        return UInt32(words / table.columns.count)
    }

    /// Appends a row and returns its number; columns that are not set are none.
    @discardableResult
    package mutating func append<Column: ImageColumn>(
        _ values: [(column: Column, value: UInt32)]
    ) -> UInt32 {
        let number = count(Column.table)
        var row = [UInt32](repeating: GatewayImage.none, count: Column.allCases.count)
        for (column, value) in values { row[column.rawValue] = value }
        tables[place(of: Column.table)] += row
        return number
    }

    /// Returns the image's bytes; strings and programs are at most 4 GiB together.
    package func finish() -> [UInt8] {
        var sections: [(id: UInt32, columns: Int, count: Int, bytes: [UInt8])] = [
            (GatewayImage.Section.strings, 2, stringRows.count / 2, littleEndian(stringRows)),
            (GatewayImage.Section.text, 0, text.count, text),
            (GatewayImage.Section.programs, 3, programRows.count / 3, littleEndian(programRows)),
            (GatewayImage.Section.programBytes, 0, programBytes.count, programBytes),
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
        for shift in stride(from: UInt32(0), to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }
    return bytes
}

private func littleEndian(_ value: UInt64) -> [UInt8] {
    littleEndian([UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)])
}
