import Platform
import Testing

@Suite struct FilesTests {
    private let folder =
        "\(environmentVariable("TMPDIR") ?? "/tmp")/apigw-\(monotonicNanoseconds())"

    @Test func readsBackWhatWasWritten() throws {
        try makeFolder("\(folder)/a/b")
        defer { try? removeFolder(folder) }
        let bytes = [UInt8](repeating: 7, count: 200_000)
        try writeFile(bytes, to: "\(folder)/a/b/c")
        #expect(try readFile("\(folder)/a/b/c") == bytes)
        #expect(try namesInFolder("\(folder)/a") == ["b"])
        #expect(try namesInFolder("\(folder)/a/b") == ["c"])
    }

    @Test func namesTheFileThatIsNotThere() {
        #expect(throws: PlatformError.self) { try readFile("\(folder)/none") }
    }
}
