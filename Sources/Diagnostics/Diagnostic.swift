/// One thing the user should know about their API description.
///
/// Diagnostics are values: stages append them to a ``DiagnosticLog`` and go on, and only the
/// command line decides how to print them and what the exit status is.
package struct Diagnostic: Hashable, Sendable {
    /// How bad it is; a build fails when the worst severity is `error`.
    package enum Severity: Int, Comparable, Sendable, CaseIterable {
        case note
        case warning
        case error

        package static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// The stable kebab-case name users put on the command line and in bug reports.
    ///
    /// Never reused and never renamed; wording may change freely, the name may not.
    package struct ID: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) { self.rawValue = rawValue }
    }

    /// A second place worth looking at, such as the first definition of a duplicate key.
    package struct Note: Hashable, Sendable {
        package var message: String
        package var range: SourceRange

        package init(_ message: String, at range: SourceRange) {
            self.message = message
            self.range = range
        }
    }

    /// What Amazon API Gateway itself says at this point of an import.
    package struct AWSWords: Hashable, Sendable {
        /// Whether the call fails (`error`) or succeeds with the text among its warnings.
        package enum Kind: Sendable { case error, warning }

        package var kind: Kind

        /// The text to the letter, as recorded or documented.
        package var text: String

        package init(_ kind: Kind, _ text: String) {
            self.kind = kind
            self.text = text
        }
    }

    package var id: ID
    package var severity: Severity

    /// One line, lower case, no final period; names the offending thing in single quotes.
    package var message: String

    /// What to underline: the smallest token that is wrong, not its container.
    package var range: SourceRange

    package var notes: [Note] = []

    /// What the user can do about it, as an imperative sentence; `nil` when it would be a guess.
    package var help: String?

    /// What to write in the place of ``range`` to set it right, without quotes; `nil` where more than
    /// that has to change, or only a person can tell.
    package private(set) var replacement: String?

    /// Whether the source is not to be shown with it, because a secret may stand there.
    package private(set) var hidesSource = false

    /// What API Gateway itself says here, and as what; `nil` where it is silent.
    package var aws: AWSWords?

    package init(
        _ id: ID,
        _ severity: Severity,
        _ message: String,
        at range: SourceRange,
        notes: [Note] = [],
        help: String? = nil,
        aws: AWSWords? = nil
    ) {
        self.id = id
        self.severity = severity
        self.message = message
        self.range = range
        self.notes = notes
        self.help = help
        self.aws = aws
    }

    /// The diagnostic without an excerpt of the source, which goes into logs that others read.
    package func hidingSource() -> Self {
        var result = self
        result.hidesSource = true
        return result
    }

    /// The diagnostic with the word that was probably meant in the place of ``range`` as its help;
    /// as it is where there is none.
    package func suggesting(_ word: String?) -> Self {
        guard let word else { return self }
        var result = self
        result.help = "write '\(word)'"
        result.replacement = word
        return result
    }
}

/// The diagnostics reported so far, in the order they were found.
///
/// Passed `inout` through every stage. Stages that run in parallel fill one log each, and the
/// caller joins them in input order, so output does not depend on scheduling.
package struct DiagnosticLog: Sendable {
    package private(set) var diagnostics: [Diagnostic] = []

    package init() {}

    /// Whether anything reported so far stops the build.
    package var hasErrors: Bool {
        // In place: thousands of diagnostics would each be copied to be looked at.
        let diagnostics = diagnostics.span
        return diagnostics.indices.contains { diagnostics[$0].severity == .error }
    }

    package mutating func report(_ diagnostic: consuming Diagnostic) {
        assert(!diagnostic.message.isEmpty && !diagnostic.message.hasSuffix("."))
        diagnostics.append(diagnostic)
    }

    package mutating func append(contentsOf other: DiagnosticLog) {
        diagnostics += other.diagnostics
    }
}
