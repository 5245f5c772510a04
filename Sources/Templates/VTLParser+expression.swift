extension VTLParser {
    /// `Expression`: operators by precedence, all left associative.
    mutating func expression() throws(VTLError) { try binary(level: 0) }

    private static func operation(_ kind: VTLTokenKind, level: Int) -> TemplateOp? {
        switch (level, kind) {
        case (0, .or): .or
        case (1, .and): .and
        case (2, .equal): .equal
        case (2, .notEqual): .notEqual
        case (3, .less): .less
        case (3, .greater): .greater
        case (3, .lessOrEqual): .lessOrEqual
        case (3, .greaterOrEqual): .greaterOrEqual
        case (4, .plus): .add
        case (4, .minus): .subtract
        case (5, .multiply): .multiply
        case (5, .divide): .divide
        case (5, .modulus): .modulus
        default: nil
        }
    }

    private mutating func binary(level: Int) throws(VTLError) {
        guard level < 6 else {
            try unary()
            return
        }
        let startIndex = code.words.count
        try binary(level: level + 1)
        var count = 0
        while let operation = Self.operation(try kind(), level: level) {
            let token = tokens[current + 1]
            current += 1
            // Each operator puts a node around all before it, so a long chain nests as deep.
            count += 1
            guard count + depth < 200 else {
                throw VTLError("more than 200 operators in a row", start(token), end(token))
            }
            code.words.insert(UInt32(operation.rawValue), at: startIndex)
            try binary(level: level + 1)
        }
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
        code.emit(.not)
        try unary()
    }

    private mutating func primary() throws(VTLError) {
        try skipWhitespace()
        if try kind() == .leftParenthesis {
            let token = try consumeAny()
            try deeper(token)
            defer { depth -= 1 }
            try expression()
            try consume(.rightParenthesis)
        } else {
            try value()
        }
        try skipWhitespace()
    }

    /// `Parameter`: a value with white space around it.
    mutating func parameter() throws(VTLError) {
        try skipWhitespace()
        try value()
        try skipWhitespace()
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
        if reference.bareWord != nil {
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
        let bits = javaDouble(image(token)).bitPattern
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
        var count = 0
        if try kind() != .rightBracket {
            while true {
                try parameter()
                count += 1
                guard try kind() == .comma else { break }
                current += 1
            }
        }
        try consume(.rightBracket)
        code.words[startIndex] |= UInt32(count) << 8
    }

    private mutating func rangeLiteral() throws(VTLError) {
        try consume(.leftBracket)
        code.emit(.range)
        try rangeBound()
        try consume(.doubleDot)
        try rangeBound()
        try consume(.rightBracket)
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

    // MARK: String literals

    mutating func stringLiteral() throws(VTLError) {
        let token = try consume(.string)
        let image = image(token)
        let quote = UInt8(ascii: "\"")
        let content = image.dropFirst().dropLast()
        guard image.first == quote else {
            code.emit(.string)
            code.emit(text: Self.singled(content, UInt8(ascii: "'")))
            return
        }
        let isInterpolated = image.contains { $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "#") }
        guard let unescaped = unescaped(content) else {
            fail("'\\u' is not followed by four hexadecimal digits", token)
            code.emit(.null)
            return
        }
        let text = Self.singled(unescaped[...], quote)
        guard isInterpolated else {
            code.emit(.string)
            code.emit(text: text)
            return
        }
        try interpolated(text, token, isPlain: text.count == content.count)
    }

    /// Doubled quotes singled.
    private static func singled(_ text: ArraySlice<UInt8>, _ quote: UInt8) -> [UInt8] {
        guard text.contains(quote) else { return Array(text) }
        var result: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            result.append(text[index])
            let isDoubled =
                text[index] == quote && index + 1 < text.endIndex && text[index + 1] == quote
            index += isDoubled ? 2 : 1
        }
        return result
    }

    /// The text with `\uXXXX` replaced; `nil` where Java throws.
    private func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = text.startIndex
        var high: UInt32 = 0
        while index < text.endIndex {
            guard text[index] == UInt8(ascii: "\\"), index + 1 < text.endIndex,
                text[index + 1] == UInt8(ascii: "u")
            else {
                high = 0
                result.append(text[index])
                index += 1
                continue
            }
            guard index + 6 <= text.endIndex,
                let unit = UInt32(
                    String(decoding: text[index + 2..<index + 6], as: UTF8.self), radix: 16)
            else { return nil }
            index += 6
            if high != 0, unit & 0xFC00 == 0xDC00 {
                result.removeLast(3)
                appendUTF8(0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF, to: &result)
                high = 0
            } else {
                appendUTF8(unit, to: &result)
                high = unit & 0xFC00 == 0xD800 ? unit : 0
            }
        }
        return result
    }

    /// A literal that is a template of its own.
    private mutating func interpolated(_ text: [UInt8], _ token: VTLToken, isPlain: Bool)
        throws(VTLError)
    {
        try deeper(token)
        defer { depth -= 1 }
        var bytes = text
        let hasComment = text.indices.contains {
            text[$0] == UInt8(ascii: "#") && $0 + 1 < text.count
                && text[$0 + 1] == UInt8(ascii: "#")
        }
        if !hasComment { bytes.append(UInt8(ascii: " ")) }
        let startIndex = code.words.count
        code.emit(.interpolate, hasComment ? 0 : 1)
        code.emit(word: 0)
        var inner = VTLParser(
            bytes, 0..<bytes.count, code: TemplateCode(moving: &code), hints: hints, depth: depth,
            base: isPlain ? start(token) + 1 : 0,
            fixed: isPlain && fixed == nil ? nil : start(token)..<end(token))
        inner.macroNames = macroNames
        hints = TemplateHints(isEnabled: false)
        do throws(VTLError) {
            try inner.process()
        } catch {
            code = inner.code
            hints = inner.hints
            throw error
        }
        code = inner.code
        hints = inner.hints
        if !simplify(startIndex) { code.patch(startIndex + 1) }
    }

    /// Turns a literal that turned out to be plain text into a constant.
    private mutating func simplify(_ startIndex: Int) -> Bool {
        let isTrimmed = code.words[startIndex] >> 8 != 0
        let block = startIndex + 2
        guard isTrimmed else { return false }
        if code.words.count == block + 3, code.words[block] == UInt32(TemplateOp.text.rawValue) {
            let text = code.words[block + 1]
            let length = code.words[block + 2]
            code.words.removeSubrange(startIndex...)
            code.emit(.string)
            code.emit(word: Int(text))
            code.emit(word: Int(length) - 1)
            return true
        }
        return false
    }

    // MARK: Unlimited lookahead

    /// Whether the `[` that follows begins a range: `LOOKAHEAD` of `IntegerRange`.
    private mutating func isRange() throws(VTLError) -> Bool {
        var position = 1
        return try scanRangeStart(&position)
    }

    private mutating func scan(_ wanted: VTLTokenKind, _ position: inout Int) throws(VTLError)
        -> Bool
    {
        try countScan()
        guard try kind(position) == wanted else { return false }
        position += 1
        return true
    }

    private mutating func scanBlank(_ position: inout Int) throws(VTLError) {
        _ = try scan(.whitespace, &position)
    }

    private mutating func scanRangeStart(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.leftBracket, &position) else { return false }
        try scanBlank(&position)
        guard try scanBound(&position) else { return false }
        try scanBlank(&position)
        return try scan(.doubleDot, &position)
    }

    private mutating func scanBound(_ position: inout Int) throws(VTLError) -> Bool {
        if try scan(.integer, &position) { return true }
        return try scanReference(&position)
    }

    private mutating func scanReference(_ position: inout Int) throws(VTLError) -> Bool {
        let isFormal = try kind(position) == .referenceLeftCurly
        if isFormal { position += 1 }
        guard try scan(.identifier, &position) else { return false }
        try scanIndexes(&position)
        while true {
            let before = position
            guard try scan(.dot, &position) else { break }
            let name = position
            if try !scanMethod(&position) {
                position = name
                guard try scan(.identifier, &position) else {
                    position = before
                    break
                }
            }
            try scanIndexes(&position)
        }
        return isFormal ? try scan(.referenceRightCurly, &position) : true
    }

    private mutating func scanIndexes(_ position: inout Int) throws(VTLError) {
        while true {
            let before = position
            guard try scan(.indexLeftBracket, &position) else { return }
            try scanBlank(&position)
            let isFound: Bool
            switch try kind(position) {
            case .string, .integer, .true, .false:
                position += 1
                isFound = true
            default: isFound = try scanReference(&position)
            }
            try scanBlank(&position)
            guard isFound, try scan(.indexRightBracket, &position) else {
                position = before
                return
            }
        }
    }

    private mutating func scanMethod(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.identifier, &position), try scan(.leftParenthesis, &position) else {
            return false
        }
        let before = position
        if try scanParameter(&position) {
            while true {
                let comma = position
                guard try scan(.comma, &position), try scanParameter(&position) else {
                    position = comma
                    break
                }
            }
        } else {
            position = before
        }
        return try scan(.methodRightParenthesis, &position)
    }

    private mutating func scanParameter(_ position: inout Int) throws(VTLError) -> Bool {
        let token = try peek(position)
        try deeper(token)
        defer { depth -= 1 }
        try scanBlank(&position)
        let before = position
        switch try kind(position) {
        case .string, .integer, .true, .false, .float: position += 1
        case .identifier, .referenceLeftCurly:
            guard try scanReference(&position) else { return false }
        case .leftCurly:
            guard try scanMap(&position) else { return false }
        case .leftBracket:
            if try scanRange(&position) { break }
            position = before
            guard try scanList(&position) else { return false }
        default: return false
        }
        try scanBlank(&position)
        return true
    }

    private mutating func scanRange(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scanRangeStart(&position) else { return false }
        try scanBlank(&position)
        guard try scanBound(&position) else { return false }
        try scanBlank(&position)
        return try scan(.rightBracket, &position)
    }

    private mutating func scanList(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.leftBracket, &position) else { return false }
        let before = position
        if try scanParameter(&position) {
            while true {
                let comma = position
                guard try scan(.comma, &position), try scanParameter(&position) else {
                    position = comma
                    break
                }
            }
        } else {
            position = before
        }
        return try scan(.rightBracket, &position)
    }

    private mutating func scanMap(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.leftCurly, &position) else { return false }
        let before = position
        if try scanPair(&position) {
            while true {
                let comma = position
                guard try scan(.comma, &position), try scanPair(&position) else {
                    position = comma
                    break
                }
            }
        } else {
            position = before
            try scanBlank(&position)
        }
        if try scan(.rightCurly, &position) { return true }
        return try scan(.referenceRightCurly, &position)
    }

    private mutating func scanPair(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scanParameter(&position), try scan(.colon, &position) else { return false }
        return try scanParameter(&position)
    }
}

/// Appends a code point as UTF-8; surrogates as the three bytes that a code point of their number
/// would have, so that a pair put together later can be found.
func appendUTF8(_ scalar: UInt32, to bytes: inout [UInt8]) {
    switch scalar {
    case ..<0x80: bytes.append(UInt8(scalar))
    case ..<0x800:
        bytes.append(UInt8(0xC0 | scalar >> 6))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    case ..<0x10000:
        bytes.append(UInt8(0xE0 | scalar >> 12))
        bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    default:
        bytes.append(UInt8(0xF0 | scalar >> 18))
        bytes.append(UInt8(0x80 | scalar >> 12 & 0x3F))
        bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    }
}
