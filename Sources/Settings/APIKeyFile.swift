package import Diagnostics

/// A key of API Gateway's key file, with its value.
package struct APIKeyEntry: Sendable {
    package var name: Located<String>

    /// The secret itself: 20 to 128 characters.
    package var value: Located<String>
    package var description: String?
    package var isEnabled = true

    /// Usage plans by name or identifier.
    package var usagePlans: [String] = []
}

/// Reads a key file: CSV by RFC 4180 with a header of the columns `name`, `key`, `description`,
/// `enabled` and `usageplanIds`, in any order and letter case, the first two required.
///
/// - Parameters:
///   - file: The file; messages never repeat its values.
///   - log: Receives `api-key-file`.
/// - Returns: The keys in the file's order, without those that are wrong.
package func readAPIKeyFile(
    _ file: SourceFile, into log: inout DiagnosticLog
) -> [APIKeyEntry] {
    let rows = commaSeparatedRows(file)
    guard let header = rows.first else {
        log.report(.keyFile("the file is empty", .start(of: file.id)))
        return []
    }
    var columns: [String: Int] = [:]
    for (place, field) in header.enumerated() {
        let name = field.value.lowercased()
        if !columnNames.contains(name) {
            log.report(
                .keyFile(
                    "there is no column '\(field.value)'", field.range,
                    help: nearest(to: name, in: columnNames).map { "write '\($0)'" }))
        }
        columns[name] = place
    }
    guard let nameColumn = columns["name"], let keyColumn = columns["key"] else {
        log.report(
            .keyFile(
                "the first line must name the columns 'name' and 'key'", header[0].range,
                help: "start the file with 'name,key,description,enabled,usageplanIds'"))
        return []
    }
    var entries: [APIKeyEntry] = []
    var names: Set<String> = []
    var values: Set<String> = []
    for row in rows.dropFirst() {
        func field(_ column: Int?) -> Located<String>? {
            column.flatMap { $0 < row.count ? row[$0] : nil }.flatMap {
                $0.value.isEmpty ? nil : $0
            }
        }
        guard let name = field(nameColumn), let value = field(keyColumn) else {
            log.report(.keyFile("a key needs a name and a value", row[0].range))
            continue
        }
        guard 20...128 ~= value.value.count else {
            log.report(
                .keyFile("the value of '\(name.value)' must have 20 to 128 characters", name.range))
            continue
        }
        guard names.insert(name.value).inserted else {
            log.report(.keyFile("key '\(name.value)' is defined twice", name.range))
            continue
        }
        guard values.insert(value.value).inserted else {
            log.report(.keyFile("key '\(name.value)' has the value of another key", name.range))
            continue
        }
        var entry = APIKeyEntry(name: name, value: value)
        entry.description = field(columns["description"])?.value
        entry.isEnabled = field(columns["enabled"])?.value.lowercased() != "false"
        entry.usagePlans = (field(columns["usageplanids"])?.value ?? "")
            .split { $0 == "," || $0 == " " }.map(String.init)
        entries.append(entry)
    }
    return entries
}

private let columnNames = ["name", "key", "description", "enabled", "usageplanids"]

/// Splits a file into rows of fields; empty lines are left out, so no row is empty.
private func commaSeparatedRows(_ file: SourceFile) -> [[Located<String>]] {
    let bytes = file.bytes
    var rows: [[Located<String>]] = []
    var row: [Located<String>] = []
    var offset = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while offset < bytes.count {
        let start = offset
        var field: [UInt8] = []
        if bytes[offset] == UInt8(ascii: "\"") {
            offset += 1
            while offset < bytes.count {
                if bytes[offset] == UInt8(ascii: "\"") {
                    offset += 1
                    // A doubled quote stands for one.
                    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else { break }
                }
                field.append(bytes[offset])
                offset += 1
            }
        }
        while offset < bytes.count, bytes[offset] != UInt8(ascii: ","),
            bytes[offset] != UInt8(ascii: "\n")
        {
            if bytes[offset] != UInt8(ascii: "\r") { field.append(bytes[offset]) }
            offset += 1
        }
        row.append(
            Located(
                String(decoding: field, as: UTF8.self),
                at: SourceRange(start, offset, file: file.id)))
        let isEndOfRow = offset >= bytes.count || bytes[offset] == UInt8(ascii: "\n")
        offset += 1
        if isEndOfRow {
            if row.contains(where: { !$0.value.isEmpty }) { rows.append(row) }
            row = []
        }
    }
    if row.contains(where: { !$0.value.isEmpty }) { rows.append(row) }
    return rows
}

extension Diagnostic {
    fileprivate static func keyFile(
        _ message: String, _ range: SourceRange, help: String? = nil
    ) -> Self {
        Self(ID(rawValue: "api-key-file"), .error, message, at: range, help: help).hidingSource()
    }
}
