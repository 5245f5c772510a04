import CLI
import Diagnostics
import Emitters
import Lowering
import Platform

/// `lint` and `compile` as the commands run them, on a file, beside libyaml's event loop over it.
let compilerWorkloads: [Workload] = [
    Workload(name: "lint", summary: "reading and all rules, beside libyaml's event loop") {
        arguments in
        try compared(arguments) { path in
            let spec = try SpecInput(path)
            var log = spec.log
            for api in spec.apis {
                _ = checkedAPI(
                    api, LoweringOptions(), isGateway: true, keepsTemplates: false, into: &log)
            }
        }
    },
    Workload(name: "compile", summary: "a document to a bundle in memory, likewise") { arguments in
        try compared(arguments) { path in
            let spec = try CompiledSpec(path, CompileOptions())
            precondition(!spec.bundles.isEmpty || spec.input.log.hasErrors)
        }
    },
]

private func compared(
    _ arguments: BenchArguments, _ body: (String) throws -> Void
) throws -> [Figure] {
    guard let path = arguments.options["input"] else {
        let bytes = generatedDocument(byteCount: 10_000_000, isJSON: false)
        let path = "\(environmentVariable("TMPDIR") ?? "/tmp")/apigw-bench-\(processID()).yaml"
        try writeFile(bytes, to: path)
        defer { try? removeFile(path) }
        var again = arguments
        again.options["input"] = path
        return try compared(again, body)
    }
    let bytes = try readFile(path)
    let (peer, ours) = try medianSecondsInTurn(rounds: arguments.rounds) {
        libYAMLEvents(bytes)
    } _: {
        try body(path)
    }
    return [
        Figure(name: "time", value: ours * 1000, unit: "ms"),
        Figure(name: "speed", value: megabytes(bytes) / ours, unit: "MB/s"),
        Figure(name: "ratio to libyaml", value: ours / peer, unit: "times"),
        Figure(name: "peak memory", value: Double(peakResidentBytes()) / 1e6, unit: "MB"),
    ]
}
