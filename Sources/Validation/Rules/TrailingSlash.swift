package import Diagnostics
package import OpenAPI

/// Paths neither end with a slash nor have two in a row.
package enum TrailingSlash: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "trailing-slash"), .note,
        "Paths other than '/' do not end with a slash, and have no two in a row.",
        reason: "API Gateway has no resource for an empty segment: '/pets/' becomes '/pets', and "
            + "other servers take the two for different paths.",
        bad: "paths:\n  /pets/: {}", good: "paths:\n  /pets: {}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        for path in context.paths
        where path.path.utf8.count > 1 && path.path.utf8.last == UInt8(ascii: "/") {
            log.report(
                Diagnostic(
                    id, .note, "'\(path.path)' ends with a slash", at: path.item.keyRange,
                    help: "write '\(path.path.dropLast())'"))
        }
        for path in context.paths where path.hasEmptySegment {
            log.report(
                Diagnostic(
                    id, .note, "'\(path.path)' has an empty segment", at: path.item.keyRange,
                    help: "write one slash"))
        }
    }
}
