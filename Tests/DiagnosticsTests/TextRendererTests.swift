import Diagnostics
import TestSupport
import Testing

private func rendered(_ marked: String, coloured: Bool = false) -> String {
    let source = MarkedText(marked)
    var files = SourceFileSet()
    _ = files.add(path: "api.yaml", bytes: Array(source.text.utf8))
    let start = source.offsets["1️⃣", default: 0]
    var renderer = TextRenderer(files: files, style: .init(isColoured: coloured))
    return renderer.render(
        Diagnostic(
            .init(rawValue: "some-rule"), .error, "it is wrong",
            at: SourceRange(start, source.offsets["2️⃣", default: start])))
}

@Suite struct TextRendererTests {
    @Test func showsTheLineWithACaretUnderTheRange() {
        #expect(
            rendered("one: 1\ntwo: 1️⃣true2️⃣\n") == """
                api.yaml:2:6: error: it is wrong [some-rule]
                    2 | two: true
                      |      ^~~~

                """)
    }

    @Test func marksOneColumnOfAnEmptyRangeAndOfALongOne() {
        #expect(rendered("a: 1️⃣2️⃣x").hasSuffix("    1 | a: x\n      |    ^\n"))
        #expect(rendered("a: 1️⃣b\nc: d2️⃣").hasSuffix("    1 | a: b\n      |    ^\n"))
    }

    @Test func countsWideAndCombiningCharactersAsATerminalDoes() {
        #expect(rendered("名: 1️⃣x2️⃣").hasSuffix("      |     ^\n"))
        #expect(rendered("e\u{301}: 1️⃣x2️⃣").hasSuffix("      |    ^\n"))
        #expect(rendered("\t1️⃣x2️⃣").hasSuffix("    1 |     x\n      |     ^\n"))
    }

    @Test func neverPassesControlCharactersOn() {
        let text = rendered("a: \u{1B}[31m\u{202E}1️⃣x2️⃣")
        #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
        #expect(printable("a\u{1B}b\u{7}") == "a\\u{1B}b\\u{7}")
    }

    @Test func cutsLongLinesAroundTheCaret() {
        let long = String(repeating: "x", count: 5000)
        let lines = rendered("\(long)1️⃣y2️⃣\(long)").split(separator: "\n")
        #expect(lines[1].count < 140)
        let caret = lines[2].firstIndex(of: "^").map {
            lines[2].distance(from: lines[2].startIndex, to: $0)
        }
        let marked = lines[1].firstIndex(of: "y").map {
            lines[1].distance(from: lines[1].startIndex, to: $0)
        }
        #expect(caret == marked)
    }

    @Test func coloursOnlyWhenAsked() {
        #expect(rendered("1️⃣a2️⃣", coloured: true).contains("\u{1B}[1;31merror:\u{1B}[0m"))
        #expect(!rendered("1️⃣a2️⃣").contains("\u{1B}"))
    }

    @Test func findsPositionsInEveryLine() {
        let bytes = Array("a\r\nbc\n\nd".utf8)
        let index = LineIndex(bytes)
        #expect(index.count == 4)
        #expect((0...bytes.count).map(index.line(at:)) == [1, 1, 1, 2, 2, 2, 3, 4, 4])
        #expect(index.range(ofLine: 1, in: bytes) == 0..<1)
        #expect(index.range(ofLine: 3, in: bytes) == 6..<6)
    }

    @Test func whatMayBeASecretIsNotShown() {
        var files = SourceFileSet()
        _ = files.add(path: "gateway.yaml", bytes: Array("key: 4f6c61\n".utf8))
        var renderer = TextRenderer(files: files)
        let diagnostic = Diagnostic(
            .init(rawValue: "some-rule"), .error, "it is a secret", at: SourceRange(5, 11))
        #expect(renderer.render(diagnostic).contains("4f6c61"))
        #expect(
            renderer.render(diagnostic.hidingSource())
                == "gateway.yaml:1:6: error: it is a secret [some-rule]\n")
    }
}
