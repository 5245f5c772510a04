import JSON
import Platform
import Schemas

/// JSON Schema over the sets of a folder, each with `schema.json` and `instances.jsonl`.
///
/// `Scripts/bench-schemas` runs it beside jsonschema-rs.
let schemasWorkloads: [Workload] = [
    Workload(
        name: "schemas",
        summary: "verdict, bytes to verdict and compilation for --data DIR [--set NAME], in ns"
    ) { arguments in
        guard let folder = arguments.options["data"] else {
            throw PlatformError(action: "'schemas' needs --data DIR", code: 0)
        }
        var figures: [Figure] = []
        for name in try namesInFolder(folder) {
            if let only = arguments.options["set"], only != name { continue }
            figures += try measureSchemas("\(folder)/\(name)", name, arguments)
        }
        return figures
    }
]

private func measureSchemas(
    _ folder: String, _ name: String, _ arguments: BenchArguments
) throws -> [Figure] {
    let text = try readFile("\(folder)/schema.json")
    var options = SchemaCompiler.Options()
    options.checksFormats = false
    let compileRounds = arguments.options["compile-rounds"].flatMap(Int.init) ?? 11
    let compileSeconds = try medianSeconds(rounds: compileRounds) {
        _ = SchemaCompiler.compile(try JSONValue(parsing: text), options: options)
    }
    let compiled = SchemaCompiler.compile(try JSONValue(parsing: text), options: options)
    guard let schema = compiled.schema else {
        throw PlatformError(action: "cannot compile '\(name)': \(compiled.problems)", code: 0)
    }
    var bodies: [[UInt8]] = []
    var validators: [SchemaValidator] = []
    var wrongCount = 0
    for line in try readFile("\(folder)/instances.jsonl").split(separator: UInt8(ascii: "\n")) {
        let row = try JSONValue(parsing: Array(line))
        guard let data = row["data"] else { continue }
        // The bytes as they stand in the file.
        let prefix = Array(line).firstRange(of: Array("\"data\":".utf8))
        let body =
            prefix.map { Array(line.dropFirst($0.upperBound).dropLast()) }
            ?? Array(data.printed(.compact).utf8)
        var validator = SchemaValidator()
        _ = validator.read(body)
        if validator.accepts(schema) != (row["valid"] == true) { wrongCount += 1 }
        guard row["valid"] == true else { continue }
        bodies.append(body)
        validators.append(validator)
    }
    func nanoseconds(_ body: () -> Void) -> Double {
        // Enough passes for 20 ms, then the median of the rounds.
        var passes = 1
        while true {
            let start = processCPUNanoseconds()
            for _ in 0..<passes { body() }
            if processCPUNanoseconds() - start > 20_000_000 { break }
            passes *= 2
        }
        let seconds = medianSeconds(rounds: arguments.rounds) {
            for _ in 0..<passes { body() }
        }
        return seconds * 1e9 / Double(passes)
    }
    let parsed = nanoseconds {
        for index in validators.indices where !validators[index].accepts(schema) {
            wrongCount += 1
        }
    }
    var reused = SchemaValidator()
    let whole = nanoseconds {
        for body in bodies where reused.read(body) != nil || !reused.accepts(schema) {
            wrongCount += 1
        }
    }
    let scan = nanoseconds {
        for body in bodies where reused.read(body) != nil { wrongCount += 1 }
    }
    return [
        Figure(name: "\(name).verdict", value: parsed, unit: "ns"),
        Figure(name: "\(name).bytes-to-verdict", value: whole, unit: "ns"),
        Figure(name: "\(name).scan", value: scan, unit: "ns"),
        Figure(name: "\(name).compile", value: compileSeconds * 1e9, unit: "ns"),
        Figure(name: "\(name).wrong", value: Double(wrongCount), unit: ""),
    ]
}

extension [UInt8] {
    fileprivate func firstRange(of needle: [UInt8]) -> Range<Int>? {
        guard count >= needle.count else { return nil }
        for start in 0...count - needle.count
        where self[start..<start + needle.count].elementsEqual(needle) {
            return start..<start + needle.count
        }
        return nil
    }
}
