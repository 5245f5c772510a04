internal import Diagnostics
internal import Export
internal import JSON
internal import Lowering
internal import Model
internal import OpenAPI
package import Options
internal import Platform
internal import Settings
internal import Syntax

/// `apigw export SPEC`: prints the specification again, as its author or as API Gateway writes it.
package enum ExportCommand: Command {
    package static let syntax = CommandSyntax(
        "export", summary: "print the specification again, faithfully or as API Gateway does",
        operands: [OperandSyntax("BUNDLE|SPEC", .file)],
        options: [
            OptionSyntax(
                "format", OperandSyntax("FORMAT", .choice(["yaml", "json"])),
                help: "how to print (default yaml)"),
            OptionSyntax(
                "type",
                OperandSyntax(
                    "TYPE", .choice(AWSExportOptions.DocumentType.allCases.map(\.rawValue))),
                help: "the kind of document (default the specification's own; oas30 as AWS)"),
            OptionSyntax(
                "extensions", OperandSyntax("LIST", .text),
                help: "integrations, authorizers, documentation, validators, postman or apigateway,"
                    + " with commas between (default all; none as AWS)"),
            OptionSyntax(
                "stage", OperandSyntax("NAME", .text),
                help: "the stage whose address is written as AWS does (default the first)"),
            OptionSyntax(flag: "as-aws", help: "print what GetExport returns, to the letter"),
            OptionSyntax(
                "output", short: "o", OperandSyntax("FILE", .file),
                help: "the file to write (default standard output)"),
        ] + CompileOptions.syntax,
        examples: [
            .init("apigw export api.yaml --type swagger", "convert to Swagger 2.0"),
            .init(
                "apigw export api.yaml --as-aws --extensions apigateway --format json",
                "print what GetExport would return"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let source = try BundleSource(arguments.operands[0], CompileOptions(arguments))
        let type = arguments.value("type").flatMap(AWSExportOptions.DocumentType.init)
        let extensions = try arguments.value("extensions").map(extensions(named:))
        var spec = try LoweredSpec(source.path, source.options)
        guard let lowered = spec.apis.first, spec.apis.count == 1 else {
            if spec.apis.count > 1 {
                throw UsageError(
                    "the template has several APIs", help: "choose one with --resource")
            }
            console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
            return .findings
        }
        let value: JSONValue
        if arguments.has("as-aws") {
            guard case .rest(let api) = lowered.api else {
                throw UsageError("--as-aws exports REST APIs")
            }
            var options = AWSExportOptions()
            options.type = type ?? .oas30
            options.extensions = extensions ?? []
            options.stage = try stage(arguments, of: api)
            value = AWSExport(api, options).body
        } else {
            var options = FaithfulExportOptions()
            options.type = type
            options.extensions = extensions
            value = FaithfulExport(lowered.spec.document, options, into: &spec.input.log).value
        }
        console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
        if spec.input.log.hasErrors { return .findings }
        let bytes =
            arguments.value("format") == "json"
            ? Array((value.printed(.indented) + "\n").utf8) : printYAML(value)
        if bytes.count > SyntaxLimits.byteCount {
            var log = DiagnosticLog()
            log.report(.exportTooLarge(lowered.spec.document.root.range))
            console.report(inPrintingOrder(log.diagnostics), in: spec.input.files)
            return .findings
        }
        if let file = arguments.value("output") {
            try writeFile(bytes, to: file)
        } else {
            console.write(bytes)
        }
        return .success
    }

    private static func extensions(
        named list: String
    ) throws(UsageError) -> Set<AWSExportOptions.Extension> {
        var result: Set<AWSExportOptions.Extension> = []
        for name in list.split(separator: ",") {
            guard let known = AWSExportOptions.Extension(rawValue: String(name)) else {
                let names = AWSExportOptions.Extension.allCases.map(\.rawValue)
                throw UsageError(
                    "unknown extension '\(name)'",
                    help: nearest(to: String(name), in: names).map { "did you mean '\($0)'?" })
            }
            result.insert(known)
        }
        return result
    }

    /// The stage named on the command line, or the API's first.
    private static func stage(
        _ arguments: Arguments, of api: RestAPI
    ) throws(UsageError) -> String {
        let names = api.settings.effectiveStages.map(\.name.value)
        guard let wanted = arguments.value("stage") else { return names[0] }
        // Without settings any name will do: the document does not name its stages.
        if names.contains(wanted) || api.settings.stages.isEmpty { return wanted }
        throw UsageError(
            "the API has no stage '\(wanted)'",
            help: nearest(to: wanted, in: names).map { "did you mean '\($0)'?" })
    }
}

extension Diagnostic {
    /// Aliases are written out, so a small file can come to this.
    fileprivate static func exportTooLarge(_ range: SourceRange) -> Self {
        Self(
            .limitExceeded, .error,
            "the export is larger than a document may be: \(SyntaxLimits.byteCount >> 20) MB",
            at: .start(of: range.file))
    }
}
