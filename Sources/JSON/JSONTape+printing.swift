extension JSONTape {
    /// Returns a value as JSON text (RFC 8259), without a final line break: the same bytes as
    /// ``JSONValue/printed(_:sortingKeys:)`` gives.
    ///
    /// The tape must have no aliases, and numbers in JSON's spelling.
    package func printed(_ layout: JSONLayout = .compact, sortingKeys: Bool = false) -> [UInt8] {
        var output: [UInt8] = []
        // Room for indentation and quotes; what is not written is never touched.
        output.reserveCapacity(2 * bytes.count)
        print(layout, sortingKeys: sortingKeys) { output.append($0) }
        return output
    }

    /// Prints in pieces, which `take` gets one after the other.
    package func print(
        _ layout: JSONLayout, sortingKeys: Bool = false, take: (Span<UInt8>) -> Void
    ) {
        let printer = TapePrinter(tape: self, layout: layout, sortsKeys: sortingKeys)
        var output = TapePrinter.Output()
        _ = printer.print(0, depth: 0, to: &output, take: take)
        output.text.finish(take)
    }
}

/// The way through a tape that is printed.
private struct TapePrinter {
    let tape: JSONTape
    let layout: JSONLayout
    let sortsKeys: Bool

    /// What changes on the way.
    struct Output: ~Copyable {
        var text = PieceBuffer()

        /// The sorted keys of the objects that are being printed, those of inner ones last.
        var keys: [Key] = []
    }

    /// A key of an object: its first bytes, which decide most comparisons, and where it is.
    struct Key {
        var prefix: UInt64
        var index: Int
    }

    /// Prints a value and returns the index of the entry after it.
    func print(
        _ index: Int, depth: Int, to output: inout Output, take: (Span<UInt8>) -> Void
    ) -> Int {
        let entry = tape.entries[index]
        switch entry.kind {
        case .null, .invalid, .alias: output.text.append("null")
        case .false: output.text.append("false")
        case .true: output.text.append("true")
        case .number: tape.withText(at: index) { output.text.append($0) }
        case .string: string(index, to: &output.text)
        case .array:
            output.text.append(UInt8(ascii: "["))
            var child = index + 1
            for place in 0..<entry.count {
                if place > 0 { output.text.append(UInt8(ascii: ",")) }
                breakLine(depth + 1, &output.text)
                child = print(child, depth: depth + 1, to: &output, take: take)
                output.text.offer(to: take)
            }
            if entry.count > 0 { breakLine(depth, &output.text) }
            output.text.append(UInt8(ascii: "]"))
            return child
        case .object:
            output.text.append(UInt8(ascii: "{"))
            var key = index + 1
            if sortsKeys, entry.count > 1 {
                let first = output.keys.count
                key = sortKeys(of: index, &output.keys)
                for place in 0..<entry.count {
                    if place > 0 { output.text.append(UInt8(ascii: ",")) }
                    let key = output.keys[first + place].index
                    _ = printMember(key, depth: depth + 1, to: &output, take: take)
                }
                output.keys.removeLast(entry.count)
            } else {
                for place in 0..<entry.count {
                    if place > 0 { output.text.append(UInt8(ascii: ",")) }
                    key = printMember(key, depth: depth + 1, to: &output, take: take)
                }
            }
            if entry.count > 0 { breakLine(depth, &output.text) }
            output.text.append(UInt8(ascii: "}"))
            return key
        }
        return index + 1
    }

    /// Prints a member and returns the index of the entry after it.
    private func printMember(
        _ key: Int, depth: Int, to output: inout Output, take: (Span<UInt8>) -> Void
    ) -> Int {
        breakLine(depth, &output.text)
        string(key, to: &output.text)
        switch layout {
        case .compact: output.text.append(UInt8(ascii: ":"))
        case .indented: output.text.append(UInt8(ascii: ":"), UInt8(ascii: " "))
        }
        let end = print(key + 1, depth: depth, to: &output, take: take)
        output.text.offer(to: take)
        return end
    }

    private func string(_ index: Int, to output: inout PieceBuffer) {
        let (isDecoded, range) = tape.textRange(at: index)
        output.appendJSONString(isDecoded ? tape.decoded.span : tape.bytes.span, range)
    }

    private func breakLine(_ depth: Int, _ output: inout PieceBuffer) {
        if layout == .indented { output.appendLine(indent: 2 * depth) }
    }
}

// MARK: - Sorting keys

extension TapePrinter {
    /// Appends an object's keys in the order of their UTF-8; returns the index of the entry after
    /// the object.
    private func sortKeys(of object: Int, _ keys: inout [Key]) -> Int {
        let first = keys.count
        let isSmall = tape.entries[object].count <= 32
        var index = object + 1
        for _ in 0..<tape.entries[object].count {
            keys.append(Key(prefix: prefix(of: index), index: index))
            // Most objects are small, and their keys in some order already.
            if isSmall { moveLast(of: &keys, from: first) }
            index = tape.end(of: index + 1)
        }
        if !isSmall { keys[first...].sort(by: isBefore) }
        return index
    }

    /// Moves the last key before those from `first` on that it comes before.
    private func moveLast(of keys: inout [Key], from first: Int) {
        let key = keys[keys.count - 1]
        var free = keys.count - 1
        while free > first, isBefore(key, keys[free - 1]) {
            keys[free] = keys[free - 1]
            free -= 1
        }
        keys[free] = key
    }

    /// The first eight bytes of a key, the first in the highest bits, zeros below.
    private func prefix(of key: Int) -> UInt64 {
        tape.withText(at: key) { $0.word(at: 0, count: min(8, $0.count)).byteSwapped }
    }

    /// Whether a key's UTF-8 comes before another's.
    private func isBefore(_ left: Key, _ right: Key) -> Bool {
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        return tape.withText(at: left.index) { left in
            tape.withText(at: right.index) { right in left.isBefore(right) }
        }
    }
}

extension JSONTape {
    /// The value of a string or member key, or a number's spelling, as bytes.
    @inlinable
    package func text(at index: Int) -> ArraySlice<UInt8> {
        let (isDecoded, range) = textRange(at: index)
        return isDecoded ? decoded[range] : bytes[range]
    }

    /// Calls a closure with what ``text(at:)`` gives; keeps no array alive for it.
    @inlinable
    package func withText<Result>(at index: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        let (isDecoded, range) = textRange(at: index)
        if isDecoded { return body(decoded.span.extracting(range)) }
        return body(bytes.span.extracting(range))
    }

    /// Where the text at an index lies, in ``decoded`` or in ``bytes``.
    @inlinable @inline(__always)
    package func textRange(at index: Int) -> (isDecoded: Bool, range: Range<Int>) {
        let entry = entries[index]
        if entry.isDecoded {
            let start = Int(entry.link) + 4
            return (true, start..<start + decodedLength(at: Int(entry.link)))
        }
        let hasQuotes = entry.kind == .string && !entry.isBare
        let quote = hasQuotes ? 1 : 0
        return (false, Int(entry.start) + quote..<Int(entry.end) - quote)
    }
}

extension Span<UInt8> {
    /// Whether these bytes come before others, of which a prefix comes first.
    func isBefore(_ other: Span<UInt8>) -> Bool {
        let shared = Swift.min(count, other.count)
        var offset = 0
        while offset < shared {
            let length = Swift.min(8, shared &- offset)
            let left = word(at: offset, count: length)
            let right = other.word(at: offset, count: length)
            if left != right { return left.byteSwapped < right.byteSwapped }
            offset &+= length
        }
        return count < other.count
    }
}
