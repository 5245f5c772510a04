import CLI
import Options
import Testing

private func run(_ words: String...) -> (status: ProgramStatus, output: String, errors: String) {
    var console = Console(inMemory: ())
    let status = runProgram(words, &console)
    return (
        status, String(decoding: console.output, as: UTF8.self),
        String(decoding: console.errors, as: UTF8.self)
    )
}

@Suite struct ProgramTests {
    @Test func answersWrongUsageWithTheNearestRightWord() {
        let result = run("lnit", "a.yaml")
        #expect(result.status == .wrongUsage)
        #expect(
            result.errors == "apigw: error: unknown command 'lnit'\nhelp: did you mean 'lint'?\n")
    }

    @Test func endsWithThreeWhereAFileCannotBeRead() {
        let result = run("lint", "no-such-file.yaml")
        #expect(result.status == .systemFailure)
        #expect(
            result.errors
                == "apigw: error: cannot read 'no-such-file.yaml': No such file or directory\n")
    }

    @Test func everyCommandHasHelpWithAnExample() {
        for command in allCommands {
            let result = run(command.syntax.name, "--help")
            #expect(result.status == .success)
            #expect(result.output.contains("\nExample"), "\(command.syntax.name)")
        }
    }

    @Test func explainsWhatItLists() {
        for line in run("explain").output.split(separator: "\n") {
            let name = String(line.prefix { $0 != ":" })
            #expect(run("explain", name).output.hasPrefix("\(name) ("))
        }
    }

    @Test func withoutACommandPrintsHelpAndFails() {
        let result = run()
        #expect(result.status == .wrongUsage)
        #expect(result.errors.contains("Usage: apigw COMMAND"))
    }
}
