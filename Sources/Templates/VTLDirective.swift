/// The directives that are not part of the grammar itself; `#evaluate` is not registered.
enum VTLDirective: CaseIterable {
    case forEach, define, macro, literal, include, parse, `break`, stop

    init?(name: ArraySlice<UInt8>) {
        switch name.count {
        case 4 where name.elementsEqual("stop".utf8): self = .stop
        case 5 where name.elementsEqual("macro".utf8): self = .macro
        case 5 where name.elementsEqual("parse".utf8): self = .parse
        case 5 where name.elementsEqual("break".utf8): self = .break
        case 6 where name.elementsEqual("define".utf8): self = .define
        case 7 where name.elementsEqual("foreach".utf8): self = .forEach
        case 7 where name.elementsEqual("literal".utf8): self = .literal
        case 7 where name.elementsEqual("include".utf8): self = .include
        default: return nil
        }
    }

    /// Whether statements follow up to `#end`.
    var isBlock: Bool {
        switch self {
        case .forEach, .define, .macro, .literal: true
        case .include, .parse, .break, .stop: false
        }
    }
}

/// An argument of a directive and where its code lies until the directive is known.
struct VTLArgument {
    var kind: VTLTokenKind
    var words: [UInt32]
    var token: VTLToken
    var slot: Int
    var isSettable: Bool
}

extension VTLParser {
    /// `#name`, `#name( arguments )` and, for some names, a block up to `#end`.
    mutating func directive() throws(VTLError) {
        let token = try consumeAny()
        let first = current
        try deeper(token)
        defer { depth -= 1 }
        let name =
            token.kind == .bracketedWord
            ? image(token).dropFirst(2).dropLast() : image(token).dropFirst()
        let known = VTLDirective(name: name)
        let startIndex = code.words.count
        let isBlock = known?.isBlock ?? (name.first == UInt8(ascii: "@"))
        lexer.state = .directive
        guard isLeftParenthesisNext() else {
            guard known != .macro else {
                throw VTLError("a macro needs a name", start(token), end(token))
            }
            lexer.pop()
            finishBare(known, token)
            return
        }
        try skipWhitespace()
        try consume(.leftParenthesis)
        let arguments = try arguments(of: known, token)
        try skipWhitespace()
        let closing = try consume(.rightParenthesis)
        code.words.removeSubrange(startIndex...)
        if !isBlock {
            finishLine(known, token, closing, arguments, first)
            return
        }
        try block(known, token, closing, arguments, first, name)
    }

    /// Whether `(` follows, perhaps after blanks, in bytes that have not been lexed.
    private func isLeftParenthesisNext() -> Bool {
        var index = lexer.offset
        while true {
            switch lexer.bytes.byte(index) {
            case UInt8(ascii: "("): return true
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                index += 1
            default: return false
            }
        }
    }

    /// The images of tokens one after the other, as an unknown directive prints itself.
    private func images(_ range: ClosedRange<Int>) -> [UInt8] {
        tokens[range].reduce(into: []) { $0 += image($1) }
    }

    private mutating func finishBare(_ known: VTLDirective?, _ token: VTLToken) {
        switch known {
        case nil: emitText(image(token))
        case .break: emitSimple(.break, token, token)
        case .stop: emitSimple(.stop, token, token)
        case .include: break
        case .parse: emitFailure("'#parse' finds no other template", token, token)
        case .forEach, .define, .literal, .macro:
            fail("a directive that needs arguments has none", token)
        }
    }

    private mutating func emitSimple(_ op: TemplateOp, _ token: VTLToken, _ closing: VTLToken) {
        code.emit(op)
        code.emit(word: start(token))
        code.emit(word: end(closing))
    }

    private mutating func emitFailure(_ text: String, _ token: VTLToken, _ closing: VTLToken) {
        emitSimple(.fail, token, closing)
        code.emit(text: text.utf8)
    }

    /// Makes the template fail as a whole, as an exception does when Velocity initialises it.
    mutating func fail(_ message: String, _ token: VTLToken) {
        if code.failure == nil { code.failure = (message, start(token), end(token)) }
    }

    private mutating func finishLine(
        _ known: VTLDirective?, _ token: VTLToken, _ closing: VTLToken,
        _ arguments: [VTLArgument], _ first: Int
    ) {
        switch known {
        case .break, .stop:
            guard arguments.count < 2 else {
                fail("'#break' and '#stop' take one argument at most", token)
                return
            }
            code.emit(known == .break ? .break : .stop, arguments.count)
            code.emit(word: start(token))
            code.emit(word: end(closing))
            for argument in arguments { code.words += argument.words }
        case .include where arguments.isEmpty: break
        case .include, .parse:
            emitFailure("'#include' and '#parse' find no other file", token, closing)
        default: emitText(images(first...current))
        }
    }

