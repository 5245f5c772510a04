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

/// The pieces of a template that does not always fail, in order.
func templatePieces(of code: TemplateCode, _ outline: TemplateOutline) -> [TemplatePiece] {
    var reader = PieceReader(outline)
    reader.read(code, 0, code.words.count)
    return reader.pieces
}

/// Walks through code without running it.
private struct PieceReader {
    private let references: [TemplateOutline.Reference]
    private let marks: [(pool: Int, source: Int)]

    /// The first reference that begins no earlier than what is read, and the mark of its text.
    private var next = 0
    private var mark = 0
    private(set) var pieces: [TemplatePiece] = []

    init(_ outline: TemplateOutline) {
        references = outline.references
        marks = outline.textMarks
    }

    /// The reference that is printed where it begins at an offset, by its place in the outline.
    private mutating func reference(at start: Int) -> Int? {
        while next < references.count {
            let reference = references[next]
            if reference.range.lowerBound > start { return nil }
            next += 1
            let isPrinted = reference.enclosing == nil && !reference.root.isEmpty
            if reference.range.lowerBound == start, isPrinted { return next - 1 }
        }
        return nil
    }

    mutating func read(_ code: TemplateCode, _ from: Int, _ to: Int) {
        var pc = from
        while pc < to {
            switch code.op(code.word(pc)) {
            case .text:
                addText(code, pc + 1)
                pc += TemplateOp.text.headerWordCount
            case .print:
                addText(code, pc + 3)
                if let reference = reference(at: code.word(pc + 1)) {
                    pieces.append(.value(reference: reference))
                }
                pc += TemplateOp.print.headerWordCount
                code.skip(&pc)
            case .execute, .setVariable:
                pieces.append(.silent)
                pc += TemplateOp.setVariable.headerWordCount
                code.skip(&pc)
            case .setProperty:
                pieces.append(.silent)
                pc = code.target(pc + 3)
                code.skip(&pc)
            case .if:
                let alternative = code.target(pc + 3)
                let end = code.target(pc + 4)
                pc += TemplateOp.if.headerWordCount
                code.skip(&pc)
                pieces.append(.condition)
                read(code, pc, alternative)
                pieces.append(.alternative)
                read(code, alternative, end)
                pieces.append(.close)
                pc = end
            case .forEach:
                let end = code.target(pc + 4)
                pieces.append(.loop)
                read(code, code.target(pc + 3), end)
                pieces.append(.close)
                pc = end
            case .define:
                pieces.append(.silent)
                pc = code.target(pc + 3)
            case .break, .stop:
                let hasValue = code.word(pc) >> 8 != 0
                pieces.append(.silent)
                pc += TemplateOp.break.headerWordCount
                if hasValue { code.skip(&pc) }
            case .fail:
                pieces.append(.silent)
                pc += TemplateOp.fail.headerWordCount
            default: return
            }
        }
    }

    /// Adds a text of the pool in parts that each come from one place.
    private mutating func addText(_ code: TemplateCode, _ index: Int) {
        var offset = code.word(index)
        let end = offset + code.word(index + 1)
        while offset < end {
            while mark + 1 < marks.count, marks[mark + 1].pool <= offset { mark += 1 }
            let stop = mark + 1 < marks.count ? min(end, marks[mark + 1].pool) : end
            var source = 0
            if mark < marks.count { source = marks[mark].source + offset - marks[mark].pool }
            pieces.append(.text(code.pool[offset..<stop], source: max(source, 0)))
            offset = stop
        }
    }
}
