import Patterns
import TestSupport
import Testing

/// What an engine says about a pattern and a text: the groups of the first match, or why not.
func groups(_ pattern: String, _ dialect: Pattern.Dialect, _ text: String) -> [String?]? {
    guard let pattern = try? Pattern(parsing: pattern, dialect: dialect) else { return nil }
    let bytes = Array(text.utf8)
    return pattern.firstMatch(in: bytes)?.groups.map { range in
        range.map { String(decoding: bytes[$0], as: UTF8.self) }
    }
}

private func isFound(_ pattern: String, _ dialect: Pattern.Dialect, _ text: String) throws -> Bool {
    let pattern = try Pattern(parsing: pattern, dialect: dialect)
    let bytes = Array(text.utf8)
    let isFound = pattern.isFound(in: bytes)
    #expect(isFound == (pattern.firstMatch(in: bytes) != nil))
    return isFound
}

@Suite struct PatternTests {
    @Test(arguments: [
        ("a+", "xxaayy", true), ("^abc$", "abc\n", false), ("^\\cC$", "\u{3}", true),
        ("^\\s$", "\u{FEFF}", true), ("^\\w$", "é", false), ("^\\W$", "é", true),
        ("^\\uD83D\\uDC32*$", "🐲🐲", true), ("^🐲*$", "🐉", false), ("^[^x]$", "€", true),
        ("\\bfoo\\b", "a foo.", true), ("\\bfoo\\b", "afoo", false), ("^.{1,256}$", "", false),
        ("^(?!^AWS::Serverless).*", "AWS::Serverless::Api", false),
        ("^(?!^AWS::Serverless).*", "AWS::S3", true), ("(a)(?=b)\\1", "ab", false),
        ("^(?=[^!*,;{}[\\]~\\n]+$)(?=(.*\\w)).+$", "- a", true), ("[]", "a", false),
        ("[^]", "\n", true), ("x{,3}", "x{,3}", true), ("]", "]", true), ("\\8", "8", true),
        ("(a)\\2", "a\u{2}", true), ("[\\w-.]", "-", true), ("^\\p{digit}$", "p{digit}", true),
    ])
    func findsWhatECMA262Finds(pattern: String, text: String, expected: Bool) throws {
        #expect(try isFound(pattern, .ecma262, text) == expected, "\(pattern) \(text)")
    }

    @Test(arguments: [
        ("(a*)*", "b", [nil, nil] as [String?]), ("(?:(a)|b)*", "ab", ["ab", nil]),
        ("(|a)*", "aa", ["aa", "a"]), ("(a|ab)(c|bcd)(d*)", "abcd", ["abcd", "a", "bcd", ""]),
        ("(z)((a+)?(b+)?(c))*", "zaacbbbcac", ["zaacbbbcac", "z", "ac", "a", nil, "c"]),
        ("(?=(a+))a*b\\1", "baaabac", ["aba", "a"]), ("a{2,3}?", "aaaa", ["aa"]),
        ("(.*?)a(?!(a+)b\\2c)\\2(.*)", "baaabaac", ["baaabaac", "ba", nil, "abaac"]),
    ])
    func findsTheGroupsOfECMA262(pattern: String, text: String, expected: [String?]) {
        let found = groups(pattern, .ecma262, text)
        // A match of nothing with groups that took no part is still a match.
        #expect(found?.dropFirst().map { $0 } == Array(expected.dropFirst()))
        #expect(found?.first == (expected[0] ?? ""))
    }

    @Test func knowsNamedGroupsOfJava() throws {
        let pattern = try Pattern(parsing: "(?<year>\\d{4})-(?<month>\\d\\d)", dialect: .java)
        #expect(pattern.group(named: "month") == 2)
        #expect(pattern.group(named: "day") == nil)
        #expect(groups("(?<a>x)\\k<a>", .java, "xx") == ["xx", "x"])
    }

    @Test func wholeMatchesAreWhole() throws {
        let pattern = try Pattern(parsing: "a|ab", dialect: .java)
        let text = Array("ab".utf8)
        #expect(pattern.matches(whole: text))
        #expect(pattern.wholeMatch(in: text)?.range == 0..<2)
        #expect(pattern.firstMatch(in: text)?.range == 0..<1)
        let anchored = try Pattern(parsing: "^4\\d{2}$", dialect: .java)
        #expect(anchored.matches(whole: Array("404".utf8)))
        #expect(!anchored.matches(whole: Array("404\n".utf8)))
        #expect(anchored.firstMatch(in: Array("404\n".utf8))?.range == 0..<3)
    }

