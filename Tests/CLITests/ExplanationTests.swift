import CLI
import Diagnostics
import Foundation
import Testing

/// Everything that can be reported can be explained.
@Suite struct ExplanationTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files below a folder of the package, as texts by path.
    private func sources(under folder: String) throws -> [(path: String, text: String)] {
        let url = Self.root.appending(path: folder)
        return try FileManager.default.subpathsOfDirectory(atPath: url.path)
            .filter { $0.hasSuffix(".swift") }.sorted()
            .map { ($0, try String(contentsOf: url.appending(path: $0), encoding: .utf8)) }
    }

    /// The names of diagnostics that a text makes.
    private func ids(in text: String) throws -> [String] {
        // Names have a hyphen or are one word of an identifier's declaration.
        let pattern = /(?:ID\(|\.init\(|Self\()rawValue: "([a-z0-9]+(?:-[a-z0-9]+)*)"/
        return text.matches(of: pattern).map { String($0.1) }
    }

    @Test func everyDiagnosticIsExplained() throws {
        let explained = Set(allExplanations.map(\.id.rawValue))
        var reported: Set<String> = []
        for (path, text) in try sources(under: "Sources") {
            if path.hasSuffix("Explanations.swift") || path.hasPrefix("Conformance") { continue }
            for id in try ids(in: text) {
                reported.insert(id)
                #expect(explained.contains(id), "\(path) reports '\(id)', which has no explanation")
            }
        }
        #expect(reported.count > 140)
        for id in explained.subtracting(reported) { Issue.record("nothing reports '\(id)'") }
    }

    @Test func everyDiagnosticIsExplainedOnce() {
        let names = allExplanations.map(\.id.rawValue)
        #expect(Set(names).count == names.count)
    }

    @Test func explanationsAreSentences() {
        for explanation in allExplanations {
            let name = explanation.id.rawValue
            #expect(explanation.summary.hasSuffix("."), "\(name)")
            #expect(explanation.reason.hasSuffix("."), "\(name)")
            #expect(explanation.bad != explanation.good || explanation.bad == nil, "\(name)")
        }
    }

    @Test func everyRuleIsInTheList() throws {
        let files = try sources(under: "Sources/Validation/Rules").map(\.text)
        let declared = files.filter { $0.contains("package enum ") }
        #expect(declared.count == ruleExplanations.count)
        for explanation in ruleExplanations {
            let isDeclared = declared.contains { $0.contains("\"\(explanation.id.rawValue)\"") }
            #expect(isDeclared, "\(explanation.id.rawValue) has a file of its own")
        }
    }
}
