/// What one command of a program accepts; help, parsing and completions all come from it.
package struct CommandSyntax: Sendable {
    /// The word that chooses the command, such as `lint`.
    package var name: String

    /// One line, lower case first word allowed, no final period.
    package var summary: String

    /// The operands in the order they are written.
    package var operands: [OperandSyntax]

    /// The options in the order help lists them; `--help` is always accepted and not among them.
    package var options: [OptionSyntax]

    /// Command lines worth copying, at least one, each with what it does.
    package var examples: [Example]

    /// A command line and what it does.
    package struct Example: Sendable {
        package var line: String
        package var meaning: String

        /// Creates an example; `line` begins with the program's name.
        package init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// Creates a command's syntax.
    package init(
        _ name: String, summary: String, operands: [OperandSyntax] = [],
        options: [OptionSyntax] = [], examples: [Example]
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.options = options
        self.examples = examples
    }

    /// The option of a long name, without its dashes.
    package func option(named name: String) -> OptionSyntax? { options.first { $0.name == name } }
}

/// A word that stands for itself by its place, such as `SPEC`.
package struct OperandSyntax: Sendable {
    /// What to put there; for completions, too.
    package enum Content: Sendable, Equatable {
        case file
        case text
        /// One of these words and no other.
        case choice([String])
    }

    /// The name in help, upper case.
    package var name: String
    package var content: Content
    package var isOptional: Bool

    /// Whether it stands for one or more words; only ever the last.
    package var repeats: Bool

    /// Creates an operand.
    package init(
        _ name: String, _ content: Content, isOptional: Bool = false, repeats: Bool = false
    ) {
        self.name = name
        self.content = content
        self.isOptional = isOptional
        self.repeats = repeats
    }
}

/// An option, such as `--format FORMAT` or the flag `--watch`.
package struct OptionSyntax: Sendable {
    /// The long name without its dashes.
    package var name: String

    /// The one-letter form without its dash.
    package var short: Character?

    /// What the option takes; `nil` for a flag.
    package var value: OperandSyntax?

    /// One line, lower case, no period; says the default.
    package var help: String

    /// Whether it may be given several times; all values are kept then.
    package var repeats: Bool

    /// Creates an option that takes a value.
    package init(
        _ name: String, short: Character? = nil, _ value: OperandSyntax, repeats: Bool = false,
        help: String
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.repeats = repeats
        self.help = help
    }

    /// Creates a flag.
    package init(flag name: String, short: Character? = nil, help: String) {
        self.name = name
        self.short = short
        self.value = nil
        self.repeats = false
        self.help = help
    }
}

/// A command line that cannot be carried out; the program ends with exit status 2.
package struct UsageError: Error, Hashable, Sendable {
    /// One line, lower case, no period.
    package var message: String

    /// The nearest right spelling, or what to do, as a sentence without period.
    package var help: String?

    /// Creates an error.
    package init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }
}
