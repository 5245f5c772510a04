internal import JSON

/// Returns reports as a JSON array, an object a diagnostic.
///
/// Offsets count bytes from 0; lines and columns count from 1, columns in Unicode scalars.
func renderedJSON(_ reports: [Report]) -> String {
    var elements: [JSONValue] = []
    for report in reports {
        var lines = LineIndexes(report.files)
        for diagnostic in report.diagnostics {
            var members: [JSONObject.Member] = [
                .init("id", .string(diagnostic.id.rawValue)),
                .init("severity", .string("\(diagnostic.severity)")),
                .init("message", .string(diagnostic.message)),
            ]
            members += location(of: diagnostic.range, &lines)
            if !diagnostic.notes.isEmpty {
                members.append(
                    .init(
                        "notes",
                        .array(
                            diagnostic.notes.map { note in
                                .object(
                                    JSONObject(
                                        [.init("message", .string(note.message))]
                                            + location(of: note.range, &lines)))
                            })))
            }
            if let help = diagnostic.help { members.append(.init("help", .string(help))) }
            if let aws = diagnostic.aws {
                members.append(
                    .init(
                        "aws", ["kind": .string("\(aws.kind)"), "text": .string(aws.text)]))
            }
            elements.append(.object(JSONObject(members)))
        }
    }
    return JSONValue.array(elements).printed(.indented) + "\n"
}

private func location(
    of range: SourceRange, _ lines: inout LineIndexes
) -> [JSONObject.Member] {
    guard let file = lines.files[range.file] else { return [] }
    let (line, column) = lines.scalarPosition(at: range.start, in: file)
    let (endLine, endColumn) = lines.scalarPosition(at: range.end, in: file)
    return [
        .init("file", .string(file.path)),
        .init("line", .number(JSONNumber(line))),
        .init("column", .number(JSONNumber(column))),
        .init("endLine", .number(JSONNumber(endLine))),
        .init("endColumn", .number(JSONNumber(endColumn))),
        .init("start", .number(JSONNumber(Int(range.start)))),
        .init("end", .number(JSONNumber(Int(range.end)))),
    ]
}
