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

/// `apigw export SPEC`: prints the specification again, as its author or as API Gateway writes it, or as
/// a Postman collection or a page of documentation.
package enum ExportCommand: Command {
    package static let syntax = CommandSyntax(
        "export", summary: "print the specification, a Postman collection or documentation",
        operands: [OperandSyntax("BUNDLE|SPEC", .file)],
        options: [
            OptionSyntax(
                "format", OperandSyntax("FORMAT", .choice(Format.allCases.map(\.rawValue))),
                help: "yaml, json, a Postman collection or an HTML page (default yaml)"),
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
                help: "the stage whose address is written (default the first)"),
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
            .init(
                "apigw export api.yaml --format html -o api.html",
                "write a page of reference documentation"),
        ])

    private enum Format: String, CaseIterable {
        case yaml, json, postman, html
    }

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
        let format = arguments.value("format").flatMap(Format.init) ?? .yaml
        let isSpecification = format == .yaml || format == .json
        if !isSpecification, let other = ["type", "extensions"].first(where: arguments.has) {
            throw UsageError("--\(other) has no meaning for --format \(format.rawValue)")
        }
        let bytes: [UInt8]
        switch format {
        case .postman:
            // The document's own address may name a stage; without the option it is kept.
            let wanted = arguments.has("stage") ? try stage(arguments, of: lowered.api) : nil
            bytes = json(postmanCollection(lowered.spec.document, stage: wanted))
        case .html:
            bytes = htmlPage(
                lowered.spec.document, lowered.api, stage: try stage(arguments, of: lowered.api))
        case .yaml, .json:
            let value = try specification(
                lowered, type, extensions, arguments, into: &spec.input.log)
            bytes = format == .json ? json(value) : printYAML(value)
        }
        console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
        if spec.input.log.hasErrors { return .findings }
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

    private static func json(_ value: JSONValue) -> [UInt8] {
        Array((value.printed(.indented) + "\n").utf8)
    }

    /// The specification as its author or, when asked, as API Gateway writes it.
    private static func specification(
        _ lowered: LoweredAPI, _ type: AWSExportOptions.DocumentType?,
        _ extensions: Set<AWSExportOptions.Extension>?, _ arguments: Arguments,
        into log: inout DiagnosticLog
    ) throws(UsageError) -> JSONValue {
        if arguments.has("as-aws") {
            guard case .rest(let api) = lowered.api else {
                throw UsageError("--as-aws exports REST APIs")
            }
            var options = AWSExportOptions()
            options.type = type ?? .oas30
            options.extensions = extensions ?? []
            options.stage = try stage(arguments, of: lowered.api)
            return AWSExport(api, options).body
        }
        var options = FaithfulExportOptions()
        options.type = type
        options.extensions = extensions
        return FaithfulExport(lowered.spec.document, options, into: &log).value
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
        _ arguments: Arguments, of api: API
    ) throws(UsageError) -> String {
        let settings =
            switch api {
            case .rest(let api): api.settings
            case .http(let api): api.settings
            }
        let names = settings.effectiveStages.map(\.name.value)
        guard let wanted = arguments.value("stage") else { return names[0] }
        // Without settings any name will do: the document does not name its stages.
        if names.contains(wanted) || settings.stages.isEmpty { return wanted }
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
