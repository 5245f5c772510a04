/// A reference in a template, such as `$input.params('id')` or `${context.identity.sourceIp}`.
struct TemplateReference {
    /// A name after a dot, and its bytes in the text.
    struct Name {
        var text: String
        var range: Range<Int>
    }

    /// A variable that every template has.
    enum Root: CaseIterable {
        case input, context, util

        var name: StaticString {
            switch self {
            case .input: "input"
            case .context: "context"
            case .util: "util"
            }
        }
    }

    let root: Root

    /// The names after the root, up to the first call or index.
    var names: [Name] = []

    /// Where the `$` is.
    var start = 0

    /// Whether the last name is called.
    var isCall = false
}

/// Finds the references to known roots in a template, in their order; O(*n*).
func templateReferences(in text: [UInt8]) -> [TemplateReference] {
    var found: [TemplateReference] = []
    var index = 0
    while let dollar = text[index...].firstIndex(of: UInt8(ascii: "$")) {
        index = dollar + 1
        var place = index
        if place < text.count, text[place] == UInt8(ascii: "!") { place += 1 }
        if place < text.count, text[place] == UInt8(ascii: "{") { place += 1 }
        let root = TemplateReference.Root.allCases.first { isWord($0.name, in: text, at: place) }
        guard let root else { continue }
        place += root.name.utf8CodeUnitCount
        var reference = TemplateReference(root: root, start: dollar)
        while place + 1 < text.count, text[place] == UInt8(ascii: "."), isNameByte(text[place + 1])
        {
            let start = place + 1
            place = start
            while place < text.count, isNameByte(text[place]) { place += 1 }
            reference.names.append(
                TemplateReference.Name(
                    text: String(decoding: text[start..<place], as: UTF8.self),
                    range: start..<place))
        }
        guard !reference.names.isEmpty else { continue }
        reference.isCall = place < text.count && text[place] == UInt8(ascii: "(")
        found.append(reference)
        index = place
    }
    return found
}

private func isWord(_ word: StaticString, in text: [UInt8], at offset: Int) -> Bool {
    guard text.count - offset >= word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in
        for index in word.indices where unsafe text[offset + index] != word[index] {
            return false
        }
        return true
    }
}

private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
    default: false
    }
}
