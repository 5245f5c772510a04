extension Pattern {
    /// Appends the stored form: the program's words, little-endian.
    package func encode(into bytes: inout [UInt8]) {
        for word in words {
            for place in UInt32(0)..<4 {
                bytes.append(UInt8(truncatingIfNeeded: word >> (8 * place)))
            }
        }
    }

    /// Reads a stored form at an offset, which is moved past it, in O(*n*).
    ///
    /// Gives `nil` for bytes that would not be safe to run.
    package init?(decoding bytes: Span<UInt8>, at offset: inout Int) {
        guard let total = bytes.word(at: offset + 4 * PatternHeader.total),
            total >= PatternHeader.length, offset + 4 * Int(total) <= bytes.count
        else { return nil }
        var words: [UInt32] = []
        words.reserveCapacity(Int(total))
        for index in 0..<Int(total) {
            words.append(bytes.word(at: offset + 4 * index) ?? 0)
        }
        guard Pattern.isValidProgram(words.span) else { return nil }
        offset += 4 * Int(total)
        self.init(validated: words)
    }

    /// How many words the program has that starts with these.
    package static func wordCount(of words: Span<UInt32>) -> Int {
        words.count > PatternHeader.total ? Int(words[PatternHeader.total]) : 0
    }

    /// Whether words of unknown origin are one program that is safe to run, in O(*n*).
    package static func isValidProgram(_ words: Span<UInt32>) -> Bool {
        guard words.count >= PatternHeader.length, words[0] == PatternHeader.magic,
            Int(words[PatternHeader.total]) == words.count
        else { return false }
        let groupCount = words[PatternHeader.groupCount]
        let slotCount = words[PatternHeader.slotCount]
        guard groupCount < 1 << 20, slotCount >= 2 * (groupCount + 1), slotCount < 1 << 22 else {
            return false
        }
        let flags = words[PatternHeader.flags]
        guard
            flags & PatternHeader.hasFirstBytes == 0
                || words.holds(words[PatternHeader.firstBytes], count: 8)
        else { return false }
        return areValidSets(words) && isValidCode(words) && areValidTests(words)
            && areValidNames(words)
    }

    private static func areValidSets(_ words: Span<UInt32>) -> Bool {
        let list = words[PatternHeader.sets]
        let count = words[PatternHeader.sets + 1]
        guard words.holds(list, count: UInt64(count)) else { return false }
        for index in 0..<Int(count) {
            let set = words[Int(list) + index]
            guard words.holds(set, count: 5),
                words.holds(set, count: 5 + 2 * UInt64(words[Int(set) + 4]))
            else { return false }
        }
        return true
    }

    private static func isValidCode(_ words: Span<UInt32>) -> Bool {
        let start = words[PatternHeader.code]
        let length = Int(words[PatternHeader.code + 1])
        guard words.holds(start, count: UInt64(length)), length > 0 else { return false }
        let setCount = Int(words[PatternHeader.sets + 1])
        let slotCount = Int(words[PatternHeader.slotCount])
        var begins = [Bool](repeating: false, count: length)
        var targets: [Int] = []
        var place = 0
        var last = PatternOperation.jump
        while place < length {
            let index = Int(start) + place
            let operand = Int(words[index] >> 8)
            guard let operation = PatternOperation(rawValue: words[index] & 255),
                place + operation.length <= length
            else { return false }
            begins[place] = true
            switch operation {
            case .set where operand >= setCount: return false
            case .repeatSet:
                guard operand < setCount, words[index + 1] <= 2 else { return false }
            case .save where operand >= slotCount, .mark where operand >= slotCount: return false
            case .reset:
                let end = Int(words[index + 1])
                guard operand <= end, end <= slotCount else { return false }
            case .checkProgress:
                guard operand < slotCount else { return false }
                targets.append(Int(words[index + 1]))
            case .assert:
                guard PatternAssertion(rawValue: words[index] >> 8) != nil else { return false }
            case .jump: targets.append(operand)
            case .splitPreferringNext, .splitPreferringTarget, .look, .atomic:
                targets.append(Int(words[index + 1]))
            default: break
            }
            place += operation.length
            last = operation
        }
        // Nothing runs off the end.
        guard last == .match || last == .jump else { return false }
        return targets.allSatisfy { $0 < length && begins[$0] }
    }

    private static func areValidTests(_ words: Span<UInt32>) -> Bool {
        let list = words[PatternHeader.tests]
        let count = words[PatternHeader.tests + 1]
        guard words.holds(list, count: 2 * UInt64(count)) else { return false }
        for index in 0..<Int(count) {
            let automaton = words[Int(list) + 2 * index + 1]
            guard words.holds(automaton, count: 67) else { return false }
            let base = Int(automaton)
            let stateCount = UInt64(words[base])
            let width = UInt64(words[base + 1])
            guard stateCount >= 2, width >= 2, width <= 257, stateCount < 1 << 20,
                words.holds(automaton, count: 67 + stateCount * width)
            else { return false }
            let size = UInt32(stateCount * width)
            guard words[base + 2] < size, words[base + 2] % UInt32(width) == 0 else { return false }
            for word in base + 3..<base + 67 {
                for place in UInt32(0)..<4
                where words[word] >> (8 * place) & 255 >= UInt32(width) - 1 { return false }
            }
            for word in base + 67..<base + 67 + Int(size)
            where words[word] >= size || words[word] % UInt32(width) != 0 { return false }
        }
        return true
    }

    private static func areValidNames(_ words: Span<UInt32>) -> Bool {
        let list = words[PatternHeader.names]
        let count = words[PatternHeader.names + 1]
        guard words.holds(list, count: 3 * UInt64(count)) else { return false }
        for index in 0..<Int(count) {
            let entry = Int(list) + 3 * index
            guard words[entry] <= words[PatternHeader.groupCount],
                words.holds(words[entry + 1], count: UInt64(words[entry + 2]))
            else { return false }
        }
        return true
    }
}

extension Span<UInt32> {
    fileprivate func holds(_ offset: UInt32, count length: UInt64) -> Bool {
        UInt64(offset) + length <= UInt64(count)
    }
}

extension Span<UInt8> {
    fileprivate func word(at offset: Int) -> UInt32? {
        guard offset >= 0, offset + 4 <= count else { return nil }
        return UInt32(self[offset]) | UInt32(self[offset + 1]) << 8
            | UInt32(self[offset + 2]) << 16 | UInt32(self[offset + 3]) << 24
    }
}
