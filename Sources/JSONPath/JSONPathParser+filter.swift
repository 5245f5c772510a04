extension JSONPathParser {
    /// Parses `(expression)` of a filter and appends its step.
    mutating func parseFilter() throws(JSONPathError) {
        guard depth < JSONPath.maximumDepth else {
            throw JSONPathError("filters nested deeper than \(JSONPath.maximumDepth)", at: offset)
        }
        depth += 1
        guard peek() == UInt8(ascii: "(") else { throw JSONPathError("expected '('", at: offset) }
        let outer = (code, isDefinite)
        let expression = try parseOr()
        (code, isDefinite) = outer
        code.append(JSONPathStep.filter.rawValue)
        code.append(string: expression)
        depth -= 1
    }

    private mutating func parseOr() throws(JSONPathError) -> [UInt8] {
        var left = try parseAnd()
        while skip("||") {
            left = [JSONPathFilterOp.or.rawValue] + left
            left += try parseAnd()
        }
        return left
    }

    private mutating func parseAnd() throws(JSONPathError) -> [UInt8] {
        var left = try parseUnary()
        while skip("&&") {
            left = [JSONPathFilterOp.and.rawValue] + left
            left += try parseUnary()
        }
        return left
    }

    private mutating func parseUnary() throws(JSONPathError) -> [UInt8] {
        skipBlanks()
        guard depth < JSONPath.maximumDepth else {
            throw JSONPathError("filters nested deeper than \(JSONPath.maximumDepth)", at: offset)
        }
        depth += 1
        defer { depth -= 1 }
        if peek() == UInt8(ascii: "!") {
            offset += 1
            return [JSONPathFilterOp.not.rawValue] + (try parseUnary())
        }
        if peek() == UInt8(ascii: "(") {
            offset += 1
            let inner = try parseOr()
            skipBlanks()
            try expect(")")
            return inner
        }
        return try parseComparison()
    }

    private mutating func parseComparison() throws(JSONPathError) -> [UInt8] {
        let left = try parseOperand()
        skipBlanks()
        guard let operation = try parseOperator() else {
            guard left[0] <= JSONPathOperand.absolute.rawValue else {
                throw JSONPathError("expected an operator", at: offset)
            }
            return [JSONPathFilterOp.exists.rawValue] + left
        }
        skipBlanks()
        let right = try parseOperand()
        return [JSONPathFilterOp.compare.rawValue, operation.rawValue] + left + right
    }

    private mutating func parseOperator() throws(JSONPathError) -> JSONPathOperator? {
        let symbols: [(String, JSONPathOperator)] = [
            ("===", .typeSafeEqual), ("!==", .typeSafeNotEqual), ("==", .equal), ("!=", .notEqual),
            ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("=~", .matches), ("<", .less),
            (">", .greater),
        ]
        for (symbol, operation) in symbols where skip(symbol) { return operation }
        let words: [(String, JSONPathOperator)] = [
            ("in", .in), ("nin", .notIn), ("contains", .contains), ("all", .all), ("size", .size),
            ("empty", .empty), ("subsetof", .subsetOf), ("anyof", .anyOf), ("noneof", .noneOf),
        ]
        var end = offset
        while end < text.count, isLetter(text[end]) { end += 1 }
        guard end > offset else { return nil }
        let word = text[offset..<end].map { $0 | 0x20 }
        for (name, operation) in words where name.utf8.elementsEqual(word) {
            offset = end
            return operation
        }
        throw JSONPathError("unknown filter operator", at: offset)
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    private mutating func parseOperand() throws(JSONPathError) -> [UInt8] {
        skipBlanks()
        guard let byte = peek() else { throw JSONPathError("expected a value", at: offset) }
        switch byte {
        case UInt8(ascii: "@"), UInt8(ascii: "$"):
            let kind: JSONPathOperand = byte == UInt8(ascii: "@") ? .relative : .absolute
            let outer = (code, isDefinite)
            let path = try parseNested()
            (code, isDefinite) = outer
            var result = [kind.rawValue]
            result.append(string: path)
            return result
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            var result = [JSONPathOperand.string.rawValue]
            result.append(string: try parseQuoted())
            return result
        case UInt8(ascii: "/"): return try parsePattern()
        case UInt8(ascii: "["), UInt8(ascii: "{"): return try parseJSON()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            var end = offset + 1
            while end < text.count, isNumberByte(text[end]) { end += 1 }
            var result = [JSONPathOperand.number.rawValue]
            result.append(string: text[offset..<end])
            offset = end
            return result
        default:
            if skip("true") { return [JSONPathOperand.true.rawValue] }
            if skip("false") { return [JSONPathOperand.false.rawValue] }
            if skip("null") { return [JSONPathOperand.null.rawValue] }
            throw JSONPathError("expected a value", at: offset)
        }
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func parsePattern() throws(JSONPathError) -> [UInt8] {
        let start = offset
        offset += 1
        var pattern: [UInt8] = []
        while let byte = peek(), byte != UInt8(ascii: "/") {
            if byte == UInt8(ascii: "\\"), let next = peek(1) {
                if next != UInt8(ascii: "/") { pattern.append(byte) }
                offset += 1
            }
            pattern.append(text[offset])
            offset += 1
        }
        guard peek() != nil else { throw JSONPathError("unterminated pattern", at: start) }
        offset += 1
        var flags: UInt8 = 0
        while let byte = peek(), isLetter(byte) {
            if byte == UInt8(ascii: "i") { flags |= 1 }
            offset += 1
        }
        var result = [JSONPathOperand.pattern.rawValue, flags]
        result.append(string: pattern)
        return result
    }

    /// A JSON array or object in a filter; single quotes are as good as double ones.
    private mutating func parseJSON() throws(JSONPathError) -> [UInt8] {
        let start = offset
        var json: [UInt8] = []
        var level = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): level += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): level -= 1
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                let text = try parseQuoted()
                json.append(UInt8(ascii: "\""))
                for byte in text {
                    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                        json.append(UInt8(ascii: "\\"))
                    }
                    json.append(byte)
                }
                json.append(UInt8(ascii: "\""))
                continue
            default: break
            }
            json.append(byte)
            offset += 1
            if level == 0 { break }
        }
        guard level == 0 else { throw JSONPathError("unterminated JSON value", at: start) }
        var result = [JSONPathOperand.json.rawValue]
        result.append(string: json)
        return result
    }

    private mutating func skip(_ word: String) -> Bool {
        skipBlanks()
        let bytes = word.utf8
        guard text.count - offset >= bytes.count,
            text[offset..<offset + bytes.count].elementsEqual(bytes)
        else { return false }
        offset += bytes.count
        return true
    }
}
