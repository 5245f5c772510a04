package import Diagnostics
internal import Syntax

/// Every path begins with a slash.
package enum PathWithoutSlash: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "path-without-slash"), .error, "Every path begins with a slash.",
        reason: "A path is appended to the server's URL; without its slash it is not read as a "
            + "path at all, and its operations are missing from the API.",
        bad: "paths:\n  pets: {}", good: "paths:\n  /pets: {}")

    static func diagnostic(_ key: Node) -> Diagnostic {
        let path = key.string ?? ""
        // An HTTP API's default route is known in this spelling, too.
        let severity: Diagnostic.Severity = path == "$default" ? .warning : .error
        return Diagnostic(
            id, severity, "path '\(path)' does not begin with '/'", at: key.range,
            help: "write '/\(path)'")
    }
}
