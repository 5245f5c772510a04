/// Finds the longest match at a place of a text, in each of the states of ``VTLLexer``.
///
/// Apart from the lexer, and of two words only: methods of the lexer that change nothing would begin
/// by copying all of it, once or twice a token.
struct VTLMatcher {
    typealias Match = VTLLexer.Match

    let bytes: [UInt8]
    let offset: Int

    func matched(in state: VTLLexer.State) -> Match {
        switch state {
        case .text: matchedText()
        case .reference: matchedReference(isModifier: false)
        case .referenceModifier: matchedReference(isModifier: true)
        case .methodArguments: matchedArguments()
        case .index: matchedIndex()
        case .directive: matchedDirective()
        case .preDirective: matchedPreDirective()
        case .textBlock, .formalComment, .blockComment, .lineComment: matchedComment(state)
        }
    }

    @inline(__always)
    private func byte(_ index: Int) -> UInt8 { bytes.byte(index) }

    // MARK: Pieces that several states share

    /// `$`, `#` and what they begin, in every state.
    private func more() -> (VTLLexer.More, Int)? {
        let first = bytes[offset]
        if first == UInt8(ascii: "#") {
            let second = byte(offset + 1)
            if second == UInt8(ascii: "["), byte(offset + 2) == UInt8(ascii: "[") {
                return (.textBlock, 3)
            }
            guard second == UInt8(ascii: "*") else { return (.hash, 1) }
            if byte(offset + 2) == UInt8(ascii: "*"), offset + 3 < bytes.count,
                bytes[offset + 3] != UInt8(ascii: "#")
            {
                return (.formalComment, 4)
            }
            return (.blockComment, 2)
        }
        var index = offset
        while byte(index) == UInt8(ascii: "\\") { index += 1 }
        guard byte(index) == UInt8(ascii: "$") else { return nil }
        index += 1
        let plain = index - offset
        while byte(index) == UInt8(ascii: "\\") { index += 1 }
        return (.dollar, byte(index) == UInt8(ascii: "!") ? index + 1 - offset : plain)
    }

    /// The length of `#set(` with blanks before it, or 0.
    private func setDirective() -> Int {
        var index = offset
        while byte(index) == UInt8(ascii: " ") || byte(index) == UInt8(ascii: "\t") { index += 1 }
        guard byte(index) == UInt8(ascii: "#") else { return 0 }
        if hasWord("set", at: index + 1) {
            index += 4
        } else if hasWord("{set}", at: index + 1) {
            index += 6
        } else {
            return 0
        }
        while byte(index) == UInt8(ascii: " ") { index += 1 }
        return byte(index) == UInt8(ascii: "(") ? index + 1 - offset : 0
    }

