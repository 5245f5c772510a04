import Diagnostics
import JSON
import Platform
import Synchronization
import Syntax

/// Real, hostile and deliberately wrong documents: `MANIFEST.tsv` says what to expect of each.
///
/// Each file is read by a child process, so that a crash is a failed case. Limits are those of the
/// corpus: a second of processor time (three for files over 1 MB) and 200 MB. Documents without errors
/// are then exported and imported again, as cases of the kind `round-trip`; and compared with
/// themselves, kind `diff`.
let specsCorpus = Corpus(name: "specs", run: runSpecs)

private func runSpecs(_ arguments: CorpusArguments) throws -> [CaseResult] {
    try readings(arguments) + roundTrips(arguments) + selfDifferences(arguments)
}

/// How each document is read.
private func readings(_ arguments: CorpusArguments) throws -> [CaseResult] {
    let cases = try specCases(arguments.folder).filter {
        arguments.includes($0.file, kind: $0.bucket)
    }
    if cases.isEmpty { return [] }
    let program = arguments.options["apigw"] ?? ".build/release/apigw"
    guard let program = resolvedPath(program) else {
        throw PlatformError(action: "cannot find '\(program)'; build it or give --apigw", code: 2)
    }
    let clean = cleanCounts(arguments.folder, program)
    let failures = Mutex<[String?]>(Array(repeating: nil, count: cases.count))
    concurrently(cases.count) { index in
        let failure: String?
        do {
            failure = try cases[index].failure(arguments.folder, program, clean: clean)
        } catch {
            failure = "\(error)"
        }
        failures.withLock { $0[index] = failure }
    }
    let found = failures.withLock { $0 }
    return zip(cases, found).map { CaseResult($0.file, kind: $0.bucket, failure: $1) }
}

