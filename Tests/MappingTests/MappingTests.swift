import Diagnostics
import JSON
import Mapping
import TestSupport
import Testing

private let variables: JSONTape = {
    var builder = JSONTapeBuilder()
    builder.value([
        "params": [
            "path": ["id": "a%2Fb"], "querystring": ["page": "2", "none": ""],
            "header": ["X-Trace": "t2", "x-trace": "lower"],
        ],
        "multi": [
            "querystring": ["page": ["1", "2"]], "header": ["X-Trace": ["t1", "t2"]],
            "responseHeader": ["Vary": ["a", "b"]],
        ],
        "response": ["header": ["ETag": "v1", "Vary": "b"]],
        "stageVariables": ["pier": "north"],
        "context": ["identity": ["sourceIp": "192.0.2.7"], "stage": "dev", "flags": ["on": true]],
    ])
    return builder.finish()
}()

/// What a mapping of `source` gives: its values joined by `|`, nothing where the target is left
/// out, or what went wrong.
private func value(
    of source: String, _ direction: ParameterMap.Direction = .request,
    to target: String = "integration.request.header.T", body: String = ""
) -> String {
    let nowhere = SourceRange(0, 0)
    var log = DiagnosticLog()
    let target = direction == .request ? target : "method.response.header.T"
    let map = ParameterMap(
        compiling: [.init(target: target, at: nowhere, source: source, at: nowhere)],
        direction: direction, into: &log)
    if let diagnostic = log.diagnostics.first { return diagnostic.id.rawValue }
    let stored = Array(map.encoded)
    guard let read = ParameterMap(decoding: stored, at: 0..<stored.count) else {
        return "stored form refused"
    }
    var mapper = ParameterMapper()
    var results: [MappedParameter] = []
    let failure = mapper.apply(
        read, variables: variables, body: Array(body.utf8), into: &results)
    if let failure { return "\(failure)" }
    return results.flatMap(\.values).map { String(decoding: $0, as: UTF8.self) }
        .joined(separator: "|")
}

/// Source: API Gateway Developer Guide, “Parameter mapping sources for REST APIs”, and what was
/// recorded of it.
@Suite struct ParameterMappingTests {
    @Test(arguments: [
        ("'text'", "text"), ("'it's'", "it's"), ("method.request.path.id", "a%2Fb"),
        ("method.request.querystring.page", "2"), ("method.request.header.X-Trace", "t2"),
        ("method.request.header.x-trace", "lower"), ("stageVariables.pier", "north"),
        ("context.stage", "dev"), ("context.identity.sourceIp", "192.0.2.7"),
    ])
    func sourcesGiveTheirValue(_ source: String, _ expected: String) {
        #expect(value(of: source) == expected)
    }

    @Test(arguments: [
        "method.request.path.nothing", "method.request.querystring.none", "stageVariables.nothing",
        "context.nothing", "context.identity", "context.flags.on", "''",
    ])
    func whatIsMissingOrEmptyIsLeftOut(_ source: String) {
        #expect(value(of: source).isEmpty)
    }

    @Test func allValuesAreRepeatedInQueriesAndJoinedInHeaders() {
        let query = "integration.request.querystring.T"
        #expect(value(of: "method.request.multivaluequerystring.page", to: query) == "1|2")
        #expect(value(of: "method.request.multivalueheader.X-Trace") == "t1,t2")
        #expect(value(of: "integration.response.multivalueheader.Vary", .response) == "a,b")
        #expect(value(of: "integration.response.header.Vary", .response) == "b")
    }

    @Test(arguments: [
        ("method.request.body", #"{"a":1}"#, #"{"a":1}"#), ("method.request.body", "", "{}"),
        ("method.request.body.a.b", #"{"a":{"b":"c"}}"#, "c"),
        ("method.request.body.a", #"{"a": {"b": [1, 2]}}"#, #"{"b":[1,2]}"#),
        ("method.request.body.list[1]", #"{"list": [1, 2.50]}"#, "2.50"),
        ("method.request.body.nothing", #"{"a":1}"#, ""), ("method.request.body.a", "plain", ""),
        ("method.request.body.a", "{broken", "invalidRequestBody"),
    ])
    func bodiesAreReadAsJSON(_ source: String, _ body: String, _ expected: String) {
        #expect(value(of: source, body: body) == expected)
    }

    /// As in requests: what does not begin like JSON is not read as JSON.
    @Test(arguments: [
        ("integration.response.body.a", #"{"a": "x"}"#, "x"),
        ("integration.response.body.a", "plain", ""), ("integration.response.body.a", "", ""),
        ("integration.response.body.a", "\n{broken", "invalidResponseBody"),
        ("integration.response.body", "\n{broken", "invalidResponseBody"),
        ("integration.response.body", " plain\n", "plain"),
        ("integration.response.body", "", "{}"),
    ])
    func responsesAreReadAsJSONWhereTheyPromiseIt(
        _ source: String, _ body: String, _ expected: String
    ) {
        #expect(value(of: source, .response, body: body) == expected)
    }

    @Test(arguments: [
        "text", "method.request", "method.request.cookie.a", "integration.response.header.a",
        "method.request.header.", "method.request.header.a b", "'open", "context.", "",
    ])
    func whatIsNoSourceIsReported(_ source: String) {
        #expect(value(of: source) == "mapping-source")
    }

    @Test(arguments: [
        "integration.request.cookie.a", "integration.request.header.", "method.request.header.a",
        "integration.request.header.a b", "header.a",
    ])
    func whatIsNoTargetIsReported(_ target: String) {
        #expect(value(of: "'a'", to: target) == "mapping-target")
    }

    @Test func aPathThatCannotBeReadIsReported() {
        #expect(value(of: "method.request.body.a[") == "mapping-jsonpath")
    }
}

@Suite struct URITemplateTests {
    private func expand(_ text: String) -> String {
        let template = URITemplate(compiling: Array(text.utf8))
        let stored = Array(template.encoded)
        guard let read = URITemplate(decoding: stored, at: 0..<stored.count) else {
            return "stored form refused"
        }
        var output: [UInt8] = []
        read.expand(
            variables: variables, parameters: [("id", Array("7".utf8)), ("id", Array("8".utf8))],
            into: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        ("https://${stageVariables.pier}.example.com/{id}", "https://north.example.com/8"),
        ("a${stageVariables.nothing}b", "ab"), ("/{other}/{id}", "/{other}/8"),
        ("${other}/{id}", "${other}/8"), ("/{id", "/{id"),
        ("${stageVariables.pier", "${stageVariables.pier"),
        ("", ""), ("/{a b}", "/{a b}"),
    ])
    func placeholdersAreReplaced(_ text: String, _ expected: String) {
        #expect(expand(text) == expected)
    }

    @Test func saysWhatItUses() {
        let template = URITemplate(compiling: Array("${stageVariables.a}/{b}/{c}".utf8))
        #expect(template.stageVariableNames == ["a"])
        #expect(template.parameterNames == ["b", "c"])
    }

    @Test func damagedCodeIsRefused() {
        let stored = Array(URITemplate(compiling: Array("a{b}${stageVariables.c}".utf8)).encoded)
        for end in 1..<stored.count {
            // What is left is whole pieces, or refused.
            if let template = URITemplate(decoding: stored, at: 0..<end) {
                #expect(template.parameterNames.count <= 1)
            }
        }
        #expect(URITemplate(decoding: [9, 0, 0, 0, 0], at: 0..<5) == nil)
    }
}
