import JSON
import Testing

/// Strings are searched by bytes.
@Suite struct StringSearchTests {
    @Test func findsTheFirstOccurrence() throws {
        let text = "arn:aws:apigateway/functions/arn:x/functions/y"
        let range = try #require(text.firstRange(of: "/functions/"))
        #expect(text[..<range.lowerBound] == "arn:aws:apigateway")
        #expect(text[range.upperBound...] == "arn:x/functions/y")
        let rest = try #require(text[range.upperBound...].firstRange(of: "/functions/"))
        #expect(text[rest.upperBound...] == "y")
        #expect(text.firstRange(of: "/functions//") == nil)
    }

    @Test func aPartThatStartsAgainBeforeItEndsIsFound() {
        #expect("aab".contains("ab"))
        #expect("${${x}".contains("${x}"))
        #expect(!"aa".contains("aaa"))
        #expect(!"".contains("a"))
        #expect("".contains(""))
    }

    @Test(arguments: ["", "a", "ein langer Text: Größe, 名前, 🎉"])
    func textsOfBytesAreAsDecoded(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(String(text: bytes.span) == text)
        // Cut anywhere, or with a byte that no text has.
        for end in bytes.indices {
            let cut = Array(bytes[..<end])
            #expect(String(text: cut.span) == String(decoding: cut, as: UTF8.self))
            let wrong = cut + [0xFF] + bytes[end...]
            #expect(String(text: wrong.span) == String(decoding: wrong, as: UTF8.self))
        }
    }

    @Test func bytesCountAndNotCharacters() {
        #expect("one\r\ntwo".contains("\n"))
        #expect("e\u{301}".contains("e"))
        #expect(!"\u{E9}".contains("e\u{301}"))
    }

    @Test func replacesEveryOccurrenceFromTheLeft() {
        #expect("~1pets~1{id}".replacing("~1", with: "/") == "/pets/{id}")
        #expect("aaa".replacing("aa", with: "b") == "ba")
        #expect("a.b".replacing(".", with: "..") == "a..b")
        #expect("abc".replacing("x", with: "y") == "abc")
        #expect("é-é".replacing("é", with: "") == "-")
        #expect("/pets/1".dropFirst().replacing("/", with: "~1") == "pets~11")
    }
}
