extension [UInt8] {
    /// Whether a word of ASCII is somewhere in the bytes.
    ///
    /// Rules look through every template and every path, where searching `String`s, character by
    /// character, takes most of the time.
    func holds(_ word: StaticString) -> Bool { firstIndex(of: word, from: 0) != nil }

    /// Where a word of ASCII stands first from an offset on.
    func firstIndex(of word: StaticString, from start: Int) -> Int? {
        let bytes = span
        return word.withUTF8Buffer { word -> Int? in
            var offset = start
            while offset &+ word.count <= bytes.count {
                if unsafe bytes[offset] == word[0] {
                    var matched = 1
                    while matched < word.count, unsafe bytes[offset &+ matched] == word[matched] {
                        matched &+= 1
                    }
                    if matched == word.count { return offset }
                }
                offset &+= 1
            }
            return nil
        }
    }
}

extension String {
    /// Whether the text starts with a word of lower-case ASCII, in any case.
    func startsIgnoringCase(_ word: StaticString) -> Bool {
        var bytes = utf8.makeIterator()
        return word.withUTF8Buffer { word in
            for index in word.indices {
                guard let own = bytes.next() else { return false }
                let isCapital = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= own
                if unsafe (isCapital ? own | 0x20 : own) != word[index] { return false }
            }
            return true
        }
    }
}
