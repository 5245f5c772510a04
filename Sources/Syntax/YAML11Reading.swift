/// What a plain scalar is to a reader of YAML 1.1, where that is not what YAML 1.2 says.
///
/// Many readers still follow 1.1 (yaml.org/type: bool, int, float), PyYAML and SnakeYAML among
/// them. Dates are left out: whoever writes a policy's version without quotes knows why.
enum YAML11Reading {
    case boolean, octal, binary, sexagesimal, grouped, text

    /// Returns `nil` for what both versions read alike; O(1) for all but numbers.
    init?(of text: Span<UInt8>) {
        guard text.count > 1 else { return nil }
        switch text[0] {
        case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"),
            UInt8(ascii: "o"), UInt8(ascii: "O"):
            guard text.count < 4, Self.isWord(text) else { return nil }
            self = .boolean
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"):
            guard let reading = Self.number(text) else { return nil }
            self = reading
        default: return nil
        }
    }

    /// The reading as words with an article.
    var words: String {
        switch self {
        case .boolean: "a boolean"
        case .octal: "an octal number"
        case .binary: "a binary number"
        case .sexagesimal: "a number in base 60"
        case .grouped: "a number with its digits in groups"
        case .text: "text"
        }
    }

    private static func isWord(_ text: Span<UInt8>) -> Bool {
        var letters: [UInt8] = []
        var capitalCount = 0
        for index in 0..<text.count {
            if text[index] & 0x20 == 0 { capitalCount += 1 }
            letters.append(text[index] | 0x20)
        }
        let isCased =
            capitalCount == 0 || capitalCount == text.count
            || (capitalCount == 1 && text[0] & 0x20 == 0)
        return isCased && ["yes", "no", "on", "off"].contains { letters.elementsEqual($0.utf8) }
    }

    private static func number(_ text: Span<UInt8>) -> YAML11Reading? {
        let isSigned = text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+")
        let start = isSigned ? 1 : 0
        guard text.count > start + 1, isDigit(text[start]) else { return nil }
        if text[start] == UInt8(ascii: "0") {
            switch text[start + 1] {
            case UInt8(ascii: "o"): return all(text, from: start + 2, isOctalDigit) ? .text : nil
            case UInt8(ascii: "b"): return all(text, from: start + 2, isBinaryDigit) ? .binary : nil
            default: if all(text, from: start + 1, isOctalDigit) { return .octal }
            }
        }
        var underscoreCount = 0
        var colonCount = 0
        var groupDigitCount = 0
        var isFraction = false
        for index in start..<text.count {
            switch text[index] {
            case UInt8(ascii: "_"): underscoreCount += 1
            case UInt8(ascii: ":"):
                if colonCount > 0, groupDigitCount == 0 { return nil }
                colonCount += 1
                groupDigitCount = 0
            case let byte where isDigit(byte):
                if isFraction { continue }
                groupDigitCount += 1
                if colonCount > 0, groupDigitCount > 2 { return nil }
                if colonCount > 0, groupDigitCount == 2, text[index - 1] > UInt8(ascii: "5") {
                    return nil
                }
            case UInt8(ascii: "."): isFraction = true
            default: return nil
            }
        }
        if colonCount > 0 { return groupDigitCount > 0 ? .sexagesimal : nil }
        return underscoreCount > 0 ? .grouped : nil
    }

    private static func all(
        _ text: Span<UInt8>, from start: Int, _ isFine: (UInt8) -> Bool
    ) -> Bool {
        guard start < text.count else { return false }
        for index in start..<text.count
        where !isFine(text[index]) && text[index] != UInt8(ascii: "_") {
            return false
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isOctalDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 8 }

    private static func isBinaryDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 2 }
}
