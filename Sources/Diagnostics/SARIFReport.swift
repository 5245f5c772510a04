internal import JSON

/// Returns reports as a SARIF 2.1.0 log with one run.
///
/// Rules are those that were found, in the order of their names. Columns count Unicode scalars,
/// which SARIF calls `unicodeCodePoints` (section 3.14.17).
func renderedSARIF(_ reports: [Report], _ tool: ReportTool) -> String {
    let found = Set(reports.flatMap { $0.diagnostics.map(\.id.rawValue) })
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var ruleIndexes: [String: Int] = [:]
    for (index, name) in found.enumerated() { ruleIndexes[name] = index }
    var explanations: [String: Explanation] = [:]
    for explanation in tool.explanations { explanations[explanation.id.rawValue] = explanation }

    var results: [JSONValue] = []
    for report in reports {
        var lines = LineIndexes(report.files)
        for diagnostic in report.diagnostics {
            let index = ruleIndexes[diagnostic.id.rawValue] ?? 0
            results.append(result(diagnostic, ruleIndex: index, &lines))
        }
    }
    let driver: JSONValue = [
        "name": .string(tool.name),
        "version": .string(tool.version),
        "semanticVersion": .string(tool.version),
        "rules": .array(found.map { rule($0, explanations[$0]) }),
    ]
    let log: JSONValue = [
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            [
                "tool": ["driver": driver],
                "columnKind": "unicodeCodePoints",
                "results": .array(results),
            ]
        ],
    ]
    return log.printed(.indented) + "\n"
}

private func rule(_ name: String, _ explanation: Explanation?) -> JSONValue {
    guard let explanation else { return ["id": .string(name)] }
    return [
        "id": .string(name),
        "shortDescription": ["text": .string(explanation.summary)],
        "fullDescription": ["text": .string("\(explanation.summary) \(explanation.reason)")],
        "help": ["text": .string(explanation.text)],
        "defaultConfiguration": ["level": .string(explanation.severity.sarifLevel)],
    ]
}

private func result(
    _ diagnostic: Diagnostic, ruleIndex: Int, _ lines: inout LineIndexes
) -> JSONValue {
    var text = diagnostic.message
    if let aws = diagnostic.aws { text += "\nAPI Gateway: \(aws.text)" }
    if let help = diagnostic.help { text += "\nhelp: \(help)" }
    var members: [JSONObject.Member] = [
        .init("ruleId", .string(diagnostic.id.rawValue)),
        .init("ruleIndex", .number(JSONNumber(ruleIndex))),
        .init("level", .string(diagnostic.severity.sarifLevel)),
        .init("message", ["text": .string(text)]),
    ]
    if let place = physicalLocation(of: diagnostic.range, &lines) {
        members.append(.init("locations", [["physicalLocation": place]]))
    }
    let related = diagnostic.notes.enumerated().compactMap { index, note -> JSONValue? in
        guard let place = physicalLocation(of: note.range, &lines) else { return nil }
        return [
            "id": .number(JSONNumber(index + 1)),
            "physicalLocation": place,
            "message": ["text": .string(note.message)],
        ]
    }
    if !related.isEmpty { members.append(.init("relatedLocations", .array(related))) }
    if let fix = fix(for: diagnostic, &lines) { members.append(.init("fixes", [fix])) }
    members.append(
        .init("partialFingerprints", ["apigw/v1": .string(fingerprint(diagnostic, &lines))]))
    return .object(JSONObject(members))
}

/// The change that sets a diagnostic right (SARIF 2.1.0, section 3.55), where one is known.
private func fix(for diagnostic: Diagnostic, _ lines: inout LineIndexes) -> JSONValue? {
    guard let replacement = diagnostic.replacement, let help = diagnostic.help,
        let file = lines.files[diagnostic.range.file],
        let place = physicalLocation(of: diagnostic.range, &lines),
        let location = place["artifactLocation"], let region = place["region"]
    else { return nil }
    // What stands in quotes stays in them.
    var quote = ""
    if Int(diagnostic.range.start) < file.bytes.count {
        let first = file.bytes[Int(diagnostic.range.start)]
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            quote = String(decoding: [first], as: UTF8.self)
        }
    }
    let change: JSONValue = [
        "deletedRegion": region,
        "insertedContent": ["text": .string(quote + replacement + quote)],
    ]
    return [
        "description": ["text": .string(help)],
        "artifactChanges": [
            ["artifactLocation": location, "replacements": [change]]
        ],
    ]
}

private func physicalLocation(
    of range: SourceRange, _ lines: inout LineIndexes
) -> JSONValue? {
    guard let file = lines.files[range.file] else { return nil }
    let (line, column) = lines.scalarPosition(at: range.start, in: file)
    let (endLine, endColumn) = lines.scalarPosition(at: range.end, in: file)
    return [
        "artifactLocation": ["uri": .string(uriReference(file.path))],
        "region": [
            "startLine": .number(JSONNumber(line)),
            "startColumn": .number(JSONNumber(column)),
            "endLine": .number(JSONNumber(endLine)),
            "endColumn": .number(JSONNumber(endColumn)),
            "byteOffset": .number(JSONNumber(Int(range.start))),
            "byteLength": .number(JSONNumber(Int(range.end - range.start))),
        ],
    ]
}

/// What stays the same when lines move: the rule, the message and the marked text (FNV-1a).
private func fingerprint(_ diagnostic: Diagnostic, _ lines: inout LineIndexes) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for byte in diagnostic.id.rawValue.utf8 { add(byte) }
    for byte in diagnostic.message.utf8 { add(byte) }
    if let file = lines.files[diagnostic.range.file] {
        let end = min(Int(diagnostic.range.end), file.bytes.count)
        let start = min(Int(diagnostic.range.start), end)
        for byte in file.bytes[start..<min(end, start + 256)] { add(byte) }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

/// A path as a URI reference (RFC 3986): what a URI cannot hold is percent-encoded; an absolute
/// path is a `file` URI (RFC 8089).
private func uriReference(_ path: String) -> String {
    var output = Array((path.hasPrefix("/") ? "file://" : "").utf8)
    let hex = Array("0123456789ABCDEF".utf8)
    for byte in path.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
            output.append(byte)
        default: output += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
        }
    }
    return String(decoding: output, as: UTF8.self)
}

extension Diagnostic.Severity {
    fileprivate var sarifLevel: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .note: "note"
        }
    }
}
