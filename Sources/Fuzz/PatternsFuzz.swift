import Patterns

/// A pattern, a zero byte, a text: the automata agree with backtracking, groups are in the text,
/// the stored form reads back.
@Sendable func fuzzPatterns(_ bytes: [UInt8]) {
    let parts = bytes.split(
        separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].count < 200, parts[1].count < 500,
        let text = String(validating: parts[1], as: UTF8.self)
    else { return }
    let source = String(decoding: parts[0], as: UTF8.self)
    let subject = Array(text.utf8)
    for dialect in [Pattern.Dialect.ecma262, .java] {
        let pattern: Pattern
        do throws(PatternError) {
            pattern = try Pattern(parsing: source, dialect: dialect)
        } catch {
            precondition((0...source.utf8.count).contains(error.column))
            continue
        }
        let match = pattern.firstMatch(in: subject)
        let whole = pattern.wholeMatch(in: subject)
        // A match that takes too many steps is not found, which the automata do not know.
        let limit = parts[0].contains(UInt8(ascii: "(")) && subject.count > 60
        precondition(limit || pattern.isFound(in: subject) == (match != nil))
        precondition(limit || pattern.matches(whole: subject) == (whole != nil))
        for group in match?.groups ?? [] {
            if let group { precondition(group.upperBound <= subject.count) }
        }
        var stored: [UInt8] = []
        pattern.encode(into: &stored)
        var offset = 0
        precondition(Pattern(decoding: stored.span, at: &offset) == pattern)
    }
}

extension String {
    /// The text of well-formed UTF-8, else `nil`.
    fileprivate init?(validating bytes: ArraySlice<UInt8>, as encoding: UTF8.Type) {
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.utf8.elementsEqual(bytes) else { return nil }
        self = text
    }
}
