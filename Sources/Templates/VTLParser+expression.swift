extension VTLParser {
    /// `Expression`: operators by precedence, all left associative.
    mutating func expression() throws(VTLError) { try binary(from: 0) }

    /// The operator that a token is, and how closely it binds.
    private static func operation(_ kind: VTLTokenKind) -> (TemplateOp, level: Int)? {
        switch kind {
        case .or: (.or, 0)
        case .and: (.and, 1)
        case .equal: (.equal, 2)
        case .notEqual: (.notEqual, 2)
        case .less: (.less, 3)
        case .greater: (.greater, 3)
        case .lessOrEqual: (.lessOrEqual, 3)
        case .greaterOrEqual: (.greaterOrEqual, 3)
        case .plus: (.add, 4)
        case .minus: (.subtract, 4)
        case .multiply: (.multiply, 5)
        case .divide: (.divide, 5)
        case .modulus: (.modulus, 5)
        default: nil
        }
    }

    /// A value and the operators behind it that bind at least so closely.
    private mutating func binary(from minimum: Int) throws(VTLError) {
        let startIndex = code.words.count
        try unary()
        var count = 0
        while let (operation, level) = Self.operation(try kind()), level >= minimum {
            let token = tokens[current + 1]
            current += 1
            // Each operator puts a node around all before it, so a long chain nests as deep.
            count += 1
            guard count + depth < 200 else {
                throw VTLError("more than 200 operators in a row", start(token), end(token))
            }
            let left = nullTokens
            let middle = code.words.count
            let firstToken = current + 1
            try binary(from: level + 1)
            if code.fold(operation, startIndex, middle) {
                nullTokens = nil
            } else {
                let right = nullTokens
                code.insert(
                    operation, at: startIndex, ifNull: left.map { literals($0) },
                    right.map { literals($0) })
                // Velocity takes what follows the operator for the whole operation's text.
                nullTokens = operation.isArithmetic ? firstToken...current : nil
            }
        }
    }

    /// The text of tokens, with the specials before each.
    private func literals(_ range: ClosedRange<Int>) -> [UInt8] {
        tokens[range].reduce(into: []) { $0 += literal($1) }
    }

    private mutating func unary() throws(VTLError) {
        var next = try kind()
        if next == .whitespace, try kind(2) == .not {
            current += 1
            next = .not
        }
        guard next == .not else {
            try primary()
            return
        }
        let token = try consumeAny()
        try deeper(token)
        defer { depth -= 1 }
        let startIndex = code.words.count
        try unary()
        nullTokens = nil
        if let truth = code.truth(startIndex..<code.words.count) {
            code.words.removeSubrange(startIndex...)
            code.emit(truth ? .false : .true)
        } else {
            code.words.insert(UInt32(TemplateOp.not.rawValue), at: startIndex)
        }
    }

    private mutating func primary() throws(VTLError) {
        try skipWhitespace()
        if try kind() == .leftParenthesis {
            let token = try consumeAny()
            try deeper(token)
            defer { depth -= 1 }
            let firstToken = current + 1
            try expression()
            if nullTokens != nil { nullTokens = firstToken...current }
            try consume(.rightParenthesis)
        } else {
            try value()
            nullTokens = nil
        }
        try skipWhitespace()
    }

    /// `Parameter`: a value with white space around it.
    mutating func parameter() throws(VTLError) {
        try skipWhitespace()
        try value()
        try skipWhitespace()
    }

    /// Values with commas between them; returns how many.
    mutating func parameters() throws(VTLError) -> Int {
        var count = 0
        while true {
            try parameter()
            count += 1
            guard try kind() == .comma else { return count }
            current += 1
        }
    }

    static func startsValue(_ kind: VTLTokenKind) -> Bool {
        switch kind {
        case .string, .integer, .float, .leftBracket, .leftCurly, .true, .false, .identifier,
            .referenceLeftCurly:
            true
        default: false
        }
    }

    /// A literal or a reference.
    mutating func value() throws(VTLError) {
        let token = try peek()
        switch token.kind {
        case .string: try stringLiteral()
        case .integer: integerLiteral(try consumeAny())
        case .float: floatLiteral(try consumeAny())
        case .true, .false: code.emit(try consumeAny().kind == .true ? .true : .false)
        case .identifier, .referenceLeftCurly: try valueReference()
        case .leftCurly: try mapLiteral()
        case .leftBracket: if try isRange() { try rangeLiteral() } else { try listLiteral() }
        default: throw unexpected(token)
        }
    }

    /// A reference as a value; a bare word is null.
    mutating func valueReference() throws(VTLError) {
        let startIndex = code.words.count
        let reference = try reference()
        if let texts = texts(of: reference), texts.bareWord != nil {
            code.words.removeSubrange(startIndex...)
            code.emit(.null)
        }
    }

    mutating func integerLiteral(_ token: VTLToken) {
        // Text before `#` or `$` may belong to the token where a directive was looked for.
        let spelling = String(decoding: image(token), as: UTF8.self)
        if let value = Int32(spelling) {
            code.emit(.int)
            code.emit(word: Int(value))
        } else if let value = Int64(spelling) {
            code.emit(.long)
            code.emit(word: Int(value))
            code.emit(word: Int(value >> 32))
        } else {
            code.emit(.big)
            code.emit(text: BigInteger(spelling).description.utf8)
        }
    }

    private mutating func floatLiteral(_ token: VTLToken) {
        let spelling = Int(token.start)..<Int(token.end)
        let bits = javaDouble(lexer.bytes.span.extracting(spelling)).bitPattern
        code.emit(.double)
        code.emit(word: Int(truncatingIfNeeded: bits))
        code.emit(word: Int(truncatingIfNeeded: bits >> 32))
    }

    private mutating func listLiteral() throws(VTLError) {
        let token = try consume(.leftBracket)
        try deeper(token)
        defer { depth -= 1 }
        let startIndex = code.words.count
        code.emit(.list)
        let count = try kind() == .rightBracket ? 0 : try parameters()
        try consume(.rightBracket)
        code.words[startIndex] |= UInt32(count) << 8
    }

    private mutating func rangeLiteral() throws(VTLError) {
        let opening = try consume(.leftBracket)
        let startIndex = code.words.count
        code.emit(.range)
        try rangeBound()
        try consume(.doubleDot)
        try rangeBound()
        let closing = try consume(.rightBracket)
        let int = UInt32(TemplateOp.int.rawValue)
        let words = code.words[startIndex...]
        if words.count == 5, words[startIndex + 1] == int, words[startIndex + 3] == int {
            let bounds = [startIndex + 2, startIndex + 4].map { Int(Int32(bitPattern: words[$0])) }
            outline.addNumbers(from: bounds[0], to: bounds[1], start(opening), end(closing))
        }
    }

    private mutating func rangeBound() throws(VTLError) {
        try skipWhitespace()
        let token = try peek()
        if token.kind == .integer {
            integerLiteral(try consumeAny())
        } else if token.kind == .identifier || token.kind == .referenceLeftCurly {
            try valueReference()
        } else {
            throw unexpected(token)
        }
        try skipWhitespace()
    }

    private mutating func mapLiteral() throws(VTLError) {
        let token = try consume(.leftCurly)
        try deeper(token)
        defer { depth -= 1 }
        let startIndex = code.words.count
        code.emit(.map)
        var count = 0
        let first = try kind()
        let isFilled = Self.startsValue(first == .whitespace ? try kind(2) : first)
        if isFilled {
            while true {
                try parameter()
                try consume(.colon)
                try parameter()
                count += 1
                guard try kind() == .comma else { break }
                current += 1
            }
        } else {
            try skipWhitespace()
        }
        if try kind() == .referenceRightCurly { current += 1 } else { try consume(.rightCurly) }
        code.words[startIndex] |= UInt32(count) << 8
    }
}
