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
                    check(.string(head + special + tail + special))
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
}
