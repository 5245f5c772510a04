internal import Diagnostics
internal import Lowering
package import Options

/// `apigw lint SPEC...`: checks documents and reports everything that is wrong with them.
package enum LintCommand: Command {
    package static let syntax = CommandSyntax(
        "lint", summary: "check specifications and report mistakes",
        operands: [OperandSyntax("SPEC", .file, repeats: true)],
        options: [
            OptionSyntax(
                "fail-on", OperandSyntax("SEVERITY", .choice(["error", "warning", "note"])),
                help: "the least severity that gives exit status 1 (default error)"),
            OptionSyntax(
                "format",
                OperandSyntax("FORMAT", .choice(ReportFormat.allCases.map(\.rawValue))),
                help: "how to print findings (default text)"),
            OptionSyntax(
                "api-type", OperandSyntax("TYPE", .choice(["rest", "http"])),
                help: "the kind of API that the document is for (default rest)"),
            OptionSyntax(
                "set", OperandSyntax("NAME=VALUE", .text), repeats: true,
                help: "the value of a placeholder ${NAME}"),
            OptionSyntax(
                "resource", OperandSyntax("ID", .text),
                help: "the only API of a template to check, by its logical id"),
            OptionSyntax(
                flag: "examples",
                help: "check examples and defaults against their schemas, which takes longer"),
            OptionSyntax(
                flag: "allow-outside", help: "let '$ref' lead out of the specification's folder"),
        ],
        examples: [
            .init("apigw lint api.yaml", "check one document"),
            .init(
                "apigw lint --format sarif apis/*.yaml > lint.sarif",
                "check several and write a SARIF log"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let format = arguments.value("format").flatMap(ReportFormat.init) ?? .text
        let tool = ReportTool(
            name: programName, version: programVersion, explanations: allExplanations)
        var options = LoweringOptions()
        options.apiType = arguments.value("api-type").flatMap(LoweringOptions.APIType.init) ?? .rest
        for (name, value) in try arguments.pairs("set") { options.substitutions[name] = value }
        let (reports, failures) = lintReports(
            arguments.operands, options, resource: arguments.value("resource"),
            allowsOutside: arguments.has("allow-outside"),
            checksExamples: arguments.has("examples"))
        // What can be read is reported all the same.
        var status = ProgramStatus.success
        for failure in failures { status = console.fail(failure) }
        if reports.isEmpty { return status }
        console.write(
            rendered(
                reports, as: format, by: tool,
                style: TextRenderer.Style(isColoured: console.colouredOutput)))
        let threshold: Diagnostic.Severity =
            switch arguments.value("fail-on") {
            case "note": .note
            case "warning": .warning
            default: .error
            }
        let fails = reports.contains { report in
            report.diagnostics.contains { $0.severity >= threshold }
        }
        if status != .success { return status }
        return fails ? .findings : .success
    }
}
