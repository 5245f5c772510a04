import BundleFormat
import CLI
import Diagnostics
import Gateway
import JSON
import Lowering
import Platform

/// Sends a case's request through the gateway, its backends stubbed, and compares the response
/// and what the backends got with what was recorded.
@Sendable
func runParityInvoke(_ parityCase: ParityCase) throws -> String? {
    let invocationCase = InvocationCase(parityCase.json)
    guard let path = parityCase.specPath, let image = try compile(path, parityCase) else {
        return "the document does not compile"
    }
    var settings = invocationCase.settings
    settings.accountID = "111111111111"
    settings.apiID = "abcdefghij"
    for index in settings.stages.indices {
        settings.stages[index].variables = settings.stages[index].variables.mapValues(substituted)
    }
    var canaries: [String: GatewayImage] = [:]
    if let spec = parityCase.json["stage"]?["canary"]?["spec"]?.stringValue {
        canaries[invocationCase.stage] = try compile("\(parityCase.folder)/\(spec)", parityCase)
    }
    let gateway = Gateway(image: image, canaries: canaries, settings: settings)
    var invocation = Invocation()
    invocation.request = invocationCase.request
    invocation.moment = Moment(
        wallMilliseconds: wallClockMilliseconds(), monotonicNanoseconds: monotonicNanoseconds())
    if invocationCase.isTest {
        // A call that names no resource of the API leaves the path out.
        let resource = parityCase.json["request"]?["resourcePath"]?.stringValue
        invocation.mode = .test(resourcePath: resource ?? "")
    }
    let backends = try parityCase.json["backend"].map { try StubBackends($0) } ?? StubBackends()
    let outcome = invocation.run(on: Worker(gateway), backends: backends, store: MemoryStore())
    var matcher = RecordedMatcher()
    for name in outcome.missingStubs { matcher.differ("\(name): called and has no stub") }
    if invocationCase.isTest {
        matchTestInvocation(
            parityCase.expected, outcome, at: invocation.moment, into: &matcher)
    } else {
        matchInvocation(parityCase.expected, outcome, into: &matcher)
    }
    if matcher.failure != nil {
        for line in outcome.record.executionLog { matcher.differ("log: \(line.text)") }
    }
    return matcher.failure
}

private func substituted(_ text: String) -> String {
    text.replacing("@@BACKEND_HOST@@", with: "backend.test:8080")
        .replacing("@@BACKEND@@", with: "http://backend.test:8080")
}

private func compile(_ path: String, _ parityCase: ParityCase) throws -> GatewayImage? {
    let text = String(decoding: try readFile(path), as: UTF8.self)
    var options = LoweringOptions()
    if let mode = parityCase.json["importOptions"]?["basepath"]?.stringValue {
        options.basePathMode = LoweringOptions.BasePathMode(rawValue: mode) ?? .ignore
    }
    for (name, value) in [
        ("AWS::Region", "us-east-1"), ("AWS::Partition", "aws"), ("AWS::AccountId", "111111111111"),
    ] { options.substitutions[name] = value }
    var log = DiagnosticLog()
    return try compileImage(
        Array(substituted(text).utf8), path: path, options: options, into: &log)
}
