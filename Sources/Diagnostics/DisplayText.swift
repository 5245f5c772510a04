/// Text from a document made safe to print: control characters and those that change the
/// direction of what follows are spelled as `\u{1B}`, so no input can move a terminal's cursor.
package func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
    var output = ""
    for scalar in text.unicodeScalars {
        if isUnprintable(scalar) {
            output += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
            output.unicodeScalars.append(scalar)
        }
    }
    return output
}

/// Whether a scalar is a control character or steers the direction of text.
func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
}

/// How many terminal columns a scalar takes: 0, 1 or 2.
///
/// Covers the blocks of wide characters and combining marks of Unicode's East Asian Width (UAX 11)
/// well enough to put a caret under a key.
func columnCount(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x300: 1
    case 0x300...0x36F, 0x200B...0x200D, 0x20D0...0x20FF, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1FAFF, 0x20000...0x3FFFD:
        2
    default: 1
    }
}
