import JSON
import Platform
import Templates

/// Mapping templates rendered by Apache Velocity 1.7 in API Gateway's configuration: arrays of cases
/// in `*.json`.
///
/// Each template is also cut short at each byte (kind `cut`): whatever is left compiles to code that
/// can be read back, and renders within its limits or fails with a reason.
let templatesCorpus = Corpus(name: "templates", run: runTemplates)

private func runTemplates(_ arguments: CorpusArguments) throws -> [CaseResult] {
    var results: [CaseResult] = []
    var renderer = TemplateRenderer()
    for name in try namesInFolder(arguments.folder).sorted() where name.hasSuffix(".json") {
        let kind = String(name.dropLast(5))
        guard arguments.kind == nil || arguments.kind == kind else { continue }
        let cases = try JSONValue(parsing: readFile("\(arguments.folder)/\(name)"))
        for item in cases.arrayValue ?? [] {
            let id = item["id"]?.stringValue ?? ""
            guard arguments.includes(id, kind: kind) else { continue }
            let failure = checkTemplate(item, &renderer)
            results.append(CaseResult(id, kind: kind, failure: failure))
        }
    }
    guard arguments.kind == nil || arguments.kind == "cut" else { return results }
    for name in try namesInFolder(arguments.folder).sorted() where name.hasSuffix(".json") {
        let cases = try JSONValue(parsing: readFile("\(arguments.folder)/\(name)"))
        for item in cases.arrayValue ?? [] {
            let id = item["id"]?.stringValue ?? ""
            guard arguments.includes(id, kind: "cut") else { continue }
            results.append(CaseResult(id, kind: "cut", failure: checkCutTemplate(item)))
        }
    }
    return results
}

/// Compiles and renders a case's template cut short at each byte; returns what is wrong.
private func checkCutTemplate(_ item: JSONValue) -> String? {
    let text = Array((item["template"]?.stringValue ?? "").utf8)
    let input = item["input"] ?? .null
    let body = Array((input["body"]?.stringValue ?? "").utf8)
    let variables = templateVariables(input)
    var limits = TemplateLimits()
    limits.steps = 20_000
    limits.outputBytes = 1 << 18
    limits.memoryBytes = 1 << 20
    var renderer = TemplateRenderer(limits: limits)
    let start = processCPUNanoseconds()
    for length in text.indices {
        let compiled = Array(Template(compiling: Array(text[..<length])).encoded)
        guard let template = Template(decoding: compiled, at: 0..<compiled.count) else {
            return "cut at \(length): the stored form is refused"
        }
        var output: [UInt8] = []
        let failure = renderer.render(template, body: body, variables: variables, into: &output)
        if let failure, failure.message.isEmpty || failure.range.upperBound > length {
            return "cut at \(length): failed at \(failure.range): '\(failure.message)'"
        }
        // A text of that length takes microseconds; what takes seconds hangs.
        let seconds = Double(processCPUNanoseconds() - start) / 1e9
        if seconds > 10 + Double(length) / 100 { return "cut at \(length): \(seconds) s so far" }
    }
    return nil
}

/// Renders one case and returns what differed.
private func checkTemplate(_ item: JSONValue, _ renderer: inout TemplateRenderer) -> String? {
    let compiled = Template(compiling: Array((item["template"]?.stringValue ?? "").utf8))
    // What a gateway runs has been stored and read back.
    let stored = Array(compiled.encoded)
    guard let template = Template(decoding: stored, at: 0..<stored.count) else {
        return "the stored form is refused"
    }
    let input = item["input"] ?? .null
    var output: [UInt8] = []
    let failure = renderer.render(
        template, body: Array((input["body"]?.stringValue ?? "").utf8),
        variables: templateVariables(input), into: &output)
    let text = String(decoding: output, as: UTF8.self)
    if let expected = item["expected_error"]?.stringValue {
        return failure == nil ? "expected a \(expected) error, got \(shown(text))" : nil
    }
    let expected = item["expected"]?.stringValue ?? ""
    if let failure {
        return "failed at \(failure.range): \(failure.message)\nexpected \(shown(expected))"
    }
    guard text == expected, text.utf8.count == expected.utf8.count else {
        return "expected \(shown(expected))\n     got \(shown(text))"
    }
    if let overrides = item["expected_overrides"] {
        let actual = JSONValue.object([
            "requestOverride": .object(renderer.overrides?.request ?? [:]),
            "responseOverride": .object(renderer.overrides?.response ?? [:]),
        ])
        let wanted = withoutEmpty(overrides).printed(sortingKeys: true)
        let got = withoutEmpty(actual).printed(sortingKeys: true)
        if wanted != got { return "expected overrides \(wanted)\n     got \(got)" }
    }
    return nil
}

private func shown(_ text: String) -> String {
    JSONValue.string(text).printed()
}

/// A value without members that are empty objects.
private func withoutEmpty(_ value: JSONValue) -> JSONValue {
    guard case .object(let object) = value else { return value }
    var result = JSONObject()
    for member in object.members {
        let inner = withoutEmpty(member.value)
        if inner == .object([:]) { continue }
        result.members.append(JSONObject.Member(member.key, inner))
    }
    return .object(result)
}

/// The variables of a case: `context` with its override objects, `stageVariables`, `params`, `vars`.
func templateVariables(_ input: JSONValue) -> JSONTape {
    var context = input["context"]?.objectValue ?? [:]
    var request = context["requestOverride"]?.objectValue ?? [:]
    for name in ["header", "path", "querystring"] where request[name] == nil { request[name] = [:] }
    context["requestOverride"] = .object(request)
    var response = context["responseOverride"]?.objectValue ?? [:]
    if response["header"] == nil { response["header"] = [:] }
    context["responseOverride"] = .object(response)
    var params = JSONObject()
    for name in ["path", "querystring", "header"] {
        params[name] = input["params"]?[name] ?? [:]
    }
    var builder = JSONTapeBuilder()
    builder.value([
        "context": .object(context),
        "stageVariables": input["stageVariables"] ?? [:],
        "params": .object(params),
        "vars": input["vars"] ?? [:],
    ])
    return builder.finish()
}
