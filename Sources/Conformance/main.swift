import Platform

// Runs a corpus of recorded cases from a folder:
//
//     Conformance CORPUS DIR [--kind KIND] [--only ID] [--no-known-failures]
//
// Prints each failing case with what differed, then `N passed, M failed`. Exit status: 0 where
// every failure is listed in Fixtures/KnownFailures and no listed case passes, else 1; 2 for wrong
// usage, 3 where the folder cannot be read.

let corpora: [Corpus] = [
    parityCorpus,
    routingCorpus,
    sdkCorpus,
    schemasCorpus,
    templatesCorpus,
    specsCorpus,
]

func fail(_ message: String, status: Int32) -> Never {
    try? writeAll(Array("Conformance: \(message)\n".utf8), to: 2, name: "standard error")
    exitProcess(status)
}

var words = Array(CommandLine.arguments.dropFirst())
var positional: [String] = []
var arguments = CorpusArguments(folder: "")
var usesKnownFailures = true
while !words.isEmpty {
    let word = words.removeFirst()
    if word == "--no-known-failures" {
        usesKnownFailures = false
    } else if word.hasPrefix("--") {
        guard !words.isEmpty else { fail("'\(word)' needs a value", status: 2) }
        let value = words.removeFirst()
        switch word {
        case "--kind": arguments.kind = value
        case "--only": arguments.only = value
        default: arguments.options[String(word.dropFirst(2))] = value
        }
    } else {
        positional.append(word)
    }
}
let corpusNames = corpora.map(\.name).joined(separator: "|")
guard positional.count == 2, let corpus = corpora.first(where: { $0.name == positional[0] }) else {
    fail(
        "usage: Conformance \(corpusNames) DIR [--kind KIND] [--only ID] [--no-known-failures]",
        status: 2)
}
arguments.folder = positional[1]
let knownFailures = KnownFailures(
    corpus: corpus.name,
    folder: arguments.options["known-failures"] ?? "Fixtures/KnownFailures")

do {
    let results = try corpus.run(arguments)
    var passedCount = 0
    var isUnexpected = false
    for result in results {
        let reason = usesKnownFailures ? knownFailures.reason(result) : nil
        let name = "\(result.kind.map { "\($0)/" } ?? "")\(result.id)"
        switch (result.failure, reason) {
        case (nil, nil): passedCount += 1
        case (nil, _?):
            passedCount += 1
            isUnexpected = true
            Swift.print("\(name): passes, but is listed as a known failure")
        case (let failure?, nil):
            isUnexpected = true
            Swift.print("\(name): FAILED\n    \(failure.replacing("\n", with: "\n    "))")
        case (_?, let reason?): Swift.print("\(name): known failure: \(reason)")
        }
    }
    Swift.print("\(passedCount) passed, \(results.count - passedCount) failed")
    if results.isEmpty { fail("no case was run", status: 1) }
    exitProcess(isUnexpected ? 1 : 0)
} catch {
    fail("\(error)", status: 3)
}
