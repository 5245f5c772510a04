/// Whether a text matches an IAM pattern: `*` stands for any characters, `?` for one.
///
/// O(*text* × *pattern*) at worst, without recursion.
func matchesWildcard(_ text: some StringProtocol, _ pattern: some StringProtocol) -> Bool {
    let text = Array(text.utf8)
    let pattern = Array(pattern.utf8)
    var at = 0
    var place = 0
    var starPlace = -1
    var starAt = 0
    while at < text.count {
        if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
            starPlace = place
            starAt = at
            place += 1
        } else if place < pattern.count,
            pattern[place] == UInt8(ascii: "?") || pattern[place] == text[at]
        {
            place += 1
            at += 1
        } else if starPlace >= 0 {
            starAt += 1
            at = starAt
            place = starPlace + 1
        } else {
            return false
        }
    }
    while place < pattern.count, pattern[place] == UInt8(ascii: "*") { place += 1 }
    return place == pattern.count
}
