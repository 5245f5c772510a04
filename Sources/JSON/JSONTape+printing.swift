extension JSONTape {
    /// Returns a value as JSON text (RFC 8259), without a final line break: the same bytes as
    /// ``JSONValue/printed(_:sortingKeys:)`` gives.
    ///
    /// The tape must have no aliases, and numbers in JSON's spelling.
    package func printed(_ layout: JSONLayout = .compact, sortingKeys: Bool = false) -> [UInt8] {
        var output: [UInt8] = []
        // Room for indentation and quotes; what is not written is never touched.
        output.reserveCapacity(2 * bytes.count)
        print(layout, sortingKeys: sortingKeys, into: &output) { _ in }
        return output
    }

    /// Prints in pieces: whenever `output` has grown large, `take` may empty it.
    package func print(
        _ layout: JSONLayout, sortingKeys: Bool = false, into output: inout [UInt8],
        take: (inout [UInt8]) -> Void
    ) {
        let printer = TapePrinter(tape: self, layout: layout, sortsKeys: sortingKeys)
        printer.print(0, depth: 0, into: &output, take: take)
    }
}

/// The way through a tape that is printed.
private struct TapePrinter {
    let tape: JSONTape
    let layout: JSONLayout
    let sortsKeys: Bool

    /// The size from which on a piece is offered.
    static let pieceSize = 1 << 16

    func print(
        _ index: Int, depth: Int, into output: inout [UInt8], take: (inout [UInt8]) -> Void
    ) {
        let entry = tape.entries[index]
        switch entry.kind {
        case .null, .invalid, .alias: output += "null".utf8
        case .false: output += "false".utf8
        case .true: output += "true".utf8
        case .number: output += tape.text(at: index)
        case .string: appendJSONString(tape.text(at: index), to: &output)
        case .array:
            output.append(UInt8(ascii: "["))
            var child = index + 1
            for place in 0..<entry.count {
                if place > 0 { output.append(UInt8(ascii: ",")) }
                breakLine(&output, depth + 1)
                print(child, depth: depth + 1, into: &output, take: take)
                child = tape.end(of: child)
            }
            if entry.count > 0 { breakLine(&output, depth) }
            output.append(UInt8(ascii: "]"))
        case .object:
            output.append(UInt8(ascii: "{"))
            if sortsKeys, entry.count > 1 {
                for (place, key) in sortedKeys(of: index).enumerated() {
                    if place > 0 { output.append(UInt8(ascii: ",")) }
                    printMember(key, depth: depth + 1, into: &output, take: take)
                }
            } else {
                var key = index + 1
                for place in 0..<entry.count {
                    if place > 0 { output.append(UInt8(ascii: ",")) }
                    printMember(key, depth: depth + 1, into: &output, take: take)
                    key = tape.end(of: key + 1)
                }
            }
            if entry.count > 0 { breakLine(&output, depth) }
            output.append(UInt8(ascii: "}"))
        }
    }

    private func printMember(
        _ key: Int, depth: Int, into output: inout [UInt8], take: (inout [UInt8]) -> Void
    ) {
        breakLine(&output, depth)
        appendJSONString(tape.text(at: key), to: &output)
        output.append(UInt8(ascii: ":"))
        if layout == .indented { output.append(UInt8(ascii: " ")) }
        print(key + 1, depth: depth, into: &output, take: take)
        if output.count >= Self.pieceSize { take(&output) }
    }

    /// The indexes of an object's keys in the order of their UTF-8.
    private func sortedKeys(of object: Int) -> [Int] {
        var keys: [Int] = []
        keys.reserveCapacity(tape.entries[object].count)
        var key = object + 1
        for _ in 0..<tape.entries[object].count {
            keys.append(key)
            key = tape.end(of: key + 1)
        }
        if keys.count > 32 {
            let tape = tape
            keys.sort { tape.text(at: $0).lexicographicallyPrecedes(tape.text(at: $1)) }
            return keys
        }
        // Most objects are small, and their keys in some order already.
        for place in keys.indices.dropFirst() {
            let key = keys[place]
            var free = place
            while free > 0,
                tape.text(at: key).lexicographicallyPrecedes(tape.text(at: keys[free - 1]))
            {
                keys[free] = keys[free - 1]
                free -= 1
            }
            keys[free] = key
        }
        return keys
    }

    private func breakLine(_ output: inout [UInt8], _ depth: Int) {
        guard layout == .indented else { return }
        output.append(UInt8(ascii: "\n"))
        for _ in 0..<depth {
            output.append(UInt8(ascii: " "))
            output.append(UInt8(ascii: " "))
        }
    }
}

extension JSONTape {
    /// The value of a string or member key, or a number's spelling, as bytes.
    @inlinable
    public func text(at index: Int) -> ArraySlice<UInt8> {
        let entry = entries[index]
        if entry.isDecoded {
            let start = Int(entry.link) + 4
            return decoded[start..<start + decodedLength(at: Int(entry.link))]
        }
        let hasQuotes = entry.info & 15 == UInt32(Kind.string.rawValue) && !entry.isBare
        let quote = hasQuotes ? 1 : 0
        return bytes[Int(entry.start) + quote..<Int(entry.end) - quote]
    }
}

/// Appends a text as a JSON string, what needs no escape in one piece.
private func appendJSONString(_ text: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    var rest = text
    while true {
        let plainCount = lengthWithoutEscapes(rest.span)
        output += rest.prefix(plainCount)
        guard plainCount < rest.count else { break }
        let byte = rest[rest.startIndex + plainCount]
        if byte < 0x20 {
            appendJSONControlEscape(byte, to: &output)
        } else {
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
        }
        rest = rest.dropFirst(plainCount + 1)
    }
    output.append(UInt8(ascii: "\""))
}

/// How many bytes at the start stand in a JSON string as they are.
private func lengthWithoutEscapes(_ text: Span<UInt8>) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let high: UInt64 = 0x8080_8080_8080_8080
    var offset = 0
    while offset &+ 8 <= text.count {
        // In each byte the high bit: below 0x20, equal to a quote, equal to a backslash.
        let word = text.word(at: offset)
        let quote = word ^ 0x2222_2222_2222_2222
        let backslash = word ^ 0x5C5C_5C5C_5C5C_5C5C
        let found =
            ((word &- 0x2020_2020_2020_2020) & ~word)
            | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
        if found & high != 0 { break }
        offset &+= 8
    }
    while offset < text.count {
        let byte = text[offset]
        if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
        offset &+= 1
    }
    return offset
}