    private func hasWord(_ word: StaticString, at start: Int) -> Bool {
        guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
        return word.withUTF8Buffer { word in
            for index in 0..<word.count where unsafe bytes[start + index] != word[index] {
                return false
            }
            return true
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// The length of a directive's name at an index, or 0.
    private func word(at start: Int, allowingAt: Bool = true) -> Int {
        let first = byte(start)
        guard
            isLetter(first) || first == UInt8(ascii: "_")
                || (allowingAt && first == UInt8(ascii: "@"))
        else { return 0 }
        var index = start + 1
        while true {
            let next = byte(index)
            guard
                isLetter(next) || isDigit(next) || next == UInt8(ascii: "_")
                    || next == UInt8(ascii: "@")
            else { return index - start }
            index += 1
        }
    }

    /// The length of `{name}` at an index, or 0.
    private func bracketedWord(at start: Int) -> Int {
        guard byte(start) == UInt8(ascii: "{") else { return 0 }
        let length = word(at: start + 1, allowingAt: false)
        return length > 0 && byte(start + 1 + length) == UInt8(ascii: "}") ? length + 2 : 0
    }

    /// The length of an identifier at the offset, or 0.
    private func identifier() -> Int {
        let first = byte(offset)
        guard isLetter(first) || first == UInt8(ascii: "_") else { return 0 }
        var index = offset &+ 1
        while isNamePart(byte(index)) { index &+= 1 }
        return index &- offset
    }

    /// Whether a byte can be in an identifier: a letter, a digit, `_` or `-`.
    @inline(__always)
    private func isNamePart(_ byte: UInt8) -> Bool {
        // A bit for each of the first and of the second 64 characters.
        let bits: UInt64 = byte < 64 ? 0x03FF_2000_0000_0000 : 0x07FF_FFFE_87FF_FFFE
        return byte < 128 && bits >> UInt64(byte & 63) & 1 != 0
    }

    /// `true`, `false` or an identifier, whichever is longest.
    private func name() -> Match? {
        let length = identifier()
        guard length > 0 else { return nil }
        if length == 4, bytes[offset] == UInt8(ascii: "t"), hasWord("true", at: offset) {
            return .token(.true, 4)
        }
        if length == 5, bytes[offset] == UInt8(ascii: "f"), hasWord("false", at: offset) {
            return .token(.false, 5)
        }
        return .token(.identifier, length)
    }

    private func exponent(at start: Int) -> Int {
        guard byte(start) | 0x20 == UInt8(ascii: "e") else { return 0 }
        var index = start + 1
        if byte(index) == UInt8(ascii: "+") || byte(index) == UInt8(ascii: "-") { index += 1 }
        let digits = index
        while isDigit(byte(index)) { index += 1 }
        return index > digits ? index - start : 0
    }

    /// An integer, with the `..` that may follow it, or a floating-point number.
    private func number() -> Match? {
        var index = offset
        if byte(index) == UInt8(ascii: "-") { index += 1 }
        let digits = index
        while isDigit(byte(index)) { index += 1 }
        let dot = UInt8(ascii: ".")
        if index == digits {
            guard byte(index) == dot, isDigit(byte(index + 1)) else { return nil }
            index += 1
            while isDigit(byte(index)) { index += 1 }
            return .token(.float, index + exponent(at: index) - offset)
        }
        if byte(index) == dot {
            if byte(index + 1) == dot { return .token(.integer, index + 2 - offset) }
            index += 1
            while isDigit(byte(index)) { index += 1 }
            return .token(.float, index + exponent(at: index) - offset)
        }
        let exponent = exponent(at: index)
        if exponent > 0 { return .token(.float, index + exponent - offset) }
        return .token(.integer, index - offset)
    }

    /// The length of a string literal at the offset, or 0; doubled quotes do not end it.
    private func string() -> Int {
        let quote = bytes[offset]
        var index = offset + 1
        var accepted = 0
        while index < bytes.count {
            guard bytes[index] == quote else {
                index += 1
                continue
            }
            accepted = index + 1 - offset
            guard byte(index + 1) == quote else { return accepted }
            index += 2
        }
        return accepted
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    private func whitespace() -> Int {
        var index = offset
        while index < bytes.count, isSpace(bytes[index]) { index += 1 }
        return index - offset
    }

    /// The blanks and the line break that follow at an index, or 0 where no line break follows.
    private func lineEnd(at start: Int) -> Int {
        var index = start
        while byte(index) == UInt8(ascii: " ") || byte(index) == UInt8(ascii: "\t") { index += 1 }
        if index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { return index + 1 - start }
            if bytes[index] == UInt8(ascii: "\r") {
                return index + (byte(index + 1) == UInt8(ascii: "\n") ? 2 : 1) - start
            }
        }
        return 0
    }

    // MARK: States

    private func matchedText() -> Match {
        switch bytes[offset] {
        case UInt8(ascii: "\\"):
            var slashes = offset
            while byte(slashes) == UInt8(ascii: "\\") { slashes += 1 }
            if (slashes - offset) % 2 == 1, byte(slashes) == UInt8(ascii: "#") {
                let length = max(word(at: slashes + 1), bracketedWord(at: slashes + 1))
                if length > 0 { return .token(.escapeDirective, slashes + 1 + length - offset) }
            }
            if let (kind, length) = more() { return .more(kind, length) }
            return slashes - offset >= 2 ? .token(.doubleEscape, 2) : .token(.escape, 1)
        case UInt8(ascii: "$"):
            if let length = emptyIndex() { return .token(.emptyIndex, length) }
            return dollarOrHash()
        case UInt8(ascii: "#"):
            let set = setDirective()
            if set > 0 { return .token(.setDirective, set) }
            if byte(offset + 1) == UInt8(ascii: "#") { return .token(.lineCommentStart, 2) }
            return dollarOrHash()
        case let first:
            var index = offset
            while index < bytes.count {
                let byte = bytes[index]
                if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "#")
                    || byte == UInt8(ascii: "\\")
                {
                    break
                }
                index += 1
            }
            if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
                let set = setDirective()
                if set > index - offset { return .token(.setDirective, set) }
            }
            return .token(.text, index - offset)
        }
    }

