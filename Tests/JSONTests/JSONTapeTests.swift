import JSON
import Testing

@Suite struct JSONTapeTests {
    @Test(arguments: [
        #"{"a": [1, -2.5e3, true, false, null], "b": {"c": "d"}}"#, "[]", "{}", "\"\"", "0",
        #"["é", "\u00e9\ud83d\ude00\n", "tab\t"]"#.replacing("tab\t", with: "tab"),
    ])
    func printingWhatWasScannedScansEqual(text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(try JSONValue(parsing: Array(value.printed().utf8)) == value)
        #expect(try JSONValue(parsing: Array(value.printed(.indented).utf8)) == value)
    }

    @Test(arguments: [
        ("", 0, JSONError.Problem.expectedValue), ("[1,]", 3, .expectedValue),
        ("{1}", 1, .expectedKey), (#"{"a" 1}"#, 5, .expectedColon),
        ("[1 2]", 3, .expectedCommaOr(closer: UInt8(ascii: "]"))), ("-", 1, .expectedDigit),
        ("01", 1, .textAfterValue), ("1.", 2, .expectedDigit), (#""\x""#, 1, .invalidEscape),
        ("\"a\nb\"", 2, .controlCharacter), ("\"abc", 4, .unterminatedString),
        ("[[[[", 3, .tooDeep(limit: 3)), ("nul", 0, .expectedValue),
    ])
    func saysWhatIsWrongAndWhere(text: String, offset: Int, problem: JSONError.Problem) {
        var tape = JSONTape()
        #expect(tape.scan(Array(text.utf8), maximumDepth: 3) == JSONError(problem, at: offset))
    }

    @Test func decodesEscapes() throws {
        let value = try JSONValue(parsing: Array(#""a\"\\\/\b\f\n\r\té😀\ud800""#.utf8))
        #expect(value == .string("a\"\\/\u{8}\u{c}\n\r\té😀\u{FFFD}"))
    }

    @Test func refusesInvalidUTF8() {
        var tape = JSONTape()
        for bytes: [UInt8] in [
            [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xFF], [0xE2, 0x82], [0xF5, 0x80],
        ] {
            let error = tape.scan([0x22] + bytes + [0x22])
            #expect(error?.problem == .invalidUTF8)
        }
    }

    @Test func linksPassDescendants() {
        var tape = JSONTape()
        #expect(tape.scan(Array(#"{"a":[[],{"b":1}],"c":2}"#.utf8)) == nil)
        #expect(tape.member(Array("c".utf8), of: 0).map { tape.spelling(at: $0) } == [0x32])
        #expect(tape.end(of: 0) == tape.entries.count)
    }

    @Test func aKindIsEqualToItselfAndToNoOther() {
        let kinds = (0...8 as ClosedRange<UInt8>).compactMap(JSONTape.Kind.init(rawValue:))
        #expect(kinds.map(\.rawValue) == Array(0...8))
        #expect(JSONTape.Kind(rawValue: 9) == nil)
        for one in kinds {
            for other in kinds { #expect((one == other) == (one.rawValue == other.rawValue)) }
        }
    }

    @Test func comparesStringsWithTexts() {
        var tape = JSONTape()
        tape.scan(Array(#"["abc", "a\u0062c", "", "abd", 1]"#.utf8))
        #expect((1...5).map { tape.equals($0, "abc") } == [true, true, false, false, false])
        #expect((1...5).map { tape.equals($0, "") } == [false, false, true, false, false])
    }
}
