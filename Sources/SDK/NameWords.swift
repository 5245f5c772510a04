/// The words of a name, whatever separates them: punctuation, case, underscores.
///
/// A run of capitals is one word, its last letter the next word's first: `HTTPServer` is `HTTP` and
/// `Server`. Signs that carry meaning in values become words. Letters outside ASCII are left out.
func nameWords(_ text: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func flush() {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word = []
    }
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
        switch byte {
        case 0x30...0x39, 0x61...0x7A: word.append(byte)
        case 0x41...0x5A:
            let previous = index > 0 ? bytes[index - 1] : 0
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            let afterLower = isLower(previous) || isDigit(previous) && !word.isEmpty
            // `URLs` is one word, `URLPath` two.
            let isPlural = next == 0x73 && (index + 2 == bytes.count || !isLower(bytes[index + 2]))
            if afterLower || isUpper(previous) && isLower(next) && !isPlural { flush() }
            word.append(byte)
        default:
            flush()
            if let sign = signWords[byte], byte != 0x2D || index == 0 && bytes.count > 1 {
                words.append(sign)
            }
        }
    }
    flush()
    return words
}

private func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
private func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// What signs are called in names; others only separate words.
private let signWords: [UInt8: String] = [
    0x2B: "plus", 0x2D: "minus", 0x3C: "less", 0x3E: "greater", 0x3D: "equals", 0x2A: "star",
    0x25: "percent", 0x26: "and", 0x40: "at", 0x21: "not",
]

/// Joins words as in `petId`, the first in lower case; empty where there is none.
func lowerCamel(_ words: [String]) -> String {
    guard let first = words.first else { return "" }
    return first.lowercased() + upperCamel(Array(words.dropFirst()))
}

/// Joins words as in `PetId`, each with a capital and the rest of a word in capitals lower.
func upperCamel(_ words: [String]) -> String {
    words.map { word in
        let stem = word.hasSuffix("s") ? word.dropLast() : word[...]
        let isCapitals = stem.utf8.count > 1 && !stem.utf8.contains(where: isLower)
        let rest = isCapitals ? word.dropFirst().lowercased() : String(word.dropFirst())
        return word.prefix(1).uppercased() + rest
    }.joined()
}

/// `pet` of `pets`, for an element's name; a word that is no plural comes back unchanged.
func singular(_ word: String) -> String {
    let text = word.lowercased()
    if text.hasSuffix("ies"), text.count > 4 { return String(word.dropLast(3)) + "y" }
    for ending in ["sses", "shes", "ches", "xes", "zes"] where text.hasSuffix(ending) {
        return String(word.dropLast(2))
    }
    let keeps = ["ss", "us", "is", "news", "series"].contains { text.hasSuffix($0) }
    return text.hasSuffix("s") && text.count > 3 && !keeps ? String(word.dropLast()) : word
}
