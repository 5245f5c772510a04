/// Reads a path's text and writes its code; the rules are those of Jayway's `PathCompiler`.
struct JSONPathParser {
    let text: [UInt8]
    var offset = 0
    var code: [UInt8] = []
    var isDefinite = true
    var depth = 0

    /// Takes a text, whose blanks at the end count for nothing.
    init(_ text: [UInt8]) {
        let end = text.lastIndex { $0 != UInt8(ascii: " ") }
        self.text = end == text.count - 1 ? text : Array(text[..<((end ?? -1) + 1)])
    }

    /// Parses a whole text.
    mutating func parse() throws(JSONPathError) -> [UInt8] {
        guard text.count <= JSONPath.maximumLength else {
            throw JSONPathError("longer than \(JSONPath.maximumLength) bytes", at: 0)
        }
        while peek() == UInt8(ascii: " ") { offset += 1 }
        guard offset < text.count else { throw JSONPathError("empty path", at: 0) }
        code.append(0)
        if peek() == UInt8(ascii: "$") || peek() == UInt8(ascii: "@") {
            offset += 1
            try parseSteps(until: { $0 == nil })
        } else {
            // Jayway puts `$.` before such a text, and two dots are a scan.
            if peek() == UInt8(ascii: ".") {
                offset += 1
                code.append(JSONPathStep.scan.rawValue)
                isDefinite = false
                guard let next = peek(), next != UInt8(ascii: ".") else {
                    throw JSONPathError("expected a name", at: offset)
                }
            }
            try parseStep()
            try parseSteps(until: { $0 == nil })
        }
        return finish()
    }

    /// Parses a path inside a filter, up to the first byte that cannot belong to it.
    mutating func parseNested() throws(JSONPathError) -> [UInt8] {
        code = [0]
        isDefinite = true
        offset += 1
        try parseSteps(until: { byte in
            guard let byte else { return true }
            return byte != UInt8(ascii: ".") && byte != UInt8(ascii: "[")
        })
        return finish()
    }

    private mutating func finish() -> [UInt8] {
        code.append(JSONPathStep.end.rawValue)
        code[0] = isDefinite ? 1 : 0
        return code
    }

    func peek(_ distance: Int = 0) -> UInt8? {
        offset + distance < text.count ? text[offset + distance] : nil
    }

    private mutating func parseSteps(until ends: (UInt8?) -> Bool) throws(JSONPathError) {
        while true {
            if ends(peek()) { return }
            switch peek() {
            case UInt8(ascii: "."):
                offset += 1
                if peek() == UInt8(ascii: ".") {
                    offset += 1
                    code.append(JSONPathStep.scan.rawValue)
                    isDefinite = false
                }
                guard peek() != nil else { throw JSONPathError("path ends with '.'", at: offset) }
                guard peek() != UInt8(ascii: ".") else {
                    throw JSONPathError("unexpected '.'", at: offset)
                }
                try parseStep()
            case UInt8(ascii: "["): try parseStep()
            case UInt8(ascii: " ") where text[offset...].allSatisfy({ $0 == UInt8(ascii: " ") }):
                offset = text.count
            default: throw JSONPathError("expected '.' or '['", at: offset)
            }
        }
    }

    private mutating func parseStep() throws(JSONPathError) {
        switch peek() {
        case UInt8(ascii: "["): try parseBracket()
        case UInt8(ascii: "*"):
            offset += 1
            code.append(JSONPathStep.wildcard.rawValue)
            isDefinite = false
        default: try parseName()
        }
    }

    private mutating func parseName() throws(JSONPathError) {
        let start = offset
        while let byte = peek(), byte != UInt8(ascii: "."), byte != UInt8(ascii: "["),
            byte != UInt8(ascii: "("), byte != UInt8(ascii: " "), !isNameEnd(byte)
        {
            offset += 1
        }
        if peek() == UInt8(ascii: " "), depth == 0,
            text[offset...].contains(where: { $0 != UInt8(ascii: " ") })
        {
            throw JSONPathError("blank in a name: write ['the name']", at: offset)
        }
        guard offset > start else { throw JSONPathError("expected a name", at: offset) }
        if peek() == UInt8(ascii: "("), peek(1) == UInt8(ascii: ")"),
            let function = JSONPathFunction(name: text[start..<offset])
        {
            offset += 2
            guard peek() == nil || depth > 0 else {
                throw JSONPathError("a function must end the path", at: offset)
            }
            code.append(JSONPathStep.function.rawValue)
            code.append(function.rawValue)
            return
        }
        while depth == 0, let byte = peek(), byte != UInt8(ascii: "."), byte != UInt8(ascii: "[") {
            offset += 1
        }
        code.append(JSONPathStep.property.rawValue)
        code.append(1)
        code.append(string: text[start..<offset])
    }

