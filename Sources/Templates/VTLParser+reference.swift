internal import JSON
internal import JSONPath

/// What the parser knows of a reference it has just written.
struct VTLReference {
    /// The root variable.
    var slot: Int
    /// Whether `#set` and `#define` can give the root a value that a reference reads back: not for
    /// `$!x` and `${x}`, which Velocity stores under the names `!x` and `{`.
    var isSettable: Bool
    var partCount = 0
    /// `$\!x`, which has no value.
    var isHidden = false
    /// Whether it is written `${x}`, whether `$!x`.
    var isFormal = false
    var isQuiet = false
    var start: Int
    var end: Int
    /// Whether its text, or none, is printed and never a value.
    var isText = false
    /// Where ``VTLParser/referenceTexts`` has what few references have; -1 for the others, which
    /// are nothing but numbers.
    var texts = -1

    /// Texts that a reference prints besides its value, or for want of one.
    struct Texts {
        /// What is printed before the value: halved backslashes, and `$`s that began nothing.
        var prefix: [UInt8] = []
        /// The reference's own text where an odd backslash makes it print that.
        var escaped: [UInt8]?
        /// A bare word (RUNT): has no value and prints itself.
        var bareWord: [UInt8]?
    }

    init(slot: Int, isSettable: Bool, start: Int, end: Int) {
        self.slot = slot
        self.isSettable = isSettable
        self.start = start
        self.end = end
    }
}

extension VTLParser {
    /// What few references have.
    @inline(__always)
    func texts(of reference: VTLReference) -> VTLReference.Texts? {
        reference.texts < 0 ? nil : referenceTexts[reference.texts]
    }

    /// A reference as a statement.
    mutating func printReference() throws(VTLError) {
        let startIndex = code.words.count
        code.emit(.print, with: [0, 0, 0, 0])
        let reference = try reference()
        let texts = texts(of: reference)
        if let word = texts?.bareWord {
            code.words.removeSubrange(startIndex...)
            emitText(word)
            return
        }
        if reference.isHidden {
            code.words.removeSubrange(startIndex...)
            return
        }
        code.words[startIndex] |= reference.isFormal ? 1 << 8 : 0
        code.words[startIndex] |= reference.isQuiet ? 2 << 8 : 0
        code.words[startIndex + 1] = UInt32(reference.start)
        code.words[startIndex + 2] = UInt32(reference.end)
        if let texts, let text = texts.escaped {
            // It prints its text, but is evaluated all the same.
            code.words[startIndex] = UInt32(TemplateOp.execute.rawValue)
            code.words.removeSubrange(startIndex + 3..<startIndex + 5)
            if reference.partCount == 0 { code.words.removeSubrange(startIndex...) }
            emitText(texts.prefix + text)
            return
        }
        code.words[startIndex + 3] = UInt32(code.pool.count)
        if let prefix = texts?.prefix {
            code.words[startIndex + 4] = UInt32(prefix.count)
            code.pool += prefix
        }
    }

    /// Writes a reference's node; `isTarget` says whether it is about to be given a value.
    mutating func reference(isTarget: Bool = false) throws(VTLError) -> VTLReference {
        let first = try consumeAny()
        let firstIndex = current
        try deeper(first)
        defer { depth -= 1 }
        let isFormal = first.kind == .referenceLeftCurly
        if isFormal { try consume(.identifier) }
        var reference = root(first, isFormal ? tokens[current] : first)
        let startIndex = code.words.count
        code.emit(.reference, reference.slot, with: [reference.start, 0, 0, 0])
        if outline.isEnabled { outline.open(reference, isTarget: isTarget) }
        if try kind() == .indexLeftBracket { try indexes(&reference) }
        while try kind() == .dot, try kind(2) == .identifier {
            current += 1
            let third = try kind(3 - 1)
            if third == .leftParenthesis, Self.startsArguments(try kind(3)) {
                try method(reference.slot, isFirst: reference.partCount == 0)
            } else {
                let name = try consume(.identifier)
                let hash = lexer.bytes.span.nameHash(name.range)
                let known = TemplateName(lexer.bytes, name.range, hash: hash)
                code.emit(
                    .property, known.number,
                    with: [code.pool.count, name.range.count, Int(hash)])
                code.addToPool(lexer.bytes, name.range)
                if outline.isEnabled {
                    outline.add(image(name), start(name), end(name), arguments: nil)
                }
            }
            reference.partCount += 1
            if try kind() == .indexLeftBracket { try indexes(&reference) }
        }
        if isFormal { try consume(.referenceRightCurly) }
        let last = tokens[current]
        reference.end = end(last)
        code.words[startIndex + 2] = UInt32(reference.end)
        code.words[startIndex + 3] = UInt32(reference.partCount)
        code.patch(startIndex + 4)
        if outline.isEnabled { outline.close(end: reference.end) }
        if let texts = texts(of: reference), texts.escaped != nil {
            // The literal text: the first token without what is escaped or printed before it.
            var text = Array(image(first).drop { $0 == UInt8(ascii: "\\") })
            if let dollar = text.lastIndex(of: UInt8(ascii: "$")) { text.removeFirst(dollar) }
            if current > firstIndex {
                for token in tokens[(firstIndex + 1)...current] { text += literal(token) }
            }
            referenceTexts[reference.texts].escaped = text
        }
        return reference
    }

