/// Reads a pattern of either dialect into a ``PatternNode``.
///
/// ECMA-262: the grammar of section 22.2.1 with the extensions of Annex B.1.2, without flags, as
/// of edition 5.1: look-behind and named groups are refused. Java: `java.util.regex.Pattern`.
/// Nesting is limited, so recursion is bounded.
struct PatternParser {
    /// How deep groups and nested classes may stand in each other.
    static let maximumDepth = 100

    /// The longest pattern, in bytes.
    static let maximumLength = 65_536

    let dialect: Pattern.Dialect
    let scalars: [UInt32]
    /// The byte offset of each scalar, and the length at the end.
    let columns: [Int]
    /// How many capturing groups the whole text opens, for ECMA-262's `\1`.
    let openedGroupCount: Int
    var position = 0
    var groupCount = 0
    var groupNames: [String: Int] = [:]
    var flags = Flags()
    var depth = 0
    /// What a quotation has before its last code point, which alone takes the quantifier.
    var pendingQuoted: [PatternNode] = []

    /// Java's inline flags.
    struct Flags {
        var ignoresCase = false
        var isUnicodeCase = false
        var isMultiline = false
        var isDotAll = false
        var isComments = false
        var isUnixLines = false
    }

    init(_ text: String, dialect: Pattern.Dialect) throws(PatternError) {
        guard text.utf8.count <= PatternParser.maximumLength else {
            throw PatternError("pattern is longer than 65,536 bytes", at: 0)
        }
        self.dialect = dialect
        var scalars: [UInt32] = []
        var columns: [Int] = []
        var column = 0
        for scalar in text.unicodeScalars {
            scalars.append(scalar.value)
            columns.append(column)
            column += UTF8.width(scalar)
        }
        columns.append(column)
        self.scalars = scalars
        self.columns = columns
        openedGroupCount = PatternParser.countGroups(scalars)
    }

    /// Parses the whole text.
    mutating func parse() throws(PatternError) -> PatternNode {
        let node = try parseAlternation()
        guard position == scalars.count else { throw error("unmatched closing ')'") }
        return node
    }

    private static func countGroups(_ scalars: [UInt32]) -> Int {
        var count = 0
        var isInClass = false
        var index = 0
        while index < scalars.count {
            switch scalars[index] {
            case "\\": index += 1
            case "[": isInClass = true
            case "]": isInClass = false
            case "(" where !isInClass:
                if index + 1 == scalars.count || scalars[index + 1] != "?" { count += 1 }
            default: break
            }
            index += 1
        }
        return count
    }

    // MARK: Structure

    private mutating func parseAlternation() throws(PatternError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PatternParser.maximumDepth else {
            throw error("groups are nested too deep")
        }
        let outer = flags
        defer { flags = outer }
        var alternatives = [try parseSequence()]
        while peek == "|" {
            position += 1
            alternatives.append(try parseSequence())
        }
        return alternatives.count == 1 ? alternatives[0] : .alternation(alternatives)
    }

    private mutating func parseSequence() throws(PatternError) -> PatternNode {
        var nodes: [PatternNode] = []
        while true {
            skipComments()
            guard let next = peek, next != "|", next != ")" else { break }
            let groupsBefore = groupCount
            guard let atom = try parseAtom() else { continue }
            nodes += pendingQuoted
            pendingQuoted = []
            nodes.append(try parseQuantifiers(atom, groupsBefore))
        }
        return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
    }

    /// Parses one atom or assertion; `nil` for what stands for nothing, such as `(?i)`.
    private mutating func parseAtom() throws(PatternError) -> PatternNode? {
        let start = position
        guard let scalar = peek else { return nil }
        position += 1
        switch scalar {
        case "^": return .assertion(flags.isMultiline ? .lineStart : .start)
        case "$":
            guard dialect == .java else { return .assertion(.end) }
            if flags.isMultiline { return .assertion(.lineEnd) }
            return .assertion(flags.isUnixLines ? .endOrFinalNewline : .endOrFinalLine)
        case ".": return .set(dot)
        case "[": return .set(try parseClass())
        case "(": return try parseGroup(start)
        case "*", "+", "?": throw error("nothing to repeat", at: start)
        case "{":
            if dialect == .ecma262 {
                position = start
                if try parseBraces() != nil { throw error("nothing to repeat", at: start) }
                position = start + 1
                return literal(scalar)
            }
            // Java reads '{2}' without an atom as a repetition of nothing.
            guard let digit = peek, ScalarSet.digits.contains(digit) else {
                throw error("illegal repetition", at: start)
            }
            position = start
            return .empty
        case "\\": return try parseEscape(start)
        default: return literal(scalar)
        }
    }

