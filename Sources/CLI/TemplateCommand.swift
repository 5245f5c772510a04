internal import Diagnostics
internal import JSON
package import Options
internal import Platform
internal import Templates
internal import Validation

/// `apigw template FILE|SPEC#OPERATION`: renders one mapping template.
package enum TemplateCommand: Command {
    package static let syntax = CommandSyntax(
        "template", summary: "render a mapping template without deploying it",
        operands: [OperandSyntax("FILE|SPEC#OPERATION", .file)],
        options: [
            OptionSyntax(
                "body", OperandSyntax("TEXT|@FILE", .text), help: "the payload (default none)"),
            OptionSyntax(
                "context", OperandSyntax("FILE", .file), help: "JSON object for $context"),
            OptionSyntax(
                "param", OperandSyntax("NAME=VALUE", .text), repeats: true,
                help: "a parameter; NAME may begin with path., querystring. or header."),
            OptionSyntax(
                "stage-variable", OperandSyntax("NAME=VALUE", .text), repeats: true,
                help: "a stage variable"),
            OptionSyntax(flag: "trace", help: "show what each directive and reference gives"),
        ] + CompileOptions.syntax,
        examples: [
            .init(
                "apigw template order.vm --body @order.json", "render a file with a request's body"),
            .init(
                "apigw template 'api.yaml#POST /orders request application/json' --body '{}'",
                "render the template of an operation"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let name = arguments.operands[0]
        let source: Source
        if let mark = name.firstIndex(of: "#") {
            let spec = try LoweredSpec(String(name[..<mark]), try CompileOptions(arguments))
            guard !spec.apis.isEmpty else {
                console.report(spec.input.log.diagnostics, in: spec.input.files)
                return .findings
            }
            let operation = try OperationName(String(name[name.index(after: mark)...]))
            source = Source(
                template: try operation.template(in: spec), files: spec.input.files)
        } else {
            var files = SourceFileSet()
            let file = files.add(path: name, bytes: try readFile(name))
            source = Source(template: TemplateContext(text: file.bytes, in: file.id), files: files)
        }
        var log = DiagnosticLog()
        validate(source.template, into: &log)
        console.report(log.diagnostics, in: source.files)
        if source.template.outline.failure != nil { return .findings }
        return try render(source, arguments, &console)
    }

    private static func render(
        _ source: Source, _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        var body: [UInt8] = []
        if let value = arguments.value("body") {
            body =
                value.hasPrefix("@") ? try readFile(String(value.dropFirst())) : Array(value.utf8)
        }
        var renderer = TemplateRenderer()
        let trace = TraceLines()
        if arguments.has("trace") { renderer.trace = { trace.add($0) } }
        var output: [UInt8] = []
        let failure = renderer.render(
            Template(compiling: source.template.text), body: body,
            variables: try variables(arguments), into: &output)
        for event in trace.events {
            let (line, column) = source.position(of: event.range)
            console.writeError(
                "\(line):\(column): \(event.kind) \(JSONValue.string(event.value).printed())\n")
        }
        if let failure {
            console.report(
                [.failed(failure.message, at: source.template.range(failure.range))],
                in: source.files)
            return .findings
        }
        console.write(output)
        if output.last != UInt8(ascii: "\n") { console.write("\n") }
        return .success
    }

    /// A template and the files that its ranges point into.
    private struct Source {
        var template: TemplateContext
        var files: SourceFileSet

        /// The line and column at which a range of the template's text was written.
        func position(of offsets: Range<Int>) -> (line: Int, column: Int) {
            let range = template.range(offsets)
            return files[range.file]?.position(at: range.start) ?? (1, 1)
        }
    }

    private static func variables(_ arguments: Arguments) throws -> JSONTape {
        var context = JSONObject()
        if let path = arguments.value("context") {
            guard let object = try readJSON(path).objectValue else {
                throw UsageError("'\(path)' holds no JSON object")
            }
            context = object
        }
        for (name, groups) in [
            ("requestOverride", ["header", "path", "querystring"]),
            ("responseOverride", ["header"]),
        ] {
            var override = context[name]?.objectValue ?? [:]
            for group in groups where override[group] == nil { override[group] = [:] }
            context[name] = .object(override)
        }
        var params: JSONObject = ["path": [:], "querystring": [:], "header": [:]]
        for (name, value) in try arguments.pairs("param") {
            let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
            let isGrouped = parts.count == 2 && params[parts[0]] != nil
            let group = isGrouped ? parts[0] : "querystring"
            var members = params[group]?.objectValue ?? [:]
            members[isGrouped ? parts[1] : name] = .string(value)
            params[group] = .object(members)
        }
        var stageVariables = JSONObject()
        for (name, value) in try arguments.pairs("stage-variable") {
            stageVariables[name] = .string(value)
        }
        var builder = JSONTapeBuilder()
        builder.value([
            "context": .object(context), "stageVariables": .object(stageVariables),
            "params": .object(params),
        ])
        return builder.finish()
    }
}

/// Collects what a renderer traces; one thread writes and then reads.
private final class TraceLines: @unchecked Sendable {
    private(set) var events: [TemplateTraceEvent] = []

    func add(_ event: TemplateTraceEvent) { events.append(event) }
}

extension Diagnostic {
    fileprivate static func failed(_ message: String, at range: SourceRange) -> Self {
        Self(ID(rawValue: "template-failed"), .error, "rendering fails: \(message)", at: range)
    }
}
