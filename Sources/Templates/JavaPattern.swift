internal import JSONPath
internal import Patterns

/// A regular expression of a `String` method, in a form that a template's code can hold.
///
/// The first byte says which: 0 for a pattern that is plain text, then the text; 1 for one of
/// `Patterns`' programs.
enum JavaPattern {
    struct Failure: Error {
        let message: String
    }

    case text([UInt8])
    case program(Pattern)

    /// Compiles a pattern to its stored form.
    static func compiled(_ pattern: [UInt8]) -> Result<[UInt8], Failure> {
        if let text = plainText(pattern) { return .success([0] + text) }
        do throws(PatternError) {
            let text = String(decoding: pattern, as: UTF8.self)
            let program = try Pattern(parsing: text, dialect: .java)
            var bytes: [UInt8] = [1]
            program.encode(into: &bytes)
            return .success(bytes)
        } catch {
            return .failure(Failure(message: error.message))
        }
    }

    /// Reads a stored form; `nil` for bytes that are none.
    init?(decoding image: [UInt8], at range: Range<Int>) {
        guard let first = image[range].first else { return nil }
        switch first {
        case 0: self = .text(Array(image[range].dropFirst()))
        case 1:
            var offset = range.lowerBound + 1
            guard let pattern = Pattern(decoding: image.span, at: &offset),
                offset == range.upperBound
            else { return nil }
            self = .program(pattern)
        default: return nil
        }
    }

    /// The text that a pattern without operators stands for, or `nil`.
    private static func plainText(_ pattern: [UInt8]) -> [UInt8]? {
        guard !pattern.isEmpty else { return nil }
        var result: [UInt8] = []
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            switch byte {
            case UInt8(ascii: "\\"):
                index += 1
                guard index < pattern.count else { return nil }
                let next = pattern[index]
                let lower = next | 0x20
                guard next < 0x80, !(lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")),
                    !(next >= UInt8(ascii: "0") && next <= UInt8(ascii: "9"))
                else { return nil }
                result.append(next)
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "."), UInt8(ascii: "*"),
                UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "$"),
                UInt8(ascii: "|"):
                return nil
            default: result.append(byte)
            }
            index += 1
        }
        return result
    }

    /// The groups of the first match at or after an offset.
    func firstMatch(in text: [UInt8], from start: Int) -> [Range<Int>?]? {
        switch self {
        case .text(let wanted):
            guard let found = text.firstRange(of: wanted, from: start) else { return nil }
            return [found]
        case .program(let pattern): return pattern.firstMatch(in: text, from: start)?.groups
        }
    }

    /// Whether the pattern matches the whole text.
    func matches(_ text: [UInt8]) -> Bool {
        switch self {
        case .text(let wanted): text == wanted
        case .program(let pattern): pattern.matches(whole: text)
        }
    }

    /// The number of a named group.
    func group(named name: String) -> Int? {
        if case .program(let pattern) = self { pattern.group(named: name) } else { nil }
    }

    /// How many groups there are besides the whole match.
    var groupCount: Int { if case .program(let pattern) = self { pattern.groupCount } else { 0 } }
}

extension [UInt8] {
    /// Where another text first stands at or after an offset.
    func firstRange(of wanted: [UInt8], from start: Int = 0) -> Range<Int>? {
        guard start <= count - wanted.count else { return nil }
        guard let first = wanted.first else { return start..<start }
        var index = start
        let last = count - wanted.count
        while index <= last {
            if self[index] == first, self[index..<index + wanted.count].elementsEqual(wanted) {
                return index..<index + wanted.count
            }
            index += 1
        }
        return nil
    }
}