    var dot: ScalarSet {
        if flags.isDotAll { return .all }
        if dialect == .ecma262 { return ScalarSet.ecmaLineTerminators.inverted }
        return flags.isUnixLines
            ? ScalarSet(0x0A).inverted : ScalarSet.javaLineTerminators.inverted
    }

    func literal(_ scalar: UInt32) -> PatternNode {
        let set = ScalarSet(scalar)
        return .set(
            flags.ignoresCase ? set.addingOtherCases(isUnicode: flags.isUnicodeCase) : set)
    }

    // MARK: Groups

    private mutating func parseGroup(_ start: Int) throws(PatternError) -> PatternNode? {
        guard peek == "?" else {
            groupCount += 1
            return try finishGroup(start, number: groupCount)
        }
        position += 1
        guard let kind = peek else { throw error("unterminated group", at: start) }
        position += 1
        switch kind {
        case ":": return try finishGroup(start, number: nil)
        case "=", "!":
            let node = try finishGroup(start, number: nil)
            return .look(node, isNegative: kind == "!", behind: nil)
        case ">" where dialect == .java: return .atomic(try finishGroup(start, number: nil))
        case "<" where dialect == .java:
            if peek == "=" || peek == "!" { return try parseLookBehind(start) }
            try parseGroupName(start)
            return try finishGroup(start, number: groupCount)
        case "<" where peek == "=" || peek == "!":
            throw error("look-behind is not in the dialect of API Gateway", at: start)
        case "<":
            throw error("named groups are not in the dialect of API Gateway", at: start)
        default:
            guard dialect == .java else { throw error("invalid group", at: start) }
            position -= 1
            return try parseFlags(start)
        }
    }

    private mutating func finishGroup(
        _ start: Int, number: Int?
    ) throws(PatternError) -> PatternNode {
        let node = try parseAlternation()
        guard peek == ")" else { throw error("unterminated group", at: start) }
        position += 1
        if let number { return .group(node, number: number) }
        return node
    }

    private mutating func parseLookBehind(_ start: Int) throws(PatternError) -> PatternNode {
        let isNegative = peek == "!"
        position += 1
        let node = try finishGroup(start, number: nil)
        let lengths = node.lengths
        guard let most = lengths.most, most <= 65_536 else {
            throw error("look-behind group has no obvious maximum length", at: start)
        }
        return .look(node, isNegative: isNegative, behind: lengths.least...most)
    }

    private mutating func parseGroupName(_ start: Int) throws(PatternError) {
        let name = try parseName(start)
        groupCount += 1
        guard groupNames.updateValue(groupCount, forKey: name) == nil else {
            throw error("group name '\(name)' is given twice", at: start)
        }
    }

    /// Parses `name>`.
    mutating func parseName(_ start: Int) throws(PatternError) -> String {
        var name = ""
        while let scalar = peek, scalar != ">" {
            let isLetter = scalar | 0x20 >= 0x61 && scalar | 0x20 <= 0x7A
            guard isLetter || !name.isEmpty && ScalarSet.digits.contains(scalar),
                let unicode = Unicode.Scalar(scalar)
            else { throw error("invalid group name") }
            name.unicodeScalars.append(unicode)
            position += 1
        }
        guard peek == ">", !name.isEmpty else { throw error("invalid group name", at: start) }
        position += 1
        return name
    }

    /// Parses `i-m)` or `i-m:X)`.
    private mutating func parseFlags(_ start: Int) throws(PatternError) -> PatternNode? {
        let outer = flags
        var value = true
        while let scalar = peek {
            position += 1
            switch scalar {
            case "i": flags.ignoresCase = value
            case "u": flags.isUnicodeCase = value
            case "m": flags.isMultiline = value
            case "s": flags.isDotAll = value
            case "x": flags.isComments = value
            case "d": flags.isUnixLines = value
            case "U": flags.isUnicodeCase = value
            case "-" where value: value = false
            case ")": return nil
            case ":":
                let node = try finishGroup(start, number: nil)
                flags = outer
                return node
            default: throw error("unknown inline modifier", at: position - 1)
            }
        }
        throw error("unterminated group", at: start)
    }

