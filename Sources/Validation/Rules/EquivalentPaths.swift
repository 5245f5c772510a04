package import Diagnostics
internal import OpenAPI

/// No two paths match the same requests.
package enum EquivalentPaths: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "equivalent-paths"), .error,
        "Two paths differ in more than the names of their variables.",
        reason: "Nobody can tell which of the two a request means (OpenAPI 3.0.4, Paths Object).",
        bad: "paths:\n  /pets/{id}: {}\n  /pets/{petId}: {}", good: "paths:\n  /pets/{id}: {}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        var first: [String: (path: String, range: SourceRange)] = [:]
        for path in context.paths where path.path.utf8.contains(UInt8(ascii: "{")) {
            let shape = path.shape
            if let other = first[shape] {
                log.report(
                    Diagnostic(
                        id, .error, "'\(path.path)' matches the same requests as '\(other.path)'",
                        at: path.item.keyRange,
                        notes: [.init("the other path is here", at: other.range)],
                        help: "join the two paths"))
            } else {
                first[shape] = (path.path, path.item.keyRange)
            }
        }
    }
}
