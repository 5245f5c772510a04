import JSON
import Testing

/// A tape prints what its value prints, which takes another way.
@Suite struct JSONTapePrintingTests {
    private func check(_ value: JSONValue, sourceLocation: SourceLocation = #_sourceLocation) {
        var builder = JSONTapeBuilder()
        builder.value(value)
        let tape = builder.finish()
        for layout in [JSONLayout.compact, .indented] {
            for isSorted in [false, true] {
                #expect(
                    String(decoding: tape.printed(layout, sortingKeys: isSorted), as: UTF8.self)
                        == value.printed(layout, sortingKeys: isSorted),
                    sourceLocation: sourceLocation)
            }
        }
    }

    @Test func whatIsEscapedIsFoundAtEveryPlaceOfAText() {
        let specials = ["\"", "\\", "\n", "\u{1}", "\u{1F}", "\u{0}", "é", "\u{7F}", "!", "#", "]"]
        for special in specials {
            for before in 0..<18 {
                for after in [0, 1, 7, 8, 9] {
                    let head = String(repeating: "a", count: before)
                    let tail = String(repeating: "ÿ", count: after)
                    let text = head + special + tail
                    check(.string(text + special))
                    check([.string(text), "a text behind it"])
                    check([.string(text), "\"\n\\ which is escaped, behind it"])
                }
            }
        }
    }

    @Test func keysAreSortedByTheirBytes() {
        let names = ["b", "", "a", "aa", "abcdefgh", "abcdefghi", "abcdefg", "Z", "é", "\u{10000}"]
        check(.object(JSONObject(names.map { JSONObject.Member($0, .string($0)) })))
        let many = (0..<100).map { "key\(($0 * 37) % 100)" }
        check(.object(JSONObject(many.map { JSONObject.Member($0, [.null, [:], []]) })))
    }

    @Test func membersOfOneNameKeepTheirOrder() {
        let members = (0..<40).map { JSONObject.Member("same", .number(JSONNumber($0))) }
        check(.object(JSONObject(members)))
        check(.object(JSONObject(Array(members.prefix(5)))))
    }

    @Test func everyControlCharacterIsEscapedAsAValuePrintsIt() {
        for byte in UInt8(0)...0x7F {
            let text = "ab" + String(UnicodeScalar(byte)) + "cdefghijk"
            check(.string(text))
            check([.string(text), "a text behind it"])
        }
    }

    @Test func numbersOfAnotherNotationArePrintedInJSONs() {
        let tape = JSONTape(
            bytes: Array("0o12".utf8),
            entries: [JSONTape.Entry(.number, 0, 4, link: 0, isDecoded: true)],
            decoded: [2, 0, 0, 0] + Array("10".utf8))
        #expect(tape.printed() == Array("10".utf8))
    }

    @Test func textsLargerThanAPieceAreWhole() {
        let long = String(repeating: "0123456789\"", count: 40_000)
        check([
            .string(long), ["k": .string(long)], .string(String(repeating: "\u{1}", count: 99_999)),
        ])
        check(.array((0..<30_000).map { ["key \($0)": [.number(JSONNumber($0)), .null, true]] }))
    }

    @Test func piecesAreHandedOnBeforeTheyGrowLarge() {
        var builder = JSONTapeBuilder()
        builder.value(.array((0..<50_000).map { .number(JSONNumber($0)) }))
        let tape = builder.finish()
        var pieces: [Int] = []
        tape.print(.compact) { pieces.append($0.count) }
        #expect(pieces.count > 3 && pieces.allSatisfy { $0 < 70_000 })
        #expect(pieces.reduce(0, +) == tape.printed(.compact).count)
    }
}