    // MARK: Quantifiers

    private mutating func parseQuantifiers(
        _ atom: PatternNode, _ groupsBefore: Int
    ) throws(PatternError) -> PatternNode {
        var node = atom
        var isFirst = true
        while true {
            skipComments()
            let start = position
            let bounds: (minimum: Int, maximum: Int?)
            switch peek {
            case "*": bounds = (0, nil)
            case "+": bounds = (1, nil)
            case "?": bounds = (0, 1)
            case "{":
                guard let braces = try parseBraces() else {
                    if dialect == .java { throw error("illegal repetition", at: start) }
                    return node
                }
                bounds = braces
                position -= 1
            default: return node
            }
            // Only ECMA-262's assertions take no quantifier, look-aheads excepted (Annex B.1.2).
            var isAssertion = false
            if case .assertion = atom, dialect == .ecma262 { isAssertion = true }
            guard !isAssertion, isFirst || dialect == .java && peek == "}" else {
                throw error("nothing to repeat", at: start)
            }
            isFirst = false
            position += 1
            var isGreedy = true
            var isPossessive = false
            if peek == "?" {
                isGreedy = false
                position += 1
            } else if dialect == .java, peek == "+" {
                isPossessive = true
                position += 1
            }
            let repetition = PatternNode.Repetition(
                minimum: bounds.minimum, maximum: bounds.maximum, isGreedy: isGreedy,
                groups: groupsBefore + 1..<groupCount + 1)
            node = .repetition(node, repetition)
            if isPossessive { node = .atomic(node) }
        }
    }

    /// Parses `{n}`, `{n,}` or `{n,m}`; where there is none, `position` stays and `nil` is returned.
    private mutating func parseBraces() throws(PatternError) -> (minimum: Int, maximum: Int?)? {
        let start = position
        position += 1
        guard let minimum = parseDecimal() else {
            position = start
            return nil
        }
        var maximum: Int? = minimum
        if peek == "," {
            position += 1
            maximum = parseDecimal()
        }
        guard peek == "}" else {
            if dialect == .java { throw error("unclosed counted closure", at: start) }
            position = start
            return nil
        }
        position += 1
        if let maximum, maximum < minimum {
            throw error("numbers out of order in the quantifier", at: start)
        }
        return (minimum, maximum)
    }

    /// Parses digits; numbers beyond 2^31 are that.
    mutating func parseDecimal() -> Int? {
        var value: Int?
        while let scalar = peek, ScalarSet.digits.contains(scalar) {
            value = min((value ?? 0) * 10 + Int(scalar - 0x30), 1 << 31)
            position += 1
        }
        return value
    }

    // MARK: Text

    /// The scalar at the position, or `nil` at the end.
    var peek: UInt32? { position < scalars.count ? scalars[position] : nil }

    func peek(_ distance: Int) -> UInt32? {
        position + distance < scalars.count ? scalars[position + distance] : nil
    }

    func error(_ message: String) -> PatternError { error(message, at: position) }

    func error(_ message: String, at index: Int) -> PatternError {
        PatternError(message, at: columns[index])
    }

    /// With `(?x)`, skips white space and comments.
    mutating func skipComments() {
        guard flags.isComments else { return }
        while let scalar = peek {
            if ScalarSet.javaSpaces.contains(scalar) {
                position += 1
            } else if scalar == "#" {
                while let next = peek, !ScalarSet.javaLineTerminators.contains(next) {
                    _ = next
                    position += 1
                }
            } else {
                return
            }
        }
    }
}

/// Compares a scalar's value with a literal.
func ~= (pattern: Unicode.Scalar, value: UInt32?) -> Bool { pattern.value == value }

func == (value: UInt32?, literal: Unicode.Scalar) -> Bool { value == literal.value }

func != (value: UInt32?, literal: Unicode.Scalar) -> Bool { value != literal.value }
