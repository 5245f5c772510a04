internal import JSONPath

/// Checks code of unknown origin, so that running it reads nothing outside of it.
struct TemplateCheck {
    private let image: [UInt8]
    private let codeBase: Int
    private let wordCount: Int
    private let slotCount: Int
    private let poolBase: Int
    private let poolCount: Int
    private var depth = 0

    /// Whether a run of bytes is a template's code, to its last byte.
    static func isValid(_ image: [UInt8], _ range: Range<Int>) -> Bool {
        let start = range.lowerBound
        guard start >= 0, range.upperBound <= image.count,
            range.count >= TemplateProgram.headerLength,
            image.word(at: start) == TemplateProgram.magic
        else { return false }
        let wordCount = image.word(at: start + 4)
        let poolCount = image.word(at: start + 8)
        let slotCount = image.word(at: start + 12)
        let codeBase = start + TemplateProgram.headerLength
        guard slotCount >= TemplateCode.knownSlots.count, slotCount < 1 << 24,
            TemplateProgram.headerLength + 4 * wordCount + 8 * slotCount + poolCount == range.count,
            image.word(at: start + 20) <= poolCount,
            image.word(at: start + 24) <= poolCount - image.word(at: start + 20),
            image.word(at: start + 28) <= image.word(at: start + 32)
        else { return false }
        var check = TemplateCheck(
            image: image, codeBase: codeBase, wordCount: wordCount, slotCount: slotCount,
            poolBase: codeBase + 4 * wordCount + 8 * slotCount, poolCount: poolCount)
        for slot in 0..<slotCount where !check.isText(wordCount + 2 * slot) { return false }
        return check.statements(0, wordCount)
    }

    private init(
        image: [UInt8], codeBase: Int, wordCount: Int, slotCount: Int, poolBase: Int,
        poolCount: Int
    ) {
        self.image = image
        self.codeBase = codeBase
        self.wordCount = wordCount
        self.slotCount = slotCount
        self.poolBase = poolBase
        self.poolCount = poolCount
    }

    private func word(_ index: Int) -> Int { image.word(at: codeBase + 4 * index) }

    private func isText(_ index: Int) -> Bool {
        let offset = word(index)
        return offset <= poolCount && word(index + 1) <= poolCount - offset
    }

    /// Whether `count` words are there, up to `end`.
    private func has(_ count: Int, at index: Int, _ end: Int) -> Bool { count <= end - index }

    /// Where a skip leads, `nil` where that is beyond `end`.
    private func target(_ index: Int, _ end: Int) -> Int? {
        let skip = word(index)
        return skip <= end - index - 1 ? index + 1 + skip : nil
    }

    private mutating func statements(_ start: Int, _ end: Int) -> Bool {
        depth += 1
        defer { depth -= 1 }
        guard depth < 512 else { return false }
        var pc = start
        while pc < end {
            guard let next = statement(pc, end) else { return false }
            pc = next
        }
        return pc == end
    }