    private func dollarOrHash() -> Match {
        guard let (kind, length) = more() else { return .none }
        return .more(kind, length)
    }

    private func emptyIndex() -> Int? {
        switch byte(offset + 1) {
        case UInt8(ascii: "["), UInt8(ascii: "."): return 2
        case UInt8(ascii: "!"): return byte(offset + 2) == UInt8(ascii: "[") ? 3 : nil
        case UInt8(ascii: "\\"):
            return byte(offset + 2) == UInt8(ascii: "!") && byte(offset + 3) == UInt8(ascii: "[")
                ? 4 : nil
        default: return nil
        }
    }

    private func matchedReference(isModifier: Bool) -> Match {
        let first = bytes[offset]
        if let name = name() { return name }
        switch first {
        case UInt8(ascii: "["): return .token(.indexLeftBracket, 1)
        case UInt8(ascii: "("):
            return isModifier ? .token(.leftParenthesis, 1) : .special
        case UInt8(ascii: "."): return isLetter(byte(offset + 1)) ? .token(.dot, 2) : .special
        case UInt8(ascii: "{"): return .token(.referenceLeftCurly, 1)
        case UInt8(ascii: "}"): return .token(.referenceRightCurly, 1)
        case UInt8(ascii: "$"):
            if !isModifier, let length = emptyIndex() {
                return .token(.emptyIndex, length)
            }
            return dollarOrHash()
        case UInt8(ascii: "#"):
            let set = setDirective()
            if set > 0 { return .token(.setDirective, set) }
            if !isModifier, byte(offset + 1) == UInt8(ascii: "#") {
                return .token(.lineCommentStart, 2)
            }
            return dollarOrHash()
        case UInt8(ascii: " "), UInt8(ascii: "\t"):
            let set = setDirective()
            return set > 0 ? .token(.setDirective, set) : .special
        case UInt8(ascii: "\\"):
            if let (kind, length) = more() { return .more(kind, length) }
            return .special
        default: return .special
        }
    }

    private func matchedArguments() -> Match {
        let first = bytes[offset]
        if let name = name() { return name }
        switch first {
        case UInt8(ascii: "["): return .token(.leftBracket, 1)
        case UInt8(ascii: "]"): return .token(.rightBracket, 1)
        case UInt8(ascii: ","): return .token(.comma, 1)
        case UInt8(ascii: ":"): return .token(.colon, 1)
        case UInt8(ascii: "{"): return .token(.leftCurly, 1)
        case UInt8(ascii: "}"): return .token(.rightCurly, 1)
        case UInt8(ascii: ")"): return .token(.methodRightParenthesis, 1)
        case UInt8(ascii: "."):
            if byte(offset + 1) == UInt8(ascii: ".") { return .token(.doubleDot, 2) }
            if isLetter(byte(offset + 1)) { return .token(.dot, 2) }
            return number() ?? .none
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let length = string()
            return length > 0 ? .token(.string, length) : .none
        case UInt8(ascii: "$"), UInt8(ascii: "\\"): return dollarOrHash()
        case UInt8(ascii: "#"):
            let set = setDirective()
            return set > 0 ? .token(.setDirective, set) : dollarOrHash()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number() ?? .none
        default:
            let blanks = whitespace()
            guard blanks > 0 else { return .none }
            let set = setDirective()
            return set > blanks ? .token(.setDirective, set) : .token(.whitespace, blanks)
        }
    }

