/// A compiled regular expression, matched against bytes that are UTF-8.
///
/// Texts are seen as code points. Whether a text matches is decided in linear time without
/// allocation by an automaton where the pattern is regular (look-aheads directly after `^`
/// included) and its automaton is small; groups are found by backtracking that remembers, linear
/// too for regular patterns. Look-around and back-references are limited in steps: a match that
/// takes more than ``maximumSteps`` is not found. Ill-formed UTF-8 is safe to match, but what it
/// matches is not specified.
package struct Pattern: Sendable, Hashable {
    /// Whose syntax and rules a pattern follows.
    package enum Dialect: UInt8, Sendable, Hashable {
        /// JSON Schema's `pattern`: ECMA-262 as of edition 5.1, without flags.
        case ecma262
        /// `java.util.regex.Pattern`: selection patterns, identity validation, `String` methods.
        case java
    }

    /// The most steps that a search takes where no automaton or memory makes it linear.
    package static let maximumSteps = PatternMatcher.maximumSteps

    /// The program, in the form of ``PatternHeader``.
    package let words: [UInt32]

    /// Compiles a pattern.
    ///
    /// The text has at most 65,536 bytes; the first mistake is thrown with its byte offset.
    package init(parsing text: String, dialect: Dialect) throws(PatternError) {
        var parser = try PatternParser(text, dialect: dialect)
        let node = try parser.parse()
        words = try PatternCompiler.compile(node, parser)
    }

    /// Takes words that ``isValidProgram(_:)`` has accepted.
    init(validated words: [UInt32]) { self.words = words }

    /// Whether a match is found anywhere in the text (`RegExp.test`, `Matcher.find`).
    package func isFound(in text: Span<UInt8>) -> Bool {
        Pattern.isFound(words.span, in: text)
    }

    /// Whether the whole text is a match (`String.matches`).
    package func matches(whole text: Span<UInt8>) -> Bool {
        Pattern.matches(words.span, whole: text)
    }

    /// The first match that starts at or after a byte offset, with its groups.
    ///
    /// `text` is the whole text, as assertions see what is before `start`; for an offset beyond
    /// it there is no match.
    package func firstMatch(in text: Span<UInt8>, from start: Int = 0) -> Match? {
        guard start >= 0, start <= text.count else { return nil }
        var matcher = PatternMatcher(words.span, searchStart: start)
        guard matcher.search(words.span, text, isWhole: false) else { return nil }
        return Match(slots: matcher.slots, groupCount: groupCount)
    }

    /// The match that is the whole text, with its groups.
    package func wholeMatch(in text: Span<UInt8>) -> Match? {
        var matcher = PatternMatcher(words.span, searchStart: 0)
        guard matcher.search(words.span, text, isWhole: true) else { return nil }
        return Match(slots: matcher.slots, groupCount: groupCount)
    }

    /// How many capturing groups the pattern has, the whole match not counted.
    package var groupCount: Int { Int(words[PatternHeader.groupCount]) }

    /// The number of the group with a name (Java's `(?<name>...)`), or `nil`.
    package func group(named name: String) -> Int? {
        let list = Int(words[PatternHeader.names])
        for index in 0..<Int(words[PatternHeader.names + 1]) {
            let entry = list + 3 * index
            let start = Int(words[entry + 1])
            let bytes = words[start..<start + Int(words[entry + 2])]
            if bytes.elementsEqual(name.utf8.lazy.map { UInt32($0) }) {
                return Int(words[entry])
            }
        }
        return nil
    }

    /// A match: where the whole and its groups are in the text.
    package struct Match: Sendable, Hashable {
        /// The range in bytes of the whole match, then of each group, `nil` for one that took no
        /// part.
        package let groups: [Range<Int>?]

        /// The range of the whole match in bytes.
        package var range: Range<Int> { groups[0] ?? 0..<0 }

        init(slots: [Int], groupCount: Int) {
            groups = (0...groupCount).map { number in
                let start = slots[2 * number]
                let end = slots[2 * number + 1]
                return start >= 0 && end >= start ? start..<end : nil
            }
        }
    }
}

extension Pattern {
    /// ``isFound(in:)`` for a valid program that is part of another one.
    package static func isFound(_ words: Span<UInt32>, in text: Span<UInt8>) -> Bool {
        if words[PatternHeader.flags] & PatternHeader.isJava == 0,
            let verdict = test(words, text)
        {
            return verdict
        }
        var matcher = PatternMatcher(words, searchStart: 0)
        return matcher.search(words, text, isWhole: false)
    }

    /// ``matches(whole:)`` for a valid program that is part of another one.
    package static func matches(_ words: Span<UInt32>, whole text: Span<UInt8>) -> Bool {
        if words[PatternHeader.flags] & PatternHeader.isJava != 0,
            let verdict = test(words, text)
        {
            return verdict
        }
        var matcher = PatternMatcher(words, searchStart: 0)
        return matcher.search(words, text, isWhole: true)
    }

    /// Asks the automata; `nil` where the program has none.
    private static func test(_ words: Span<UInt32>, _ text: Span<UInt8>) -> Bool? {
        let count = Int(words[PatternHeader.tests + 1])
        if count == 0 { return nil }
        let list = Int(words[PatternHeader.tests])
        for index in 0..<count {
            let isNegated = words[list + 2 * index] != 0
            if accepts(words, Int(words[list + 2 * index + 1]), text) == isNegated { return false }
        }
        return true
    }

    private static func accepts(
        _ words: Span<UInt32>, _ automaton: Int, _ text: Span<UInt8>
    ) -> Bool {
        let width = Int(words[automaton + 1])
        let classes = automaton + 3
        let rows = classes + 64
        var state = Int(words[automaton + 2])
        var index = 0
        while state > width, index < text.count {
            let byte = Int(text[index])
            let shift = UInt32(byte & 3) << 3
            let column = Int(words[classes + byte >> 2] >> shift & 255)
            state = Int(words[rows + state + column])
            index += 1
        }
        if state > width { state = Int(words[rows + state + width - 1]) }
        return state == width
    }
}

extension Pattern {
    /// ``isFound(in:)`` of an array.
    package func isFound(in text: [UInt8]) -> Bool { isFound(in: text.span) }

    /// ``matches(whole:)`` of an array.
    package func matches(whole text: [UInt8]) -> Bool { matches(whole: text.span) }

    /// ``firstMatch(in:from:)`` of an array.
    package func firstMatch(in text: [UInt8], from start: Int = 0) -> Match? {
        firstMatch(in: text.span, from: start)
    }

    /// ``wholeMatch(in:)`` of an array.
    package func wholeMatch(in text: [UInt8]) -> Match? { wholeMatch(in: text.span) }
}
