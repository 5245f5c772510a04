import Diagnostics
import Testing

@Suite struct ByteSearchTests {
    @Test(arguments: ["json", "application/json", "json;charset", "jsjson", "jjsonn", "é json é"])
    func findsAWordAnywhereInAText(text: String) {
        #expect(text.holds("json"))
        #expect(Array(text.utf8).holds("json"))
    }

    @Test(arguments: ["", "j", "jso", "JSON", "j son", "jsojso"])
    func findsNothingWhereTheWordIsNot(text: String) {
        #expect(!text.holds("json"))
        #expect(!Array(text.utf8).holds("json"))
    }

    @Test func findsTheFirstOneFromAnOffsetOn() {
        let bytes = Array("${a} ${b}".utf8)
        #expect(bytes.firstIndex(of: "${", from: 0) == 0)
        #expect(bytes.firstIndex(of: "${", from: 1) == 5)
        #expect(bytes.firstIndex(of: "${", from: 6) == nil)
        #expect(bytes.firstIndex(of: "${", from: 100) == nil)
    }

    @Test func comparesBeginningsWithoutCase() {
        #expect("HTTPS://a".startsIgnoringCase("https://"))
        #expect(!"http".startsIgnoringCase("https://"))
    }
}
