internal import JSON
internal import JSONPath

/// Reads a template with the productions of Velocity 1.7's grammar (`Parser.jjt`), under its names,
/// and writes code as it goes.
///
/// Choices look ahead exactly as far as the original's, since each token that is lexed moves the
/// lexer's state on.
struct VTLParser: ~Copyable {
    var lexer: VTLLexer
    var tokens: [VTLToken] = []
    /// Index of the last token consumed; -1 at the beginning.
    var current = -1
    var code: TemplateCode
    var outline: TemplateOutline
    var depth: Int
    /// How offsets in the lexed bytes become offsets in the template's text: by adding `base`, or,
    /// where an unescaped string literal is lexed, to the literal as a whole.
    let base: Int
    let fixed: Range<Int>?
    /// Names of macros defined so far; their calls print, but escapes before them are taken.
    var macroNames: [[UInt8]] = []
    /// The texts of references that have some.
    var referenceTexts: [VTLReference.Texts] = []
    /// The tokens of the value that was read last where it may turn out to be null.
    var nullTokens: ClosedRange<Int>?
    private var scans = 0
    /// Where the last text statement's words begin if another text may be joined to it.
    private var joinable = -1

    /// How deep directives, expressions and string literals may nest.
    static let maximumDepth = 150

    init(
        _ bytes: [UInt8], code: consuming TemplateCode, outline: consuming TemplateOutline,
        depth: Int = 0, base: Int = 0, fixed: Range<Int>? = nil
    ) {
        lexer = VTLLexer(bytes)
        self.code = code
        self.outline = outline
        self.depth = depth
        self.base = base
        self.fixed = fixed
        tokens.reserveCapacity(16 + bytes.count / 6)
    }

    /// Parses the whole text as statements.
    mutating func process() throws(VTLError) {
        try statements()
        let token = try peek()
        guard token.kind == .endOfText else {
            throw unexpected(token)
        }
    }

    // MARK: Tokens

    @inline(__always)
    mutating func peek(_ distance: Int = 1) throws(VTLError) -> VTLToken {
        if current &+ distance >= tokens.count { try lex(distance) }
        return tokens[current &+ distance]
    }

    /// Lexes up to the token at a distance.
    @inline(never)
    private mutating func lex(_ distance: Int) throws(VTLError) {
        do throws(VTLError) {
            // After the end the lexer gives it again.
            repeat { tokens.append(try lexer.next()) } while tokens.count <= current &+ distance
        } catch {
            throw located(error)
        }
    }

    @inline(__always)
    mutating func kind(_ distance: Int = 1) throws(VTLError) -> VTLTokenKind {
        if current &+ distance >= tokens.count { try lex(distance) }
        return tokens[current &+ distance].kind
    }

    @discardableResult
    @inline(__always)
    mutating func consume(_ kind: VTLTokenKind) throws(VTLError) -> VTLToken {
        let token = try peek()
        guard token.kind == kind else { throw unexpected(token) }
        current += 1
        return token
    }

    @discardableResult
    mutating func consumeAny() throws(VTLError) -> VTLToken {
        let token = try peek()
        current += 1
        return token
    }

    @inline(__always)
    mutating func skipWhitespace() throws(VTLError) {
        if try kind() == .whitespace { current += 1 }
    }

    func image(_ token: VTLToken) -> ArraySlice<UInt8> { lexer.bytes[token.range] }

    func start(_ token: VTLToken) -> Int { fixed?.lowerBound ?? Int(token.start) + base }
    func end(_ token: VTLToken) -> Int { fixed?.upperBound ?? Int(token.end) + base }

    private func located(_ error: VTLError) -> VTLError {
        if let fixed { return VTLError(error.message, fixed.lowerBound, fixed.upperBound) }
        return VTLError(error.message, error.start + base, error.end + base)
    }

    @inline(never)
    func unexpected(_ token: VTLToken) -> VTLError {
        if token.kind == .endOfText {
            return VTLError("unexpected end of the template", start(token), end(token))
        }
        let text = String(decoding: image(token).prefix(20), as: UTF8.self)
        return VTLError(
            "unexpected '\(text.replacing("\n", with: "\\n"))'", start(token), end(token))
    }

