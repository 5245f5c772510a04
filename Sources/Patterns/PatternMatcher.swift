/// Runs a program by backtracking: the one engine that knows groups, look-around and
/// back-references, and the reference for both dialects' order of preference.
///
/// When a match takes more steps than a small multiple of the text's length and the program is
/// regular, it is begun again while remembering which (instruction, place) pairs have failed,
/// which makes it linear. Other programs stop after ``maximumSteps`` and do not match.
struct PatternMatcher {
    /// The most steps of one search.
    static let maximumSteps = 5_000_000

    /// The most (instruction, place) pairs remembered, in bits.
    static let maximumMemory = 1 << 26

    /// Nested look-around and atomic groups.
    private static let maximumDepth = 200

    private enum Frame {
        /// Go on at an instruction and place.
        case branch(at: Int, place: Int)
        /// Put a slot's value back.
        case restore(slot: Int, value: Int)
        /// Give back code points of a repeated set, down to a place.
        case giveBack(to: Int, place: Int, next: Int)
        /// Take one more code point of a repeated set.
        case takeMore(instruction: Int, place: Int, left: UInt32)
    }

    var slots: [Int]
    private var stack: [Frame] = []
    private var stepsLeft = 0
    private var isRemembering = false
    private var failed: [UInt64] = []
    private let searchStart: Int
    private let isJava: Bool
    private let codeStart: Int
    private let setsStart: Int

    init(_ words: Span<UInt32>, searchStart: Int) {
        slots = [Int](repeating: -1, count: Int(words[PatternHeader.slotCount]))
        isJava = words[PatternHeader.flags] & PatternHeader.isJava != 0
        codeStart = Int(words[PatternHeader.code])
        setsStart = Int(words[PatternHeader.sets])
        self.searchStart = searchStart
    }

    /// Searches for the first match at or after a place; `slots` then has its groups.
    ///
    /// With `isWhole` the match must be the whole text.
    mutating func search(_ words: Span<UInt32>, _ text: Span<UInt8>, isWhole: Bool) -> Bool {
        let flags = words[PatternHeader.flags]
        stepsLeft = 20_000 + 16 * (text.count - searchStart)
        if let found = tryAll(words, text, isWhole, flags) { return found }
        let codeLength = Int(words[PatternHeader.code + 1])
        if flags & PatternHeader.isMemoizable != 0,
            codeLength * (text.count + 1) <= PatternMatcher.maximumMemory
        {
            isRemembering = true
            failed = [UInt64](repeating: 0, count: codeLength * (text.count + 1) / 64 + 1)
            // More than enough for code of our own, an end for damaged code that jumps in circles.
            let pairs = codeLength * (text.count + 1)
            stepsLeft = min(64 * pairs, PatternMatcher.maximumSteps + 8 * pairs)
        } else {
            stepsLeft = PatternMatcher.maximumSteps
        }
        return tryAll(words, text, isWhole, flags) ?? false
    }

    /// `nil` when the steps ran out.
    private mutating func tryAll(
        _ words: Span<UInt32>, _ text: Span<UInt8>, _ isWhole: Bool, _ flags: UInt32
    ) -> Bool? {
        let isFixed = isWhole || flags & PatternHeader.isAnchored != 0
        let first =
            flags & PatternHeader.hasFirstBytes != 0 ? Int(words[PatternHeader.firstBytes]) : 0
        var place = searchStart
        if isFixed, place > 0, !isWhole { return false }
        while true {
            let isCandidate: Bool
            if first == 0 {
                isCandidate = true
            } else if place < text.count {
                let byte = Int(text[place])
                isCandidate = words[first + byte >> 5] >> UInt32(byte & 31) & 1 != 0
            } else {
                isCandidate = false
            }
            if isCandidate {
                for slot in slots.indices { slots[slot] = -1 }
                stack.removeAll(keepingCapacity: true)
                let end = run(words, text, from: 0, at: place, isWhole: isWhole, depth: 0)
                if end >= 0 {
                    slots[0] = place
                    slots[1] = end
                    return true
                }
                if stepsLeft <= 0 { return nil }
            }
            if isFixed || place >= text.count { return false }
            place = text.nextPlace(place)
        }
    }

