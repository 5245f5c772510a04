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
        let format = arguments.value("format").flatMap(Format.init) ?? .yaml
        let isAsAWS = arguments.has("as-aws")
        if format == .postman || format == .html,
            let other = ["type", "extensions", "as-aws"].first(where: arguments.has)
        {
            throw UsageError("--\(other) has no meaning for --format \(format.rawValue)")
        }
        let spec = try Input(
            source, isLowered: isAsAWS || format == .html || arguments.has("stage"))
        // Documentation is written of what a gateway would refuse too, and so is the author's text.
        var log = isAsAWS ? spec.log : spec.readingLog
        guard let document = spec.document, !log.hasErrors else {
            if spec.documentCount > 1 {
                throw UsageError(
                    "the template has several APIs", help: "choose one with --resource")
            }
            console.report(inPrintingOrder(log.diagnostics), in: spec.files)
            return .findings
        }
        let stage = try stage(arguments, of: spec.api)
        let bytes: [UInt8]
        switch format {
        case .postman:
            // The document's own address may name a stage; without the option it is kept.
            bytes = json(postmanCollection(document, stage: arguments.has("stage") ? stage : nil))
        case .html:
            guard let api = spec.api else { return .findings }
            bytes = htmlPage(document, api, stage: stage)
        case .yaml, .json:
            let value: JSONValue
            if isAsAWS {
                guard case .rest(let api)? = spec.api else {
                    throw UsageError("--as-aws exports REST APIs")
                }
                var options = AWSExportOptions()
                options.type = type ?? .oas30
                options.extensions = extensions ?? []
                options.stage = stage
                value = AWSExport(api, options).body
            } else {
                var options = FaithfulExportOptions()
                options.type = type
                options.extensions = extensions
                value = FaithfulExport(document, options, into: &log).value
            }
            bytes = format == .json ? json(value) : printYAML(value)
        }
        console.report(inPrintingOrder(log.diagnostics), in: spec.files)
        if bytes.count > SyntaxLimits.byteCount {
            var log = DiagnosticLog()
            log.report(.exportTooLarge(document.root.range))
            console.report(inPrintingOrder(log.diagnostics), in: spec.files)
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

    /// A specification as far as an export needs it: only some need to know the API that it makes.
    private struct Input {
        var files: SourceFileSet
        var readingLog: DiagnosticLog

        /// What reading and lowering found.
        var log: DiagnosticLog
        var documentCount: Int

        /// The only document; `nil` where there is none or several.
        var document: OpenAPIDocument?
        var api: API?

        init(_ source: BundleSource, isLowered: Bool) throws {
            let input: SpecInput
            if isLowered {
                let spec = try LoweredSpec(source.path, source.options)
                input = spec.input
                readingLog = spec.readingLog
                api = spec.apis.first?.api
            } else {
                input = try SpecInput(
                    source.path, resource: source.options.resource,
                    allowsOutside: source.options.allowsOutside)
                readingLog = input.log
            }
            files = input.files
            log = input.log
            documentCount = input.apis.count
            document = documentCount == 1 ? input.document : nil
        }
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
        _ arguments: Arguments, of api: API?
    ) throws(UsageError) -> String {
        let settings =
            switch api {
            case .rest(let api)?: api.settings
            case .http(let api)?: api.settings
            case nil: GatewaySettings()
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
