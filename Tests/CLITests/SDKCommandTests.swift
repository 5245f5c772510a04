import CLI
import Foundation
import Options
import Testing

/// A folder that goes with the value.
private final class ClientFolder {
    let url: URL
    let spec: String

    init(_ text: String = small) throws {
        url = URL(filePath: NSTemporaryDirectory()).appending(path: "sdk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        spec = url.appending(path: "api.yaml").path
        try text.write(toFile: spec, atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func run(_ words: String...) -> (status: ProgramStatus, output: String, errors: String) {
        var console = Console(inMemory: ())
        let output = url.appending(path: "out").path
        let status = runProgram(["sdk", spec, "-o", output] + words, &console)
        return (
            status, String(decoding: console.output, as: UTF8.self),
            String(decoding: console.errors, as: UTF8.self)
        )
    }

    func change(_ text: String) throws {
        try text.write(toFile: spec, atomically: true, encoding: .utf8)
    }

    /// The files that were written, relative to the client's folder, sorted.
    func files() -> [String] {
        let folder = url.appending(path: "out")
        let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String]
        return (names ?? []).filter { $0.hasSuffix(".swift") || $0.hasSuffix(".json") }.sorted()
    }

    func text(_ name: String) -> String {
        (try? String(contentsOf: url.appending(path: "out/\(name)"), encoding: .utf8)) ?? ""
    }

    func write(_ text: String, to name: String) throws {
        let file = url.appending(path: "out/\(name)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }
}

private let small = """
    openapi: 3.0.3
    info: { title: Small, version: '1' }
    paths:
      /a: { get: { operationId: getA, tags: [One], responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } } }
      /b: { get: { operationId: getB, tags: [Two], responses: { '204': { description: ok } } } }
    components:
      schemas:
        A: { type: object, properties: { name: { type: string, example: Rex } } }
    """

@Suite struct SDKCommandTests {
    @Test func writesAPackage() throws {
        let folder = try ClientFolder()
        #expect(folder.run().status == .success)
        let files = folder.files()
        #expect(files.contains("Package.swift"))
        #expect(files.contains("Sources/Small/Operations+One.swift"))
        #expect(!files.contains { $0.hasSuffix("Samples.swift") })
        #expect(folder.text("Sources/Small/Client.swift").contains("public struct SmallClient"))
    }

    @Test func namesTheModule() throws {
        let folder = try ClientFolder()
        #expect(folder.run("--name", "pet shop").status == .success)
        #expect(folder.text("Package.swift").contains("name: \"PetShop\""))
        #expect(folder.files().contains("Sources/PetShop/Client.swift"))
    }

    @Test func writesInternalDeclarations() throws {
        let folder = try ClientFolder()
        #expect(folder.run("--internal", "--mocks").status == .success)
        for name in folder.files() {
            let lines = folder.text(name).split(separator: "\n")
            #expect(
                !lines.contains { $0.hasPrefix("public ") || $0.hasPrefix("    public ") },
                "\(name)")
            #expect(!lines.contains { $0.hasPrefix("package ") }, "\(name)")
        }
        #expect(!folder.files().contains("Package.swift"))
    }

    @Test func writesASingleFile() throws {
        let folder = try ClientFolder()
        #expect(folder.run("--single-file", "--mocks").status == .success)
        #expect(folder.files() == ["Small.swift", "names.json"])
        let text = folder.text("Small.swift")
        #expect(text.components(separatedBy: "import Foundation\n").count == 2)
        #expect(text.contains("static let samples"))
    }

    @Test func writesMocks() throws {
        let folder = try ClientFolder()
        #expect(folder.run("--mocks").status == .success)
        #expect(
            folder.text("Sources/SmallTesting/Samples-01.swift").contains(##"#"{"name":"Rex"}"#"##))
        #expect(
            folder.text("Sources/SmallTesting/SmallClientProtocol.swift").contains("func getA()"))
        #expect(folder.text("Package.swift").contains("SmallTesting"))
    }

    @Test func selectsOperations() throws {
        let folder = try ClientFolder()
        #expect(folder.run("--only", "getB").status == .success)
        #expect(!folder.files().contains { $0.contains("Models") || $0.contains("One") })
        let unknown = folder.run("--only", "getC")
        #expect(unknown.status == .wrongUsage)
        #expect(unknown.errors.contains("no operation or tag is named 'getC'"))
    }

    @Test func checksWithoutWriting() throws {
        let folder = try ClientFolder()
        let missing = folder.run("--check")
        #expect(missing.status == .findings)
        #expect(missing.output.contains("missing: "))
        #expect(folder.files().isEmpty)
        #expect(folder.run().status == .success)
        let current = folder.run("--check")
        #expect(current.status == .success && current.output.isEmpty)
        try folder.change(small.replacing("name:", with: "title:"))
        let stale = folder.run("--check")
        #expect(stale.status == .findings)
        #expect(stale.output.contains("changed: "))
        #expect(stale.output.contains("Models-01.swift"))
    }

    @Test func isStrictWhereAsked() throws {
        let odd = small.replacing("type: string", with: "type: mystery")
        let folder = try ClientFolder(odd)
        let strict = folder.run("--strict")
        #expect(strict.status == .findings)
        #expect(strict.errors.contains("[sdk-unknown-type]"))
        #expect(folder.files().isEmpty)
        #expect(folder.run().status == .success)
    }

    /// What API Gateway refuses can still be called from Swift.
    @Test(arguments: ["openapi: 3.1.0", "openapi: '3.2'"])
    func readsLaterVersions(line: String) throws {
        let folder = try ClientFolder(small.replacing("openapi: 3.0.3", with: line))
        let result = folder.run()
        #expect(result.status == .success)
        #expect(result.errors.contains("is read as 3.0 [unsupported-version]"))
    }

    @Test func neverTouchesFilesOfOthers() throws {
        let folder = try ClientFolder()
        #expect(folder.run().status == .success)
        try folder.write("// mine\n", to: "Sources/Small/Mine.swift")
        try folder.write("// mine\n", to: "Sources/Small/Operations+Two.swift")
        let refused = folder.run()
        #expect(refused.status == .wrongUsage)
        #expect(refused.errors.contains("was not written by this command"))
        // What the document no longer has goes, unless it is somebody else's by now.
        try folder.change(small.replacing("tags: [One], ", with: ""))
        #expect(folder.run("--only", "getA").status == .success)
        #expect(folder.text("Sources/Small/Mine.swift") == "// mine\n")
        #expect(folder.text("Sources/Small/Operations+Two.swift") == "// mine\n")
        #expect(!folder.files().contains("Sources/Small/Operations+One.swift"))
        #expect(folder.files().contains("Sources/Small/Operations.swift"))
    }

    /// A record is a file like any other: what it lists outside its folder stays.
    @Test func removesNothingOutsideItsFolder() throws {
        let folder = try ClientFolder()
        #expect(folder.run().status == .success)
        let outside = folder.url.appending(path: "outside.swift")
        try "// Generated by apigw sdk. Do not edit.\n".write(
            to: outside, atomically: true, encoding: .utf8)
        let record = folder.text("names.json").replacing(
            "\"Package.swift\",", with: "\"Package.swift\", \"../outside.swift\",")
        try folder.write(record, to: "names.json")
        #expect(folder.run().status == .success)
        #expect(FileManager.default.fileExists(atPath: outside.path))
    }

    @Test func keepsTheNamesOfAFile() throws {
        let folder = try ClientFolder()
        #expect(folder.run().status == .success)
        let names = folder.url.appending(path: "kept.json").path
        try #"{"apigw-sdk":1,"module":"Kept","names":{"members/A":{"name":"title"}}}"#.write(
            toFile: names, atomically: true, encoding: .utf8)
        #expect(folder.run("--names", names).status == .success)
        #expect(folder.text("Sources/Kept/Models-01.swift").contains("var title: String?"))
        #expect(folder.run("--names", folder.spec).status == .wrongUsage)
    }
}