    private func matchedIndex() -> Match {
        switch bytes[offset] {
        case UInt8(ascii: "]"): return .token(.indexRightBracket, 1)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let length = string()
            return length > 0 ? .token(.string, length) : .none
        case UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "\\"): return dollarOrHash()
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return number() ?? .none
        case UInt8(ascii: "t") where hasWord("true", at: offset): return .token(.true, 4)
        case UInt8(ascii: "f") where hasWord("false", at: offset): return .token(.false, 5)
        default:
            let blanks = whitespace()
            return blanks > 0 ? .token(.whitespace, blanks) : .none
        }
    }

    private func matchedDirective() -> Match {
        let second = byte(offset + 1)
        switch bytes[offset] {
        case UInt8(ascii: "["): return .token(.leftBracket, 1)
        case UInt8(ascii: "]"): return .token(.rightBracket, 1)
        case UInt8(ascii: ","): return .token(.comma, 1)
        case UInt8(ascii: ":"): return .token(.colon, 1)
        case UInt8(ascii: "("): return .token(.leftParenthesis, 1)
        case UInt8(ascii: ")"):
            return .token(.rightParenthesis, 1 + lineEnd(at: offset + 1))
        case UInt8(ascii: "{"):
            let length = bracketedWord(at: offset)
            return length > 1 ? .token(.bracketedWord, length) : .token(.leftCurly, 1)
        case UInt8(ascii: "}"): return .token(.rightCurly, 1)
        case UInt8(ascii: "."):
            return second == UInt8(ascii: ".") ? .token(.doubleDot, 2) : number() ?? .none
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let length = string()
            return length > 0 ? .token(.string, length) : .none
        case UInt8(ascii: "#"):
            return second == UInt8(ascii: "#") ? .token(.lineCommentStart, 2) : dollarOrHash()
        case UInt8(ascii: "$"), UInt8(ascii: "\\"): return dollarOrHash()
        case UInt8(ascii: "-"): return number() ?? .token(.minus, 1)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return number() ?? .none
        case UInt8(ascii: "+"): return .token(.plus, 1)
        case UInt8(ascii: "*"): return .token(.multiply, 1)
        case UInt8(ascii: "/"): return .token(.divide, 1)
        case UInt8(ascii: "%"): return .token(.modulus, 1)
        case UInt8(ascii: "&"): return second == UInt8(ascii: "&") ? .token(.and, 2) : .none
        case UInt8(ascii: "|"): return second == UInt8(ascii: "|") ? .token(.or, 2) : .none
        case UInt8(ascii: "<"):
            return second == UInt8(ascii: "=") ? .token(.lessOrEqual, 2) : .token(.less, 1)
        case UInt8(ascii: ">"):
            return second == UInt8(ascii: "=") ? .token(.greaterOrEqual, 2) : .token(.greater, 1)
        case UInt8(ascii: "="):
            return second == UInt8(ascii: "=") ? .token(.equal, 2) : .token(.assign, 1)
        case UInt8(ascii: "!"):
            return second == UInt8(ascii: "=") ? .token(.notEqual, 2) : .token(.not, 1)
        default:
            let length = word(at: offset)
            if length > 0 { return .token(keyword(length), length) }
            let blanks = whitespace()
            return blanks > 0 ? .token(.whitespace, blanks) : .none
        }
    }

    /// What a word in an expression is.
    private func keyword(_ length: Int) -> VTLTokenKind {
        switch length {
        case 2:
            switch (bytes[offset], bytes[offset + 1]) {
            case (UInt8(ascii: "o"), UInt8(ascii: "r")): .or
            case (UInt8(ascii: "l"), UInt8(ascii: "t")): .less
            case (UInt8(ascii: "l"), UInt8(ascii: "e")): .lessOrEqual
            case (UInt8(ascii: "g"), UInt8(ascii: "t")): .greater
            case (UInt8(ascii: "g"), UInt8(ascii: "e")): .greaterOrEqual
            case (UInt8(ascii: "e"), UInt8(ascii: "q")): .equal
            case (UInt8(ascii: "n"), UInt8(ascii: "e")): .notEqual
            default: .word
            }
        case 3: hasWord("and", at: offset) ? .and : hasWord("not", at: offset) ? .not : .word
        case 4: hasWord("true", at: offset) ? .true : .word
        case 5: hasWord("false", at: offset) ? .false : .word
        default: .word
        }
    }

    private func matchedPreDirective() -> Match {
        let first = bytes[offset]
        switch first {
        case UInt8(ascii: "#"):
            return byte(offset + 1) == UInt8(ascii: "#")
                ? .token(.lineCommentStart, 2) : dollarOrHash()
        case UInt8(ascii: "$"): return dollarOrHash()
        case UInt8(ascii: "\\"):
            if let (kind, length) = more() { return .more(kind, length) }
            return .special
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return number() ?? .special
        case UInt8(ascii: "{"):
            let length = bracketedWord(at: offset)
            guard length > 0 else { return .special }
            return directiveName(offset + 1, length - 2, length)
        default:
            let length = word(at: offset)
            guard length > 0 else { return .special }
            return directiveName(offset, length, length)
        }
    }

    private func directiveName(_ start: Int, _ length: Int, _ total: Int) -> Match {
        if length == 2, hasWord("if", at: start) { return .token(.if, total) }
        if length == 3, hasWord("end", at: start) {
            return .token(.end, total + lineEnd(at: offset + total))
        }
        if length == 4, hasWord("else", at: start) {
            return .token(.else, total + lineEnd(at: offset + total))
        }
        if length == 6, hasWord("elseif", at: start) { return .token(.elseif, total) }
        return .token(total == length ? .word : .bracketedWord, total)
    }

    private func matchedComment(_ state: VTLLexer.State) -> Match {
        let first = bytes[offset]
        switch state {
        case .lineComment:
            if first == UInt8(ascii: "\n") { return .token(.lineCommentEnd, 1) }
            if first == UInt8(ascii: "\r") {
                let isPair = byte(offset + 1) == UInt8(ascii: "\n")
                return .token(.lineCommentEnd, isPair ? 2 : 1)
            }
        case .textBlock:
            if first == UInt8(ascii: "]"), hasWord("]]#", at: offset) {
                return .token(.textBlock, 3)
            }
        default:
            if first == UInt8(ascii: "*"), byte(offset + 1) == UInt8(ascii: "#") {
                return .token(state == .formalComment ? .formalComment : .blockComment, 2)
            }
        }
        if first == UInt8(ascii: "$") || first == UInt8(ascii: "#")
            || first == UInt8(ascii: "\\"), let (kind, length) = more()
        {
            return .more(kind, length)
        }
        // Text blocks keep what they hold (MORE); comments drop it (SKIP). Either way many bytes
        // may be taken at once: none of them begins anything.
        var index = offset + 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "$"), UInt8(ascii: "#"), UInt8(ascii: "\\"), UInt8(ascii: "\n"),
                UInt8(ascii: "\r"), UInt8(ascii: "]"), UInt8(ascii: "*"):
                return state == .textBlock
                    ? .more(.textBlock, index - offset) : .skip(index - offset)
            default: index += 1
            }
        }
        return state == .textBlock ? .more(.textBlock, index - offset) : .skip(index - offset)
    }
}

extension [UInt8] {
    /// The byte at an index; 0 past the end.
    @inline(__always)
    func byte(_ index: Int) -> UInt8 { index < count ? self[index] : 0 }
}