    /// Returns where the body that starts at an instruction ends, or -1.
    private mutating func run(
        _ words: Span<UInt32>, _ text: Span<UInt8>, from: Int, at start: Int, isWhole: Bool,
        depth: Int, endingAt required: Int = -1
    ) -> Int {
        let base = stack.count
        var instruction = from
        var place = start
        while true {
            stepsLeft -= 1
            var holds = true
            let index = codeStart + instruction
            let word = words[index]
            let operand = Int(word >> 8)
            switch PatternOperation(rawValue: word & 255) ?? .match {
            case .match:
                holds =
                    (!isWhole || depth > 0 || place == text.count)
                    && (required < 0 || place == required)
                if holds { return place }
            case .scalar:
                let (scalar, next) = text.scalar(at: place)
                holds = scalar == UInt32(operand)
                place = next
                instruction += 1
            case .set:
                let (scalar, next) = text.scalar(at: place)
                holds = contains(words, operand, scalar)
                place = next
                instruction += 1
            case .splitPreferringNext, .splitPreferringTarget:
                if isRemembering, depth == 0, hasFailed(instruction, place, text.count) {
                    holds = false
                    break
                }
                let target = Int(words[index + 1])
                if word & 255 == PatternOperation.splitPreferringNext.rawValue {
                    stack.append(.branch(at: target, place: place))
                    instruction += 2
                } else {
                    stack.append(.branch(at: instruction + 2, place: place))
                    instruction = target
                }
            case .jump: instruction = operand
            case .save, .mark:
                set(operand, place)
                instruction += 1
            case .reset:
                for slot in operand..<Int(words[index + 1]) where slots[slot] >= 0 {
                    set(slot, -1)
                }
                instruction += 2
            case .assert:
                holds = check(PatternAssertion(rawValue: word >> 8) ?? .start, text, place)
                instruction += 1
            case .look:
                holds = look(words, text, index, place, depth)
                instruction = Int(words[index + 1])
            case .atomic:
                let count = stack.count
                let end =
                    depth < PatternMatcher.maximumDepth
                    ? run(
                        words, text, from: instruction + 2, at: place, isWhole: false,
                        depth: depth + 1) : -1
                holds = end >= 0
                keepRestores(from: count)
                place = end
                instruction = Int(words[index + 1])
            case .backReference:
                let end = endOfBackReference(operand, text, place)
                holds = end >= 0
                place = end
                instruction += 1
            case .repeatSet:
                if isRemembering, depth == 0, hasFailed(instruction, place, text.count) {
                    holds = false
                    break
                }
                if isRemembering, words[index + 1] < 2, words[index + 2] == 0,
                    words[index + 3] == .max
                {
                    // Step by step, so that each place is seen once.
                    let (scalar, next) = text.scalar(at: place)
                    let isMember = contains(words, operand, scalar)
                    if isMember, words[index + 1] == 0 {
                        stack.append(.branch(at: instruction + 4, place: place))
                        place = next
                        break
                    }
                    if isMember { stack.append(.branch(at: instruction, place: next)) }
                    instruction += 4
                    break
                }
                let end = repeatSet(words, text, instruction, place)
                holds = end >= 0
                place = end
                instruction += 4
            case .checkProgress:
                if slots[operand] == place {
                    let target = Int(words[index + 1])
                    holds = target != 0
                    instruction = target
                } else {
                    instruction += 2
                }
            }
            if holds, stepsLeft > 0 { continue }
            // Back to the last choice.
            backtracking: while true {
                guard stack.count > base, stepsLeft > 0 else {
                    undo(to: base)
                    return -1
                }
                stepsLeft -= 1
                switch stack.removeLast() {
                case .restore(let slot, let value): slots[slot] = value
                case .branch(let at, let before):
                    instruction = at
                    place = before
                    break backtracking
                case .giveBack(let least, let before, let next):
                    place = text.previousPlace(before)
                    if place > least {
                        stack.append(.giveBack(to: least, place: place, next: next))
                    }
                    instruction = next
                    break backtracking
                case .takeMore(let at, let before, let left):
                    let (scalar, after) = text.scalar(at: before)
                    guard contains(words, Int(words[codeStart + at] >> 8), scalar) else { continue }
                    if left > 1 {
                        let rest = left == .max ? left : left - 1
                        stack.append(.takeMore(instruction: at, place: after, left: rest))
                    }
                    place = after
                    instruction = at + 4
                    break backtracking
                }
            }
        }
    }

