import Export
import Model
import TestSupport
import Testing

@Suite struct HTMLPageTests {
    private func page(_ text: String) throws -> String {
        let document = try document(text)
        return String(
            decoding: htmlPage(document, .rest(try restAPI(document)), stage: "dev"),
            as: UTF8.self)
    }

    @Test func theFixtureComesToTheRecordedPage() throws {
        let document = try document(of: "harbour.yaml")
        let page = htmlPage(document, .rest(try restAPI(document)), stage: "dev")
        try expectGolden(String(decoding: page, as: UTF8.self), "HTML/harbour.html")
    }

    /// Every text of the document is hostile; none may become an element, an attribute or a link.
    @Test func hostileTextNeverBecomesMarkup() throws {
        let hostile =
            #"\"'><script>x</script><img src=x onerror=y>](javascript:z) [a](javascript:z)"#
        let text = """
            openapi: 3.0.1
            info: {title: "\(hostile)", version: "\(hostile)", description: "\(hostile)"}
            servers: [{url: "\(hostile)"}]
            tags: [{name: "\(hostile)", description: "\(hostile)"}]
            paths:
              "/\(hostile)/{\(hostile)}":
                get:
                  tags: ["\(hostile)"]
                  summary: "\(hostile)"
                  description: "# \(hostile)\\n\\n```\\n\(hostile)\\n```\\n| \(hostile) | b |\\n|---|---|\\n"
                  security: [{"\(hostile)": ["\(hostile)"]}]
                  parameters:
                    - name: "\(hostile)"
                      in: query
                      description: "\(hostile)"
                      schema: {type: "\(hostile)", enum: ["\(hostile)"], pattern: "\(hostile)"}
                  requestBody:
                    content:
                      "\(hostile)": {schema: {$ref: "#/components/schemas/\(hostile)"}, example: "\(hostile)"}
                  responses:
                    "200": {description: "\(hostile)", headers: {"\(hostile)": {description: "\(hostile)"}}}
                    "\(hostile)": {description: "\(hostile)"}
                  x-amazon-apigateway-integration:
                    type: http
                    httpMethod: GET
                    uri: "\(hostile)"
                    requestTemplates: {"\(hostile)": "\(hostile)"}
                    responses: {"\(hostile)": {statusCode: "200"}}
            components:
              schemas:
                "\(hostile)": {type: object, properties: {"\(hostile)": {type: string, default: "\(hostile)"}}}
              securitySchemes:
                "\(hostile)": {type: apiKey, name: "\(hostile)", in: "\(hostile)"}
            """
        let page = try page(text)
        for markup in ["<script", "<img", "href=\"javascript", "href='"] {
            #expect(!page.contains(markup), "\(markup)")
        }
        // Every quotation mark that is left is ours: they come in pairs around attributes.
        let tags = page.split(separator: "<").dropFirst().map { $0.prefix { $0 != ">" } }
        for tag in tags where !tag.hasPrefix("meta") && !tag.hasPrefix("style") {
            #expect(!tag.contains("onerror="), "\(tag)")
        }
    }

    @Test func everyLinkWithinThePageLeadsSomewhere() throws {
        let document = try document(of: "harbour.yaml")
        let page = String(
            decoding: htmlPage(document, .rest(try restAPI(document)), stage: "dev"),
            as: UTF8.self)
        func values(_ start: String) -> [Substring] {
            page.split(separator: start).dropFirst().map { $0.prefix { $0 != "\"" } }
        }
        let ids = values(" id=\"")
        #expect(Set(ids).count == ids.count)
        let links = values("href=\"#")
        #expect(links.count > 8)
        for link in links { #expect(ids.contains(link), "\(link)") }
    }

    @Test func thePageFetchesNothingAndRunsNothing() throws {
        let document = try document(of: "harbour.yaml")
        let page = String(
            decoding: htmlPage(document, .rest(try restAPI(document)), stage: "dev"),
            as: UTF8.self)
        for part in [
            "<script", "<link", "<img", "<iframe", "@import", "url(", " src=", " onclick=",
        ] {
            #expect(!page.contains(part), "\(part)")
        }
        #expect(page.contains("default-src 'none'"))
        #expect(page.contains("prefers-color-scheme:dark"))
    }

    /// Markdown and the markup that it becomes, by CommonMark's examples where it has them.
    @Test(arguments: [
        ("a *b* **c** `d<e>`", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;e&gt;</code></p>"),
        ("a_b_c and 2 * 3 * 4", "<p>a_b_c and 2 * 3 * 4</p>"),
        ("one\ntwo\n\nthree", "<p>one\ntwo</p>\n<p>three</p>"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>"),
        ("one<br/>two", "<p>one<br>\ntwo</p>"),
        ("- a\n- b\n  - c", "<ul><li>a</li>\n<li><p>b</p>\n<ul><li>c</li>\n</ul>\n</li>\n</ul>"),
        ("1. a\n2. b", "<ol><li>a</li>\n<li>b</li>\n</ol>"),
        ("> a", "<blockquote><p>a</p>\n</blockquote>"),
        ("# T", "<p class=\"md-h md-h1\">T</p>"),
        ("```json\n{\"a\": 1}\n```", "<pre><code>{&quot;a&quot;: 1}\n</code></pre>"),
        (
            "[a](https://x.example/?b=1&c)",
            "<p><a href=\"https://x.example/?b=1&amp;c\" rel=\"noreferrer\">a</a></p>"
        ),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        (
            "see https://x.example/a.",
            "<p>see <a href=\"https://x.example/a\" rel=\"noreferrer\">https://x.example/a</a>.</p>"
        ),
        (
            "![a](https://x.example/i.png)",
            "<p><a href=\"https://x.example/i.png\" rel=\"noreferrer\">a</a></p>"
        ),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "<div class=\"scroll\"><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>"
                + "<tr><td>1</td><td>2</td></tr>\n</tbody></table></div>"
        ),
        ("\\*a\\* <b>", "<p>*a* &lt;b&gt;</p>"), ("---", "<hr>"),
        ("***", "<hr>"), ("**a", "<p>**a</p>"), ("`a", "<p>`a</p>"), ("[a](b", "<p>[a](b</p>"),
    ])
    func markdownIsRendered(text: String, markup: String) throws {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
        let page = try page(
            """
            openapi: 3.0.1
            info: {title: t, version: "1", description: "\(escaped)"}
            paths: {}
            """)
        let start = try #require(page.firstRange(of: "<div class=\"md\">")).upperBound
        let end = try #require(page[start...].firstRange(of: "<dl class=\"base\">")).lowerBound
        var found = String(page[start..<end].dropLast("</div>".count))
        if found.hasSuffix("\n") { found.removeLast() }
        #expect(found == markup)
    }

    /// Deep nesting and unclosed marks are what naive renderers choke on.
    @Test(arguments: [
        String(repeating: "> ", count: 2000), String(repeating: "- ", count: 2000),
        String(repeating: "*a ", count: 3000), String(repeating: "[", count: 5000),
        String(repeating: "`", count: 999) + "a", String(repeating: "<", count: 5000),
        String(repeating: "**", count: 3000),
    ])
    func hostileMarkdownIsRenderedInBoundedWork(text: String) throws {
        let page = try page(
            """
            openapi: 3.0.1
            info: {title: t, version: "1", description: "\(text)"}
            paths: {}
            """)
        #expect(page.hasSuffix("</html>\n"))
    }
}
