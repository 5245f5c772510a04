internal import JSON

/// What of a string decides how it can be written, found in one pass.
struct TextTraits {
    /// Whether there is nothing but what YAML lets stand unescaped, line breaks and tabs included.
    var isPrintable = true

    /// Whether there is a line break.
    var hasBreak = false

    /// Whether there are line breaks, and text that a literal block can hold.
    var canBeLiteral = false

    /// Whether there are words with single spaces between, and nothing else.
    var canBeFolded = false

    /// Whether the string without quotes is read back as a scalar of the same text.
    var canBePlain = false

    init(_ text: Span<UInt8>, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var all = ByteMarks()
        var hasWords = false
        /// Spaces after spaces, and what reads as an indicator: `: ` and ` #`.
        var doubleSpaces: UInt64 = 0
        var indicators: UInt64 = 0
        var (lastSpaces, lastColons) = (UInt64(0), UInt64(0))
        var offset = range.lowerBound
        while offset < range.upperBound {
            let own = ownBits(range.upperBound - offset)
            // Behind the text there are letters.
            let word =
                text.word(at: offset, upTo: range.upperBound - offset) & own
                | 0x6161_6161_6161_6161 & ~own
            offset += 8
            guard ByteMarks.mayHaveMarks(word) else {
                (lastSpaces, lastColons) = (0, 0)
                hasWords = true
                continue
            }
            let marks = ByteMarks(word)
            if marks.others & own != 0 { hasWords = true }
            let afterSpace = marks.spaces << 8 | lastSpaces >> 56
            doubleSpaces |= marks.spaces & afterSpace
            indicators |= marks.spaces & (marks.colons << 8 | lastColons >> 56)
            indicators |= marks.hashes & afterSpace
            (lastSpaces, lastColons) = (marks.spaces, marks.colons)
            all.formUnion(marks)
        }
        hasBreak = all.lineBreaks != 0
        isPrintable = all.controls == 0
        if isPrintable, all.notASCII != 0 {
            isPrintable = String(text: text.extracting(range)).unicodeScalars.allSatisfy(
                Syntax.isPrintable)
        }
        guard isPrintable else { return }
        let (first, final) = (text[range.lowerBound], text[range.upperBound - 1])
        let space = UInt8(ascii: " ")
        let hasTab = all.tabs != 0
        canBeLiteral = hasBreak && hasWords
        canBeFolded =
            all.spaces != 0 && doubleSpaces == 0 && !hasTab && !hasBreak && first != space
            && final != space
        canBePlain =
            canStartPlain(first) && final != space && final != UInt8(ascii: ":") && !hasBreak
            && !hasTab && indicators == 0
    }
}

/// The bits of the first `count` of eight bytes.
@inline(__always)
private func ownBits(_ count: Int) -> UInt64 {
    count < 8 ? 1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1 : .max
}

/// Where among eight bytes those are that ``TextTraits`` asks about: the high bit of each.
struct ByteMarks {
    var spaces: UInt64 = 0
    var lineBreaks: UInt64 = 0
    var tabs: UInt64 = 0
    var colons: UInt64 = 0
    var hashes: UInt64 = 0
    /// Bytes below a space but for tabs and line breaks, and 0x7F.
    var controls: UInt64 = 0
    var notASCII: UInt64 = 0
    /// Bytes above a space.
    var others: UInt64 = 0

    init() {}

    @inline(__always)
    init(_ word: UInt64) {
        let high: UInt64 = 0x8080_8080_8080_8080
        // A byte of ASCII is below a space where neither 0x20 nor 0x40 is in it.
        let belowSpace = ~((word & 0x6060_6060_6060_6060) &+ 0x6060_6060_6060_6060 | word) & high
        spaces = Self.equal(word, UInt8(ascii: " "))
        lineBreaks = Self.equal(word, UInt8(ascii: "\n"))
        tabs = Self.equal(word, UInt8(ascii: "\t"))
        colons = Self.equal(word, UInt8(ascii: ":"))
        hashes = Self.equal(word, UInt8(ascii: "#"))
        controls = belowSpace & ~lineBreaks & ~tabs | Self.equal(word, 0x7F)
        notASCII = word & high
        others = high & ~belowSpace & ~spaces
    }

    @inline(__always)
    mutating func formUnion(_ other: Self) {
        spaces |= other.spaces
        lineBreaks |= other.lineBreaks
        tabs |= other.tabs
        controls |= other.controls
        notASCII |= other.notASCII
    }

