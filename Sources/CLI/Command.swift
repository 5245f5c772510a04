package import Options

/// One command of `apigw`, such as `lint`: its syntax and what it does.
///
/// A command lives in a file of its own and has a line in ``allCommands``.
package protocol Command: Sendable {
    /// What it accepts; help and completions come from it.
    static var syntax: CommandSyntax { get }

    /// Carries out the command.
    ///
    /// - Parameters:
    ///   - arguments: The words after the command, already checked against `syntax`.
    ///   - console: Takes results and messages.
    /// - Returns: `success`, or `findings` when something was reported that fails the run.
    /// - Throws: `UsageError` for what the syntax cannot express (exit status 2), `PlatformError`
    ///   for a file or socket that failed (3).
    static func run(_ arguments: Arguments, _ console: inout Console) throws -> ProgramStatus
}

/// What a run of the program tells its caller.
package enum ProgramStatus: Int32, Sendable {
    case success = 0
    /// Diagnostics at or above the severity asked for.
    case findings = 1
    case wrongUsage = 2
    /// A file or socket failed.
    case systemFailure = 3
}

/// Every command, in the order help lists them.
package let allCommands: [any Command.Type] = [
    CompileCommand.self,
    ExportCommand.self,
    DiffCommand.self,
    LintCommand.self,
    ServeCommand.self,
    InspectCommand.self,
    TemplateCommand.self,
    KeysCommand.self,
    DeployCommand.self,
    DeploymentsCommand.self,
    RollbackCommand.self,
    PromoteCommand.self,
    InvokeCommand.self,
    SDKCommand.self,
    ExplainCommand.self,
    CompletionsCommand.self,
    VersionCommand.self,
]
