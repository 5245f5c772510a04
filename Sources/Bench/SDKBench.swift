import Diagnostics
import OpenAPI
import Platform
import SDK
import Syntax

/// Generation of a client, from the document's bytes to the files' bytes.
let sdkWorkloads = [
    Workload(name: "sdk", summary: "a Swift client of --input FILE, seconds and lines") {
        arguments in
        guard let path = arguments.options["input"] else {
            throw PlatformError(action: "--input FILE is missing", code: 22)
        }
        let bytes = try readFile(path)
        var lineCount = 0
        let seconds = medianSeconds(rounds: arguments.rounds) {
            var log = DiagnosticLog()
            let root = parseDocument(SourceFile(path: path, bytes: bytes), into: &log)
            guard let document = OpenAPIDocument.read(root, into: &log) else { return }
            let files = swiftPackage(readClientAPI(document, into: &log), SwiftOptions())
            let sources = files.filter { $0.path.hasSuffix(".swift") }
            lineCount = sources.reduce(0) { $0 + $1.bytes.count { $0 == 0x0A } }
        }
        return [
            Figure(name: "generate", value: seconds, unit: "s"),
            Figure(name: "output", value: Double(lineCount), unit: "lines"),
            Figure(name: "peak memory", value: Double(peakResidentBytes()) / 1e6, unit: "MB"),
        ]
    }
]
