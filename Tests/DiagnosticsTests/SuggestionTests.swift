import Diagnostics
import Testing

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("requestTemplate", "requestTemplates"), ("passthoughBehavior", "passthroughBehavior"),
        ("URI", "uri"), ("tpye", "type"),
    ])
    func findsTheNearestName(name: String, expected: String) {
        let known = ["uri", "type", "requestTemplates", "passthroughBehavior", "responses"]
        #expect(nearest(to: name, in: known) == expected)
    }

    @Test func staysSilentRatherThanGuess() {
        #expect(nearest(to: "banana", in: ["uri", "type", "responses"]) == nil)
    }
}