    private mutating func block(
        _ known: VTLDirective?, _ token: VTLToken, _ closing: VTLToken,
        _ arguments: [VTLArgument], _ first: Int, _ name: ArraySlice<UInt8>
    ) throws(VTLError) {
        let startIndex = code.words.count
        let blockStart = current + 1
        var skips: (Int, Int)?
        switch known {
        case .forEach where arguments.count >= 3:
            let target = arguments[0]
            skips = (startIndex + 3, startIndex + 4)
            code.emit(.forEach, target.slot, with: [start(token), end(closing), 0, 0])
            code.words += arguments[2].words
            code.words[code.words.count - arguments[2].words.count - 2] =
                UInt32(arguments[2].words.count + 1)
            outline.note(assignmentTo: target.slot)
        case .define:
            let slot = arguments.first.map { $0.isSettable ? $0.slot : 0 } ?? 0
            skips = (startIndex + 3, startIndex + 3)
            code.emit(.define, slot, with: [start(token), end(closing), 0])
            outline.note(assignmentTo: slot)
        default: break
        }
        try statements()
        if known == .forEach, arguments.count > 3 {
            // Velocity renders the fourth child each round, which is then not the block.
            if let skips {
                code.words.removeSubrange((skips.1 + 1 + arguments[2].words.count)...)
                if arguments[3].kind == .identifier {
                    emitSimple(.print, token, closing)
                    code.emit(text: [])
                    code.words += arguments[3].words
                }
            }
        }
        guard try kind() == .end else {
            let next = try peek()
            let text = String(decoding: image(token), as: UTF8.self)
            throw next.kind == .endOfText
                ? VTLError("'\(text)' is not closed by '#end'", start(token), end(token))
                : unexpected(next)
        }
        current += 1
        switch known {
        case .forEach:
            if let skips {
                code.patch(skips.1)
            } else {
                code.words.removeSubrange(startIndex...)
                // With two arguments the block stands where the list should, and has no value.
                if arguments.count < 2 {
                    emitFailure("'#foreach' needs a variable and a list", token, closing)
                }
            }
        case .define:
            if let skips { code.patch(skips.0) }
            if arguments.count != 1 { fail("'#define' takes one argument, a variable", token) }
        case .literal:
            code.words.removeSubrange(startIndex...)
            if let argument = arguments.first {
                emitText(literal(argument.token))
            } else if blockStart < current {
                emitText(tokens[blockStart..<current].reduce(into: []) { $0 += literal($1) })
            }
        case .macro:
            code.words.removeSubrange(startIndex...)
            if let argument = arguments.first { macroNames.append(Array(image(argument.token))) }
            for argument in arguments.dropFirst() { outline.note(assignmentTo: argument.slot) }
        default:
            code.words.removeSubrange(startIndex...)
            emitText(images(first...current))
        }
    }

    private func startsArgument(_ kind: VTLTokenKind) -> Bool {
        switch kind {
        case .identifier, .referenceLeftCurly, .word, .string, .integer, .float, .leftBracket,
            .leftCurly, .true, .false:
            true
        default: false
        }
    }

    /// Whether another argument follows, as `LOOKAHEAD(2)` decides.
    private mutating func argumentFollows() throws(VTLError) -> Bool {
        let first = try kind()
        if startsArgument(first) { return true }
        guard first == .whitespace || first == .comma else { return false }
        let second = try kind(2)
        return startsArgument(second)
            || (first == .whitespace ? second == .comma : second == .whitespace)
    }

    private mutating func arguments(of known: VTLDirective?, _ token: VTLToken)
        throws(VTLError) -> [VTLArgument]
    {
        var arguments: [VTLArgument] = []
        arguments.reserveCapacity(4)
        while try argumentFollows() {
            try skipWhitespace()
            if try kind() == .comma {
                current += 1
                try skipWhitespace()
            }
            let first = try peek()
            let startIndex = code.words.count
            var slot = TemplateCode.noSlot
            var isSettable = false
            switch first.kind {
            case .word:
                current += 1
                let isAllowed =
                    known == nil || (known == .macro && arguments.isEmpty)
                    || (known == .forEach && arguments.count == 1)
                guard isAllowed else {
                    throw VTLError(
                        "'\(String(decoding: image(first), as: UTF8.self))' is no argument",
                        start(first), end(first))
                }
            case .identifier, .referenceLeftCurly:
                let reference = try reference(isTarget: arguments.isEmpty && known != nil)
                slot = reference.slot
                isSettable = reference.isSettable
            default: try value()
            }
            guard known != .macro || !arguments.isEmpty || first.kind == .word else {
                throw VTLError("a macro's name must be a word", start(first), end(first))
            }
            let kind = first.kind == .referenceLeftCurly ? .identifier : first.kind
            arguments.append(
                VTLArgument(
                    kind: kind, words: Array(code.words[startIndex...]), token: first, slot: slot,
                    isSettable: isSettable))
            code.words.removeSubrange(startIndex...)
        }
        guard known != .macro || !arguments.isEmpty else {
            throw VTLError("a macro needs a name", start(token), end(token))
        }
        return arguments
    }
}
