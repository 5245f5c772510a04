import CLI
import Diagnostics
import JSON
import Lowering
import OpenAPI
import Syntax

/// Reads a document as YAML and as JSON; ranges must lie in it, and printing must lose nothing.
func fuzzDocuments(_ bytes: [UInt8]) {
    for path in ["a.yaml", "a.json"] {
        var log = DiagnosticLog()
        let root = parseDocument(SourceFile(path: path, bytes: bytes), into: &log)
        checkRanges(of: log, in: bytes)
        guard root.kind != .invalid else {
            precondition(log.hasErrors, "refused without a word")
            continue
        }
        var budget = 20_000
        checkRanges(of: root, in: bytes, budget: &budget)
        guard budget > 0, !log.hasErrors else { continue }
        let value = root.jsonValue
        let json = parsed(Array(value.printed().utf8), "b.json")
        precondition(json == value, "\(value.printed()) became \(json.printed())")
        // Numbers may be spelled so that YAML 1.1 reads them as numbers, but once only.
        let text = printYAML(value)
        let again = printYAML(parsed(text, "b.yaml"))
        precondition(again == text, String(decoding: text + again, as: UTF8.self))
    }
}

private func parsed(_ bytes: [UInt8], _ path: String) -> JSONValue {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: path, bytes: bytes), into: &log)
    precondition(root.kind != .invalid, String(decoding: bytes, as: UTF8.self))
    return root.jsonValue
}

/// Checks a document by every rule and lowers it as both kinds of API.
func fuzzLint(_ bytes: [UInt8]) {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: "a.yaml", bytes: bytes), into: &log)
    if let document = OpenAPIDocument.read(root, into: &log) {
        for type in LoweringOptions.APIType.allCases {
            var options = LoweringOptions()
            options.apiType = type
            _ = checkedAPI(SpecAPI(document: document), options, isGateway: true, into: &log)
        }
    }
    for template in TemplateAPI.all(in: root) ?? [] {
        guard case .embedded(let body) = template.body,
            let document = OpenAPIDocument.read(template.document(body), into: &log)
        else { continue }
        _ = checkedAPI(
            SpecAPI(document: document, template: template), LoweringOptions(), isGateway: true,
            into: &log)
    }
    checkRanges(of: log, in: bytes)
    var files = SourceFileSet()
    _ = files.add(path: "a.yaml", bytes: bytes)
    var renderer = TextRenderer(files: files)
    for diagnostic in log.diagnostics.prefix(50) { _ = renderer.render(diagnostic) }
}

private func checkRanges(of log: DiagnosticLog, in bytes: [UInt8]) {
    for diagnostic in log.diagnostics {
        precondition(
            diagnostic.range.start <= diagnostic.range.end && diagnostic.range.end <= bytes.count,
            "\(diagnostic.id.rawValue) at \(diagnostic.range)")
    }
}

private func checkRanges(of node: Node, in bytes: [UInt8], budget: inout Int) {
    budget -= 1
    precondition(node.range.start <= node.range.end && node.range.end <= bytes.count)
    guard budget > 0 else { return }
    for element in node.elements { checkRanges(of: element, in: bytes, budget: &budget) }
    for member in node.members { checkRanges(of: member.value, in: bytes, budget: &budget) }
}
