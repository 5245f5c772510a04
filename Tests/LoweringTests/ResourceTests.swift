import Diagnostics
import Lowering
import Model
import Testing

@Suite struct ResourceTests {
    @Test(arguments: [
        ("ignore", ["/", "/x", "/x/{id}"]),
        ("prepend", ["/", "/a", "/a/b", "/a/b/x", "/a/b/x/{id}"]),
        ("split", ["/", "/b", "/b/x", "/b/x/{id}"]),
    ])
    func growsTheTreeBelowTheBasePath(mode: String, paths: [String]) throws {
        let text = """
            swagger: '2.0'
            info: { title: t }
            basePath: /a/b/
            paths: { "/x/{id}": { get: {} }, /x: { get: {} } }
            """
        let (api, log) = try lowerText(text) {
            $0.basePathMode = LoweringOptions.BasePathMode(rawValue: mode) ?? .ignore
        }
        #expect(log.diagnostics.isEmpty)
        #expect(api.resources.map(\.path).sorted() == paths)
        for resource in api.resources.dropFirst() {
            let parent = try #require(resource.parent.map { api.resources[$0].path })
            let prefix = parent == "/" ? "" : parent
            #expect(resource.path == "\(prefix)/\(resource.pathPart ?? "")")
        }
    }

    @Test func refusesTreesThatAPIGatewayCannotHave() throws {
        let tail = " { get: {} }"
        func paths(_ lines: String...) -> String {
            "openapi: 3.0.1\ninfo: { title: t }\npaths:\n"
                + lines.map { "  \($0):\(tail)\n" }.joined()
        }
        try check(paths("/a/{b}", "1️⃣/a/{c}/d"), ("1️⃣", "sibling-path-variables"))
        try check(paths("/a/{b}", "1️⃣/a/{c+}"), ("1️⃣", "sibling-path-variables"))
        try check(paths("/{p+}", "1️⃣/{p+}/d"), ("1️⃣", "child-of-greedy-variable"))
        try check(paths("1️⃣/a/x{b}"), ("1️⃣", "invalid-path-part"))
        try check(paths("1️⃣/a b"), ("1️⃣", "invalid-path-part"))
        try check(paths("/a", "1️⃣/a/{}"), ("1️⃣", "invalid-path-part"))
        try check(paths("/a/{b}", "/a/c", "/a/{b}/d", "/a/c/{e}"))
        try check(
            "openapi: 3.0.1\ninfo: { title: t }\npaths:\n  /a: { get: {} }\n  /a/: { 1️⃣get: {} }",
            ("1️⃣", "duplicate-method"))
    }

    @Test func identifiersDependOnThePathAlone() throws {
        let (first, _) = try lowerText(operationText("      responses: {}", path: "/a/{b}"))
        let (second, _) = try lowerText(
            operationText("      responses: {}", path: "/a/{b}", tail: "# else\n"))
        #expect(first.resources.map(\.id) == second.resources.map(\.id))
        #expect(Set(first.resources.map(\.id)).count == 3)
        #expect(first.resources.allSatisfy { $0.id.utf8.count == 10 })
    }
}

@Suite struct PlaceholderPathTests {
    @Test func pathsMayHavePlaceholders() throws {
        let text = operationText("      responses: {}", path: "/${prefix}/{id}")
        let (api, log) = try lowerText(text)
        #expect(log.diagnostics.isEmpty)
        #expect(api.resources.map(\.path) == ["/", "/${prefix}", "/${prefix}/{id}"])
        let (other, _) = try lowerText(text) { $0.substitutions = ["prefix": "v1"] }
        #expect(other.resources.map(\.path) == ["/", "/v1", "/v1/{id}"])
        #expect(other.resources[2].variableNames == ["id"])
    }
}
