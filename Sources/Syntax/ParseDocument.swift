package import Diagnostics
internal import JSON

/// Parses a YAML or JSON document into a tree of ``Node``s.
///
/// A text whose first significant byte is `{` or `[` is read as JSON (RFC 8259), and if that fails
/// and the file's name does not end in `.json`, as YAML; other texts are YAML (1.2 core schema
/// on libyaml's reading, with the YAML 1.1 merge key). Parsing never fails: a text that cannot be
/// read gives a root of kind ``Node/Kind/invalid`` and a diagnostic.
///
/// - Parameters:
///   - file: The text: UTF-8, with or without a byte order mark, within ``SyntaxLimits``.
///   - log: Receives `json-syntax`, `yaml-syntax`, `duplicate-key`, `encoding`, `limit-exceeded`,
///     `yaml-unknown-tag`, `yaml-multiple-documents`, `yaml-recursive-alias`.
/// - Returns: The root node.
/// - Complexity: O(*n*) in the number of bytes.
package func parseDocument(_ file: SourceFile, into log: inout DiagnosticLog) -> Node {
    if let refusal = Diagnostic.encodingRefusal(file) {
        log.report(refusal)
        return invalidRoot(file)
    }
    guard looksLikeJSON(file.bytes) || file.path.hasSuffix(".json") else {
        return parseYAML(file, into: &log)
    }
    var jsonLog = DiagnosticLog()
    let json = parseJSON(file, into: &jsonLog)
    if json.kind == .invalid, !file.path.hasSuffix(".json") {
        var yamlLog = DiagnosticLog()
        let yaml = parseYAML(file, into: &yamlLog)
        let isNamedYAML = file.path.hasSuffix(".yaml") || file.path.hasSuffix(".yml")
        if yaml.kind != .invalid || isNamedYAML {
            log.append(contentsOf: yamlLog)
            return yaml
        }
    }
    log.append(contentsOf: jsonLog)
    return json
}

/// Parses JSON text (RFC 8259) into a tree; stops at the first syntax error.
///
/// A UTF-8 byte order mark is skipped. Duplicate keys are reported; look-ups find the first.
package func parseJSON(_ file: SourceFile, into log: inout DiagnosticLog) -> Node {
    var tape = JSONTape()
    // Descriptions have a value or key in some twelve bytes; memory that is not touched costs nothing.
    tape.reserve(entryCount: file.bytes.count / 12)
    let error =
        hasByteOrderMark(file.bytes)
        ? tape.scan(file.bytes, from: 3, maximumDepth: SyntaxLimits.depth)
        : tape.scan(file.bytes, maximumDepth: SyntaxLimits.depth)
    if let error {
        log.report(.jsonSyntax(error, in: file))
        return invalidRoot(file)
    }
    guard tape.entries.count <= SyntaxLimits.nodeCount else {
        log.report(.limit("\(SyntaxLimits.nodeCount) nodes", at: .start(of: file.id)))
        return invalidRoot(file)
    }
    if tape.hasRepeatedKeys {
        reportDuplicateKeys(in: tape.entries.indices, tape, of: file, into: &log)
    }
    return SyntaxTree(file: file, tape: tape).root
}

func invalidRoot(_ file: SourceFile) -> Node {
    let end = file.bytes.count
    let tape = JSONTape(
        bytes: file.bytes, entries: [JSONTape.Entry(.invalid, 0, end)], decoded: [])
    return SyntaxTree(file: file, tape: tape).root
}

func hasByteOrderMark(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

private func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
    let start = hasByteOrderMark(bytes) ? 3 : 0
    let first = bytes[start...].first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
}

// MARK: - Diagnostics

extension Diagnostic.ID {
    package static let jsonSyntax = Self(rawValue: "json-syntax")
    package static let encoding = Self(rawValue: "encoding")
    package static let limitExceeded = Self(rawValue: "limit-exceeded")
}

extension Diagnostic {
    fileprivate static func jsonSyntax(_ error: JSONError, in file: SourceFile) -> Self {
        let end = min(error.offset + 1, file.bytes.count)
        let range = SourceRange(min(error.offset, end), end, file: file.id)
        if case .tooDeep(let limit) = error.problem {
            return .limit("a nesting of \(limit) levels", at: range)
        }
        let help: String? =
            switch error.problem {
            case .expectedKey: "write keys in double quotes, and no comma after the last member"
            case .expectedValue: "write a JSON value; no comma may follow the last element"
            case .controlCharacter: "write line breaks and tabs in strings as \\n and \\t"
            default: nil
            }
        return Self(.jsonSyntax, .error, error.message, at: range, help: help)
    }

    static func limit(_ what: String, at range: SourceRange) -> Self {
        Self(
            .limitExceeded, .error, "the document goes beyond the limit of \(what)", at: range,
            help: "split the document into several")
    }

    /// The diagnostic for a text that is too large or in an encoding that is not read.
    fileprivate static func encodingRefusal(_ file: SourceFile) -> Self? {
        let bytes = file.bytes
        if bytes.count > SyntaxLimits.byteCount {
            return .limit("64 MB", at: .start(of: file.id))
        }
        let isUTF16 =
            bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
            || bytes.starts(with: [0, 0, 0xFE, 0xFF])
        guard isUTF16 else { return nil }
        return Self(
            .encoding, .error, "the document is in UTF-16 or UTF-32, and only UTF-8 is read",
            at: .start(of: file.id), help: "convert it: iconv -f UTF-16 -t UTF-8")
    }
}
