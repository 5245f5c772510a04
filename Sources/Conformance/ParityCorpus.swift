import JSON
import Platform

/// Cases recorded from API Gateway, of several kinds: `cases/KIND/ID.json`, documents in `specs`.
let parityCorpus = Corpus(name: "parity", run: runParity)

/// Runs a case of one kind and returns what differed, or `nil`.
typealias ParityRunner = @Sendable (ParityCase) throws -> String?

/// The kinds that can be run; a case of any other kind fails.
private let parityRunners: [String: ParityRunner] = [
    "export": runParityExport,
    "gateway-response": runParityGatewayResponse,
    "import": runParityImport,
    "invoke": runParityInvoke,
    "routing": runParityRouting,
    "template": runParityTemplate,
    "parameter-mapping": runParityParameterMapping,
    "validation": runParityValidation,
]

/// One recorded case.
struct ParityCase {
    let id: String
    let kind: String

    /// The whole case.
    let json: JSONValue

    /// The corpus's folder.
    let folder: String

    /// What was recorded.
    var expected: JSONValue { json["expected"] ?? .null }

    /// The path of the document that the case is about, or `nil`.
    var specPath: String? { json["spec"]?.stringValue.map { "\(folder)/\($0)" } }
}

private func runParity(_ arguments: CorpusArguments) throws -> [CaseResult] {
    var results: [CaseResult] = []
    let cases = "\(arguments.folder)/cases"
    for kind in try namesInFolder(cases).sorted()
    where arguments.kind == nil || arguments.kind == kind {
        for name in try namesInFolder("\(cases)/\(kind)").sorted() where name.hasSuffix(".json") {
            let id = String(name.dropLast(5))
            guard arguments.includes(id, kind: kind) else { continue }
            let json = try JSONValue(parsing: readFile("\(cases)/\(kind)/\(name)"))
            let parityCase = ParityCase(id: id, kind: kind, json: json, folder: arguments.folder)
            let failure: String?
            if let runner = parityRunners[kind] {
                do { failure = try runner(parityCase) } catch { failure = "stopped: \(error)" }
            } else {
                failure = "cases of this kind cannot be run"
            }
            results.append(CaseResult(id, kind: kind, failure: failure))
        }
    }
    return results
}
