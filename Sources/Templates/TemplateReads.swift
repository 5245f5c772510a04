internal import JSONPath

/// Which variables a template's code can read, so that no others need be made for a rendering.
package struct TemplateReads: Sendable, Hashable {
    /// The names after `$context.`, such as `identity`; `nil` where it may read any.
    package private(set) var contextMembers: Set<[UInt8]>? = []

    /// Whether it reads `$stageVariables`.
    package private(set) var stageVariables = false

    /// The names given to `$input.params('NAME')`; `nil` where it may read any.
    package private(set) var parameters: Set<[UInt8]>? = []

    /// The whole output of a template that has no directive and no reference; `nil` for others.
    package private(set) var constantText: [UInt8]? = []

    /// Reads a template's code once from end to end.
    package init(_ template: Template) {
        let program = TemplateProgram(template)
        if program.failure != nil { constantText = nil }
        var pc = 0
        while pc < program.wordCount {
            guard let op = program.op(pc) else {
                readAll()
                return
            }
            switch op {
            case .text: constantText? += program.text(pc + 1)
            case .reference:
                constantText = nil
                readReference(program, pc)
            default: constantText = nil
            }
            pc += op.headerWordCount
        }
        if program.mayHaveSurrogates { constantText = nil }
    }

    private mutating func readAll() {
        contextMembers = nil
        stageVariables = true
        parameters = nil
        constantText = nil
    }

    private mutating func readReference(_ program: TemplateProgram, _ pc: Int) {
        let first = program.word(pc + 3) > 0 ? pc + TemplateOp.reference.headerWordCount : nil
        switch program.word(pc) >> 8 {
        case TemplateCode.contextSlot:
            if let first, program.op(first) == .property {
                contextMembers?.insert(Array(program.text(first + 1)))
            } else {
                contextMembers = nil
            }
        case TemplateCode.stageVariablesSlot: stageVariables = true
        case TemplateCode.inputSlot:
            if let first {
                readInput(program, first)
            } else {
                parameters = nil
            }
        default: break
        }
    }

    private mutating func readInput(_ program: TemplateProgram, _ part: Int) {
        switch (program.op(part), TemplateName(number: program.word(part) >> 8)) {
        case (.property, .body), (.method, .json), (.method, .path): break
        case (.method, .params) where program.word(part + 3) == 1:
            let argument = part + TemplateOp.method.headerWordCount
            if program.op(argument) == .string {
                parameters?.insert(Array(program.text(argument + 1)))
            } else {
                parameters = nil
            }
        default: parameters = nil
        }
    }
}

extension TemplateProgram {
    fileprivate func word(_ index: Int) -> Int { image.word(at: codeBase + 4 * index) }

    fileprivate func op(_ index: Int) -> TemplateOp? {
        TemplateOp(rawValue: UInt8(truncatingIfNeeded: word(index)))
    }

    /// A text whose offset and length stand at a place of the code.
    fileprivate func text(_ index: Int) -> ArraySlice<UInt8> {
        let start = poolBase + word(index)
        return image[start..<start + word(index + 1)]
    }
}
