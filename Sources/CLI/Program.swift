internal import Deployments
internal import Diagnostics
internal import Options
internal import Platform

/// The name that the program goes by in its own texts.
package let programName = "apigw"

/// The version of this compiler, by semver.org.
package let programVersion = "0.1.0"

private let programSummary =
    "Compiles OpenAPI documents with API Gateway extensions to gateways, and checks them."

/// Runs a command line without the program's name and returns the exit status.
///
/// Nothing is thrown: what a command throws becomes a line on the console's error side.
package func runProgram(_ words: [String], _ console: inout Console) -> ProgramStatus {
    defer { console.flush() }
    let syntaxes = allCommands.map { $0.syntax }
    guard let name = words.first else {
        console.writeError(
            helpText(program: programName, summary: programSummary, commands: syntaxes))
        return .wrongUsage
    }
    if name == "--help" || name == "-h" || name == "help" {
        if words.count > 1, let command = allCommands.first(where: { $0.syntax.name == words[1] }) {
            console.write(helpText(program: programName, command: command.syntax))
        } else {
            console.write(
                helpText(program: programName, summary: programSummary, commands: syntaxes))
        }
        return .success
    }
    do {
        let wanted = name == "--version" ? "version" : name
        guard let command = allCommands.first(where: { $0.syntax.name == wanted }) else {
            throw UsageError(
                "unknown command '\(name)'",
                help: nearest(to: name, in: syntaxes.map(\.name)).map { "did you mean '\($0)'?" })
        }
        let arguments = try Arguments(Array(words.dropFirst()), for: command.syntax)
        if arguments.asksForHelp {
            console.write(helpText(program: programName, command: command.syntax))
            return .success
        }
        return try command.run(arguments, &console)
    } catch {
        return console.fail(error)
    }
}

extension Console {
    /// Reports an error that stopped a command and returns the exit status for it.
    mutating func fail(_ error: any Error) -> ProgramStatus {
        if let usage = error as? UsageError {
            writeError("\(programName): error: \(printable(usage.message))\n")
            if let help = usage.help { writeError("help: \(printable(help))\n") }
            return .wrongUsage
        }
        writeError("\(programName): error: \(printable("\(error)"))\n")
        if case .damagedBundle? = error as? DeploymentError { return .findings }
        return .systemFailure
    }
}
