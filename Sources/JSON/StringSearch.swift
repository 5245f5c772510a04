// Searching and replacing in strings, by bytes.
//
// Swift's own functions of these names compare Characters: they take tens of times as long, find no
// line feed after a carriage return, and bring the engine of regular expressions along, a tenth of
// a program. With this module imported calls with strings mean these.

extension String {
    /// Whether a text occurs in this one; every text has the empty one.
    package func contains(_ text: String) -> Bool {
        utf8.span.firstOffset(of: text, from: 0) != nil
    }

    /// Where a text occurs first, `nil` where it does not.
    package func firstRange(of text: String) -> Range<Index>? { self[...].firstRange(of: text) }

    /// The text with every occurrence of another, from the left, replaced by a third.
    package func replacing(_ text: String, with replacement: String) -> String {
        self[...].replacing(text, with: replacement)
    }
}

extension Substring {
    /// Whether a text occurs in this one; every text has the empty one.
    package func contains(_ text: String) -> Bool {
        utf8.span.firstOffset(of: text, from: 0) != nil
    }

    /// Where a text occurs first, `nil` where it does not.
    package func firstRange(of text: String) -> Range<Index>? {
        guard let offset = utf8.span.firstOffset(of: text, from: 0) else { return nil }
        let start = utf8.index(startIndex, offsetBy: offset)
        return start..<utf8.index(start, offsetBy: text.utf8.count)
    }

    /// The text with every occurrence of another, from the left, replaced by a third.
    package func replacing(_ text: String, with replacement: String) -> String {
        let bytes = utf8.span
        guard !text.isEmpty, var found = bytes.firstOffset(of: text, from: 0) else {
            return String(self)
        }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + replacement.utf8.count)
        var start = 0
        while true {
            output.append(bytes.extracting(start..<found))
            output += replacement.utf8
            start = found + text.utf8.count
            guard let next = bytes.firstOffset(of: text, from: start) else { break }
            found = next
        }
        output.append(bytes.extracting(start..<bytes.count))
        return String(decoding: output, as: UTF8.self)
    }
}

extension String {
    /// The text of UTF-8; what is none becomes U+FFFD.
    package init(text: Span<UInt8>) {
        if let text = try? UTF8Span(validating: text) {
            self.init(copying: text)
        } else {
            self.init(decoding: [UInt8](text), as: UTF8.self)
        }
    }
}

/// The high bits of a word's bytes that are zero; above the first one others may be set.
@inline(__always)
private func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
}

extension Span<UInt8> {
    /// The offset of other bytes' first occurrence at an offset or after it.
    package func firstOffset(of wanted: Span<UInt8>, from start: Int) -> Int? {
        guard wanted.count > 0 else { return start }
        let pattern = UInt64(wanted[0]) &* 0x0101_0101_0101_0101
        let last = count - wanted.count
        var offset = start
        while offset <= last {
            // Eight bytes at once, or what is left: where the first byte is among them. Where that
            // is 0 it is found behind the end too.
            let length = Swift.min(8, count &- offset)
            let zeros = zeroBytes(word(at: offset, count: length) ^ pattern)
            offset &+= zeros.trailingZeroBitCount / 8
            if zeros == 0 || offset > last { continue }
            if starts(with: wanted, at: offset) { return offset }
            offset &+= 1
        }
        return nil
    }

    /// Whether other bytes stand at an offset.
    @inlinable
    package func starts(with wanted: Span<UInt8>, at offset: Int) -> Bool {
        let length = wanted.count
        guard offset + length <= count else { return false }
        if length < 8 {
            return word(at: offset, count: length) == wanted.word(at: 0, count: length)
        }
        // The last word may overlap the one before.
        let last = length &- 8
        var place = 0
        while place < last {
            if word(at: offset &+ place) != wanted.word(at: place) { return false }
            place &+= 8
        }
        return word(at: offset &+ last) == wanted.word(at: last)
    }

    fileprivate func firstOffset(of text: String, from start: Int) -> Int? {
        firstOffset(of: text.utf8.span, from: start)
    }
}
