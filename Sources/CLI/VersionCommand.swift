package import Options

/// `apigw version`: the program's name and version.
package enum VersionCommand: Command {
    package static let syntax = CommandSyntax(
        "version", summary: "print the version",
        examples: [.init("apigw version", "print this program's version")])

    package static func run(_ arguments: Arguments, _ console: inout Console) -> ProgramStatus {
        console.write("\(programName) \(programVersion)\n")
        return .success
    }
}
