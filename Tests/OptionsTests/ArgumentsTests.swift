import Options
import Testing

private let syntax = CommandSyntax(
    "build", summary: "build things",
    operands: [
        OperandSyntax("INPUT", .file),
        OperandSyntax("KIND", .choice(["tree", "list"]), isOptional: true),
    ],
    options: [
        OptionSyntax("output", short: "o", OperandSyntax("DIR", .file), help: "where to"),
        OptionSyntax("set", OperandSyntax("NAME=VALUE", .text), repeats: true, help: "a value"),
        OptionSyntax("mode", OperandSyntax("MODE", .choice(["fast", "slow"])), help: "how"),
        OptionSyntax("count", OperandSyntax("N", .text), help: "how many"),
        OptionSyntax(flag: "watch", help: "again and again"),
    ],
    examples: [.init("tool build api.yaml", "build it")])

private func message(_ words: String...) -> String? {
    do {
        _ = try Arguments(words, for: syntax)
        return nil
    } catch {
        return error.help.map { "\(error.message); \($0)" } ?? error.message
    }
}

@Suite struct ArgumentsTests {
    @Test func takesValuesInEverySpelling() throws {
        for words in [["-o", "x"], ["-ox"], ["--output", "x"], ["--output=x"]] {
            #expect(try Arguments(["a"] + words, for: syntax).value("output") == "x")
        }
    }

    @Test func keepsEveryValueOfARepeatedOption() throws {
        let arguments = try Arguments(["--set", "A=1", "a", "--set=B=2=3"], for: syntax)
        let pairs = try arguments.pairs("set")
        #expect(pairs.map(\.name) == ["A", "B"])
        #expect(pairs.map(\.value) == ["1", "2=3"])
        #expect(arguments.operands == ["a"])
    }

    @Test func readsEverythingAfterTwoDashesAsOperands() throws {
        #expect(try Arguments(["--", "--watch"], for: syntax).operands == ["--watch"])
        #expect(try Arguments(["-"], for: syntax).operands == ["-"])
    }

    @Test func asksForHelpBeforeAnythingIsChecked() throws {
        #expect(try Arguments(["--nonsense", "--help"], for: syntax).asksForHelp)
        #expect(message("--", "--help") == nil)
    }

    @Test func namesTheNearestRightWord() {
        #expect(
            message("a", "--outptu", "x")
                == "unknown option '--outptu' of 'build'; did you mean '--output'?")
        #expect(
            message("a", "--mode", "fsat")
                == "unknown value 'fsat' of '--mode'; did you mean 'fast'?")
        #expect(message("a", "--mode", "x") == "unknown value 'x' of '--mode'; one of fast, slow")
        #expect(message("a", "lst") == "unknown KIND 'lst'; did you mean 'list'?")
    }

    @Test func refusesWhatCannotBeMeant() {
        #expect(message() == "'build' needs INPUT; for example 'tool build api.yaml'")
        #expect(message("a", "tree", "b") == "unexpected operand 'b' of 'build'")
        #expect(message("a", "--output") == "'--output' needs a value: DIR")
        #expect(message("a", "--watch=1") == "'--watch' takes no value")
        #expect(message("a", "-o", "x", "-o", "y") == "'--output' is given twice")
        #expect(message("a", "-x") == "unknown option '-x' of 'build'")
    }

    @Test func checksNumbersAndPairs() throws {
        let arguments = try Arguments(["a", "--count", "70", "--set", "=1"], for: syntax)
        #expect(try arguments.integer("count", in: 1...70) == 70)
        #expect(throws: UsageError("'--count' takes a number from 1 to 69, not '70'")) {
            try arguments.integer("count", in: 1...69)
        }
        #expect(throws: UsageError("'--set' takes NAME=VALUE, not '=1'")) {
            try arguments.pairs("set")
        }
    }

    @Test func helpNamesEveryOptionAndAnExample() {
        let help = helpText(program: "tool", command: syntax)
        #expect(help.contains("Usage: tool build INPUT [tree|list] [OPTIONS]\n"))
        for option in syntax.options { #expect(help.contains("--\(option.name)")) }
        #expect(help.contains("tool build api.yaml"))
    }

    @Test(arguments: Shell.allCases)
    func completionsNameEveryCommandOptionAndChoice(shell: Shell) {
        let script = completionScript(for: shell, program: "tool", commands: [syntax])
        for word in ["build", "output", "set", "mode", "watch", "fast", "slow", "tree", "list"] {
            #expect(script.contains(word), "\(shell) lacks \(word)")
        }
    }
}
