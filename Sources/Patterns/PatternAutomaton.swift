/// Returns the deterministic automata that together decide whether a text matches, each with
/// whether it must not accept; empty where the pattern has no such form of bearable size.
///
/// For ECMA-262 "matches" means that a match is found somewhere, for Java that the whole text is
/// one. Look-aheads directly after `^` become automata of their own.
func automata(
    for node: PatternNode, _ dialect: Pattern.Dialect
) -> [(isNegated: Bool, words: [UInt32])] {
    var nodes: ArraySlice<PatternNode> = [node]
    while nodes.count == 1, case .sequence(let parts)? = nodes.first { nodes = parts[...] }
    var leading: [PatternNode] = []
    if case .assertion(.start)? = nodes.first { leading.append(nodes.removeFirst()) }
    var result: [(isNegated: Bool, words: [UInt32])] = []
    if !leading.isEmpty || dialect == .java {
        while case .look(let body, let isNegative, behind: nil)? = nodes.first {
            nodes.removeFirst()
            let anchored = PatternNode.sequence([.assertion(.start), body])
            guard let words = AutomatonBuilder.build(anchored, isWhole: false, dialect) else {
                return []
            }
            result.append((isNegative, words))
        }
    }
    let rest = PatternNode.sequence(leading + nodes)
    guard let words = AutomatonBuilder.build(rest, isWhole: dialect == .java, dialect) else {
        return []
    }
    return result + [(false, words)]
}

/// Builds a nondeterministic automaton over bytes from a pattern, and a deterministic one from it.
///
/// An automaton's words: number of states, number of byte classes with the end of the text as
/// the last, the start state, 64 words with the class of each byte, then a row a state with the
/// next state for each class. States are given as the offset of their row; row 0 is the state
/// that never accepts, row 1 the one that always does. A state is entered *before* what stands
/// between it and the next byte is resolved, so assertions may look at one byte on either side.
private struct AutomatonBuilder {
    private enum Step {
        case byte(ClosedRange<UInt8>, next: Int)
        case split([Int])
        case assert(PatternAssertion, next: Int)
        case match
        case fail
    }

    /// What comes before or after a place; bits, as several may be asked for.
    private enum Side: Int {
        case edge = 0
        case word = 1
        case other = 2
    }

    private static let maximumSteps = 3000
    private static let maximumStates = 600
    private static let maximumTableWords = 16_384

    private var steps: [Step] = [.match, .fail]
    private var byteSteps: [UInt64: Int] = [:]
    private var usesWordBoundaries = false
    private var isPossible = true
    private let isWhole: Bool
    private let dialect: Pattern.Dialect

    private init(isWhole: Bool, _ dialect: Pattern.Dialect) {
        self.isWhole = isWhole
        self.dialect = dialect
    }

    static func build(
        _ node: PatternNode, isWhole: Bool, _ dialect: Pattern.Dialect
    ) -> [UInt32]? {
        var builder = AutomatonBuilder(isWhole: isWhole, dialect)
        let start = builder.add(node, next: 0)
        guard builder.isPossible else { return nil }
        return builder.determinize(start)
    }

    // MARK: From the pattern

    private mutating func append(_ step: Step) -> Int {
        guard steps.count < AutomatonBuilder.maximumSteps else {
            isPossible = false
            return 1
        }
        steps.append(step)
        return steps.count - 1
    }

    private mutating func add(_ node: PatternNode, next: Int) -> Int {
        guard isPossible else { return 1 }
        switch node {
        case .empty: return next
        case .set(let set): return add(set, next: next)
        case .group(let node, _): return add(node, next: next)
        case .sequence(let nodes):
            var next = next
            for node in nodes.reversed() { next = add(node, next: next) }
            return next
        case .alternation(let nodes):
            var targets: [Int] = []
            for node in nodes { targets.append(add(node, next: next)) }
            return append(.split(targets))
        case .repetition(let node, let repetition):
            return add(node, repetition, next: next)
        case .assertion(let assertion): return add(assertion, next: next)
        case .look, .atomic, .backReference:
            isPossible = false
            return 1
        }
    }

