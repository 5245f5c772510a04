package import Diagnostics
package import OpenAPI

/// Paths have no query and no fragment.
package enum QueryInPath: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "query-in-path"), .error, "Paths contain neither '?' nor '#'.",
        reason: "A request is matched by its path alone; query parameters are declared with "
            + "'in: query'. Such a path is never matched.",
        bad: "paths:\n  /pets?limit={limit}: {}", good: "parameters:\n- {name: limit, in: query}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        for path in context.paths {
            let hasQuery = path.path.holds("?")
            guard hasQuery || path.path.holds("#") else { continue }
            // Fragments are a known way to give one path several descriptions.
            log.report(
                Diagnostic(
                    id, hasQuery ? .error : .warning,
                    "path '\(path.path)' has a \(hasQuery ? "query" : "fragment") in it",
                    at: path.item.keyRange,
                    help: hasQuery ? "declare a parameter with 'in: query'" : nil))
        }
    }
}