    private mutating func set(_ slot: Int, _ value: Int) {
        stack.append(.restore(slot: slot, value: slots[slot]))
        slots[slot] = value
    }

    private mutating func undo(to count: Int) {
        while stack.count > count {
            if case .restore(let slot, let value) = stack.removeLast() { slots[slot] = value }
        }
    }

    /// Forgets the choices made since, but not how to take back what they stored.
    private mutating func keepRestores(from count: Int) {
        var kept = count
        for index in count..<stack.count {
            if case .restore = stack[index] {
                stack[kept] = stack[index]
                kept += 1
            }
        }
        stack.removeLast(stack.count - kept)
    }

    /// Whether an instruction has been tried at a place; from now on it has.
    private mutating func hasFailed(_ instruction: Int, _ place: Int, _ count: Int) -> Bool {
        let bit = instruction * (count + 1) + place
        let mask: UInt64 = 1 << UInt64(bit & 63)
        if failed[bit >> 6] & mask != 0 { return true }
        failed[bit >> 6] |= mask
        return false
    }

    /// Takes code points of a set; returns where to go on, or -1 below the least number.
    private mutating func repeatSet(
        _ words: Span<UInt32>, _ text: Span<UInt8>, _ instruction: Int, _ start: Int
    ) -> Int {
        let index = codeStart + instruction
        let number = Int(words[index] >> 8)
        let style = words[index + 1]
        let least = words[index + 2]
        let most = words[index + 3]
        var place = start
        var count: UInt32 = 0
        while count < least {
            let (scalar, next) = text.scalar(at: place)
            guard contains(words, number, scalar) else { return -1 }
            place = next
            count += 1
        }
        if style == 1 {
            if most > count {
                let left = most == .max ? most : most - count
                stack.append(.takeMore(instruction: instruction, place: place, left: left))
            }
            return place
        }
        let leastPlace = place
        while count < most {
            let (scalar, next) = text.scalar(at: place)
            guard contains(words, number, scalar) else { break }
            place = next
            count += 1
        }
        stepsLeft -= Int(count) / 8
        if style == 0, place > leastPlace {
            stack.append(.giveBack(to: leastPlace, place: place, next: instruction + 4))
        }
        return place
    }

    @inline(__always)
    private func contains(_ words: Span<UInt32>, _ number: Int, _ scalar: UInt32) -> Bool {
        let set = Int(words[setsStart + number])
        if scalar < 0x80 {
            return words[set + Int(scalar >> 5)] >> (scalar & 31) & 1 != 0
        }
        if scalar == .max { return false }
        var low = 0
        var high = Int(words[set + 4])
        let ranges = set + 5
        while low < high {
            let middle = (low + high) / 2
            if words[ranges + 2 * middle + 1] < scalar { low = middle + 1 } else { high = middle }
        }
        return low < Int(words[set + 4]) && words[ranges + 2 * low] <= scalar
    }

    private mutating func look(
        _ words: Span<UInt32>, _ text: Span<UInt8>, _ index: Int, _ place: Int, _ depth: Int
    ) -> Bool {
        guard depth < PatternMatcher.maximumDepth else { return false }
        let operand = words[index] >> 8
        let body = index + 4 - codeStart
        let count = stack.count
        var found = false
        if operand & 2 == 0 {
            found =
                run(words, text, from: body, at: place, isWhole: false, depth: depth + 1) >= 0
        } else {
            var start = place
            var length: UInt32 = 0
            while true {
                if length >= words[index + 2] {
                    found =
                        run(
                            words, text, from: body, at: start, isWhole: false, depth: depth + 1,
                            endingAt: place) >= 0
                    if found { break }
                }
                guard length < words[index + 3], start > 0, stepsLeft > 0 else { break }
                start = text.previousPlace(start)
                length += 1
            }
        }
        if operand & 1 == 0 {
            keepRestores(from: count)
            return found
        }
        undo(to: count)
        return !found
    }

