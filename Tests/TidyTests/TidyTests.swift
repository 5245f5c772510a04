import Foundation
import Testing

/// Properties of the sources themselves that neither the compiler nor swift-format checks.
@Suite struct TidyTests {
    /// A word that may appear only in the named modules, and why.
    static let reserved: [(word: String, modules: Set<String>, reason: String)] = [
        (
            "Swift.print(", ["Bench", "CLI", "Conformance", "apigw"],
            "only commands talk to the terminal"
        ),
        ("import Foundation", ["SDK", "SDKRuntime"], "only emitted clients link Foundation"),
        ("import CLibYAML", ["Bench", "Syntax"], "one module speaks libyaml"),
        ("import COpenSSL", ["Server"], "only the gateway process links OpenSSL"),
        ("import CCurl", ["Server"], "only the gateway process links libcurl"),
        (
            "= unsafe ",
            [
                "Bench", "BundleFormat", "Fuzz", "JSON", "Patterns", "Platform", "Routing",
                "Schemas", "Server", "Syntax", "Templates",
            ],
            "unsafe code stays where its proof is"
        ),
    ]

    @Test(arguments: reserved)
    func wordStaysInItsModules(word: String, modules: Set<String>, reason: String) throws {
        for (path, text) in try swiftFiles(under: "Sources") where text.contains(word) {
            let module = path.split(separator: "/")[1]
            if !modules.contains(String(module)) {
                Issue.record("\(path) uses '\(word)': \(reason)")
            }
        }
    }

    /// Modules that `apigw` does not link, and text of Swift that it writes.
    private static let notLinked = [
        "Sources/Bench/", "Sources/Conformance/", "Sources/Fuzz/", "Sources/Server/",
        "Sources/SDKRuntime/", "Sources/SDK/RuntimeText.swift",
    ]

    @Test func stringsAreSearchedByBytes() throws {
        for (path, text) in try swiftFiles(under: "Sources")
        where !Self.notLinked.contains(where: path.hasPrefix)
            && !path.hasPrefix("Sources/JSON/") && !text.contains("import JSON\n")
        {
            for call in [".replacing(\"", ".firstRange(of: \"", ".contains(\"${"]
            where text.contains(call) {
                Issue.record(
                    "\(path) calls '\(call)' and does not import JSON, whose StringSearch should do it"
                )
            }
        }
    }

    @Test func everyRuleHasATestFile() throws {
        let tests = try swiftFiles(under: "Tests").map(\.path)
        for (path, _) in try swiftFiles(under: "Sources/Validation/Rules") {
            let name = URL(filePath: path).deletingPathExtension().lastPathComponent
            if !tests.contains("Tests/ValidationTests/\(name)Tests.swift") {
                Issue.record("rule \(name) has no test file of its name")
            }
        }
    }
}

/// Paths relative to the package, and contents, of the Swift files below `folder`, sorted.
private func swiftFiles(under folder: String) throws -> [(path: String, text: String)] {
    let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let paths =
        (try? FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path))
        ?? []
    return
        try paths
        .filter { $0.hasSuffix(".swift") }
        .sorted()
        .map { subpath in
            let path = "\(folder)/\(subpath)"
            return (path, try String(contentsOf: root.appending(path: path), encoding: .utf8))
        }
}
