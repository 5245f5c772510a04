internal import JSON
internal import Options
internal import Platform

/// The value of a JSON file.
///
/// - Throws: Where it cannot be read, and a `UsageError` with line and column where it is not JSON.
func readJSON(_ path: String) throws -> JSONValue {
    let bytes = try readFile(path)
    do { return try JSONValue(parsing: bytes) } catch {
        let before = bytes.prefix(Int(error.offset))
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.count - (before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0)
        throw UsageError(
            "'\(path)' is not JSON: \(error.message) at line \(line), column \(column + 1)")
    }
}
