import Diagnostics
import Settings
import TestSupport
import Testing

private func read(_ text: String) -> (entries: [APIKeyEntry], log: DiagnosticLog) {
    var log = DiagnosticLog()
    let file = SourceFile(path: "keys.csv", bytes: Array(text.utf8))
    return (readAPIKeyFile(file, into: &log), log)
}

@Suite struct APIKeyFileTests {
    @Test func readsQuotedFieldsAndAnyColumnOrder() {
        let (entries, log) = read(
            """
            Key,Name,Enabled,Description,UsageplanIds\r
            aaaaaaaaaaaaaaaaaaaaaaaa,shop,FALSE,"said ""hello"", twice","p1, p2"\r
            \r
            bbbbbbbbbbbbbbbbbbbbbbbb,desk
            """)
        #expect(log.diagnostics.isEmpty)
        #expect(entries.map(\.name.value) == ["shop", "desk"])
        #expect(entries.map(\.isEnabled) == [false, true])
        #expect(entries.first?.description == #"said "hello", twice"#)
        #expect(entries.first?.usagePlans == ["p1", "p2"])
    }

    @Test(arguments: [
        "", "name,value\n", "name,key\nshop,short\n", "name,key\n,aaaaaaaaaaaaaaaaaaaaaaaa\n",
        "name,key\na,aaaaaaaaaaaaaaaaaaaaaaaa\nb,aaaaaaaaaaaaaaaaaaaaaaaa\n",
        "name,key\na,aaaaaaaaaaaaaaaaaaaaaaaa\na,bbbbbbbbbbbbbbbbbbbbbbbb\n",
    ])
    func reportsMistakesWithoutTheValues(text: String) {
        let messages = read(text).log.diagnostics
        #expect(!messages.isEmpty && messages.allSatisfy { $0.id.rawValue == "api-key-file" })
        #expect(
            messages.allSatisfy { !$0.message.contains("aaa") && !$0.message.contains("short") })
    }

    @Test(arguments: [(19, false), (20, true), (128, true), (129, false)])
    func valuesHaveALength(count: Int, isTaken: Bool) {
        let value = String(repeating: "k", count: count)
        #expect(read("name,key\nshop,\(value)\n").log.diagnostics.isEmpty == isTaken)
    }

    @Test func survivesBrokenFiles() {
        for mutant in mutants(of: Array("name,key\n\"a\"\"b\",cccccccccccccccccccccc\n".utf8)) {
            var log = DiagnosticLog()
            let file = SourceFile(path: "keys.csv", bytes: mutant)
            #expect(readAPIKeyFile(file, into: &log).count <= 1)
        }
    }
}
