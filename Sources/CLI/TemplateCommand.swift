internal import Diagnostics
internal import JSON
internal import Model
package import Options
internal import Platform
internal import Templates

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
        let text: [UInt8]
        if let mark = name.firstIndex(of: "#") {
            text = try operationTemplate(
                String(name[..<mark]), String(name[name.index(after: mark)...]), arguments)
        } else {
            text = try readFile(name)
        }
        var files = SourceFileSet()
        let file = files.add(path: name, bytes: text)
        var log = DiagnosticLog()
        let template = Template(compiling: text, at: .wholeFile(file.id), into: &log)
        console.report(log.diagnostics, in: files)
        if log.hasErrors { return .findings }

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
            template, body: body, variables: try variables(arguments), into: &output)
        for event in trace.events {
            let (line, column) = file.position(at: UInt32(event.range.lowerBound))
            console.writeError(
                "\(line):\(column): \(event.kind) \(JSONValue.string(event.value).printed())\n")
        }
        if let failure {
            let range = SourceRange(
                failure.range.lowerBound, failure.range.upperBound, file: file.id)
            console.report(
                [
                    Diagnostic(
                        Diagnostic.ID(rawValue: "template-failed"), .error,
                        "rendering fails: \(failure.message)", at: range)
                ], in: files)
            return .findings
        }
        console.write(output)
        if output.last != UInt8(ascii: "\n") { console.write("\n") }
        return .success
    }

    /// The text of `METHOD PATH [request|response [MEDIA-TYPE [STATUS]]]` of a specification.
    private static func operationTemplate(
        _ path: String, _ operation: String, _ arguments: Arguments
    ) throws -> [UInt8] {
        let words = operation.split(separator: " ").map(String.init)
        guard words.count >= 2 else {
            throw UsageError(
                "'\(operation)' names no operation", help: "write METHOD /path request MEDIA-TYPE")
        }
        let isResponse = words.count > 2 && words[2] == "response"
        let spec = try LoweredSpec(path, try CompileOptions(arguments))
        for lowered in spec.apis {
            guard case .rest(let api) = lowered.api,
                let resource = api.resources.first(where: { $0.path == words[1] }),
                let method = resource.methods.first(where: {
                    $0.httpMethod.rawValue == words[0].uppercased()
                }),
                let integration = method.integration
            else { continue }
            var templates = integration.requestTemplates
            if isResponse {
                templates = integration.responses.filter {
                    words.count < 5 || String($0.statusCode.value) == words[4]
                }.flatMap(\.responseTemplates)
            }
            let wanted = words.count > 3 ? words[3] : nil
            if let found = templates.first(where: {
                wanted == nil || $0.contentType.value == wanted
            }) {
                return Array(found.text.value.utf8)
            }
            let known = templates.map(\.contentType.value)
            throw UsageError(
                "'\(words[0]) \(words[1])' has no such template",
                help: known.isEmpty ? nil : "use one of \(known.joined(separator: ", "))")
        }
        throw UsageError("'\(path)' has no operation '\(words[0]) \(words[1])'")
    }

    private static func variables(_ arguments: Arguments) throws -> JSONTape {
        var context = JSONObject()
        if let path = arguments.value("context") {
            let value = try JSONValue(parsing: readFile(path))
            guard let object = value.objectValue else {
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
