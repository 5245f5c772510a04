/// The token manager of Velocity 1.7: lexical states, longest match, earlier rule on a tie.
///
/// Which bytes a template copies and which it swallows follows from the states that this lexer is in
/// when it meets them, so it has the same states, the same stack of them and the same parenthesis
/// counts as the original, down to its oddities. The parser asks for tokens one by one, because it
/// switches the state itself.
struct VTLLexer: ~Copyable {
    enum State: UInt8 {
        case text, directive, preDirective, reference, referenceModifier, methodArguments, index
        case textBlock, formalComment, blockComment, lineComment
    }

    private struct Saved {
        var state: State
        var left: Int32
        var right: Int32
    }

    let bytes: [UInt8]
    var offset = 0
    var state = State.text
    var inSet = false
    var specials: [(start: Int32, end: Int32)] = []
    private var stack: [Saved] = []
    private var left: Int32 = 0
    private var right: Int32 = 0
    private var inComment = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        specials.reserveCapacity(4 + bytes.count / 16)
        stack.reserveCapacity(8)
    }

    // MARK: The state stack

    mutating func pop() {
        guard let saved = stack.popLast() else {
            left = 0
            state = .text
            return
        }
        left = saved.left
        right = saved.right
        state = saved.state
    }

    private mutating func push(_ next: State) {
        stack.append(Saved(state: state, left: left, right: right))
        left = 0
        state = next
    }

    private mutating func closeParenthesis() {
        var isClosed = inComment
        while !isClosed {
            if left > 0 {
                if left == right &+ 1 { pop() } else { right &+= 1 }
                isClosed = true
            } else if stack.isEmpty {
                pop()
                break
            } else {
                pop()
            }
        }
    }

    // MARK: Tokens

    /// Lexes the next token.
    @inline(__always)
    mutating func next() throws(VTLError) -> VTLToken {
        let specialStart = Int32(truncatingIfNeeded: specials.count)
        var start = offset
        while offset < bytes.count {
            switch VTLMatcher(bytes: bytes, offset: offset).matched(in: state) {
            case .none: throw VTLError("unexpected text", offset, offset + 1)
            case .more(let kind, let length):
                offset &+= length
                actOnMore(kind)
            case .skip(let length):
                offset &+= length
                start = offset
            case .special:
                specials.append(
                    (Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: offset &+ 1)))
                pop()
                start = offset
            case .token(let kind, let length):
                offset &+= length
                let specialEnd = Int32(truncatingIfNeeded: specials.count)
                // Most tokens are texts and names.
                if kind != .text, kind != .identifier { act(on: kind) }
                return VTLToken(
                    kind: kind, start: Int32(truncatingIfNeeded: start),
                    end: Int32(truncatingIfNeeded: offset), specialStart: specialStart,
                    specialEnd: specialEnd)
            }
        }
        guard start == offset else {
            throw VTLError("template ends in the middle of a token", start, bytes.count)
        }
        let end = Int32(truncatingIfNeeded: bytes.count)
        return VTLToken(
            kind: .endOfText, start: end, end: end, specialStart: specialStart,
            specialEnd: Int32(truncatingIfNeeded: specials.count))
    }

    enum More { case dollar, textBlock, formalComment, blockComment, hash }

    enum Match {
        case none
        case token(VTLTokenKind, Int)
        case more(More, Int)
        case skip(Int)
        /// The end of a reference or of what looked like a directive; takes no byte.
        case special
    }

    private mutating func actOnMore(_ kind: More) {
        guard !inComment else { return }
        switch kind {
        case .dollar:
            if state == .reference { pop() }
            push(.reference)
        case .textBlock:
            inComment = true
            push(.textBlock)
        case .formalComment:
            offset -= 1
            inComment = true
            push(.formalComment)
        case .blockComment:
            inComment = true
            push(.blockComment)
        case .hash:
            if state == .reference || state == .referenceModifier { pop() }
            push(.preDirective)
        }
    }

    /// Does what comes with a token, which may give back its last bytes.
    private mutating func act(on kind: VTLTokenKind) {
        switch kind {
        case .indexLeftBracket: push(.index)
        case .indexRightBracket: pop()
        case .leftParenthesis:
            left &+= 1
            if state == .referenceModifier { state = .methodArguments }
        case .rightParenthesis: closeParenthesis()
        case .methodRightParenthesis: state = .reference
        case .setDirective:
            push(.directive)
            inSet = true
            left &+= 1
        case .lineCommentStart:
            if state == .reference { pop() }
            inComment = true
            push(.lineComment)
        case .lineCommentEnd, .formalComment, .blockComment, .textBlock:
            inComment = false
            pop()
        case .string:
            if state == .directive, !inSet, left == 0 { pop() }
        case .end, .else: pop()
        case .if, .elseif: state = .directive
        case .integer:
            if bytes[offset - 1] == UInt8(ascii: ".") {
                offset -= 2
            }
            if left == 0, !inSet, state != .methodArguments, state != .index { pop() }
        case .float:
            if left == 0, !inSet, state != .methodArguments { pop() }
        case .dot:
            offset -= 1
            state = .referenceModifier
        case .referenceRightCurly: pop()
        default: break
        }
    }
}
