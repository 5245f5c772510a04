extension PatternParser {
    /// Parses an escape outside classes; the backslash at `start` has been read.
    mutating func parseEscape(_ start: Int) throws(PatternError) -> PatternNode? {
        guard let scalar = peek else { throw error("pattern ends with a backslash", at: start) }
        switch scalar {
        case "b", "B":
            position += 1
            let isJava = dialect == .java
            if scalar == "b" { return .assertion(isJava ? .unicodeWordBoundary : .wordBoundary) }
            return .assertion(isJava ? .notUnicodeWordBoundary : .notWordBoundary)
        case "1"..."9":
            if let node = parseBackReference() { return node }
        case "A" where dialect == .java:
            position += 1
            return .assertion(.start)
        case "z" where dialect == .java:
            position += 1
            return .assertion(.end)
        case "Z" where dialect == .java:
            position += 1
            return .assertion(flags.isUnixLines ? .endOrFinalNewline : .endOrFinalLine)
        case "G" where dialect == .java:
            position += 1
            return .assertion(.searchStart)
        case "R" where dialect == .java:
            position += 1
            return .alternation([
                .sequence([.set(ScalarSet(0x0D)), .set(ScalarSet(0x0A))]),
                .set(.verticalSpaces),
            ])
        case "k" where dialect == .java:
            position += 1
            guard peek == "<" else { throw error("'\\k' is not followed by '<'", at: start) }
            position += 1
            let name = try parseName(start)
            guard let number = groupNames[name] else {
                throw error("group '\(name)' does not exist", at: start)
            }
            return .backReference(number, ignoresCase: flags.ignoresCase)
        case "Q" where dialect == .java:
            position += 1
            return try parseQuotation()
        default: break
        }
        switch try parseSetEscape(start) {
        case .set(let set): return .set(set)
        case .scalar(let value): return literal(value)
        }
    }

    /// Parses `\1` and up; `nil` where ECMA-262 reads an octal escape.
    private mutating func parseBackReference() -> PatternNode? {
        let first = position
        if dialect == .ecma262 {
            if let number = parseDecimal(), number <= openedGroupCount {
                return .backReference(number, ignoresCase: false)
            }
            position = first
            return nil
        }
        // Java takes digits as long as such a group exists.
        var number = Int((peek ?? 0x30) &- 0x30)
        position += 1
        while let digit = peek, ScalarSet.digits.contains(digit),
            number * 10 + Int(digit - 0x30) <= groupCount
        {
            number = number * 10 + Int(digit - 0x30)
            position += 1
        }
        return .backReference(number, ignoresCase: flags.ignoresCase)
    }

    /// Parses the rest of Java's `\Q...\E`, whose last code point takes a quantifier.
    private mutating func parseQuotation() throws(PatternError) -> PatternNode? {
        if peek == "\\", peek(1) == "E" {
            position += 2
            return nil
        }
        guard let scalar = peek else { return nil }
        position += 1
        var nodes = [literal(scalar)]
        while let next = peek {
            if next == "\\", peek(1) == "E" {
                position += 2
                break
            }
            position += 1
            nodes.append(literal(next))
        }
        guard nodes.count > 1 else { return nodes[0] }
        // The quantifier belongs to the last code point only.
        switch peek {
        case "*", "+", "?", "{":
            pendingQuoted = Array(nodes.dropLast())
            return nodes[nodes.count - 1]
        default: return .sequence(nodes)
        }
    }

    /// What an escape that stands for code points means.
    enum SetEscape {
        case scalar(UInt32)
        case set(ScalarSet)
    }

    /// Parses an escape that can stand in a class; the backslash at `start` has been read.
    mutating func parseSetEscape(_ start: Int) throws(PatternError) -> SetEscape {
        guard let scalar = peek else { throw error("pattern ends with a backslash", at: start) }
        position += 1
        let isJava = dialect == .java
        switch scalar {
        case "d": return .set(.digits)
        case "D": return .set(ScalarSet.digits.inverted)
        case "w": return .set(.wordCharacters)
        case "W": return .set(ScalarSet.wordCharacters.inverted)
        case "s": return .set(isJava ? .javaSpaces : .ecmaSpaces)
        case "S": return .set((isJava ? ScalarSet.javaSpaces : .ecmaSpaces).inverted)
        case "t": return .scalar(9)
        case "n": return .scalar(10)
        case "f": return .scalar(12)
        case "r": return .scalar(13)
        default: break
        }
        return isJava
            ? try parseJavaSetEscape(scalar, start) : parseECMASetEscape(scalar, start)
    }

    private mutating func parseECMASetEscape(_ scalar: UInt32, _ start: Int) -> SetEscape {
        switch scalar {
        case "v": return .scalar(11)
        case "c":
            if let letter = peek, letter | 0x20 >= 0x61, letter | 0x20 <= 0x7A {
                position += 1
                return .scalar(letter & 31)
            }
            // The backslash stands for itself.
            position = start + 1
            return .scalar(0x5C)
        case "x":
            if let value = parseHexadecimal(digits: 2) { return .scalar(value) }
            return .scalar(scalar)
        case "u":
            guard let value = parseHexadecimal(digits: 4) else { return .scalar(scalar) }
            return .scalar(joinSurrogates(value))
        case "0"..."7":
            var value = scalar - 0x30
            while let digit = peek, digit >= 0x30, digit <= 0x37,
                value * 8 + digit - 0x30 <= 0o377
            {
                value = value * 8 + digit - 0x30
                position += 1
            }
            return .scalar(value)
        default: return .scalar(scalar)
        }
    }

    private mutating func parseJavaSetEscape(
        _ scalar: UInt32, _ start: Int
    ) throws(PatternError) -> SetEscape {
        switch scalar {
        case "h": return .set(.horizontalSpaces)
        case "H": return .set(ScalarSet.horizontalSpaces.inverted)
        case "v": return .set(.verticalSpaces)
        case "V": return .set(ScalarSet.verticalSpaces.inverted)
        case "a": return .scalar(7)
        case "e": return .scalar(27)
        case "c":
            guard let letter = peek else {
                throw error("illegal control escape sequence", at: start)
            }
            position += 1
            return .scalar(letter ^ 64)
        case "0":
            var value: UInt32?
            var count = 0
            while let digit = peek, digit >= 0x30, digit <= 0x37, count < 3,
                (value ?? 0) * 8 + digit - 0x30 <= 0o377
            {
                value = (value ?? 0) * 8 + digit - 0x30
                count += 1
                position += 1
            }
            guard let value else { throw error("illegal octal escape sequence", at: start) }
            return .scalar(value)
        case "x":
            if peek == "{" { return .scalar(try parseBracedHexadecimal(start)) }
            guard let value = parseHexadecimal(digits: 2) else {
                throw error("illegal hexadecimal escape sequence", at: start)
            }
            return .scalar(value)
        case "u":
            guard let value = parseHexadecimal(digits: 4) else {
                throw error("illegal Unicode escape sequence", at: start)
            }
            return .scalar(joinSurrogates(value))
        case "p", "P":
            let set = try parseProperty(start)
            return .set(scalar == "p" ? set : set.inverted)
        case "1"..."9", "A"..."Z", "a"..."z":
            throw error("illegal or unsupported escape sequence", at: start)
        default: return .scalar(scalar)
        }
    }

    private mutating func parseProperty(_ start: Int) throws(PatternError) -> ScalarSet {
        var name = ""
        if peek == "{" {
            position += 1
            while let scalar = peek, scalar != "}" {
                if let unicode = Unicode.Scalar(scalar) { name.unicodeScalars.append(unicode) }
                position += 1
            }
            guard peek == "}" else { throw error("unclosed property name", at: start) }
            position += 1
        } else if let scalar = peek, let unicode = Unicode.Scalar(scalar) {
            name.unicodeScalars.append(unicode)
            position += 1
        }
        guard let set = ScalarSet.javaProperty(name) else {
            throw error("unknown character property '\(name)'", at: start)
        }
        let isLetterCase = ["Lower", "Upper", "Ll", "Lu", "Lt"].contains(name)
        return flags.ignoresCase && isLetterCase ? set.addingOtherCases(isUnicode: false) : set
    }

    private mutating func parseBracedHexadecimal(_ start: Int) throws(PatternError) -> UInt32 {
        position += 1
        var value: UInt32 = 0
        var count = 0
        while let digit = peek.flatMap(hexadecimalValue), value <= ScalarSet.last {
            value = value << 4 | digit
            count += 1
            position += 1
        }
        guard count > 0, peek == "}", value <= ScalarSet.last else {
            throw error("illegal hexadecimal escape sequence", at: start)
        }
        position += 1
        return value
    }

    /// Parses exactly so many digits, or none.
    private mutating func parseHexadecimal(digits: Int) -> UInt32? {
        guard let value = hexadecimal(at: position, digits: digits) else { return nil }
        position += digits
        return value
    }

    private func hexadecimal(at index: Int, digits: Int) -> UInt32? {
        guard index + digits <= scalars.count else { return nil }
        var value: UInt32 = 0
        for scalar in scalars[index..<index + digits] {
            guard let digit = hexadecimalValue(scalar) else { return nil }
            value = value << 4 | digit
        }
        return value
    }

    /// Joins `\uD83D` with a `\uDC32` that follows, as texts are matched by code point.
    private mutating func joinSurrogates(_ high: UInt32) -> UInt32 {
        guard high & 0xFC00 == 0xD800, peek == "\\", peek(1) == "u",
            let low = hexadecimal(at: position + 2, digits: 4), low & 0xFC00 == 0xDC00
        else { return high }
        position += 6
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }
}

private func hexadecimalValue(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x30...0x39: scalar - 0x30
    case 0x41...0x46: scalar - 0x41 + 10
    case 0x61...0x66: scalar - 0x61 + 10
    default: nil
    }
}

/// Whether a scalar's value lies between literals.
func ~= (pattern: ClosedRange<Unicode.Scalar>, value: UInt32) -> Bool {
    pattern.lowerBound.value <= value && value <= pattern.upperBound.value
}