    /// Inside filters a name also ends where an operator or a bracket begins.
    private func isNameEnd(_ byte: UInt8) -> Bool {
        guard depth > 0 else { return false }
        return switch byte {
        case UInt8(ascii: ")"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: "<"),
            UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "]"),
            UInt8(ascii: ","):
            true
        default: false
        }
    }

    private mutating func parseBracket() throws(JSONPathError) {
        offset += 1
        skipBlanks()
        switch peek() {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): try parseNames()
        case UInt8(ascii: "*"):
            offset += 1
            skipBlanks()
            try expect("]")
            code.append(JSONPathStep.wildcard.rawValue)
            isDefinite = false
        case UInt8(ascii: "?"):
            offset += 1
            skipBlanks()
            try parseFilter()
            skipBlanks()
            try expect("]")
            isDefinite = false
        default: try parseIndexes()
        }
    }

    private mutating func parseNames() throws(JSONPathError) {
        var names: [[UInt8]] = []
        while true {
            skipBlanks()
            guard let quote = peek(), quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"")
            else { throw JSONPathError("expected a quoted name", at: offset) }
            names.append(try parseQuoted())
            skipBlanks()
            if peek() == UInt8(ascii: ",") {
                offset += 1
                continue
            }
            try expect("]")
            break
        }
        guard names.count < 256 else { throw JSONPathError("more than 255 names", at: offset) }
        code.append(JSONPathStep.property.rawValue)
        code.append(UInt8(names.count))
        for name in names { code.append(string: name) }
        if names.count > 1, peek() != nil, depth == 0 { isDefinite = false }
    }

    /// Reads a quoted text; a backslash takes the next byte as it is.
    mutating func parseQuoted() throws(JSONPathError) -> [UInt8] {
        let start = offset
        let quote = text[offset]
        offset += 1
        var result: [UInt8] = []
        while let byte = peek(), byte != quote {
            if byte == UInt8(ascii: "\\"), peek(1) != nil { offset += 1 }
            result.append(text[offset])
            offset += 1
        }
        guard offset < text.count else { throw JSONPathError("unterminated name", at: start) }
        offset += 1
        return result
    }

    private mutating func parseIndexes() throws(JSONPathError) {
        let start = offset
        var first = try parseInteger()
        skipBlanks()
        if peek() == UInt8(ascii: ":") {
            offset += 1
            skipBlanks()
            let last = try parseInteger()
            skipBlanks()
            guard first != nil || last != nil else {
                throw JSONPathError("a slice needs a start or an end", at: start)
            }
            try expect("]")
            code.append(JSONPathStep.slice.rawValue)
            code.append((first == nil ? 0 : 1) | (last == nil ? 0 : 2))
            code.append(word: first ?? 0)
            code.append(word: last ?? 0)
            isDefinite = false
            return
        }
        var indexes: [Int] = []
        while true {
            guard let index = first else { throw JSONPathError("expected an index", at: offset) }
            indexes.append(index)
            skipBlanks()
            guard peek() == UInt8(ascii: ",") else { break }
            offset += 1
            skipBlanks()
            first = try parseInteger()
        }
        try expect("]")
        code.append(JSONPathStep.indexes.rawValue)
        code.append(word: indexes.count)
        for index in indexes { code.append(word: index) }
        if indexes.count > 1 { isDefinite = false }
    }

    private mutating func parseInteger() throws(JSONPathError) -> Int? {
        var digits = offset
        if peek() == UInt8(ascii: "-") { digits += 1 }
        var end = digits
        while end < text.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[end] { end += 1 }
        guard end > digits else { return nil }
        let spelling = String(decoding: text[offset..<end], as: UTF8.self)
        guard let value = Int32(spelling) else {
            throw JSONPathError("index out of range", at: offset)
        }
        offset = end
        return Int(value)
    }

    mutating func skipBlanks() {
        while peek() == UInt8(ascii: " ") { offset += 1 }
    }

    mutating func expect(_ character: Character) throws(JSONPathError) {
        guard peek() == character.asciiValue else {
            throw JSONPathError("expected '\(character)'", at: offset)
        }
        offset += 1
    }
}
