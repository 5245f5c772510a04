import Diagnostics
import JSON
import TestSupport
import Testing

@testable import Syntax

/// What the reader accepts it reads as libyaml does, to the byte: libyaml is the source of truth.
@Suite struct CommonYAMLReaderTests {
    /// Compares the readers over a text; returns whether the common one accepts it.
    @discardableResult
    private func compare(
        _ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) -> Bool {
        let start = hasByteOrderMark(bytes) ? 3 : 0
        guard let read = CommonYAMLReader.tape(of: bytes, from: start) else { return false }
        let tape = read.tape
        let references = tape.entries.indices.filter {
            tape.entries[$0].keyHash == reference.hash && tape.equals($0, reference.text)
        }
        #expect(read.referenceKeys == references, sourceLocation: sourceLocation)
        var log = DiagnosticLog()
        let file = SourceFile(path: "t.yaml", bytes: bytes)
        let wanted = tapeOfEvents(file, from: start, into: &log)
        let isSame = tape.entries == wanted?.entries && tape.decoded == wanted?.decoded
        #expect(
            isSame && log.diagnostics.isEmpty, "\(String(decoding: bytes, as: UTF8.self))",
            sourceLocation: sourceLocation)
        return true
    }

    private let reference: MemberName = "$ref"

    static let accepted = [
        "$ref: a\nb:\n- $ref: $ref\n- \"$ref\": 1\n- {'$ref': x, z: y}\nc: $ref\n",
        "a: 1\nb:\n  c: x y\n  d: [1, two, 'three', \"four\", {k: v}]\n",
        "---\n# comment\na: # another\n  - b\n  - c: 1\n    d: 2\n  -\n    e: ~\n",
        "paths:\n- x\n- y:\n  - 1\n  -\n- - a\n  - b\nz:\n",
        "text: |\n  one\n\n    two\n  three\n\nnext: >-\n  folded\n  text\n\n  more\n   deep\n  end\n",
        "keep: |+\n  a\n\n\nstrip: |2-\n   a\nempty: |\nlast: >\n  x",
        "plain: some words\n  go on\n\n  and on\nurl: http://a.example/#x\ntime: at 12:30\n",
        "'it''s': \"a\\n\\\"b\\\"\\t\"\n\"200\": {}\nlist: []\n# end\n",
        "\u{FEFF}name: Größe 名前 🎉\nä: [ö, ü]\n",
        "number: 0x1F\nfloat: -1.5e3\nbool: true\nnone: null\nversion: 1.0.0\n",
        "a:\n- b: 1\n\n  c: 2\n- d\ne: {x: [], y: {}}\n\n",
        "key with spaces : v\n-dash: -x\n? : y\n",
    ]

    @Test(arguments: accepted.dropLast())
    func readsCommonTextsAsLibYAMLDoes(text: String) {
        #expect(compare(Array(text.utf8)))
    }

    @Test(arguments: accepted)
    func readsDamagedTextsAsLibYAMLDoesOrNotAtAll(text: String) {
        for mutant in mutants(of: Array(text.utf8)) { compare(mutant) }
    }

    @Test(arguments: [
        "a: &x 1\nb: *x\n", "a: !Ref b\n", "<<: {a: 1}\n", "a:\tb\n", "\ta: b\n",
        "%YAML 1.1\n---\na: b\n",
        "a: b\n...\n", "a: b\n---\nc: d\n", "? a\n: b\n", "a: \"two\n  lines\"\n", "a: [1,\n  2]\n",
        "a: b\r\n", "a: b: c\n", "a: b\n c: d\n", "[a]: b\n", "- a\nb: c\n", "a: b # c\n   d\n",
        "a: \u{85}\n", "a: \u{2028}\n", "a: @b\n", "a: 012\n", "a: yes\n", "a: %b\n", "x", "",
        "a: {b}\n",
        "a: |\n    \n  b\n",
    ])
    func leavesTheRestToLibYAML(text: String) {
        #expect(!compare(Array(text.utf8)))
    }

    @Test func agreesOnEveryShortText() {
        let pieces = ["a", ":", " ", "\n", "- ", "|", "'", "#", "  b", "[", "]", ",", "$ref"]
        for head in ["", "k:\n"] {
            var count = 0
            _ = Gen.exhaust { gen in
                var text = head
                for _ in 0..<4 { text += gen.pick(pieces) }
                if compare(Array(text.utf8)) { count += 1 }
            }
            #expect(count > 100)
        }
    }
}