    private static func startsArguments(_ kind: VTLTokenKind) -> Bool {
        kind == .methodRightParenthesis || kind == .whitespace || startsValue(kind)
    }

    /// What the first token says: `ASTReference.getRoot`.
    private mutating func root(_ first: VTLToken, _ name: VTLToken) -> VTLReference {
        let start = Int(first.start)
        let isFormal = first.kind == .referenceLeftCurly
        // Nearly all begin with one `$`, or `$!`, and nothing before it.
        let isQuiet = lexer.bytes.byte(start + 1) == UInt8(ascii: "!")
        let sign = isQuiet ? 2 : 1
        guard lexer.bytes.byte(start) == UInt8(ascii: "$"), start + sign < Int(first.end),
            isFormal
                ? start + sign + 1 == Int(first.end)
                : startsName(lexer.bytes.byte(start + sign))
        else { return unusualRoot(first, name) }
        let nameStart = isFormal ? Int(name.start) : start + sign
        var reference = VTLReference(
            slot: slot(nameStart..<Int(name.end)),
            isSettable: !isFormal && !isQuiet, start: self.start(first), end: end(name))
        reference.isFormal = isFormal
        reference.isQuiet = isQuiet
        noteCounters(reference.slot)
        return reference
    }

    /// Whether a byte can be the first of an identifier.
    private func startsName(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
            || byte == UInt8(ascii: "_")
    }

    /// The same for one with backslashes, further `$`s, or none.
    @inline(never)
    private mutating func unusualRoot(_ first: VTLToken, _ name: VTLToken) -> VTLReference {
        var image = image(first)
        var result = VTLReference(
            slot: TemplateCode.noSlot, isSettable: false, start: start(first), end: end(name))
        let dollar = UInt8(ascii: "$")
        for index in image.indices.dropLast()
        where image[index] == UInt8(ascii: "\\") && image[index + 1] == UInt8(ascii: "!") {
            result.isHidden = true
            result.isText = true
            return result
        }
        var texts = VTLReference.Texts()
        result.texts = referenceTexts.count
        defer { referenceTexts.append(texts) }
        let slashes = image.prefix { $0 == UInt8(ascii: "\\") }.count
        image = image.dropFirst(slashes)
        texts.prefix = [UInt8](repeating: UInt8(ascii: "\\"), count: slashes / 2)
        let isEscaped = slashes % 2 == 1
        if isEscaped { texts.escaped = [] }
        result.isText = isEscaped
        guard let last = image.lastIndex(of: dollar) else {
            texts.bareWord = Array(image)
            result.isText = true
            return result
        }
        if last > image.startIndex {
            if !isEscaped { texts.prefix += image[..<last] }
            image = image[last...]
        }
        result.start = fixed?.lowerBound ?? image.startIndex + base
        result.isQuiet = image.dropFirst().first == UInt8(ascii: "!")
        if first.kind == .referenceLeftCurly {
            result.isFormal = true
            result.slot = slot(Int(name.start)..<Int(name.end))
        } else {
            result.slot = slot(image.startIndex + (result.isQuiet ? 2 : 1)..<image.endIndex)
            result.isSettable = !result.isQuiet
        }
        noteCounters(result.slot)
        return result
    }

