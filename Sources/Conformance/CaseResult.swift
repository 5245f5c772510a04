/// How one case of a corpus went.
struct CaseResult {
    /// The case's name, unique within its corpus and kind.
    let id: String

    /// The part of the corpus the case is of, such as `import`; `nil` where a corpus has no parts.
    let kind: String?

    /// What differed, in a few lines; `nil` for a case that passed.
    let failure: String?

    init(_ id: String, kind: String? = nil, failure: String? = nil) {
        self.id = id
        self.kind = kind
        self.failure = failure
    }
}

/// A set of recorded cases and how they are run.
struct Corpus: Sendable {
    /// The name on the command line.
    let name: String

    /// Runs the cases in a folder; throws where the folder cannot be read.
    let run: @Sendable (CorpusArguments) throws -> [CaseResult]
}

/// What the command line says about a run.
struct CorpusArguments {
    /// The folder with the cases.
    var folder: String

    /// Only cases of this kind.
    var kind: String?

    /// Only the case of this name.
    var only: String?

    /// Further `--name value` options, by name without dashes.
    var options: [String: String] = [:]

    /// Whether a case is to be run.
    func includes(_ id: String, kind: String? = nil) -> Bool {
        (only == nil || only == id) && (self.kind == nil || self.kind == kind)
    }
}
