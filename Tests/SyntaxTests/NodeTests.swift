import Diagnostics
import JSON
import Syntax
import Testing

@Suite struct NodeTests {
    private func root(_ text: String) -> Node {
        var tape = JSONTape()
        #expect(tape.scan(Array(text.utf8)) == nil)
        return SyntaxTree(file: SourceFile(path: "t", bytes: Array(text.utf8)), tape: tape).root
    }

    @Test func walksMembersInOrderWithRanges() {
        let node = root(#"{"a": 1, "b": [true, null], "c": "x\ny"}"#)
        #expect(node.members.map(\.key) == ["a", "b", "c"])
        #expect(node["b"]?.elements.map(\.kind) == [.bool, .null])
        #expect(node["c"]?.string == "x\ny")
        #expect(node["a"]?.range == SourceRange(6, 7))
        #expect(node[dynamic: "zz"] == nil)
    }
}
