internal import JSON

extension CommonYAMLReader {
    /// Reads plain text on one line to its end: a colon, a comment, the line's end or, in flow
    /// collections, an indicator.
    ///
    /// - Returns: Where the text ends, without spaces behind it; `offset` is past those.
    func plainText(
        _ text: Span<UInt8>, _ offset: inout Int, isInFlow: Bool
    ) throws(Unusual) -> Int {
        guard startsPlain(text, offset) else { throw Unusual() }
        return try plainRest(text, &offset, isInFlow: isInFlow)
    }

    /// Whether a plain scalar can start at an offset; `?` and `:` at its start are left to libyaml.
    private func startsPlain(_ text: Span<UInt8>, _ offset: Int) -> Bool {
        switch text.byte(at: offset) {
        case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "["),
            UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "#"),
            UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "|"),
            UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "%"),
            UInt8(ascii: "@"), UInt8(ascii: "`"), 9, newline, 0:
            false
        case UInt8(ascii: "-"):
            !text.isBlank(at: offset + 1) && text[offset + 1] != 9
        default: true
        }
    }

    private func plainRest(
        _ text: Span<UInt8>, _ offset: inout Int, isInFlow: Bool
    ) throws(Unusual) -> Int {
        var end = offset
        var place = offset
        loop: while place < text.count {
            let byte = text[place]
            // Most bytes are letters, digits and points.
            if byte > UInt8(ascii: ":"), byte != UInt8(ascii: "["), byte != UInt8(ascii: "]"),
                byte < UInt8(ascii: "{")
            {
                if isInFlow, byte == UInt8(ascii: "?") { throw Unusual() }
                place &+= 1
                end = place
                continue
            }
            switch byte {
            case UInt8(ascii: " "): place &+= 1
            case newline: break loop
            case 9: throw Unusual()
            case UInt8(ascii: "#"):
                if text[place - 1] == UInt8(ascii: " "), place > offset { break loop }
                place &+= 1
                end = place
            case UInt8(ascii: ":"):
                if text.isBlank(at: place + 1) { break loop }
                if text[place + 1] == 9 || (isInFlow && isFlowIndicator(text[place + 1])) {
                    throw Unusual()
                }
                place &+= 1
                end = place
            case UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"),
                UInt8(ascii: "}"):
                if isInFlow { break loop }
                place &+= 1
                end = place
            default:
                place &+= 1
                end = place
            }
        }
        offset = place
        return end
    }

    private func isFlowIndicator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
            || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
    }

    /// Reads a plain value with its further lines, which are indented deeper than its parent.
    mutating func plainValue(
        _ text: Span<UInt8>, _ offset: inout Int, parentIndent: Int
    ) throws(Unusual) {
        let start = offset
        var end = try plainText(text, &offset, isInFlow: false)
        if text.byte(at: offset) == UInt8(ascii: ":") { throw Unusual() }
        var link: Int?
        while text.byte(at: offset) == newline {
            // The next line with anything on it.
            var place = offset + 1
            var breakCount = 1
            var column = text.skipSpaces(&place)
            while text.byte(at: place) == newline {
                breakCount += 1
                place += 1
                column = text.skipSpaces(&place)
            }
            let byte = text.byte(at: place)
            if byte == 0 || byte == UInt8(ascii: "#") || column <= parentIndent { break }
            if byte == 9 { throw Unusual() }
            if link == nil {
                link = beginDecoded()
                decoded += source[start..<end]
            }
            if breakCount == 1 {
                decoded.append(UInt8(ascii: " "))
            } else {
                for _ in 1..<breakCount { decoded.append(newline) }
            }
            offset = place
            end = try plainRest(text, &offset, isInFlow: false)
            if text.byte(at: offset) == UInt8(ascii: ":") { throw Unusual() }
            decoded += source[place..<end]
        }
        if let link {
            // Nothing with a space or a line break in it is a number or a keyword.
            endDecoded(link, start, end)
        } else {
            try appendPlain(text, start, end)
        }
        if text.byte(at: offset) == UInt8(ascii: "#") {
            text.skipLine(&offset)
        } else {
            offset += 1
        }
    }

    /// Appends a plain value on one line; those that YAML 1.1 reads otherwise are left to whoever
    /// reports them.
    mutating func appendPlain(
        _ text: Span<UInt8>, _ start: Int, _ end: Int
    ) throws(Unusual) {
        let value = text.extracting(start..<end)
        if YAML11Reading(of: value) != nil { throw Unusual() }
        let kind = kindOfPlainScalar(value)
        entries.append(JSONTape.Entry(kind, start, end, isBare: kind == .string))
    }

    /// Reads a quoted scalar that ends on its line.
    mutating func quoted(_ text: Span<UInt8>, _ offset: inout Int) throws(Unusual) {
        let quote = text[offset]
        let start = offset
        offset += 1
        while true {
            guard offset < text.count, text[offset] != newline else { throw Unusual() }
            let byte = text[offset]
            if byte == quote {
                if quote == UInt8(ascii: "\"") || text.byte(at: offset + 1) != quote { break }
                return try escaped(text, &offset, start: start)
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                return try escaped(text, &offset, start: start)
            }
            offset &+= 1
        }
        offset += 1
        entries.append(JSONTape.Entry(.string, start, offset))
    }

    /// Reads a quoted scalar from its first escape on.
    private mutating func escaped(
        _ text: Span<UInt8>, _ offset: inout Int, start: Int
    ) throws(Unusual) {
        let quote = text[start]
        let link = beginDecoded()
        decoded += source[start + 1..<offset]
        while true {
            guard offset < text.count, text[offset] != newline else { throw Unusual() }
            let byte = text[offset]
            offset += 1
            if byte == quote {
                if quote == UInt8(ascii: "\"") || text.byte(at: offset) != quote { break }
                offset += 1
                decoded.append(quote)
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                decoded.append(try escape(text.byte(at: offset)))
                offset += 1
            } else {
                decoded.append(byte)
            }
        }
        endDecoded(link, start, offset)
    }

    /// The byte that a letter after `\` stands for; the rarer ones are left to libyaml.
    private func escape(_ letter: UInt8) throws(Unusual) -> UInt8 {
        switch letter {
        case UInt8(ascii: "n"): newline
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "r"): 13
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        default: throw Unusual()
        }
    }

    /// Reads a literal or folded scalar (YAML 1.2.2, section 8.1) as libyaml does.
    mutating func blockScalar(
        _ text: Span<UInt8>, _ offset: inout Int, parentIndent: Int
    ) throws(Unusual) {
        let start = offset
        let isLiteral = text[offset] == UInt8(ascii: "|")
        offset += 1
        var chomping: UInt8 = 0
        var indent = 0
        for _ in 0..<2 {
            switch text.byte(at: offset) {
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                if chomping != 0 { throw Unusual() }
                chomping = text[offset]
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                if indent != 0 { throw Unusual() }
                indent = max(parentIndent, 0) + Int(text[offset] - UInt8(ascii: "0"))
            default: continue
            }
            offset += 1
        }
        try endLine(text, &offset)
        // The line break of the header belongs to it also where the text ends there.
        offset = min(offset, text.count)
        if indent == 0 { indent = try contentIndent(text, offset, parentIndent: parentIndent) }
        let link = beginDecoded()
        var (breakCount, column) = try skipBreaks(text, &offset, indent: indent)
        var hasLeadingBreak = false
        var wasBlank = false
        while offset < text.count, column == indent {
            let isBlank = text[offset] == UInt8(ascii: " ") || text[offset] == 9
            if hasLeadingBreak {
                if isLiteral || wasBlank || isBlank {
                    decoded.append(newline)
                } else if breakCount == 0 {
                    decoded.append(UInt8(ascii: " "))
                }
            }
            for _ in 0..<breakCount { decoded.append(newline) }
            wasBlank = isBlank
            let lineStart = offset
            while offset < text.count, text[offset] != newline { offset &+= 1 }
            decoded += source[lineStart..<offset]
            hasLeadingBreak = offset < text.count
            if hasLeadingBreak { offset += 1 }
            (breakCount, column) = try skipBreaks(text, &offset, indent: indent)
        }
        if chomping != UInt8(ascii: "-"), hasLeadingBreak { decoded.append(newline) }
        if chomping == UInt8(ascii: "+") { for _ in 0..<breakCount { decoded.append(newline) } }
        var end = offset
        while end > start, text[end - 1] <= 0x20 { end -= 1 }
        endDecoded(link, start, end)
        // The next line is read from its start.
        if offset < text.count { offset -= column }
    }

    /// The column of a block scalar's first line with anything on it.
    private func contentIndent(
        _ text: Span<UInt8>, _ start: Int, parentIndent: Int
    ) throws(Unusual) -> Int {
        var place = start
        var widest = 0
        while true {
            let column = text.skipSpaces(&place)
            if text.byte(at: place) == 9 { throw Unusual() }
            // Lines of spaces count for libyaml, and make an error where they are wider.
            if text.byte(at: place) != newline {
                if widest > column { throw Unusual() }
                return max(column, parentIndent + 1, 1)
            }
            widest = max(widest, column)
            place += 1
        }
    }

    /// Skips empty lines and indentation; returns the number of the lines, and the column reached.
    private func skipBreaks(
        _ text: Span<UInt8>, _ offset: inout Int, indent: Int
    ) throws(Unusual) -> (count: Int, column: Int) {
        var breakCount = 0
        while true {
            var column = 0
            while column < indent, text.byte(at: offset) == UInt8(ascii: " ") {
                offset &+= 1
                column &+= 1
            }
            if column < indent, text.byte(at: offset) == 9 { throw Unusual() }
            guard text.byte(at: offset) == newline else { return (breakCount, column) }
            offset += 1
            breakCount += 1
        }
    }

    // MARK: Values that do not stand in the text as they are

    /// Begins a value at the end of `decoded`, and returns its place.
    private mutating func beginDecoded() -> Int {
        let link = decoded.count
        for _ in 0..<4 { decoded.append(0) }
        return link
    }

    /// Ends the value that was begun last and gives it an entry.
    private mutating func endDecoded(_ link: Int, _ start: Int, _ end: Int) {
        let length = decoded.count - link - 4
        for place in 0..<4 {
            decoded[link + place] = UInt8(truncatingIfNeeded: length >> (8 * place))
        }
        entries.append(JSONTape.Entry(.string, start, end, link: link, isDecoded: true))
    }
}
