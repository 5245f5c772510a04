import Diagnostics
import OpenAPI
import Platform
import SDK
import Syntax

/// Documents to generate clients from, a folder each: every one gives a client, twice the same.
///
/// Whether the clients compile is `Scripts/check-sdk`'s to say.
let sdkCorpus = Corpus(name: "sdk") { arguments in
    var results: [CaseResult] = []
    for folder in try namesInFolder(arguments.folder) where arguments.includes(folder) {
        let path = "\(arguments.folder)/\(folder)"
        guard isFolder(path) else { continue }
        let names = try namesInFolder(path).filter { name in
            [".json", ".yaml", ".yml"].contains { name.hasSuffix($0) }
        }
        for name in names {
            let bytes = try readFile("\(path)/\(name)")
            let first = client(of: bytes, name)
            let isStable =
                first?.map(\.bytes) == client(of: bytes, name)?.map(\.bytes)
            let failure: String? =
                first == nil ? "no client" : isStable ? nil : "two runs differ"
            results.append(CaseResult(folder, failure: failure))
        }
    }
    return results
}

private func client(of bytes: [UInt8], _ name: String) -> [OutputFile]? {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: name, bytes: bytes), into: &log)
    guard let document = OpenAPIDocument.read(root, into: &log) else { return nil }
    return swiftPackage(readClientAPI(document, into: &log), SwiftOptions())
}
