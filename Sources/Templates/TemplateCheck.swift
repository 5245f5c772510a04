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
        guard slotCount >= SlotNames.known.count, slotCount < 1 << 24,
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

    /// The op at a place whose header is there up to `end`, and the place after the header.
    private func header(_ pc: Int, _ end: Int) -> (op: TemplateOp, first: Int)? {
        guard pc < end, let op = TemplateOp(code: UInt8(truncatingIfNeeded: word(pc))),
            op.headerWordCount <= end - pc
        else { return nil }
        return (op, pc + op.headerWordCount)
    }

    /// The place after a statement, `nil` where there is none up to `end`.
    private mutating func statement(_ pc: Int, _ end: Int) -> Int? {
        guard let (op, first) = header(pc, end) else { return nil }
        let operand = word(pc) >> 8
        switch op {
        case .text: return isText(pc + 1) ? first : nil
        case .print: return isText(pc + 3) ? value(first, end) : nil
        case .execute: return value(first, end)
        case .setVariable: return operand < slotCount ? value(first, end) : nil
        case .setProperty:
            guard let after = target(pc + 3, end), let (op, _) = header(first, after),
                op == .reference, value(first, after) == after, word(first + 3) > 0
            else { return nil }
            return value(after, end)
        case .if:
            guard let stop = target(pc + 4, end), let middle = target(pc + 3, stop),
                middle >= first, let block = value(first, middle), statements(block, middle),
                statements(middle, stop)
            else { return nil }
            return stop
        case .forEach:
            guard operand < slotCount, let stop = target(pc + 4, end),
                let block = target(pc + 3, stop), block > first, value(first, block) == block,
                statements(block, stop)
            else { return nil }
            return stop
        case .define:
            guard operand < slotCount, let stop = target(pc + 3, end), statements(first, stop)
            else { return nil }
            return stop
        case .break, .stop:
            guard operand < 2 else { return nil }
            return operand == 0 ? first : value(first, end)
        case .fail: return isText(pc + 3) ? first : nil
        default: return nil
        }
    }

    /// The place after a value, `nil` where there is none up to `end`.
    private mutating func value(_ pc: Int, _ end: Int) -> Int? {
        depth += 1
        defer { depth -= 1 }
        guard depth < 512, let (op, first) = header(pc, end) else { return nil }
        let operand = word(pc) >> 8
        switch op {
        case .string, .big: return isText(pc + 1) ? first : nil
        case .pathString, .patternString:
            guard isText(pc + 1), isText(pc + 3) else { return nil }
            let start = poolBase + word(pc + 3)
            let range = start..<start + word(pc + 4)
            let isSound =
                op == .pathString
                ? JSONPath.isValid(range, in: image)
                : JavaPattern(decoding: image, at: range) != nil
            return isSound ? first : nil
        case .int, .long, .double, .true, .false, .null: return first
        case .list: return values(operand, first, end)
        case .map: return values(2 * operand, first, end)
        case .interpolate:
            guard let stop = target(pc + 1, end), statements(first, stop) else { return nil }
            return stop
        case .not: return value(first, end)
        case .reference:
            guard operand < slotCount, let stop = target(pc + 4, end),
                word(pc + 3) <= stop - pc
            else { return nil }
            var next = first
            for _ in 0..<word(pc + 3) {
                guard let after = part(next, stop) else { return nil }
                next = after
            }
            return next == stop ? stop : nil
        case .addOrText:
            return isText(pc + 1) && isText(pc + 3) ? values(2, first, end) : nil
        default: return op.isBinary ? values(2, first, end) : nil
        }
    }

    /// The place after so many values.
    private mutating func values(_ count: Int, _ pc: Int, _ end: Int) -> Int? {
        guard count <= end - pc else { return nil }
        var next = pc
        for _ in 0..<count {
            guard let after = value(next, end) else { return nil }
            next = after
        }
        return next
    }

    private mutating func part(_ pc: Int, _ end: Int) -> Int? {
        guard let (op, first) = header(pc, end) else { return nil }
        switch op {
        case .property: return isText(pc + 1) ? first : nil
        case .index: return value(first, end)
        case .method:
            guard isText(pc + 1), let stop = target(pc + 4, end),
                values(word(pc + 3), first, stop) == stop
            else { return nil }
            return stop
        default: return nil
        }
    }
}
