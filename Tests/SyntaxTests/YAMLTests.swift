import Diagnostics
import JSON
import Syntax
import TestSupport
import Testing

@Suite struct YAMLTests {
    /// Parses text, and its mutants for crashes; returns the value as JSON and the reports.
    private func parse(_ text: String, path: String = "t.yaml") -> (json: String, log: [String]) {
        let bytes = Array(text.utf8)
        for mutant in mutants(of: bytes) {
            var log = DiagnosticLog()
            let root = parseDocument(SourceFile(path: path, bytes: mutant), into: &log)
            checkRanges(root, count: mutant.count)
            for diagnostic in log.diagnostics { #expect(diagnostic.range.end <= mutant.count) }
        }
        var log = DiagnosticLog()
        let root = parseDocument(SourceFile(path: path, bytes: bytes), into: &log)
        checkRanges(root, count: bytes.count)
        let json = root.kind == .invalid ? "invalid" : root.jsonValue.printed()
        return (json, log.diagnostics.map { "\($0.range.start) \($0.id.rawValue)" })
    }

    private func checkRanges(_ node: Node, count: Int) {
        #expect(node.range.end <= count)
        for element in node.elements { checkRanges(element, count: count) }
        for member in node.members {
            #expect(member.keyRange.end <= count)
            checkRanges(member.value, count: count)
        }
    }

    @Test(arguments: [
        ("a: no\nb: on\nc: yes", #"{"a":"no","b":"on","c":"yes"}"#),
        ("[012, 1_000, 0o7, 0x1F, +1, .5, 1., -0, 1e3]", #"[12,"1_000",7,31,1,0.5,1,-0,1e3]"#),
        ("[.inf, -.INF, .nan, 2001-01-01, 1:30]", #"[".inf","-.INF",".nan","2001-01-01","1:30"]"#),
        ("[~, null, Null, NULL, nUll, '', \"\"]", #"[null,null,null,null,"nUll","",""]"#),
        ("[true, True, TRUE, tRUE, false]", #"[true,true,true,"tRUE",false]"#),
        ("200: ok\n'404': no\nnull: x", #"{"200":"ok","404":"no","null":"x"}"#),
        ("a:\nb: ", #"{"a":null,"b":null}"#),
        ("a: |\n  x\n   y\n\nb: >-\n  p\n  q\n", #"{"a":"x\n y\n","b":"p q"}"#),
        (
            "a: plain\n  folded\nb: 'it''s'\nc: \"x\\ty\\N\"",
            "{\"a\":\"plain folded\",\"b\":\"it's\",\"c\":\"x\\ty\u{85}\"}"
        ),
        ("\u{FEFF}a: é\nb: ü", #"{"a":"é","b":"ü"}"#),
        ("a: 1\r\nb:\r\n  - x\r\n", #"{"a":1,"b":["x"]}"#),
        ("", "null"), ("# only a comment\n", "null"),
        ("!!str 12", #""12""#),
    ])
    func readsTheCoreSchema(text: String, expected: String) {
        let (json, log) = parse(text)
        #expect(json == expected)
        #expect(log.allSatisfy { $0.hasSuffix(" yaml-ambiguous-scalar") })
    }

    // By yaml.org/type/{bool,int,float}.html; dates are left out on purpose.
    @Test(arguments: [
        ("[yes, No, ON, off]", [1, 6, 10, 14]), ("['yes', y, nO, none, only]", []),
        ("[010, 0o10, 0b11, 1_000, 12:30:45]", [1, 6, 12, 18, 25]),
        ("[0, 10, 0x1F, 1.5, 1e3, -1, +2, 08, 1:75, 4566:4566, 1-2, 10.0.0.1]", []),
        ("[-010, -1_0.5, +190:20:30.15]", [1, 7, 15]),
        ("[2012-10-17, 2001-12-14T21:59:43.10-05:00, '1:', ':1', _1]", []),
        ("yes: 1\n010: 2", []),
    ])
    func notesWhatYAML11ReadsDifferently(text: String, offsets: [Int]) {
        #expect(parse(text).log == offsets.map { "\($0) yaml-ambiguous-scalar" })
    }

    @Test func notesFiftyAmbiguitiesAtMost() {
        let text = "[" + String(repeating: "no,", count: 200) + "no]"
        var log = DiagnosticLog()
        _ = parseDocument(SourceFile(path: "t.yaml", bytes: Array(text.utf8)), into: &log)
        #expect(log.diagnostics.count == 50)
    }

    @Test(arguments: [
        ("a: &x [1, 2]\nb: *x", #"{"a":[1,2],"b":[1,2]}"#),
        ("a: &k key\n*k : v", #"{"a":"key","key":"v"}"#),
        ("b: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3", #"{"b":{"x":1,"y":2},"c":{"y":3,"x":1}}"#),
        ("c: {<<: {p: 1}, q: 2}", #"{"c":{"q":2,"p":1}}"#),
        (
            "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\nd: 4",
            #"{"a":{"x":1},"b":{"x":2,"y":2},"c":{"x":1,"y":2},"d":4}"#
        ),
        (
            "a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}",
            #"{"a":{"x":1},"b":{"y":2,"x":1},"c":{"z":3,"y":2,"x":1}}"#
        ),
        ("a: {'<<': 1}", #"{"a":{"<<":1}}"#),
    ])
    func followsAliasesAndMergeKeys(text: String, expected: String) {
        let (json, log) = parse(text)
        #expect(json == expected)
        #expect(log.isEmpty)
    }

    @Test(arguments: [
        ("a: !Ref B", #"{"a":{"Ref":"B"}}"#),
        ("a: !Sub 'x${Y}'\nb: 1", #"{"a":{"Fn::Sub":"x${Y}"},"b":1}"#),
        ("a: !Join ['', [!Ref B, c]]", #"{"a":{"Fn::Join":["",[{"Ref":"B"},"c"]]}}"#),
        (
            "a: !If\n  - C\n  - x: 1\n  - !Ref AWS::NoValue\nb: 2",
            #"{"a":{"Fn::If":["C",{"x":1},{"Ref":"AWS::NoValue"}]},"b":2}"#
        ),
        ("a: &x !GetAtt P.Arn\nb: *x", #"{"a":{"Fn::GetAtt":"P.Arn"},"b":{"Fn::GetAtt":"P.Arn"}}"#),
    ])
    func readsShortTagsAsTheObjectsTheyStandFor(text: String, expected: String) {
        let (json, log) = parse(text)
        #expect(json == expected)
        #expect(log.isEmpty)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3", ["10 duplicate-key"]),
        ("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}}", ["23 duplicate-key"]),
        ("a: b: c", ["4 yaml-syntax"]), ("a: *x", ["3 yaml-undefined-alias"]),
        ("a: &x [*x]", ["7 yaml-recursive-alias"]), ("? [a]\n: b", ["2 yaml-complex-key"]),
        ("a: 1\n---\nb: 2", ["5 yaml-multiple-documents"]), ("a: !!int x", ["3 yaml-tag-mismatch"]),
        ("a: !Reff x", ["3 yaml-unknown-tag"]), ("a: {<<: 1}", ["8 yaml-invalid-merge"]),
        ("a: !!python/name:os.system x", ["3 yaml-unknown-tag"]),
        ("a: !!java.lang.Object {}", ["3 yaml-unknown-tag"]),
        ("a: {uri: ${x}, b: 1}", ["9 unquoted-placeholder"]),
        ("a: [arn:${y}:z]", ["8 unquoted-placeholder"]), ("a: {uri: {x}y}", ["12 yaml-syntax"]),
    ])
    func reportsTheSmallestToken(text: String, expected: [String]) {
        #expect(parse(text).log == expected)
    }

    @Test func countsBytesNotScalars() {
        var log = DiagnosticLog()
        let file = SourceFile(path: "t", bytes: Array("é: 'ü'\nx: y".utf8))
        let root = parseDocument(file, into: &log)
        let ranges = root.members.map {
            [$0.keyRange.start, $0.keyRange.end, $0.value.range.start, $0.value.range.end]
        }
        #expect(ranges == [[0, 2, 4, 8], [9, 10, 12, 13]])
    }

    @Test func findsDuplicatesInLargeMappings() {
        let text = (0..<100).map { "k\($0): 1\n" }.joined() + "k57: 2\n"
        var log = DiagnosticLog()
        _ = parseDocument(SourceFile(path: "t", bytes: Array(text.utf8)), into: &log)
        #expect(log.diagnostics.map(\.message) == ["duplicate key 'k57'"])
    }

    @Test(arguments: [255, 256, 257])
    func limitsNesting(depth: Int) {
        for text in [
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth),
            "x" + String(repeating: " [", count: depth),
        ] {
            var log = DiagnosticLog()
            _ = parseDocument(SourceFile(path: "t.json", bytes: Array(text.utf8)), into: &log)
            let isTooDeep = log.diagnostics.contains { $0.id == .limitExceeded }
            #expect(isTooDeep == (depth > 256 && text.hasPrefix("[")))
        }
    }

    @Test func refusesAnAliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let row = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(row)]\n"
        }
        var log = DiagnosticLog()
        _ = parseDocument(SourceFile(path: "t", bytes: Array(text.utf8)), into: &log)
        #expect(log.diagnostics.map(\.id) == [.limitExceeded])
    }

    @Test func readsBracesThatAreNotJSONAsYAML() {
        #expect(parse("{a: 1}", path: "t.yaml").json == #"{"a":1}"#)
        #expect(parse("{a: 1}", path: "t.json").json == "invalid")
    }

    @Test(arguments: [
        [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0],
        [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61],
    ])
    func refusesUTF16AndUTF32(bytes: [UInt8]) {
        var log = DiagnosticLog()
        #expect(parseDocument(SourceFile(path: "t", bytes: bytes), into: &log).kind == .invalid)
        #expect(log.diagnostics.map(\.id) == [.encoding])
    }

    @Test func skipsAByteOrderMarkInJSON() {
        #expect(parse("\u{FEFF}{\"a\": 1}", path: "t.json").json == #"{"a":1}"#)
    }

    @Test func refusesMoreThan64MB() {
        var log = DiagnosticLog()
        let file = SourceFile(
            path: "t", bytes: Array(repeating: 0x20, count: SyntaxLimits.byteCount + 1))
        #expect(parseDocument(file, into: &log).kind == .invalid)
        #expect(log.diagnostics.map(\.id) == [.limitExceeded])
    }

    @Test(arguments: [
        "a: 1\rb: 2", "a: 1\r\nb: 2\n", "%YAML 1.2\n---\na: 1\nb: 2\n...\n",
        "a: 1   # one\n# two\nb: 2", "{a: 1,\n b: 2}",
    ])
    func readsEveryLineBreakDirectiveAndComment(text: String) {
        #expect(parse(text).json == #"{"a":1,"b":2}"#)
    }

    @Test func everyShortTextEndsWithARoot() {
        let tokens = ["a", ": ", "- ", "\n", "&x ", "*x", "[", "]", "!Ref ", "<<"]
        let count = Gen.exhaust { gen in
            var text = ""
            for _ in 0..<4 { text += gen.pick(tokens) }
            var log = DiagnosticLog()
            let bytes = Array(text.utf8)
            let root = parseYAML(SourceFile(path: "t", bytes: bytes), into: &log)
            #expect(root.kind != .invalid || log.hasErrors)
            _ = root.jsonValue
            checkRanges(root, count: bytes.count)
        }
        #expect(count == 10_000)
    }
}
