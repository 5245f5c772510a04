package import Options

/// `apigw completions SHELL`: a script that makes the shell complete commands and options.
package enum CompletionsCommand: Command {
    package static let syntax = CommandSyntax(
        "completions", summary: "print a completion script for a shell",
        operands: [OperandSyntax("SHELL", .choice(Shell.allCases.map(\.rawValue)))],
        examples: [
            .init("source <(apigw completions bash)", "complete in this shell"),
            .init(
                "apigw completions fish > ~/.config/fish/completions/apigw.fish",
                "complete in every new shell"),
        ])

    package static func run(_ arguments: Arguments, _ console: inout Console) -> ProgramStatus {
        let shell = Shell(rawValue: arguments.operands[0]) ?? .bash
        console.write(
            completionScript(
                for: shell, program: programName, commands: allCommands.map { $0.syntax }))
        return .success
    }
}
