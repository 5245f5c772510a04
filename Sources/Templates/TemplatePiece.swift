/// A part of what a template writes.
package enum TemplatePiece: Sendable {
    /// A text and where its first byte stands in the template's text.
    case text(ArraySlice<UInt8>, source: Int)
    /// The value of a reference, by its place in the outline.
    case value(reference: Int)
    /// `#if` and what follows up to ``close``; ``alternative`` divides it.
    case condition
    case alternative
    /// `#foreach` and what follows up to ``close``, any number of times.
    case loop
    case close
    /// `#set`, `#define` and others that write nothing where they stand.
    case silent
}

/// The pieces of a template that does not always fail, in order; `pool` holds its texts.
func templatePieces(
    of template: Template, _ pool: [UInt8], _ outline: TemplateOutline
) -> [TemplatePiece] {
    let program = TemplateProgram(template)
    var reader = PieceReader(program, pool: pool, outline: outline)
    reader.read(0, program.wordCount)
    return reader.pieces
}

/// Walks through code without running it.
private struct PieceReader: ~Copyable {
    private var machine = TemplateMachine()
    private let pool: [UInt8]
    private let marks: [(pool: Int, source: Int)]
    private var mark = 0
    private var references: [Int: Int] = [:]
    private(set) var pieces: [TemplatePiece] = []

    init(_ program: TemplateProgram, pool: [UInt8], outline: TemplateOutline) {
        machine.load(program)
        self.pool = pool
        marks = outline.textMarks
        for (index, reference) in outline.references.enumerated()
        where reference.enclosing == nil && !reference.root.isEmpty {
            references[reference.range.lowerBound] = index
        }
    }

    mutating func read(_ from: Int, _ to: Int) {
        var pc = from
        while pc < to {
            switch machine.op(machine.word(pc)) {
            case .text:
                addText(pc + 1)
                pc += TemplateOp.text.headerWordCount
            case .print:
                addText(pc + 3)
                if let reference = references[machine.word(pc + 1)] {
                    pieces.append(.value(reference: reference))
                }
                pc += TemplateOp.print.headerWordCount
                machine.skip(&pc)
            case .execute, .setVariable:
                pieces.append(.silent)
                pc += TemplateOp.setVariable.headerWordCount
                machine.skip(&pc)
            case .setProperty:
                pieces.append(.silent)
                pc = machine.target(pc + 3)
                machine.skip(&pc)
            case .if:
                let alternative = machine.target(pc + 3)
                let end = machine.target(pc + 4)
                pc += TemplateOp.if.headerWordCount
                machine.skip(&pc)
                pieces.append(.condition)
                read(pc, alternative)
                pieces.append(.alternative)
                read(alternative, end)
                pieces.append(.close)
                pc = end
            case .forEach:
                let end = machine.target(pc + 4)
                pieces.append(.loop)
                read(machine.target(pc + 3), end)
                pieces.append(.close)
                pc = end
            case .define:
                pieces.append(.silent)
                pc = machine.target(pc + 3)
            case .break, .stop:
                let hasValue = machine.word(pc) >> 8 != 0
                pieces.append(.silent)
                pc += TemplateOp.break.headerWordCount
                if hasValue { machine.skip(&pc) }
            case .fail:
                pieces.append(.silent)
                pc += TemplateOp.fail.headerWordCount
            default: return
            }
        }
    }

    /// Adds a text of the pool in parts that each come from one place.
    private mutating func addText(_ index: Int) {
        var offset = machine.word(index)
        let end = offset + machine.word(index + 1)
        while offset < end {
            while mark + 1 < marks.count, marks[mark + 1].pool <= offset { mark += 1 }
            let stop = mark + 1 < marks.count ? min(end, marks[mark + 1].pool) : end
            var source = 0
            if mark < marks.count { source = marks[mark].source + offset - marks[mark].pool }
            pieces.append(.text(pool[offset..<stop], source: max(source, 0)))
            offset = stop
        }
    }
}
