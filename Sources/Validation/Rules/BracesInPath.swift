package import Diagnostics
package import OpenAPI

/// The braces of a path enclose names.
package enum BracesInPath: DocumentRule {
    package static let explanation = Explanation(
        .init(rawValue: "braces-in-path"), .error,
        "Braces in a path come in pairs and enclose a name, each name once.",
        reason: "What stands between them is the name of a path parameter.",
        bad: "paths:\n  /pets/{}: {}", good: "paths:\n  /pets/{id}: {}")

    package static func check(_ context: DocumentContext, into log: inout DiagnosticLog) {
        for path in context.paths {
            guard let problem = problem(path) else { continue }
            log.report(
                Diagnostic(id, .error, "path '\(path.path)' \(problem)", at: path.item.keyRange))
        }
    }

    private static func problem(_ path: PathContext) -> String? {
        var isOpen = false
        var previous: UInt8 = 0
        for byte in path.path.utf8 {
            if byte == UInt8(ascii: "{") {
                if isOpen { return "has a brace within braces" }
                isOpen = true
            } else if byte == UInt8(ascii: "}") {
                if !isOpen { return "has a closing brace without an opening one" }
                if previous == UInt8(ascii: "{") { return "has empty braces" }
                isOpen = false
            }
            previous = byte
        }
        if isOpen { return "has an opening brace without a closing one" }
        let names = path.variables
        for (place, name) in names.enumerated() where names[..<place].contains(name) {
            return "has the variable '\(name)' twice"
        }
        return nil
    }
}
