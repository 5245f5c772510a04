/// Turns a parsed pattern into a stored program.
struct PatternCompiler {
    private let dialect: Pattern.Dialect
    private let groupCount: Int
    private var code: [UInt32] = []
    private var sets: [ScalarSet] = []
    private var setNumbers: [ScalarSet: Int] = [:]
    private var slotCount: Int
    private var isMemoizable = true

    /// Compiles a pattern.
    ///
    /// - Returns: The program's words; see ``PatternHeader``.
    static func compile(
        _ node: PatternNode, _ parser: PatternParser
    ) throws(PatternError) -> [UInt32] {
        var compiler = PatternCompiler(dialect: parser.dialect, groupCount: parser.groupCount)
        try compiler.emit(node)
        compiler.append(.match)
        return compiler.link(node, parser.groupNames)
    }

    private init(dialect: Pattern.Dialect, groupCount: Int) {
        self.dialect = dialect
        self.groupCount = groupCount
        slotCount = 2 * (groupCount + 1)
    }

    // MARK: Code

    private mutating func append(_ operation: PatternOperation, _ operand: Int = 0) {
        code.append(operation.rawValue | UInt32(truncatingIfNeeded: operand) << 8)
    }

    private mutating func emit(_ node: PatternNode) throws(PatternError) {
        guard code.count < PatternOperation.maximumCodeLength else {
            throw PatternError("repetitions make the pattern too large", at: 0)
        }
        switch node {
        case .empty: break
        case .set(let set):
            if set.ranges.count == 1, set.ranges[0].count == 1 {
                append(.scalar, Int(set.ranges[0].lowerBound))
            } else {
                append(.set, number(of: set))
            }
        case .sequence(let nodes):
            for node in nodes { try emit(node) }
        case .alternation(let nodes):
            try emitAlternation(nodes)
        case .group(let node, let number):
            append(.save, 2 * number)
            try emit(node)
            append(.save, 2 * number + 1)
        case .assertion(let assertion):
            append(.assert, Int(assertion.rawValue))
        case .backReference(let number, let ignoresCase):
            isMemoizable = false
            append(.backReference, 2 * number + (ignoresCase ? 1 : 0))
        case .look(let node, let isNegative, let behind):
            isMemoizable = false
            let place = code.count
            append(.look, (isNegative ? 1 : 0) + (behind == nil ? 0 : 2))
            code += [0, UInt32(behind?.lowerBound ?? 0), UInt32(behind?.upperBound ?? 0)]
            try emit(node)
            append(.match)
            code[place + 1] = UInt32(code.count)
        case .atomic(.repetition(.set(let set), let repetition)) where repetition.isGreedy:
            emitRepeatedSet(set, repetition, style: 2)
        case .atomic(let node):
            isMemoizable = false
            let place = code.count
            append(.atomic)
            code.append(0)
            try emit(node)
            append(.match)
            code[place + 1] = UInt32(code.count)
        case .repetition(.set(let set), let repetition):
            emitRepeatedSet(set, repetition, style: repetition.isGreedy ? 0 : 1)
        case .repetition(let node, let repetition):
            try emitRepetition(node, repetition)
        }
    }

