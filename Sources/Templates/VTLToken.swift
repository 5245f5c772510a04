/// The tokens of Velocity 1.7's grammar (`Parser.jjt`), under its names.
enum VTLTokenKind: UInt8 {
    case endOfText
    case indexLeftBracket, indexRightBracket
    case leftBracket, rightBracket, comma, doubleDot, colon, leftCurly, rightCurly
    case leftParenthesis, rightParenthesis, methodRightParenthesis
    case escapeDirective, setDirective
    case lineCommentStart, lineCommentEnd, formalComment, blockComment, textBlock
    case doubleEscape, escape, text
    case whitespace, string, `true`, `false`
    case minus, plus, multiply, divide, modulus
    case and, or, less, lessOrEqual, greater, greaterOrEqual, equal, notEqual, not, assign
    case end, `if`, elseif, `else`
    case integer, float, word, bracketedWord
    case identifier, dot, referenceLeftCurly, referenceRightCurly, emptyIndex
}

/// A token and where its image, with all that was lexed on the way to it, stands in the text.
struct VTLToken {
    var kind: VTLTokenKind

    /// Offset of the image's first byte; backslashes and signs before a reference belong to it.
    var start: Int32

    /// Offset just past the image.
    var end: Int32

    /// The specials (`$` and `#` that began nothing) before the token: a range of
    /// ``VTLLexer/specials``.
    var specialStart: Int32
    var specialEnd: Int32

    /// Where the image stands in the text.
    @inline(__always)
    var range: Range<Int> { Int(start)..<Int(end) }
}

/// What makes a text not a template, and where.
struct VTLError: Error {
    let message: String
    let start: Int
    let end: Int

    init(_ message: String, _ start: Int, _ end: Int) {
        self.message = message
        self.start = start
        self.end = max(start, end)
    }
}