    /// The slot of the variable whose name some of the lexed bytes are.
    private mutating func slot(_ name: Range<Int>) -> Int {
        code.slots.slot(lexer.bytes, name)
    }

    private mutating func noteCounters(_ slot: Int) {
        if slot == TemplateCode.countSlot || slot == TemplateCode.hasNextSlot {
            code.namesCounters = true
        }
    }

    private mutating func indexes(_ reference: inout VTLReference) throws(VTLError) {
        while try kind() == .indexLeftBracket {
            current += 1
            code.emit(.index)
            outline.addIndex()
            try skipWhitespace()
            let token = try peek()
            switch token.kind {
            case .string: try stringLiteral()
            case .integer: integerLiteral(try consumeAny())
            case .true, .false: code.emit(try consumeAny().kind == .true ? .true : .false)
            case .identifier, .referenceLeftCurly: try valueReference()
            case .endOfText: throw unclosedIndex(token)
            default: throw unexpected(token)
            }
            try skipWhitespace()
            let closing = try peek()
            guard closing.kind == .indexRightBracket else { throw unclosedIndex(closing) }
            current += 1
            reference.partCount += 1
        }
    }

    private func unclosedIndex(_ token: VTLToken) -> VTLError {
        VTLError("the index is not closed by ']'", start(token), end(token))
    }

    private mutating func method(_ slot: Int, isFirst: Bool) throws(VTLError) {
        let name = try consume(.identifier)
        let hash = lexer.bytes.span.nameHash(name.range)
        let id = TemplateName(lexer.bytes, name.range, hash: hash)
        let countIndex = code.words.count + 3
        code.emit(.method, id.number, with: [code.pool.count, name.range.count, 0, 0])
        code.addToPool(lexer.bytes, name.range)
        try consume(.leftParenthesis)
        var count = 0
        var text: [UInt8]?
        if try kind() != .methodRightParenthesis {
            while true {
                let argument = code.words.count
                try parameter()
                if count == 0 {
                    if outline.isEnabled { text = constantText(argument).map(Array.init) }
                    prepare(
                        argument, for: id, name, isInput: slot == TemplateCode.inputSlot && isFirst)
                }
                count += 1
                guard try kind() == .comma else { break }
                current += 1
            }
        }
        let closing = try peek()
        guard closing.kind == .methodRightParenthesis else {
            throw closing.kind == .endOfText
                ? VTLError("the arguments are not closed by ')'", start(name), end(name))
                : unexpected(closing)
        }
        current += 1
        code.words[countIndex] = UInt32(count)
        code.patch(countIndex + 1)
        if outline.isEnabled {
            outline.add(image(name), start(name), end(name), arguments: count, text)
        }
    }

    /// The text of an argument that has just been written and is a constant.
    private func constantText(_ argument: Int) -> ArraySlice<UInt8>? {
        guard code.words.count == argument + TemplateOp.string.headerWordCount,
            code.words[argument] == UInt32(TemplateOp.string.rawValue)
        else { return nil }
        let start = Int(code.words[argument + 1])
        return code.pool[start..<start + Int(code.words[argument + 2])]
    }

    /// Compiles a constant first argument that is a JSONPath or a regular expression.
    private mutating func prepare(
        _ argument: Int, for id: TemplateName, _ method: VTLToken, isInput: Bool
    ) {
        switch id {
        case .path, .json, .replaceAll, .replaceFirst, .matches, .split: break
        default: return
        }
        guard let constant = constantText(argument) else { return }
        let text = Array(constant)
        let token = tokens[tokens[current].kind == .whitespace ? current - 1 : current]
        switch id {
        case .path, .json:
            do throws(JSONPathError) {
                let path = try JSONPath(parsing: text)
                code.words[argument] = UInt32(TemplateOp.pathString.rawValue)
                code.emit(text: path.encoded)
                if isInput { outline.add(.success(path), self.start(token), end(token)) }
            } catch {
                if isInput { outline.add(.failure(error), self.start(token), end(token)) }
            }
        case .replaceAll, .replaceFirst, .matches, .split:
            switch JavaPattern.compiled(text) {
            case .success(let program):
                code.words[argument] = UInt32(TemplateOp.patternString.rawValue)
                code.emit(text: program)
            case .failure(let error):
                outline.addInvalidPattern(error.message, self.start(token), end(token))
            }
        default: break
        }
    }
}
