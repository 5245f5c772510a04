import Diagnostics
import Testing

/// Texts that several methods have are read once; what is found in them is told of each.
@Suite struct TemplateReadingTests {
    @Test func reportsAMistakeOfEqualTextsAtEveryOne() {
        let text = document(["$input.parms('a')", "$input.parms('a')", "$input.params('a')"])
        let found = findings(in: text).filter { $0.id.rawValue == "unknown-template-member" }
        let wanted = text.ranges(of: "parms").map {
            text.utf8.distance(from: text.startIndex, to: $0.lowerBound)
        }
        #expect(found.map { Int($0.range.start) }.sorted() == wanted)
    }

    @Test func tellsTextsApartThatUnicodeHoldsForEqual() {
        let text = document(["\u{e9}$input.parms('a')", "e\u{301}$input.parms('a')"])
        let found = findings(in: text).filter { $0.id.rawValue == "unknown-template-member" }
        let wanted = text.ranges(of: "parms").map {
            text.utf8.distance(from: text.startIndex, to: $0.lowerBound)
        }
        #expect(found.map { Int($0.range.start) }.sorted() == wanted)
    }

    private func document(_ templates: [String]) -> String {
        var text = "openapi: 3.0.1\ninfo: {title: t, version: '1'}\npaths:\n"
        for (number, template) in templates.enumerated() {
            text += """
                  /pets\(number):
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http
                        httpMethod: GET
                        uri: https://a.example.com/
                        requestTemplates:
                          text/plain: \(template)
                        responses:
                          default: {statusCode: '200'}

                """
        }
        return text
    }
}
