/// Calculating at compile time what can be known there, as the machine would.
extension TemplateCode {
    private enum Constant {
        case int(Int)
        case double(Double)
        case text(ArraySlice<UInt8>)
        case bool(Bool)

        var double: Double? {
            switch self {
            case .int(let value): Double(value)
            case .double(let value): value
            case .text, .bool: nil
            }
        }
    }

    private func op(_ index: Int) -> TemplateOp? {
        TemplateOp(code: UInt8(truncatingIfNeeded: words[index]))
    }

    /// The value of a run of words that is one literal.
    private func constant(_ range: Range<Int>) -> Constant? {
        guard !range.isEmpty, let op = op(range.lowerBound), range.count == op.headerWordCount
        else { return nil }
        let first = range.lowerBound + 1
        switch op {
        case .int: return .int(Int(Int32(bitPattern: words[first])))
        case .double:
            return .double(
                Double(bitPattern: UInt64(words[first]) | UInt64(words[first + 1]) << 32))
        case .string:
            return .text(pool[Int(words[first])..<Int(words[first]) + Int(words[first + 1])])
        case .true: return .bool(true)
        case .false: return .bool(false)
        default: return nil
        }
    }

    /// What a condition is whenever it is asked; `nil` where that is known only then.
    ///
    /// Only references and what compares and connects can be true.
    func truth(_ range: Range<Int>) -> Bool? {
        guard !range.isEmpty, let op = op(range.lowerBound) else { return nil }
        switch op {
        case .true: return true
        case .reference, .not, .or, .and, .equal, .notEqual, .less, .greater, .lessOrEqual,
            .greaterOrEqual:
            return nil
        default: return false
        }
    }

    /// Replaces two values at the end of the code by what an operator makes of them, if that is
    /// known; the second begins at `middle`.
    mutating func fold(_ operation: TemplateOp, _ start: Int, _ middle: Int) -> Bool {
        guard let result = folded(operation, start..<middle, middle..<words.count) else {
            return false
        }
        words.removeSubrange(start...)
        switch result {
        case .int(let value):
            let isSmall = Int32(exactly: value) != nil
            emit(isSmall ? .int : .long)
            emit(word: value)
            if !isSmall { emit(word: value >> 32) }
        case .double(let value):
            emit(.double)
            emit(word: Int(truncatingIfNeeded: value.bitPattern))
            emit(word: Int(truncatingIfNeeded: value.bitPattern >> 32))
        case .text(let text):
            emit(.string)
            emit(text: text)
        case .bool(let value): emit(value ? .true : .false)
        }
        return true
    }

    private func folded(_ operation: TemplateOp, _ left: Range<Int>, _ right: Range<Int>)
        -> Constant?
    {
        if operation == .and || operation == .or {
            guard let first = truth(left) else { return nil }
            // The second is not even asked where the first decides.
            if first == (operation == .or) { return .bool(first) }
            return truth(right).map { .bool($0) }
        }
        guard let left = constant(left), let right = constant(right) else { return nil }
        if case .text(let first) = left, case .text(let second) = right {
            switch operation {
            case .add: return .text(first + second)
            case .equal: return .bool(first == second)
            case .notEqual: return .bool(first != second)
            default: return nil
            }
        }
        guard let first = left.double, let second = right.double else { return nil }
        switch operation {
        case .equal: return .bool(first == second)
        case .notEqual: return .bool(first != second)
        case .less: return .bool(first < second)
        case .greater: return .bool(first > second)
        case .lessOrEqual: return .bool(first <= second)
        case .greaterOrEqual: return .bool(first >= second)
        default: break
        }
        if case .int(let first) = left, case .int(let second) = right {
            // Of 32 bits each, so nothing overflows 64.
            switch operation {
            case .add: return .int(first + second)
            case .subtract: return .int(first - second)
            case .multiply: return .int(first * second)
            case .divide where second != 0: return .int(first / second)
            case .modulus where second != 0: return .int(first % second)
            default: return nil
            }
        }
        switch operation {
        case .add: return .double(first + second)
        case .subtract: return .double(first - second)
        case .multiply: return .double(first * second)
        case .divide where second != 0: return .double(first / second)
        default: return nil
        }
    }

    /// Puts an operator before two values; texts stand for those that may be null.
    mutating func insert(
        _ operation: TemplateOp, at start: Int, ifNull left: [UInt8]?, _ right: [UInt8]?
    ) {
        guard operation == .add, left != nil || right != nil else {
            words.insert(UInt32(operation.rawValue), at: start)
            return
        }
        var header = [UInt32(TemplateOp.addOrText.rawValue)]
        for text in [left ?? [], right ?? []] {
            header += [UInt32(pool.count), UInt32(text.count)]
            pool += text
        }
        words.insert(contentsOf: header, at: start)
    }
}
