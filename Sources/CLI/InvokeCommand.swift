internal import BundleFormat
internal import Deployments
internal import Diagnostics
internal import Emitters
internal import Gateway
internal import JSON
internal import Lowering
internal import Model
package import Options
internal import Platform
internal import Settings

/// `apigw invoke BUNDLE|SPEC METHOD PATH`: sends one request through the gateway, without sockets.
package enum InvokeCommand: Command {
    package static let syntax = CommandSyntax(
        "invoke", summary: "send a request through the gateway with canned backends",
        operands: [
            OperandSyntax("BUNDLE|SPEC", .file),
            OperandSyntax("METHOD", .text, isOptional: true),
            OperandSyntax("PATH", .text, isOptional: true),
        ],
        options: [
            OptionSyntax(
                "header", short: "H", OperandSyntax("'NAME: VALUE'", .text), repeats: true,
                help: "a header field of the request"),
            OptionSyntax(
                "data", short: "d", OperandSyntax("BODY|@FILE", .text),
                help: "the request's body (default none)"),
            OptionSyntax(
                "stage", OperandSyntax("NAME", .text), help: "the stage (default the first)"),
            OptionSyntax(
                "backend", OperandSyntax("FILE", .file), help: "canned answers of integrations"),
            OptionSyntax(
                "identity", OperandSyntax("FILE", .file),
                help: "who calls: authorizer result, claims, caller ARN, API key id"),
            OptionSyntax(
                flag: "test-invoke", help: "as TestInvokeMethod: no authorization, key or throttle"),
            OptionSyntax(flag: "trace", help: "print what happened on the way to standard error"),
            OptionSyntax(
                "cases", OperandSyntax("FILE", .file),
                help: "run the requests of a file and compare the responses"),
            OptionSyntax(
                "junit", OperandSyntax("FILE", .file),
                help: "write the cases' results as JUnit XML"),
            OptionSyntax(
                "format", OperandSyntax("FORMAT", .choice(["text", "json"])),
                help: "how to print (default text)"),
        ] + CompileOptions.syntax,
        examples: [
            .init(
                "apigw invoke api.yaml GET /pets/1 -H 'Accept: application/json'",
                "print the response as 'curl -i' does"),
            .init(
                "apigw invoke api.yaml --cases tests/cases.json",
                "run recorded requests and compare"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        try checkUse(arguments)
        guard let loaded = try load(arguments, &console) else { return .findings }
        let backends = try arguments.value("backend").map { path in
            try stubs(try readJSON(path), path, loaded.image)
        }
        let identity =
            try arguments.value("identity").map { path in
                try AssumedIdentity(try readJSON(path), name: "'\(path)'")
            } ?? AssumedIdentity()
        if let path = arguments.value("cases") {
            return try runCases(
                path, loaded, backends ?? StubBackends(), identity: identity,
                junit: arguments.value("junit"), &console)
        }
        if !methods.contains(arguments.operands[1]),
            let known = nearest(to: arguments.operands[1], in: methods)
        {
            console.writeError(
                "\(programName): note: methods are case-sensitive and this is none that API "
                    + "Gateway knows: did you mean '\(known)'?\n")
        }
        var settings = loaded.settings
        if let name = arguments.value("stage") {
            guard let stage = settings.stages.first(where: { $0.name == name }) else {
                let names = settings.stages.map(\.name)
                throw UsageError(
                    "there is no stage '\(name)'",
                    help: nearest(to: name, in: names).map { "did you mean '\($0)'?" }
                        ?? "use one of \(names.joined(separator: ", "))")
            }
            settings.stages = [stage]
        }
        let isTest = arguments.has("test-invoke")
        if isTest { settings.stages = [RuntimeSettings.Stage(name: "test-invoke-stage")] }
        var invocation = Invocation()
        invocation.moment = Moment(
            wallMilliseconds: wallClockMilliseconds(),
            monotonicNanoseconds: monotonicNanoseconds())
        invocation.entropy = Entropy(
            monotonicNanoseconds() &* 0x9e37_79b9_7f4a_7c15, processCPUNanoseconds() &* 0xbf58_476d)
        invocation.request = Request(
            method: arguments.operands[1], path: arguments.operands[2],
            stage: settings.stages.first?.name ?? "dev", headers: try headers(arguments),
            body: try body(arguments))
        let gateway = Gateway(image: loaded.image, settings: settings)
        invocation.mode = isTest ? .testing : .assuming(identity)
        let outcome = invocation.run(
            on: Worker(gateway), backends: backends ?? StubBackends(), store: MemoryStore(),
            tracing: arguments.has("trace"))
        if !outcome.missingStubs.isEmpty {
            for name in outcome.missingStubs {
                console.writeError("\(programName): error: '\(name)' was called and has no stub\n")
            }
            console.writeError("help: give its answer with --backend FILE\n")
            return .findings
        }
        if arguments.has("trace") {
            for entry in outcome.trace { console.writeError("\(entry.title): \(entry.text)\n") }
        }
        if isTest {
            for line in testInvokeLog(outcome, at: invocation.moment) {
                console.writeError("\(line)\n")
            }
        }
        if arguments.value("format") == "json" {
            console.write(resultJSON(outcome).printed(.indented) + "\n")
        } else {
            console.write(head(outcome.response))
            console.write(outcome.response.body)
        }
        return .success
    }

    private static let methods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD"]

    /// Finds what is missing, and what would be passed over in silence.
    private static func checkUse(_ arguments: Arguments) throws(UsageError) {
        guard arguments.value("cases") != nil else {
            if arguments.value("junit") != nil {
                throw UsageError("--junit goes with --cases", help: "give --cases FILE too")
            }
            switch arguments.operands.count {
            case 1: throw UsageError("METHOD and PATH are missing", help: "or give --cases FILE")
            case 2: throw UsageError("PATH is missing", help: "give one such as '/orders/1'")
            default: return
            }
        }
        let single = ["header", "data", "stage", "trace", "test-invoke", "format"]
        for name in single where arguments.has(name) || arguments.value(name) != nil {
            throw UsageError(
                "--\(name) does not go with --cases", help: "each case says what it needs")
        }
        if arguments.operands.count > 1 {
            throw UsageError("METHOD and PATH do not go with --cases")
        }
    }

    /// A gateway's image and settings.
    struct Loaded {
        var image: GatewayImage
        var settings: RuntimeSettings
    }

    /// Reads a bundle, or compiles a specification; `nil` where that has errors.
    private static func load(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> Loaded? {
        let path = arguments.operands[0]
        if path != "-", isFolder(path) {
            let contents = try BundleSource(path, CompileOptions(arguments)).contents
            let image = try withUsage {
                try GatewayImage(contents?.program(path) ?? [])
            }
            let json = try contents?.bytes("settings.json").map { try JSONValue(parsing: $0) }
            return Loaded(
                image: image, settings: RuntimeSettings(json ?? [:], secret: secret))
        }
        var spec = try LoweredSpec(path, CompileOptions(arguments))
        var image: GatewayImage?
        var settings = RuntimeSettings()
        if case .rest(let api)? = spec.apis.first?.api {
            image = try compileImage(api, into: &spec.input.log)
            let json = settingsJSON(api.settings, endpointType: api.endpoint.type)
            settings = RuntimeSettings(json, secret: secret)
        }
        console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
        guard !spec.input.log.hasErrors else { return nil }
        guard let image else {
            throw UsageError(
                "'\(path)' describes an HTTP API, which this gateway does not run",
                help: "compile it as a REST API with '--api-type rest'")
        }
        return Loaded(image: image, settings: settings)
    }

    private static func secret(_ reference: String) -> [UInt8]? {
        if reference.hasPrefix("env:") {
            return environmentVariable(String(reference.dropFirst(4))).map { Array($0.utf8) }
        }
        guard reference.hasPrefix("file:") else { return nil }
        var bytes = try? readFile(String(reference.dropFirst(5)))
        while let last = bytes?.last, last == 10 || last == 13 { bytes?.removeLast() }
        return bytes
    }

    private static func headers(_ arguments: Arguments) throws(UsageError) -> [(String, String)] {
        var headers: [(String, String)] = []
        for text in arguments.values("header") {
            guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else {
                throw UsageError("header '\(text)' is not of the form 'NAME: VALUE'")
            }
            let value = text[text.index(after: colon)...].drop { $0 == " " }
            headers.append((String(text[..<colon]), String(value)))
        }
        return headers
    }

    private static func body(_ arguments: Arguments) throws -> [UInt8] {
        guard let text = arguments.value("data") else { return [] }
        return text.hasPrefix("@") ? try readFile(String(text.dropFirst())) : Array(text.utf8)
    }

    private static func stubs(
        _ json: JSONValue, _ path: String, _ image: GatewayImage
    ) throws(UsageError) -> StubBackends {
        let stubs: StubBackends
        do { stubs = try StubBackends(json) } catch { throw UsageError("'\(path)': \(error)") }
        let known = callers(in: image)
        for name in stubs.integrationNames where !known.contains(name) {
            throw UsageError(
                "'\(path)' has a stub for '\(name)', which is no method of the API",
                help: nearest(to: name, in: known).map { "did you mean '\($0)'?" })
        }
        return stubs
    }

    /// What calls can be made for: the methods, such as `GET /pets`, and the authorizers.
    private static func callers(in image: GatewayImage) -> [String] {
        (0..<image.count(.methods)).map { row in
            let resource = Int(image.word(MethodColumn.resource, row))
            let path = image.string(image.word(ResourceColumn.path, resource))
            return "\(image.string(image.word(MethodColumn.httpMethod, row))) \(path)"
        }
            + (0..<image.count(.authorizers)).map {
                image.string(image.word(AuthorizerColumn.name, $0))
            }
    }

    private static func head(_ response: Response) -> String {
        var text = "HTTP/1.1 \(response.status)\r\n"
        for (name, value) in response.headers.pairs { text += "\(name): \(value)\r\n" }
        return text + "content-length: \(response.body.count)\r\n\r\n"
    }

    private static func resultJSON(_ outcome: Invocation.Outcome) -> JSONValue {
        func text(_ bytes: [UInt8]) -> JSONValue { .string(String(decoding: bytes, as: UTF8.self)) }
        func body(_ bytes: [UInt8]) -> JSONObject.Member {
            String(validating: bytes, as: UTF8.self).map { .init("body", .string($0)) }
                ?? .init("bodyBase64", .string(encodeBase64(bytes)))
        }
        func fields(_ headers: HeaderFields) -> JSONValue {
            .array(headers.pairs.map { [.string($0.name), .string($0.value)] })
        }
        return .object(
            JSONObject([
                .init("status", .number(JSONNumber(outcome.response.status))),
                .init("headers", fields(outcome.response.headers)), body(outcome.response.body),
                .init(
                    "calls",
                    .array(
                        outcome.calls.map { call in
                            .object(
                                JSONObject([
                                    .init("operation", .string(call.operation)),
                                    .init("method", text(call.method)),
                                    .init("url", text(call.url)),
                                    .init("headers", fields(call.headers)), body(call.body),
                                ]))
                        })),
                .init("log", .array(outcome.record.executionLog.map { .string($0.text) })),
                .init("accessLog", text(outcome.record.accessLog)),
            ]))
    }
}