/// The round trips of all documents that are read without errors.
private func roundTrips(_ arguments: CorpusArguments) throws -> [CaseResult] {
    let kind = "round-trip"
    let files = try specCases(arguments.folder).map(\.file).filter {
        arguments.includes($0, kind: kind)
    }
    let results = Mutex<[CaseResult?]>(Array(repeating: nil, count: files.count))
    concurrently(files.count) { index in
        let trip = (try? RoundTrip("\(arguments.folder)/\(files[index])")) ?? nil
        guard let trip else { return }
        let result = CaseResult(files[index], kind: kind, failure: trip.failure())
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
}

/// What `diff` makes of each document that is not hostile.
private func selfDifferences(_ arguments: CorpusArguments) throws -> [CaseResult] {
    let kind = "diff"
    let files = try specCases(arguments.folder).filter { $0.bucket != "hostile" }.map(\.file)
    let results = Mutex<[CaseResult?]>(Array(repeating: nil, count: files.count))
    concurrently(files.count) { index in
        guard arguments.includes(files[index], kind: kind) else { return }
        let neighbour = files[(index + 1) % files.count]
        let found = try? SelfDifference(
            "\(arguments.folder)/\(files[index])", beside: "\(arguments.folder)/\(neighbour)")
        guard let difference = found ?? nil else { return }
        let result = CaseResult(files[index], kind: kind, failure: difference.failure())
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
}

/// A finding as `apigw lint --format json` prints it.
private struct Finding {
    var id: String
    var severity: String
    var start: Int
    var end: Int
    var isInMainFile: Bool
}

/// One line of the manifest.
private struct SpecCase: Sendable {
    var file: String
    var bucket: String
    var expectation: String
    var pointer: String

    func failure(
        _ folder: String, _ program: String, clean: [String: Int]
    ) throws -> String? {
        let path = "\(folder)/\(file)"
        let size = try readFile(path).count
        let outcome = try lint(path, program)
        let limit = size > 1_000_000 ? 3.0 : 1.0
        let seconds = Double(outcome.cpuNanoseconds) / 1e9
        if let signal = outcome.signal { return "ended by signal \(signal)" }
        guard let status = outcome.status, 0...3 ~= status else {
            return "exit status \(outcome.status ?? -1)"
        }
        if seconds > limit { return "took \(seconds) s of processor time" }
        if outcome.peakResidentBytes > 200 << 20 {
            return "took \(outcome.peakResidentBytes >> 20) MB"
        }
        let findings = try findings(outcome.output, path)
        let errors = findings.filter { $0.severity == "error" }
        if (status == 0) != errors.isEmpty {
            return "exit status \(status) with \(errors.count) errors"
        }
        switch bucket {
        case "seeded": return try seededFailure(findings, path, clean)
        case "hostile": return hostileFailure(findings)
        case "general":
            let wrong = errors.filter { !trueMistakes.contains($0.id) }
            return wrong.isEmpty ? nil : "errors: \(counts(wrong))"
        default: return nil
        }
    }

    /// Exactly the finding of the label more than the clean base gives, at the pointer; notes of
    /// other kinds are advice and do not count.
    private func seededFailure(
        _ findings: [Finding], _ path: String, _ clean: [String: Int]
    ) throws -> String? {
        let label = String(expectation.dropFirst("expect:".count))
        var more: [Finding] = []
        var left = clean
        for finding in findings {
            if let count = left[finding.id], count > 0 {
                left[finding.id] = count - 1
            } else {
                more.append(finding)
            }
        }
        if label == "CLEAN" { return more.isEmpty ? nil : "found \(counts(more))" }
        guard let ids = idsOfLabels[label] else { return "label '\(label)' has no rule" }
        let wanted = more.filter { ids.contains($0.id) }
        let others = more.filter { !ids.contains($0.id) && $0.severity != "note" }
        guard wanted.count == 1, others.isEmpty else {
            return "found \(counts(more)), wanted one of \(ids.joined(separator: ", "))"
        }
        var log = DiagnosticLog()
        let root = parseDocument(SourceFile(path: path, bytes: try readFile(path)), into: &log)
        let places = pointer.split(separator: "|").compactMap { place(String($0), in: root) }
        let isThere = places.contains { $0.contains(wanted[0].start) }
        return isThere ? nil : "\(wanted[0].id) is at offset \(wanted[0].start), not at \(pointer)"
    }

    /// The bytes of a pointer's member with its key; of its parent where it is `(removed)`.
    private func place(_ pointer: String, in root: Node) -> Range<Int>? {
        let isRemoved = pointer.hasSuffix(" (removed)")
        let text = isRemoved ? String(pointer.dropLast(" (removed)".count)) : pointer
        var segments = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
        if isRemoved { segments.removeLast() }
        var range = Int(root.range.start)..<Int(root.range.end)
        var node = root
        for segment in segments {
            if let member = node.member(named: segment) {
                node = member.value
                range =
                    Int(member.keyRange.start)..<max(Int(node.range.end), Int(member.keyRange.end))
            } else if let index = Int(segment), index < node.count {
                node = Array(node.elements)[index]
                range = Int(node.range.start)..<Int(node.range.end)
            } else {
                return nil
            }
        }
        return range.lowerBound..<range.upperBound + 1
    }

    /// Several expectations joined by ` or ` are met by any of them.
    private func hostileFailure(_ findings: [Finding]) -> String? {
        var failures: [String] = []
        for alternative in expectation.split(separator: " or ") {
            guard let failure = hostileFailure(findings, String(alternative)) else { return nil }
            failures.append(failure)
        }
        return failures.first
    }

    private func hostileFailure(_ findings: [Finding], _ expectation: String) -> String? {
        let errors = findings.filter { $0.severity == "error" }
        let syntaxErrors = errors.filter { syntaxIDs.contains($0.id) }
        var expected = expectation
        if let parenthesis = expected.firstIndex(of: "(") {
            expected = String(expected[..<parenthesis])
        }
        while expected.hasSuffix(" ") { expected.removeLast() }
        let level = expected.split(separator: ":").last.map(String.init) ?? ""
        switch expected {
        case _ where expected.hasPrefix("accept:yaml"), _ where expected.hasPrefix("accept:json"):
            return syntaxErrors.isEmpty ? nil : "errors: \(counts(syntaxErrors))"
        case "accept", "accept:circular-ok", "accept:time-limited", "accept:merge-override":
            return errors.isEmpty ? nil : "errors: \(counts(errors))"
        case _ where expected.hasPrefix("reject/diagnose"):
            return findings.isEmpty ? "found nothing" : nil
        case _ where expected.hasPrefix("diagnose:AGW"):
            return hasLabel(findings, level) ? nil : "found \(counts(findings)), wanted \(level)"
        case _ where expected.hasPrefix("diagnose"):
            return findings.isEmpty ? "found nothing" : nil
        case "reject:syntax", "reject:yaml-syntax":
            return syntaxErrors.isEmpty ? "found \(counts(findings)), no error of syntax" : nil
        case "reject:schema", "reject:semantic", "reject:version", "reject":
            return errors.isEmpty ? "found \(counts(findings)), no error" : nil
        case _ where expected.hasPrefix("reject:AGW"):
            return hasLabel(errors, level)
                ? nil : "found \(counts(findings)), wanted an error of \(level)"
        default: return nil
        }
    }

    private func hasLabel(_ findings: [Finding], _ labels: String) -> Bool {
        let ids = labels.split(separator: "|").flatMap { idsOfLabels[String($0)] ?? [] }
        return findings.contains { ids.contains($0.id) }
    }
}

private func counts(_ findings: [Finding]) -> String {
    var counts: [String: Int] = [:]
    for finding in findings { counts[finding.id, default: 0] += 1 }
    if counts.isEmpty { return "nothing" }
    return counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
}

private func lint(_ path: String, _ program: String) throws -> ChildOutcome {
    try runChild(
        program, ["lint", "--format", "json", path], cpuSeconds: 20, addressSpaceBytes: 4 << 30)
}

private func findings(_ output: [UInt8], _ path: String) throws -> [Finding] {
    guard !output.isEmpty else { return [] }
    return (try JSONValue(parsing: output).arrayValue ?? []).map { finding in
        Finding(
            id: finding["id"]?.stringValue ?? "", severity: finding["severity"]?.stringValue ?? "",
            start: finding["start"]?.intValue ?? 0, end: finding["end"]?.intValue ?? 0,
            isInMainFile: finding["file"]?.stringValue == path)
    }
}

/// How many findings of each kind the clean base of the seeded documents gives.
private func cleanCounts(_ folder: String, _ program: String) -> [String: Int] {
    let path = "\(folder)/seeded/CLEAN-base-clean.json"
    guard let outcome = try? lint(path, program),
        let found = try? findings(outcome.output, path)
    else { return [:] }
    var counts: [String: Int] = [:]
    for finding in found { counts[finding.id, default: 0] += 1 }
    return counts
}

private func specCases(_ folder: String) throws -> [SpecCase] {
    let text = String(decoding: try readFile("\(folder)/MANIFEST.tsv"), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard let header = lines.first else { return [] }
    func column(_ name: String) -> Int { header.firstIndex(of: name) ?? header.count }
    let file = column("file")
    let bucket = column("bucket")
    let expectation = column("version_or_expectation")
    let pointer = column("pointer")
    return lines.dropFirst().compactMap { cells in
        guard max(file, bucket, expectation) < cells.count else { return nil }
        return SpecCase(
            file: cells[file], bucket: cells[bucket], expectation: cells[expectation],
            pointer: pointer < cells.count ? cells[pointer] : "")
    }
}