    @Test(arguments: [
        ("ab*+", Pattern.Dialect.ecma262, 3), ("a(b", .ecma262, 1), ("[b-a]", .ecma262, 1),
        ("[a", .ecma262, 0), ("a)", .ecma262, 1), ("(?<=a)b", .ecma262, 0),
        ("é(?<n>a)", .ecma262, 2), ("x{2,1}", .ecma262, 1), ("a\\", .ecma262, 1),
        ("a{", .java, 1), ("\\y", .java, 0), ("(?<=a+)b", .java, 0), ("[a&&", .java, 0),
        ("\\p{Nothing}", .java, 0), ("a**", .java, 2),
    ])
    func reportsMistakesAtTheirColumn(pattern: String, dialect: Pattern.Dialect, column: Int) {
        #expect {
            try Pattern(parsing: pattern, dialect: dialect)
        } throws: { error in
            (error as? PatternError)?.column == column
        }
    }

    @Test(arguments: ["(a*)*$", "(x+x+)+y", "(a|a)*b", "(.*)*(.*)*(.*)*b", "(\\w|\\d)+!"])
    func isLinearForRegularPatterns(pattern: String) throws {
        let text = Array((String(repeating: "ax1", count: 1000) + "\u{1}").utf8)
        let pattern = try Pattern(parsing: "(?:" + pattern + ")$", dialect: .java)
        #expect(pattern.firstMatch(in: text)?.range.isEmpty ?? true)
    }

    @Test func storedFormReadsBack() throws {
        for dialect in [Pattern.Dialect.ecma262, .java] {
            let pattern = try Pattern(parsing: "^(?:[a-zé]+|(\\d{2,4}))x(?=y)", dialect: dialect)
            var bytes: [UInt8] = [7]
            pattern.encode(into: &bytes)
            var offset = 1
            #expect(Pattern(decoding: bytes.span, at: &offset) == pattern)
            #expect(offset == bytes.count)
        }
    }

    @Test func damagedStoredFormsAreRefusedOrSafe() throws {
        var bytes: [UInt8] = []
        try Pattern(parsing: "(?<g>a|b)*?[x-z\u{100}-\u{200}]{2,}(?<!q)\\1\\b", dialect: .java)
            .encode(into: &bytes)
        let text = Array("ababxyzzy q".utf8)
        for index in bytes.indices {
            for flip in [UInt8(1), 0x80, 0xFF] {
                bytes[index] ^= flip
                var offset = 0
                let pattern = Pattern(decoding: bytes.span, at: &offset)
                _ = pattern?.isFound(in: text)
                _ = pattern?.matches(whole: text)
                _ = pattern?.firstMatch(in: text)
                _ = pattern?.group(named: "g")
                bytes[index] ^= flip
            }
        }
    }

    /// Any instruction of damaged code may be a jump to any other: matching ends all the same.
    @Test func damagedCodeThatJumpsInCirclesEnds() throws {
        var bytes: [UInt8] = []
        try Pattern(parsing: "ab?c", dialect: .java).encode(into: &bytes)
        let jump: UInt8 = 5
        for place in stride(from: 0, to: bytes.count, by: 4) {
            for target in UInt8(0)..<8 {
                var damaged = bytes
                damaged.replaceSubrange(place..<place + 4, with: [jump, target, 0, 0])
                var offset = 0
                let pattern = Pattern(decoding: damaged.span, at: &offset)
                _ = pattern?.firstMatch(in: Array("abc".utf8))
            }
        }
    }

    @Test func theAutomatonAgreesWithBacktracking() throws {
        let atoms = ["a", ".", "[^a]", "^", "$", "\\b", "(a|b)", "é"]
        let quantifiers = ["", "*", "+?"]
        let texts = ["", "a", "ab", "ba", "aab", "aéb", "a b", "\n"]
        let count = try Gen.exhaust { gen in
            var pattern = ""
            for _ in 0..<2 {
                let atom = gen.pick(atoms)
                pattern += atom + (["^", "$", "\\b"].contains(atom) ? "" : gen.pick(quantifiers))
            }
            if gen.below(2) == 1 { pattern += "|b" }
            for text in texts { _ = try isFound(pattern, .ecma262, text) }
        }
        #expect(count == 648)
    }
}
