internal import Diagnostics
internal import Emitters
package import Options
internal import Platform

/// `apigw compile SPEC`: writes a bundle for every API of a specification.
package enum CompileCommand: Command {
    package static let syntax = CommandSyntax(
        "compile", summary: "compile a specification to a bundle",
        operands: [OperandSyntax("SPEC", .file)],
        options: [
            OptionSyntax(
                "output", short: "o", OperandSyntax("DIR", .file),
                help: "the bundle's folder (default ./NAME.apigw)")
        ] + CompileOptions.syntax,
        examples: [
            .init("apigw compile api.yaml", "write ./api.apigw"),
            .init(
                "apigw compile template.yaml --resource Orders --settings gateway.yaml -o build",
                "write one API of a template, with its stages and plans"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let path = arguments.operands[0]
        let spec = try CompiledSpec(path, CompileOptions(arguments))
        console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
        if spec.input.log.hasErrors { return .findings }
        if spec.bundles.isEmpty {
            console.writeError("\(programName): error: '\(path)' has no API to compile\n")
            return .findings
        }
        for bundle in spec.bundles {
            let suffix =
                spec.bundles.count > 1 ? bundle.logicalID.map { "-\($0)" } ?? "" : ""
            let base = arguments.value("output") ?? "\(stem(of: path)).apigw"
            let name = suffix.isEmpty ? base : inserting(suffix, into: base)
            try writeBundle(bundle.files, to: name)
            console.write("\(name): \(text(of: bundle.summary))\n")
        }
        return .success
    }

    /// The specification's file name without its extension; `api` for standard input.
    private static func stem(of path: String) -> String {
        if path == "-" { return "api" }
        let name = fileName(of: path)
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return name }
        return String(name[..<point])
    }

    /// A folder's name with a suffix before `.apigw`.
    private static func inserting(_ suffix: String, into name: String) -> String {
        name.hasSuffix(".apigw") ? "\(name.dropLast(6))\(suffix).apigw" : name + suffix
    }

    private static func text(of summary: BundleSummary) -> String {
        func count(_ name: String) -> Int {
            summary.counts.first { $0.name == name }?.count ?? 0
        }
        let api = "\(summary.kind) API '\(summary.name)'"
        if summary.kind == "REST" {
            return "\(api), \(count("methods")) methods, \(count("models")) models"
        }
        return "\(api), \(count("routes")) routes, for CloudFormation; 'apigw serve' runs REST APIs"
    }
}