    private mutating func statement(_ pc: Int, _ end: Int) -> Int? {
        let operand = word(pc) >> 8
        switch TemplateOp(rawValue: UInt8(truncatingIfNeeded: word(pc))) {
        case .text:
            guard has(3, at: pc, end), isText(pc + 1) else { return nil }
            return pc + 3
        case .print:
            guard has(5, at: pc, end), isText(pc + 3) else { return nil }
            return value(pc + 5, end)
        case .execute:
            guard has(3, at: pc, end) else { return nil }
            return value(pc + 3, end)
        case .setVariable:
            guard has(3, at: pc, end), operand < slotCount else { return nil }
            return value(pc + 3, end)
        case .setProperty:
            guard has(4, at: pc, end), let after = target(pc + 3, end),
                TemplateOp(rawValue: UInt8(truncatingIfNeeded: word(pc + 4))) == .reference,
                value(pc + 4, after) == after, word(pc + 7) > 0
            else { return nil }
            return value(after, end)
        case .if:
            guard has(5, at: pc, end), let stop = target(pc + 4, end),
                word(pc + 3) <= stop - pc - 5,
                let block = value(pc + 5, pc + 5 + word(pc + 3)),
                statements(block, pc + 5 + word(pc + 3)),
                statements(pc + 5 + word(pc + 3), stop)
            else { return nil }
            return stop
        case .forEach:
            guard has(5, at: pc, end), operand < slotCount, let block = target(pc + 3, end),
                let stop = target(pc + 4, end), block > pc + 5, block <= stop,
                value(pc + 5, block) == block, statements(block, stop)
            else { return nil }
            return stop
        case .define:
            guard has(4, at: pc, end), operand < slotCount, let stop = target(pc + 3, end),
                statements(pc + 4, stop)
            else { return nil }
            return stop
        case .break, .stop:
            guard has(3, at: pc, end), operand < 2 else { return nil }
            return operand == 0 ? pc + 3 : value(pc + 3, end)
        case .fail:
            guard has(5, at: pc, end), isText(pc + 3) else { return nil }
            return pc + 5
        default: return nil
        }
    }

    /// The place after a value, `nil` where there is none up to `end`.
    private mutating func value(_ pc: Int, _ end: Int) -> Int? {
        guard pc < end else { return nil }
        depth += 1
        defer { depth -= 1 }
        guard depth < 512 else { return nil }
        let operand = word(pc) >> 8
        guard let op = TemplateOp(rawValue: UInt8(truncatingIfNeeded: word(pc))) else { return nil }
        switch op {
        case .string, .big:
            guard has(3, at: pc, end), isText(pc + 1) else { return nil }
            return pc + 3
        case .pathString, .patternString:
            guard has(5, at: pc, end), isText(pc + 1), isText(pc + 3) else { return nil }
            let start = poolBase + word(pc + 3)
            let range = start..<start + word(pc + 4)
            let isSound =
                op == .pathString
                ? JSONPath.isValid(range, in: image)
                : JavaPattern(decoding: image, at: range) != nil
            return isSound ? pc + 5 : nil
        case .int: return has(2, at: pc, end) ? pc + 2 : nil
        case .long, .double: return has(3, at: pc, end) ? pc + 3 : nil
        case .true, .false, .null: return pc + 1
        case .list, .map:
            var next = pc + 1
            guard operand <= end - pc else { return nil }
            for _ in 0..<operand * (op == .map ? 2 : 1) {
                guard let after = value(next, end) else { return nil }
                next = after
            }
            return next
        case .interpolate:
            guard has(2, at: pc, end), let stop = target(pc + 1, end), statements(pc + 2, stop)
            else { return nil }
            return stop
        case .not: return value(pc + 1, end)
        case .reference:
            guard has(5, at: pc, end), operand < slotCount, let stop = target(pc + 4, end) else {
                return nil
            }
            var next = pc + 5
            guard word(pc + 3) <= stop - pc else { return nil }
            for _ in 0..<word(pc + 3) {
                guard let after = part(next, stop) else { return nil }
                next = after
            }
            return next == stop ? stop : nil
        case _ where op.isBinary || op == .range:
            guard let middle = value(pc + 1, end) else { return nil }
            return value(middle, end)
        default: return nil
        }
    }

    private mutating func part(_ pc: Int, _ end: Int) -> Int? {
        guard pc < end else { return nil }
        switch TemplateOp(rawValue: UInt8(truncatingIfNeeded: word(pc))) {
        case .property:
            guard has(4, at: pc, end), isText(pc + 1) else { return nil }
            return pc + 4
        case .index: return value(pc + 1, end)
        case .method:
            guard has(5, at: pc, end), isText(pc + 1), let stop = target(pc + 4, end),
                word(pc + 3) <= stop - pc
            else { return nil }
            var next = pc + 5
            for _ in 0..<word(pc + 3) {
                guard let after = value(next, stop) else { return nil }
                next = after
            }
            return next == stop ? stop : nil
        default: return nil
        }
    }
}
