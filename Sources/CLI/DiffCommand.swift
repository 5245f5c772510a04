internal import Diagnostics
internal import Diff
package import Options
internal import Platform

/// `apigw diff OLD NEW`: tells what changed between two versions of an API, and whom it breaks.
package enum DiffCommand: Command {
    package static let syntax = CommandSyntax(
        "diff", summary: "tell what changed between two versions of an API, and whom it breaks",
        operands: [
            OperandSyntax("OLD", .file), OperandSyntax("NEW", .file),
        ],
        options: [
            OptionSyntax(
                "fail-on", OperandSyntax("LEVEL", .choice(["breaking", "warning", "change"])),
                help: "the least change that gives exit status 1 (default none does)"),
            OptionSyntax(
                "format",
                OperandSyntax("FORMAT", .choice(ChangeReport.Format.allCases.map(\.rawValue))),
                help: "how to print (default text)"),
            OptionSyntax(
                "old-settings", OperandSyntax("FILE", .file),
                help: "the settings of the old version (default a bundle's own)"),
        ] + CompileOptions.syntax,
        examples: [
            .init(
                "apigw diff --fail-on breaking released.yaml api.yaml",
                "let a build fail that would break clients"),
            .init("apigw diff --format markdown old.apigw new.apigw", "write release notes"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        var oldOptions = try CompileOptions(arguments)
        oldOptions.settingsPath = arguments.value("old-settings")
        let old = try version(arguments.operands[0], oldOptions, &console)
        let new = try version(arguments.operands[1], CompileOptions(arguments), &console)
        guard let old, let new else { return .findings }
        let changes = differences(from: old.version, to: new.version)
        var report = ChangeReport(changes, old: old.files, new: new.files)
        let format = arguments.value("format").flatMap(ChangeReport.Format.init) ?? .text
        console.write(report.rendered(format))
        let worst = changes.map(\.level).max()
        switch arguments.value("fail-on") {
        case "breaking": return worst == .breaking ? .findings : .success
        case "warning": return (worst ?? .compatible) >= .warning ? .findings : .success
        case "change": return changes.isEmpty ? .success : .findings
        default: return .success
        }
    }

    /// Reads one version; reports what is wrong and returns `nil` where it cannot be compared.
    private static func version(
        _ operand: String, _ options: CompileOptions, _ console: inout Console
    ) throws -> (version: SpecVersion, files: SourceFileSet)? {
        var path = operand
        var options = options
        if path != "-", isFolder(path) {
            let settings = "\(path)/settings.json"
            if options.settingsPath == nil, exists(settings) { options.settingsPath = settings }
            path += "/openapi.json"
        }
        let spec = try LoweredSpec(path, options)
        if spec.apis.count > 1 {
            throw UsageError(
                "'\(printable(operand))' has several APIs", help: "choose one with --resource")
        }
        // Only what keeps the document from being read is of interest here: lint tells the rest.
        guard let lowered = spec.apis.first else {
            console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
            return nil
        }
        return (
            SpecVersion(document: lowered.spec.document, api: lowered.api), spec.input.files
        )
    }
}
