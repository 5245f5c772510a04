/// A template's code, to be walked through node by node: while it is compiled, and while it runs.
protocol TemplateWords: ~Copyable {
    /// The word at an index.
    func word(_ index: Int) -> Int
}

extension TemplateWords where Self: ~Copyable {
    /// The op of a node's first word.
    @inline(__always)
    func op(_ word: Int) -> TemplateOp? { TemplateOp(code: UInt8(truncatingIfNeeded: word)) }

    /// Where a skip leads.
    @inline(__always)
    func target(_ index: Int) -> Int { index &+ 1 &+ word(index) }

    /// Moves past a value.
    func skip(_ pc: inout Int) {
        let first = word(pc)
        guard let operation = op(first) else { return }
        switch operation {
        case .reference: pc = target(pc + 4)
        case .interpolate: pc = target(pc + 1)
        default:
            pc += operation.headerWordCount
            var count = operation.isBinary ? 2 : operation == .not ? 1 : 0
            if operation == .list { count = first >> 8 }
            if operation == .map { count = (first >> 8) * 2 }
            for _ in 0..<count { skip(&pc) }
        }
    }
}