    private mutating func emitAlternation(_ nodes: [PatternNode]) throws(PatternError) {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index < nodes.count - 1 else {
                try emit(node)
                break
            }
            let split = code.count
            append(.splitPreferringNext)
            code.append(0)
            try emit(node)
            jumps.append(code.count)
            append(.jump)
            code[split + 1] = UInt32(code.count)
        }
        for place in jumps { code[place] |= UInt32(code.count) << 8 }
    }

    private mutating func emitRepeatedSet(
        _ set: ScalarSet, _ repetition: PatternNode.Repetition, style: UInt32
    ) {
        let most = repetition.maximum.map { UInt32(clamping: $0) } ?? .max
        var least = UInt32(clamping: repetition.minimum)
        if most == .max, style < 2, least <= 8 {
            // A repetition from none on can be taken step by step where failures are remembered.
            for _ in 0..<least { append(.set, number(of: set)) }
            least = 0
        }
        append(.repeatSet, number(of: set))
        code += [style, least, most]
    }

    private mutating func emitRepetition(
        _ node: PatternNode, _ repetition: PatternNode.Repetition
    ) throws(PatternError) {
        for _ in 0..<repetition.minimum {
            try emitIteration(node, repetition)
            // Repeating what is empty once more changes nothing.
            if case .empty = node { break }
        }
        if repetition.maximum == repetition.minimum { return }
        // ECMA-262 refuses an iteration that consumes nothing (RepeatMatcher, step 2.b); Java
        // leaves the loop there.
        let isNullable = node.isNullable
        let split: PatternOperation =
            repetition.isGreedy ? .splitPreferringNext : .splitPreferringTarget
        guard let maximum = repetition.maximum else {
            let start = code.count
            append(split)
            code.append(0)
            let slot = isNullable ? addMark() : nil
            try emitIteration(node, repetition)
            var check: Int?
            if let slot { check = addCheck(slot) }
            append(.jump, start)
            code[start + 1] = UInt32(code.count)
            if let check, dialect == .java { code[check + 1] = UInt32(code.count) }
            return
        }
        var splits: [Int] = []
        for _ in repetition.minimum..<maximum {
            splits.append(code.count)
            append(split)
            code.append(0)
            let slot = isNullable && dialect == .ecma262 ? addMark() : nil
            try emitIteration(node, repetition)
            if let slot { _ = addCheck(slot) }
            if case .empty = node { break }
        }
        for place in splits { code[place + 1] = UInt32(code.count) }
    }

    private mutating func addMark() -> Int {
        append(.mark, slotCount)
        slotCount += 1
        return slotCount - 1
    }

    private mutating func addCheck(_ slot: Int) -> Int {
        append(.checkProgress, slot)
        code.append(0)
        return code.count - 2
    }

    private mutating func emitIteration(
        _ node: PatternNode, _ repetition: PatternNode.Repetition
    ) throws(PatternError) {
        // ECMA-262 forgets the groups of the iteration before (RepeatMatcher, step 4).
        if dialect == .ecma262, !repetition.groups.isEmpty {
            append(.reset, 2 * repetition.groups.lowerBound)
            code.append(UInt32(2 * repetition.groups.upperBound))
        }
        try emit(node)
    }

    private mutating func number(of set: ScalarSet) -> Int {
        if let number = setNumbers[set] { return number }
        sets.append(set)
        setNumbers[set] = sets.count - 1
        return sets.count - 1
    }

    // MARK: Parts

    private func link(_ node: PatternNode, _ groupNames: [String: Int]) -> [UInt32] {
        var words = [UInt32](repeating: 0, count: PatternHeader.length)
        words[0] = PatternHeader.magic
        var flags: UInt32 = dialect == .java ? PatternHeader.isJava : 0
        if node.startsAtStart { flags |= PatternHeader.isAnchored }
        if isMemoizable { flags |= PatternHeader.isMemoizable }
        words[PatternHeader.groupCount] = UInt32(groupCount)
        words[PatternHeader.slotCount] = UInt32(slotCount)
        words[PatternHeader.code] = UInt32(words.count)
        words[PatternHeader.code + 1] = UInt32(code.count)
        words += code
        appendSets(&words)
        appendNames(groupNames, &words)
        if let first = node.firstScalars {
            flags |= PatternHeader.hasFirstBytes
            words[PatternHeader.firstBytes] = UInt32(words.count)
            words += asciiWords(first)
            let beyond: UInt32 = (first.ranges.last?.upperBound ?? 0) >= 0x80 ? .max : 0
            words += [beyond, beyond, beyond, beyond]
        }
        var tests: [UInt32] = []
        for (isNegated, automaton) in automata(for: node, dialect) {
            tests += [isNegated ? 1 : 0, UInt32(words.count)]
            words += automaton
        }
        words[PatternHeader.tests] = UInt32(words.count)
        words[PatternHeader.tests + 1] = UInt32(tests.count / 2)
        words += tests
        words[PatternHeader.flags] = flags
        words[PatternHeader.total] = UInt32(words.count)
        return words
    }

    /// A set's words: 4 with a bit an ASCII code point, the number of ranges beyond, the ranges.
    private func appendSets(_ words: inout [UInt32]) {
        var offsets: [UInt32] = []
        for set in sets {
            offsets.append(UInt32(words.count))
            words += asciiWords(set)
            let beyond = set.ranges.filter { $0.upperBound >= 0x80 }
            words.append(UInt32(beyond.count))
            for range in beyond { words += [max(range.lowerBound, 0x80), range.upperBound] }
        }
        words[PatternHeader.sets] = UInt32(words.count)
        words[PatternHeader.sets + 1] = UInt32(offsets.count)
        words += offsets
    }

    private func appendNames(_ names: [String: Int], _ words: inout [UInt32]) {
        var list: [UInt32] = []
        for (name, number) in names.sorted(by: { $0.value < $1.value }) {
            list += [UInt32(number), UInt32(words.count), UInt32(name.utf8.count)]
            for byte in name.utf8 { words.append(UInt32(byte)) }
        }
        words[PatternHeader.names] = UInt32(words.count)
        words[PatternHeader.names + 1] = UInt32(list.count / 3)
        words += list
    }

    private func asciiWords(_ set: ScalarSet) -> [UInt32] {
        var words: [UInt32] = [0, 0, 0, 0]
        for range in set.ranges where range.lowerBound < 0x80 {
            for scalar in range.lowerBound...min(range.upperBound, 0x7F) {
                words[Int(scalar >> 5)] |= 1 << (scalar & 31)
            }
        }
        return words
    }
}

extension PatternNode {
    /// Whether a match can only start at the text's start.
    fileprivate var startsAtStart: Bool {
        switch self {
        case .assertion(.start): true
        case .sequence(let nodes): nodes.first?.startsAtStart ?? false
        case .alternation(let nodes): nodes.allSatisfy(\.startsAtStart)
        case .group(let node, _), .atomic(let node): node.startsAtStart
        case .repetition(let node, let repetition):
            repetition.minimum > 0 && node.startsAtStart
        default: false
        }
    }

    /// The code points a match can start with, or `nil` where a match can be empty or that is
    /// not known.
    fileprivate var firstScalars: ScalarSet? {
        switch self {
        case .set(let set): return set
        case .group(let node, _), .atomic(let node): return node.firstScalars
        case .repetition(let node, let repetition):
            return repetition.minimum > 0 ? node.firstScalars : nil
        case .alternation(let nodes):
            var ranges: [ClosedRange<UInt32>] = []
            for node in nodes {
                guard let first = node.firstScalars else { return nil }
                ranges += first.ranges
            }
            return ScalarSet(ranges)
        case .sequence(let nodes):
            var ranges: [ClosedRange<UInt32>] = []
            for node in nodes {
                switch node {
                case .assertion, .look, .empty: continue
                case .repetition(.set(let set), let repetition) where repetition.minimum == 0:
                    ranges += set.ranges
                default:
                    guard let first = node.firstScalars else { return nil }
                    return ScalarSet(ranges + first.ranges)
                }
            }
            return nil
        default: return nil
        }
    }
}