    private mutating func add(_ assertion: PatternAssertion, next: Int) -> Int {
        switch assertion {
        case .start, .end: return append(.assert(assertion, next: next))
        case .wordBoundary:
            usesWordBoundaries = true
            return append(.assert(assertion, next: next))
        case .endOrFinalLine, .endOrFinalNewline:
            // As the last thing of a whole match it can only be the end.
            if isWhole, next == 0 { return append(.assert(.end, next: next)) }
        default: break
        }
        isPossible = false
        return 1
    }

    private mutating func add(_ set: ScalarSet, next: Int) -> Int {
        var targets: [Int] = []
        for sequence in set.utf8Sequences {
            var target = next
            for range in sequence.ranges.reversed() {
                let key =
                    UInt64(range.lowerBound) | UInt64(range.upperBound) << 8 | UInt64(target) << 16
                if let known = byteSteps[key] {
                    target = known
                } else {
                    target = append(.byte(range, next: target))
                    guard isPossible else { return 1 }
                    byteSteps[key] = target
                }
            }
            targets.append(target)
        }
        if targets.isEmpty { return 1 }
        return targets.count == 1 ? targets[0] : append(.split(targets))
    }

    private mutating func add(
        _ node: PatternNode, _ repetition: PatternNode.Repetition, next: Int
    ) -> Int {
        guard repetition.minimum <= AutomatonBuilder.maximumSteps,
            repetition.maximum ?? 0 <= AutomatonBuilder.maximumSteps
        else {
            isPossible = false
            return 1
        }
        var target = next
        if let maximum = repetition.maximum {
            for _ in repetition.minimum..<maximum {
                let body = add(node, next: target)
                target = append(.split([body, next]))
                guard isPossible else { return 1 }
            }
        } else {
            let loop = append(.fail)
            let body = add(node, next: loop)
            guard isPossible else { return 1 }
            steps[loop] = .split([body, next])
            target = loop
        }
        for _ in 0..<repetition.minimum {
            target = add(node, next: target)
            guard isPossible else { return 1 }
        }
        return target
    }

    // MARK: To a deterministic automaton

    /// A deterministic state before its closure: what came before, and steps in ascending order.
    private struct Key: Hashable {
        var before: Int
        var kernel: [Int]
    }

    private func determinize(_ start: Int) -> [UInt32]? {
        let (classes, samples) = byteClasses()
        let width = samples.count + 1
        var numbers: [Key: Int] = [:]
        var keys: [Key] = []
        var rows: [[Int]] = [
            [Int](repeating: 0, count: width), [Int](repeating: 1, count: width),
        ]
        func number(_ key: Key) -> Int {
            if let number = numbers[key] { return number }
            keys.append(key)
            numbers[key] = keys.count + 1
            return keys.count + 1
        }
        _ = number(Key(before: Side.edge.rawValue, kernel: [start]))
        var index = 0
        while index < keys.count {
            guard keys.count <= AutomatonBuilder.maximumStates,
                keys.count * width <= AutomatonBuilder.maximumTableWords
            else { return nil }
            let key = keys[index]
            index += 1
            let before = Side(rawValue: key.before) ?? .other
            let atEnd = closure(key.kernel, before, .edge)
            let beforeWord = usesWordBoundaries ? closure(key.kernel, before, .word) : []
            let beforeOther = closure(key.kernel, before, .other)
            var row: [Int] = []
            row.reserveCapacity(width)
            for byte in samples {
                let side: Side = usesWordBoundaries && byte.isWordByte ? .word : .other
                let active = side == .word ? beforeWord : beforeOther
                if !isWhole, active.last == 0 {
                    row.append(1)
                    continue
                }
                var kernel = isWhole ? [] : [start]
                for step in active {
                    if case .byte(let range, let next) = steps[step], range.contains(byte) {
                        kernel.append(next)
                    }
                }
                kernel.sort()
                kernel.removeRepeats()
                row.append(kernel.isEmpty ? 0 : number(Key(before: side.rawValue, kernel: kernel)))
            }
            row.append(atEnd.last == 0 ? 1 : 0)
            rows.append(row)
        }
        return encode(classes, collapse(rows))
    }

