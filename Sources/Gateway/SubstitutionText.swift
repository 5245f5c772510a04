/// A text with `$context.NAME`, `$stageVariables.NAME` and `$input.…` places, found once.
///
/// Access-log formats and the templates of gateway responses are such texts, not templates: API
/// Gateway replaces the variables and evaluates nothing.
struct SubstitutionText: Sendable, Hashable {
    enum Part: Sendable, Hashable {
        case literal([UInt8])
        case context([UInt8])
        case stageVariable([UInt8])
    }

    let parts: [Part]

    /// Finds the variables, written `$context.a.b` or `${context.a.b}`.
    init(_ text: [UInt8]) {
        var parts: [Part] = []
        var literal: [UInt8] = []
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "$"),
                let (part, end) = SubstitutionText.variable(text, at: index + 1)
            else {
                literal.append(text[index])
                index += 1
                continue
            }
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = []
            parts.append(part)
            index = end
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
    }

    private static func variable(_ text: [UInt8], at start: Int) -> (Part, Int)? {
        var index = start
        let isBraced = index < text.count && text[index] == UInt8(ascii: "{")
        if isBraced { index += 1 }
        let heads: [(String, ([UInt8]) -> Part)] = [
            ("context.", { .context($0) }), ("stageVariables.", { .stageVariable($0) }),
        ]
        for (head, make) in heads where text[index...].starts(with: head.utf8) {
            let nameStart = index + head.utf8.count
            var end = nameStart
            while end < text.count, isNameByte(text[end]) { end += 1 }
            // A dot ends a sentence rather than a name.
            while end > nameStart, text[end - 1] == UInt8(ascii: ".") { end -= 1 }
            guard end > nameStart else { return nil }
            let part = make(Array(text[nameStart..<end]))
            guard isBraced else { return (part, end) }
            guard end < text.count, text[end] == UInt8(ascii: "}") else { return nil }
            return (part, end + 1)
        }
        return nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
