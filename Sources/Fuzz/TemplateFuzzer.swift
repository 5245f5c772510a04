import JSON
import JSONPath
import Templates

private let fuzzBody = Array(
    #"{"a":[1,2.5,"x",{"b":null}],"c":{"d":"é/"},"e":true,"f":"a,b"}"#.utf8)

private let fuzzVariables: JSONTape = {
    var builder = JSONTapeBuilder()
    builder.value([
        "context": [
            "stage": "dev", "requestOverride": ["header": [:]], "responseOverride": ["header": [:]],
        ],
        "stageVariables": ["v": "1"], "params": ["path": ["id": "7"], "querystring": [:]],
    ])
    return builder.finish()
}()

private func render(_ template: Template) {
    var limits = TemplateLimits()
    limits.steps = 20_000
    limits.outputBytes = 1 << 16
    limits.memoryBytes = 1 << 22
    var renderer = TemplateRenderer(limits: limits)
    var output: [UInt8] = []
    _ = renderer.render(template, body: fuzzBody, variables: fuzzVariables, into: &output)
    precondition(output.count <= limits.outputBytes + (1 << 20))
}

/// Compiles any bytes as a template, reads its code back, renders it.
@Sendable
func fuzzTemplate(_ bytes: [UInt8]) {
    let template = Template(compiling: bytes)
    let stored = Array(template.encoded)
    guard let read = Template(decoding: stored, at: 0..<stored.count) else {
        preconditionFailure("a template cannot be read back")
    }
    render(read)
}

/// Reads any bytes as a stored template; what is taken for one must run.
///
/// A first byte of 1 begins the text of a template, which is compiled; after a zero byte follow
/// the edits made to its stored form.
@Sendable
func fuzzTemplateCode(_ bytes: [UInt8]) {
    var stored = bytes
    if bytes.first == 1 {
        let parts = bytes.dropFirst().split(
            separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        stored = Array(Template(compiling: Array(parts[0])).encoded)
        applyEdits(parts[1], to: &stored)
    }
    if let template = Template(decoding: stored, at: 0..<stored.count) { render(template) }
}

/// Compiles any bytes as a JSONPath and runs it.
@Sendable
func fuzzJSONPath(_ bytes: [UInt8]) {
    guard let path = try? JSONPath(parsing: bytes) else { return }
    precondition(JSONPath.isValid(path.code, in: path.image))
    var tape = JSONTape()
    tape.scan(fuzzBody)
    var evaluator = JSONPathEvaluator(maximumSteps: 10_000)
    _ = evaluator.evaluate(path, on: tape)
}