    /// The steps reachable without a byte, with 0, the match, last if it is among them.
    private func closure(_ kernel: [Int], _ before: Side, _ after: Side) -> [Int] {
        var seen = [Bool](repeating: false, count: steps.count)
        var pending = kernel
        var result: [Int] = []
        var isMatch = false
        while let index = pending.popLast() {
            if seen[index] { continue }
            seen[index] = true
            switch steps[index] {
            case .byte: result.append(index)
            case .split(let targets): pending += targets
            case .match: isMatch = true
            case .fail: break
            case .assert(let assertion, let next):
                let holds: Bool
                switch assertion {
                case .start: holds = before == .edge
                case .end: holds = after == .edge
                default: holds = (before == .word) != (after == .word)
                }
                if holds { pending.append(next) }
            }
        }
        if isMatch { result.append(0) }
        return result
    }

    /// The class of each byte, and a byte of each class.
    private func byteClasses() -> (classes: [UInt8], samples: [UInt8]) {
        var starts = [Bool](repeating: false, count: 257)
        starts[0] = true
        func mark(_ range: ClosedRange<UInt8>) {
            starts[Int(range.lowerBound)] = true
            starts[Int(range.upperBound) + 1] = true
        }
        for step in steps {
            if case .byte(let range, _) = step { mark(range) }
        }
        if usesWordBoundaries {
            for range in ScalarSet.wordCharacters.ranges {
                mark(UInt8(range.lowerBound)...UInt8(range.upperBound))
            }
        }
        // Intervals that no step tells apart are one class.
        var classes = [UInt8](repeating: 0, count: 256)
        var samples: [UInt8] = []
        for byte in 0..<256 {
            if starts[byte] { samples.append(UInt8(byte)) }
            classes[byte] = UInt8(samples.count - 1)
        }
        return (classes, samples)
    }

    /// Replaces states that cannot accept any more, or must, by rows 0 and 1.
    private func collapse(_ rows: [[Int]]) -> (rows: [[Int]], start: Int) {
        var replaced = Array(rows.indices)
        var before = [[Int]](repeating: [], count: rows.count)
        for (index, row) in rows.enumerated() where index > 1 {
            for target in row { before[target].append(index) }
        }
        var reaches = [Bool](repeating: false, count: rows.count)
        var pending = [1]
        reaches[1] = true
        while let index = pending.popLast() {
            for source in before[index] where !reaches[source] {
                reaches[source] = true
                pending.append(source)
            }
        }
        for index in rows.indices.dropFirst(2) where !reaches[index] { replaced[index] = 0 }
        // A state leads to acceptance whatever comes unless it can reach one that need not.
        var avoids = [Bool](repeating: false, count: rows.count)
        pending = [0]
        avoids[0] = true
        while let index = pending.popLast() {
            for source in before[index] where !avoids[source] {
                avoids[source] = true
                pending.append(source)
            }
        }
        for index in rows.indices.dropFirst(2) where !avoids[index] { replaced[index] = 1 }
        // Number the rows that are left.
        var kept: [[Int]] = [rows[0], rows[1]]
        var numbers = [Int](repeating: 0, count: rows.count)
        for index in rows.indices {
            if index > 1, replaced[index] == index {
                numbers[index] = kept.count
                kept.append(rows[index])
            } else {
                numbers[index] = replaced[index]
            }
        }
        for index in kept.indices.dropFirst(2) { kept[index] = kept[index].map { numbers[$0] } }
        return (kept, numbers[2])
    }

    private func encode(
        _ classes: [UInt8], _ automaton: (rows: [[Int]], start: Int)
    ) -> [UInt32] {
        let width = automaton.rows[0].count
        var words = [
            UInt32(automaton.rows.count), UInt32(width), UInt32(automaton.start * width),
        ]
        for index in stride(from: 0, to: 256, by: 4) {
            var word: UInt32 = 0
            for place in 0..<4 { word |= UInt32(classes[index + place]) << (8 * UInt32(place)) }
            words.append(word)
        }
        for row in automaton.rows {
            for target in row { words.append(UInt32(target * width)) }
        }
        return words
    }
}

extension UInt8 {
    var isWordByte: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
    }
}

extension Array where Element: Equatable {
    /// Removes elements that equal the one before.
    fileprivate mutating func removeRepeats() {
        var kept = 0
        for index in indices where index == 0 || self[index] != self[kept - 1] {
            self[kept] = self[index]
            kept += 1
        }
        removeLast(count - kept)
    }
}
