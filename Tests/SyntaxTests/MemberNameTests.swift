import Diagnostics
import JSON
import Syntax
import Testing

/// Looking members up by names that the source has.
@Suite struct MemberNameTests {
    @Test func hashesAsTextsAreHashed() {
        let names: [MemberName] = [
            "", "a", "in", "url", "path", "title", "format", "openapi", "security", "responses",
            "operationId", "passthroughBehavior", "x-amazon-apigateway-integration",
        ]
        for name in names {
            let bytes = Array(name.description.utf8)
            // Once at the end of its text, and once with more behind it.
            #expect(name.hash == bytes.span.nameHash(0..<bytes.count), "\(name)")
            let longer = bytes + Array("::::::::".utf8)
            #expect(name.hash == longer.span.nameHash(0..<bytes.count), "\(name)")
        }
    }

    /// However keys come about: plain, quoted, with escapes, between braces, by an alias, merged.
    @Test(arguments: [
        "title: found", "\"title\": found", "'title': found", #""t\x69tle": found"#,
        "{other: 1, title: found}", "{\"title\": found}",
        "name: &name title\nmore: {a: 1}\n*name : found",
        "base: &base {title: found}\n<<: *base", #"{"other": 1, "title": "found"}"#,
        #"{"t\u0069tle": "found"}"#,
    ])
    func findsAKeyHoweverItIsWritten(_ text: String) throws {
        var log = DiagnosticLog()
        let file = SourceFile(path: "a.yaml", bytes: Array(text.utf8))
        let root = parseDocument(file, into: &log)
        #expect(root["title"]?.string == "found")
        #expect(root.member("title")?.key == "title")
        #expect(root["titles"] == nil)
        expectTitle(KeyedObject(root))
        let other = NewObject(root)
        let placed = other.value.placed(in: root.tree, at: root.range)
        #expect(placed["title"]?.string == "found")
        expectTitle(KeyedObject(placed))
    }

    private func expectTitle(_ object: KeyedObject) {
        #expect(object["title"]?.string == "found")
        #expect(object.member("title")?.key == "title")
        for name: MemberName in ["titles", "titl", "found", "", "a", "url", "responses"] {
            #expect(object[name]?.index == object.node[name]?.index, "\(name)")
        }
    }

    @Test(arguments: ["[title, found]", "title", "1", "null", "{}", "[]"])
    func onlyObjectsHaveMembers(_ text: String) {
        var log = DiagnosticLog()
        let root = parseDocument(
            SourceFile(path: "a.yaml", bytes: Array(text.utf8)), into: &log)
        #expect(KeyedObject(root)["title"] == nil)
        #expect(KeyedObject(root).member("found") == nil)
    }

    @Test func findsKeysThatWereAdded() {
        var log = DiagnosticLog()
        let root = parseDocument(
            SourceFile(path: "a.yaml", bytes: Array("title: here".utf8)), into: &log)
        var object = NewObject(root)
        object["operationId"] = .text("added")
        let placed = object.value.placed(in: root.tree, at: root.range)
        #expect(placed["operationId"]?.string == "added")
        #expect(placed["title"]?.string == "here")
    }
}