    /// Whether there may be a byte among eight that is anything but above a space.
    ///
    /// Most are letters, and are told by this alone.
    @inline(__always)
    static func mayHaveMarks(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (colon, hash) = (word ^ ones &* 0x3A, word ^ ones &* 0x23)
        // Not ASCII or 0x7F; up to a space; equal to either.
        let found =
            word | (word &+ ones) | (word &- ones &* 0x21)
            | ((colon &- ones) & ~colon) | ((hash &- ones) & ~hash)
        return found & 0x8080_8080_8080_8080 != 0
    }

    /// Whether there may be a byte among eight that is not ASCII, no character or a `#`.
    @inline(__always)
    static func mayBeUnusual(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let hash = word ^ ones &* 0x23
        // Not ASCII or 0x7F; below a space; equal to it.
        let found =
            word | (word &+ ones) | (word &- ones &* 0x20) | ((hash &- ones) & ~hash)
        return found & 0x8080_8080_8080_8080 != 0
    }

    /// Where among eight bytes one is.
    @inline(__always)
    static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let difference = word ^ 0x0101_0101_0101_0101 &* UInt64(byte)
        return ~((difference & low) &+ low | difference | low)
    }
}

/// Whether a text is certain to be read back as a string when it stands plain, as most are: it
/// begins with a letter, `/` or `$` and has nothing but ASCII from a space on, no `#`, no `:` before
/// a space, and neither of them at its end.
///
/// Where not, or where fewer than eight bytes stand behind it, ``TextTraits`` looks closer.
func isEvidentlyPlain(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty, range.upperBound <= text.count - 8 else { return false }
    let (first, final) = (text[range.lowerBound], text[range.upperBound - 1])
    guard
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20 || first == UInt8(ascii: "/")
            || first == UInt8(ascii: "$"),
        final != UInt8(ascii: " "), final != UInt8(ascii: ":")
    else { return false }
    var offset = range.lowerBound
    while offset < range.upperBound {
        var word = text.word(at: offset)
        let length = range.upperBound &- offset
        if length < 8 {
            // Behind the text there are letters.
            word = word & ownBits(length) | 0x6161_6161_6161_6161 & ~ownBits(length)
        }
        if ByteMarks.mayHaveMarks(word) {
            if ByteMarks.mayBeUnusual(word) { return false }
            // What stands behind the text is of no matter, for its last byte is no colon.
            let colons = ByteMarks.equal(word, UInt8(ascii: ":"))
            let beforeSpace = ByteMarks.equal(text.word(at: offset + 1), UInt8(ascii: " "))
            if colons & beforeSpace != 0 { return false }
        }
        offset &+= 8
    }
    return range.count > 5 || !isTypeWord(text, range)
}

/// Whether a byte at the start of a plain scalar means nothing to any YAML reader.
private func canStartPlain(_ first: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"),
        UInt8(ascii: "$"), UInt8(ascii: "("), UInt8(ascii: ";"), UInt8(ascii: "^"),
        UInt8(ascii: "\\"), 0x80...:
        true
    default: false
    }
}

/// Whether a YAML 1.1 or 1.2 reader could take a plain string for something else.
func looksLikeAnotherType(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    if UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[range.lowerBound] {
        // Numbers in any base, with underscores, sexagesimals, dates and times.
        return range.allSatisfy { index in
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ":"), UInt8(ascii: "x"),
                UInt8(ascii: "o"), UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "Z"),
                UInt8(ascii: " "):
                true
            default: false
            }
        } && !isVersionLike(text.extracting(range))
    }
    return range.count <= 5 && isTypeWord(text, range)
}

/// Whether a text of at most five bytes is one of ``typeWords``, in any case.
private func isTypeWord(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let letters = UInt64(1) << UInt64(8 * range.count) &- 1
    let word = (text.word(at: range.lowerBound, upTo: range.count) | 0x2020_2020_2020) & letters
    return typeWords.contains(word)
}

/// What YAML 1.1 or 1.2 reads as null or a boolean, in lower case; the first letter in the lowest
/// bits.
private let typeWords = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"].map { word in
    word.utf8.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
}

/// Whether a text is digits with two points at least and nothing else, such as `3.0.1`.
private func isVersionLike(_ text: Span<UInt8>) -> Bool {
    var pointCount = 0
    for index in text.indices {
        if text[index] == UInt8(ascii: ".") {
            pointCount += 1
        } else if !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= text[index]) {
            return false
        }
    }
    return pointCount >= 2
}

/// Whether YAML lets a character stand unescaped (YAML 1.2.2, 5.1), but for a byte order mark and the
/// line separators of YAML 1.1.
func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
        0x10000...0x10FFFF:
        true
    default: false
    }
}
