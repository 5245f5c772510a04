import Diagnostics
import Foundation
import JSON
import Syntax
import TestSupport
import Testing

@Suite struct YAMLPrinterTests {
    private func print(_ value: JSONValue) -> String {
        String(decoding: printYAML(value), as: UTF8.self)
    }

    private func read(_ text: String) -> JSONValue {
        var log = DiagnosticLog()
        let root = parseYAML(SourceFile(path: "t", bytes: Array(text.utf8)), into: &log)
        #expect(log.diagnostics.isEmpty, "\(text)")
        return root.jsonValue
    }

    @Test func writesWhatAPersonWouldWrite() {
        let value: JSONValue = [
            "openapi": "3.0.1", "version": "1.0", "empty": [:], "none": [], "null": .null,
            "200": [
                "description": "It's fine", "list": [1, ["a": true, "b": "x: y"], ["p", "q"]],
            ],
            "template": "{\n  \"a\": $b\n}\n",
        ]
        let expected = """
            openapi: 3.0.1
            version: '1.0'
            empty: {}
            none: []
            'null': null
            '200':
              description: It's fine
              list:
                - 1
                - a: true
                  b: 'x: y'
                - - p
                  - q
            template: |
              {
                "a": $b
              }

            """
        #expect(print(value) == expected)
    }

    @Test(arguments: [
        "", " ", "a ", " a", "no", "NO", "y", "~", "null", "1", "1.5", "0o7", "0x1F", "1e3",
        "1_000",
        "1:30", "2001-01-01", "2001-01-01T00:00:00Z", ".inf", ".5", "-1", "+1", "=", "<<", "- a",
        "a: b", "a:", ":a", "a #b", "#a", "'", "\"", "\\", "a\tb", "\t", "\n", "\n\n", "a\nb",
        "a\n",
        "a\n\n", "\na", "  a\nb\n", "\ta\nb", "a\n \n", "a \nb", "é", "\u{85}", "\u{FEFF}", "\u{1}",
        "😀", "a\r\nb", "...", "---", "{a}", "[a]", "!a", "&a", "*a", "%a", "@a", "`a", "|", ">",
        "?",
        "$input.json('$')", "12:30:45", "0", "00", "1.2.3", "true", "a\u{2028}b",
    ])
    func stringsAreReadBack(text: String) {
        for value: JSONValue in [
            .string(text), [.string(text)], ["k": .string(text)],
            ["k": .string(text), "l": "a text behind it"],
        ] {
            #expect(read(print(value)) == value)
        }
        for value: JSONValue in [1, "a text behind it"] {
            let key = JSONValue.object(JSONObject([JSONObject.Member(text, value)]))
            #expect(read(print(key)) == key)
        }
    }

    @Test func longTextIsFoldedAndReadBack() {
        let text = (0..<60).map { "word\($0)" }.joined(separator: " ")
        let value: JSONValue = ["a": ["description": .string(text)]]
        #expect(print(value).split(separator: "\n").allSatisfy { $0.utf8.count <= 100 })
        #expect(read(print(value)) == value)
        let key = JSONValue.object(JSONObject([JSONObject.Member(text, ["x": 1])]))
        #expect(read(print(key)) == key)
    }

    @Test func everyShortStringIsReadBack() {
        let tokens = ["a", " ", "\n", ":", "#", "-", "1", "'", "\t"]
        Gen.exhaust { gen in
            var text = ""
            for _ in 0..<gen.below(5) { text += gen.pick(tokens) }
            let value: JSONValue = ["k": [.string(text), ["j": .string(text)]]]
            #expect(read(print(value)) == value)
            let longer: JSONValue = ["k": .string("b" + text), "l": "a text behind it"]
            #expect(read(print(longer)) == longer)
        }
    }

    @Test func whatDecidesTheFormIsFoundAtEveryPlaceOfAText() {
        // What stands in the middle of letters, and how the whole is then written.
        let forms: [(middle: String, start: String)] = [
            ("x", "k: a"), (" ", "k: a"), (":", "k: a"), ("#", "k: a"), (": ", "k: 'a"),
            (" #", "k: 'a"), ("  ", "k: a"), ("\t", "k: 'a"), ("\n", "k: |-"), ("\u{1}", "k: \"a"),
            ("\u{7F}", "k: \"a"), ("é", "k: a"), ("\u{85}", "k: \"a"), ("€ #", "k: 'a"),
        ]
        for (middle, start) in forms {
            for before in 1..<19 {
                for after in [1, 2, 7, 8, 9] {
                    let text =
                        String(repeating: "a", count: before) + middle
                        + String(repeating: "b", count: after)
                    let value: JSONValue = ["k": .string(text)]
                    #expect(print(value).hasPrefix(start), "\(text)")
                    #expect(read(print(value)) == value)
                    let longer: JSONValue = ["k": .string(text), "l": "a text behind it"]
                    #expect(print(longer).hasPrefix(print(value)), "\(text)")
                }
            }
        }
    }

    @Test func aYAML11ReaderReadsTheSame() throws {
        let tokens = ["y", "no", "1", "_", ":", "e", ".", "-", "\n", " ", "0", "T"]
        var texts: [JSONValue] = []
        Gen.exhaust { gen in
            var text = ""
            for _ in 0..<gen.below(5) { text += gen.pick(tokens) }
            texts.append(.string(text))
        }
        let value: JSONValue = [
            "texts": .array(texts), "numbers": [1, .number(JSONNumber(spelling: "1e3"))],
        ]
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sys,json\ntry:\n import yaml\nexcept ImportError: sys.exit(77)\n"
                + "json.dump(yaml.load(sys.stdin.read(),Loader=getattr(yaml,'CSafeLoader',yaml.SafeLoader)),sys.stdout)",
        ]
        let folder = FileManager.default.temporaryDirectory
        let path = folder.appending(component: "apigw-yaml-\(UUID().uuidString)")
        try Data(printYAML(value)).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: path)
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus != 77, process.terminationStatus != 127 else {
            Swift.print("skipped: python3 with PyYAML is not installed")
            return
        }
        let back = try JSONValue(parsing: Array(bytes))
        #expect(back["texts"] == value["texts"])
        #expect(back["numbers"] == [1, .number(JSONNumber(spelling: "1000.0"))])
    }
}
