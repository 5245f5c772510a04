import JSON
import Patterns
import Schemas

/// A schema, a zero byte, an instance: the verdict and the report agree, also after storing.
@Sendable func fuzzSchemas(_ bytes: [UInt8]) {
    let parts = bytes.split(
        separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count < 4000,
        let document = try? JSONValue(parsing: Array(parts[0]))
    else { return }
    for dialect in [Schema.Dialect.draft4, .openAPI30] {
        var options = SchemaCompiler.Options()
        options.dialect = dialect
        options.reportsUnknownKeywords = true
        let (compiled, _) = SchemaCompiler.compile(document, options: options)
        guard let schema = compiled else { continue }
        var stored: [UInt8] = []
        schema.encode(into: &stored)
        var offset = 0
        precondition(Schema(decoding: stored.span, at: &offset) == schema)
        var validator = SchemaValidator()
        guard validator.read(Array(parts[1])) == nil else { continue }
        let isAccepted = validator.accepts(schema)
        precondition(isAccepted == validator.violations(of: schema).isEmpty)
        precondition(isAccepted == validator.violations(of: schema, checksDeeply: true).isEmpty)
    }
}

/// Stored programs of unknown origin are refused or safe to run.
///
/// A first byte of 1 or 2 begins the text of a pattern or schema, which is compiled; after a zero
/// byte follow the edits made to its stored form. Otherwise the bytes are the stored form.
@Sendable func fuzzStoredPrograms(_ bytes: [UInt8]) {
    var stored = bytes
    if let first = bytes.first, (1...2).contains(first) {
        let parts = bytes.dropFirst().split(
            separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count < 300 else { return }
        stored = []
        if first == 1 {
            let text = String(decoding: parts[0], as: UTF8.self)
            guard let pattern = try? Pattern(parsing: text, dialect: .java) else { return }
            pattern.encode(into: &stored)
        } else {
            guard let document = try? JSONValue(parsing: Array(parts[0])) else { return }
            SchemaCompiler.compile(document).schema?.encode(into: &stored)
        }
        applyEdits(parts[1], to: &stored)
    }
    runStored(stored)
}

private func runStored(_ bytes: [UInt8]) {
    var offset = 0
    if let pattern = Pattern(decoding: bytes.span, at: &offset) {
        let text = Array("aXb\u{E9} 12-\n".utf8)
        _ = pattern.isFound(in: text)
        _ = pattern.matches(whole: text)
        _ = pattern.firstMatch(in: text, from: 2)
    }
    offset = 0
    if let schema = Schema(decoding: bytes.span, at: &offset) {
        var validator = SchemaValidator()
        let body = #"{"a": [1, -2.5e3, null, "x\n", {"b": {}}], "b": "yy", "x-c": true}"#
        _ = validator.read(Array(body.utf8))
        _ = validator.accepts(schema)
        _ = validator.violations(of: schema, checksDeeply: true)
    }
}
