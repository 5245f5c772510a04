internal import JSON

/// Searching for words of ASCII, byte by byte.
///
/// Rules look through every template, path and URI of an API, where searching `String`s, character
/// by character, takes more time than all the rest.
extension Span<UInt8> {
    /// Where a word of ASCII stands first from an offset on.
    package func firstIndex(of word: StaticString, from start: Int = 0) -> Int? {
        word.withUTF8Buffer { unsafe firstOffset(of: $0.span, from: start) }
    }

    /// Whether a word of ASCII stands at an offset.
    package func starts(with word: StaticString, at offset: Int = 0) -> Bool {
        word.withUTF8Buffer { unsafe starts(with: $0.span, at: offset) }
    }

    /// Whether the bytes are a word of ASCII.
    package func isWord(_ word: StaticString) -> Bool {
        count == word.utf8CodeUnitCount && starts(with: word)
    }
}

extension [UInt8] {
    /// Whether a word of ASCII is somewhere in the bytes.
    package func holds(_ word: StaticString) -> Bool { firstIndex(of: word, from: 0) != nil }

    /// Where a word of ASCII stands first from an offset on.
    package func firstIndex(of word: StaticString, from start: Int) -> Int? {
        span.firstIndex(of: word, from: start)
    }
}

extension String {
    /// Whether a word of ASCII is somewhere in the text.
    package func holds(_ word: StaticString) -> Bool {
        utf8Span.span.firstIndex(of: word) != nil
    }

    /// Whether the text starts with a word of lower-case ASCII, in any case.
    package func startsIgnoringCase(_ word: StaticString) -> Bool {
        let bytes = utf8Span.span
        guard bytes.count >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { word in
            for index in word.indices {
                let own = bytes[index]
                let isCapital = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= own
                if unsafe (isCapital ? own | 0x20 : own) != word[index] { return false }
            }
            return true
        }
    }
}

extension String.UTF8View {
    /// The text of some of the bytes, which begin and end with characters.
    package func text(_ range: Range<Int>) -> String {
        String(text: span.extracting(range))
    }
}