    private func endOfBackReference(_ operand: Int, _ text: Span<UInt8>, _ place: Int) -> Int {
        let slot = operand & ~1
        guard slot + 1 < slots.count, slots[slot] >= 0, slots[slot + 1] >= slots[slot] else {
            return isJava ? -1 : place
        }
        let length = slots[slot + 1] - slots[slot]
        guard length <= text.count - place else { return -1 }
        for index in 0..<length {
            let expected = text[slots[slot] + index]
            let actual = text[place + index]
            if expected == actual { continue }
            guard operand & 1 != 0, expected ^ actual == 0x20, expected | 0x20 >= 0x61,
                expected | 0x20 <= 0x7A
            else { return -1 }
        }
        return place + length
    }

    private func check(_ assertion: PatternAssertion, _ text: Span<UInt8>, _ place: Int) -> Bool {
        switch assertion {
        case .start: return place == 0
        case .end: return place == text.count
        case .searchStart: return place == searchStart
        case .endOrFinalNewline:
            return place == text.count || place == text.count - 1 && text[place] == 0x0A
        case .endOrFinalLine:
            if place == text.count { return true }
            if place == text.count - 1, text[place] == 0x0A, place > 0, text[place - 1] == 0x0D {
                return false
            }
            let length = text.lineTerminatorLength(place)
            return length > 0 && place + length == text.count
        case .lineStart:
            if place == 0 { return true }
            guard place < text.count else { return false }
            let before = text.previousPlace(place)
            guard text.lineTerminatorLength(before) > 0 else { return false }
            return !(text[before] == 0x0D && text[place] == 0x0A)
        case .lineEnd:
            if place == text.count { return true }
            if text[place] == 0x0A, place > 0, text[place - 1] == 0x0D { return false }
            return text.lineTerminatorLength(place) > 0
        case .wordBoundary, .notWordBoundary:
            let before = place > 0 && text[place - 1].isWordByte
            let after = place < text.count && text[place].isWordByte
            return (before != after) == (assertion == .wordBoundary)
        case .unicodeWordBoundary, .notUnicodeWordBoundary:
            let before = place > 0 && text.isWord(text.previousPlace(place))
            let after = place < text.count && text.isWord(place)
            return (before != after) == (assertion == .unicodeWordBoundary)
        }
    }
}

extension Span<UInt8> {
    /// The code point at a place and the place after it; `UInt32.max` at the end.
    ///
    /// A byte that does not start a well-formed sequence counts as U+FFFD.
    @inline(__always)
    func scalar(at place: Int) -> (scalar: UInt32, next: Int) {
        guard place < count else { return (.max, place) }
        let byte = self[place]
        if byte < 0x80 { return (UInt32(byte), place + 1) }
        return wideScalar(at: place)
    }

    private func wideScalar(at place: Int) -> (scalar: UInt32, next: Int) {
        let first = self[place]
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, place + length <= count else {
            return (0xFFFD, place + 1)
        }
        var scalar = UInt32(first) & (0x7F >> UInt32(length))
        for index in place + 1..<place + length {
            guard self[index] & 0xC0 == 0x80 else { return (0xFFFD, place + 1) }
            scalar = scalar << 6 | UInt32(self[index] & 0x3F)
        }
        return (scalar, place + length)
    }

    /// The place after the code point at a place.
    func nextPlace(_ place: Int) -> Int { scalar(at: place).next }

    /// The place of the code point before a place beyond 0.
    func previousPlace(_ place: Int) -> Int {
        var start = place - 1
        while start > 0, place - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start).next == place ? start : place - 1
    }

    /// The length in bytes of Java's line terminator at a place, or 0.
    func lineTerminatorLength(_ place: Int) -> Int {
        let (scalar, next) = scalar(at: place)
        switch scalar {
        case 0x0D: return next < count && self[next] == 0x0A ? 2 : 1
        case 0x0A, 0x85, 0x2028, 0x2029: return next - place
        default: return 0
        }
    }

    /// Whether Java's `\b` takes the code point for a part of a word.
    func isWord(_ place: Int) -> Bool {
        let value = scalar(at: place).scalar
        if value < 0x80 { return UInt8(value).isWordByte }
        guard let scalar = Unicode.Scalar(value) else { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber:
            return true
        default: return false
        }
    }
}