    @inline(__always)
    mutating func deeper(_ token: VTLToken) throws(VTLError) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw tooDeep(token) }
    }

    @inline(never)
    private func tooDeep(_ token: VTLToken) -> VTLError {
        VTLError("nested deeper than \(Self.maximumDepth)", start(token), end(token))
    }

    /// Counts a step of unlimited lookahead, whose cost can grow without bound.
    mutating func countScan() throws(VTLError) {
        scans += 1
        guard scans < 200_000 else {
            let token = try peek()
            throw VTLError("nested lists take too long to read", start(token), end(token))
        }
    }

    // MARK: Texts

    /// Emits text, joined to the text before it.
    mutating func emitText(_ text: some Collection<UInt8>) {
        guard !text.isEmpty else { return }
        emitText(count: text.count)
        code.pool.append(contentsOf: text)
    }

    /// The same for a part of the lexed bytes.
    private mutating func emitText(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        emitText(count: range.count)
        code.addToPool(lexer.bytes, range)
    }

    /// Emits what says of so many bytes that are appended to the pool next that they are text.
    private mutating func emitText(count: Int) {
        if joinable >= 0, joinable + 3 == code.words.count,
            Int(code.words[joinable + 1]) + Int(code.words[joinable + 2]) == code.pool.count
        {
            code.words[joinable + 2] += UInt32(count)
            return
        }
        joinable = code.words.count
        code.emit(.text, with: [code.pool.count, count])
    }

    /// A token's image with the specials before it, as `NodeUtils.tokenLiteral` gives it.
    func literal(_ token: VTLToken) -> [UInt8] {
        guard token.specialStart < token.specialEnd else { return Array(image(token)) }
        let specials = lexer.specials[Int(token.specialStart)..<Int(token.specialEnd)]
        var result: [UInt8] = []
        if let last = specials.last,
            !lexer.bytes[Int(last.start)..<Int(last.end)].starts(with: [35, 35])
        {
            for special in specials {
                let bytes = lexer.bytes[Int(special.start)..<Int(special.end)]
                var index = bytes.startIndex
                while index < bytes.endIndex {
                    let byte = bytes[index]
                    if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "$") {
                        result.append(byte)
                    } else if byte == UInt8(ascii: "\\") {
                        var after = index
                        while after < bytes.endIndex, bytes[after] == byte { after += 1 }
                        if after < bytes.endIndex, bytes[after] == UInt8(ascii: "$") {
                            result += bytes[index...after]
                            index = after + 1
                        }
                    }
                    index += 1
                }
            }
        }
        return result + image(token)
    }

    // MARK: Statements

    mutating func statements() throws(VTLError) {
        joinable = -1
        while try statement() {}
        joinable = -1
    }

    /// Parses a statement; `false` where none begins.
    private mutating func statement() throws(VTLError) -> Bool {
        let token = try peek()
        switch token.kind {
        case .if: try ifStatement()
        case .identifier: try printReference()
        case .referenceLeftCurly:
            if try kind(2) == .identifier {
                try printReference()
            } else {
                text()
            }
        case .lineCommentStart:
            comment(token)
            if try kind() == .lineCommentEnd { current += 1 }
        case .formalComment, .blockComment: comment(token)
        case .textBlock:
            current += 1
            emitText(image(token).dropFirst(3).dropLast(3))
        case .setDirective: try setDirective()
        case .escapeDirective:
            current += 1
            emitText(escapedDirective(image(token)))
        case .doubleEscape: try escape()
        case .word, .bracketedWord: try directive()
        case .text, .dot, .rightParenthesis, .leftParenthesis, .integer, .float, .string, .escape,
            .referenceRightCurly, .emptyIndex:
            text()
        default: return false
        }
        return true
    }

    private mutating func text() {
        current += 1
        let token = tokens[current]
        outline.noteText(at: code.pool.count, from: start(token))
        if printsSpecials(token) {
            emitText(literal(token))
        } else {
            emitText(token.range)
        }
    }

    /// Whether something in the specials before a token may be printed.
    @inline(__always)
    private func printsSpecials(_ token: VTLToken) -> Bool {
        for place in Int(token.specialStart)..<Int(token.specialEnd) {
            let special = lexer.specials[place]
            for offset in Int(special.start)..<Int(special.end) {
                switch lexer.bytes[offset] {
                case UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "\\"): return true
                default: break
                }
            }
        }
        return false
    }

    /// What stands before a comment's sign in its token is printed.
    private mutating func comment(_ token: VTLToken) {
        current += 1
        let bytes = Array(image(token))
        func first(_ sign: String) -> Int? {
            let sign = Array(sign.utf8)
            return bytes.indices.first { bytes[$0...].starts(with: sign) }
        }
        guard bytes.count > 2, let sign = first("##") ?? first("#*") else { return }
        emitText(bytes[..<sign])
    }

    /// `\#name`: half of the backslashes if the name is a directive's.
    private func escapedDirective(_ image: ArraySlice<UInt8>) -> [UInt8] {
        let slashes = image.prefix { $0 == UInt8(ascii: "\\") }.count
        let directive = image.dropFirst(slashes)
        var name = directive.dropFirst()
        if name.first == UInt8(ascii: "{") { name = name.dropFirst().dropLast() }
        let isKnown =
            VTLDirective(name: name) != nil
            || ["if", "end", "set", "else", "elseif"].contains { name.elementsEqual($0.utf8) }
            || macroNames.contains { name.elementsEqual($0) }
        guard isKnown else { return Array(image) }
        return Array(image.prefix((slashes - 1) / 2)) + directive
    }

    private mutating func escape() throws(VTLError) {
        var count = 0
        while try kind() == .doubleEscape {
            current += 1
            count += 1
        }
        let next = try peek()
        var isControl = false
        switch next.kind {
        case .if, .else, .elseif, .end: isControl = true
        case .endOfText: break
        default:
            let name = image(next).dropFirst()
            isControl =
                VTLDirective(name: name) != nil
                || macroNames.contains { name.elementsEqual($0) }
        }
        emitText([UInt8](repeating: UInt8(ascii: "\\"), count: isControl ? count : 2 * count))
    }

    private mutating func ifStatement() throws(VTLError) {
        let token = try consumeAny()
        try deeper(token)
        defer { depth -= 1 }
        var ends: [Int] = []
        var opening = token
        while true {
            try skipWhitespace()
            try consume(.leftParenthesis)
            let endIndex = code.words.count + 2
            let skip = code.words.count + 3
            code.emit(.if, with: [start(opening), 0, 0, 0])
            ends.append(skip + 1)
            try expression()
            let closing = try consume(.rightParenthesis)
            code.words[endIndex] = UInt32(end(closing))
            try statements()
            code.patch(skip)
            opening = try peek()
            guard opening.kind == .elseif else { break }
            current += 1
        }
        if try kind() == .else {
            current += 1
            try statements()
        }
        guard try kind() == .end else {
            let next = try peek()
            throw next.kind == .endOfText
                ? VTLError("'#if' is not closed by '#end'", start(token), end(token))
                : unexpected(next)
        }
        current += 1
        for index in ends { code.patch(index) }
    }

    private mutating func setDirective() throws(VTLError) {
        let token = try consume(.setDirective)
        try skipWhitespace()
        let startIndex = code.words.count
        code.emit(.setProperty, with: [start(token), 0, 0])
        let first = try peek()
        guard first.kind == .identifier || first.kind == .referenceLeftCurly else {
            throw unexpected(first)
        }
        let target = try reference(isTarget: true)
        code.patch(startIndex + 3)
        if target.partCount == 0 {
            // The whole target is a variable: one word less to walk.
            let slot = target.isSettable ? target.slot : TemplateCode.noSlot
            code.words.removeSubrange((startIndex + 3)...)
            code.words[startIndex] = UInt32(TemplateOp.setVariable.rawValue) | UInt32(slot) << 8
        }
        outline.note(assignmentTo: target.slot)
        try skipWhitespace()
        try consume(.assign)
        try expression()
        let closing = try consume(.rightParenthesis)
        code.words[startIndex + 2] = UInt32(end(closing))
        lexer.inSet = false
        // The line break after it, `[<NEWLINE>]`, is looked for and never there.
        _ = try peek()
    }
}
