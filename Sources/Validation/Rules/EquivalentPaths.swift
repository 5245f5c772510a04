package import Diagnostics
package import OpenAPI

/// No two paths match the same requests.
package enum EquivalentPaths: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "equivalent-paths"), .error,
        "Two paths differ in more than the names of their variables.",
        reason: "Nobody can tell which of the two a request means (OpenAPI 3.0.4, Paths Object).",
        bad: "paths:\n  /pets/{id}: {}\n  /pets/{petId}: {}", good: "paths:\n  /pets/{id}: {}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        var first: [Int?] = Array(repeating: nil, count: context.paths.count)
        for (number, path) in context.paths.enumerated()
        where path.path.holds("{") {
            if let other = first[path.shape].map({ context.paths[$0] }) {
                log.report(
                    Diagnostic(
                        id, .error, "'\(path.path)' matches the same requests as '\(other.path)'",
                        at: path.item.keyRange,
                        notes: [.init("the other path is here", at: other.item.keyRange)],
                        help: "join the two paths"))
            } else {
                first[path.shape] = number
            }
        }
    }
}
