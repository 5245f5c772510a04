// Sets that patterns name: the escapes of both dialects and Java's properties.

extension ScalarSet {
    /// `\d` of both dialects, without Unicode flags.
    static let digits = ScalarSet([0x30...0x39])

    /// `\w` of both dialects, without Unicode flags.
    static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

    /// `\s` of ECMA-262: WhiteSpace and LineTerminator (section 22.2.2.9).
    static let ecmaSpaces = ScalarSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])

    /// LineTerminator of ECMA-262, which `.` leaves out.
    static let ecmaLineTerminators = ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029])

    /// `\s` of Java.
    static let javaSpaces = ScalarSet([0x09...0x0D, 0x20...0x20])

    /// Line terminators of Java, which `.` leaves out.
    static let javaLineTerminators = ScalarSet([
        0x0A...0x0A, 0x0D...0x0D, 0x85...0x85, 0x2028...0x2029,
    ])

    /// `\h` of Java.
    static let horizontalSpaces = ScalarSet([
        0x09...0x09, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x180E...0x180E, 0x2000...0x200A,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
    ])

    /// `\v` of Java.
    static let verticalSpaces = ScalarSet([0x0A...0x0D, 0x85...0x85, 0x2028...0x2029])

    /// The set of a Java property name in `\p{...}`, or `nil` for one that is not known.
    ///
    /// POSIX classes are ASCII only; general categories, scripts' common names and the binary
    /// properties are Unicode's. Walks all code points for a Unicode property.
    static func javaProperty(_ name: String) -> ScalarSet? {
        switch name {
        case "Lower": return ScalarSet([0x61...0x7A])
        case "Upper": return ScalarSet([0x41...0x5A])
        case "ASCII": return ScalarSet([0...0x7F])
        case "Alpha": return ScalarSet([0x41...0x5A, 0x61...0x7A])
        case "Digit": return digits
        case "Alnum": return ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
        case "Punct": return ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
        case "Graph": return ScalarSet([0x21...0x7E])
        case "Print": return ScalarSet([0x20...0x7E])
        case "Blank": return ScalarSet("\t ")
        case "Cntrl": return ScalarSet([0...0x1F, 0x7F...0x7F])
        case "XDigit": return ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
        case "Space": return javaSpaces
        case "all", "ALL": return .all
        default: break
        }
        var plain = Substring(name)
        for prefix in ["general_category=", "gc=", "Is", "java"] where plain.hasPrefix(prefix) {
            plain = plain.dropFirst(prefix.utf8.count)
            break
        }
        if plain == "L" { return allLetters }
        if let categories = generalCategories[String(plain)] {
            return matching { categories.contains($0.generalCategory) }
        }
        switch plain.lowercased() {
        case "alphabetic": return matching { $0.isAlphabetic }
        case "letter": return matching { letters.contains($0.generalCategory) }
        case "lowercase": return matching { $0.isLowercase }
        case "uppercase": return matching { $0.isUppercase }
        case "digit": return matching { $0.generalCategory == .decimalNumber }
        case "whitespace", "white_space": return matching { $0.isWhitespace }
        case "ideographic": return matching { $0.isIdeographic }
        default: return nil
        }
    }

    private static let allLetters = matching { letters.contains($0.generalCategory) }

    private static let letters: Set<Unicode.GeneralCategory> = [
        .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
    ]

    private static let generalCategories: [String: Set<Unicode.GeneralCategory>] = [
        "L": letters, "Lu": [.uppercaseLetter], "Ll": [.lowercaseLetter],
        "Lt": [.titlecaseLetter], "Lm": [.modifierLetter], "Lo": [.otherLetter],
        "LC": [.uppercaseLetter, .lowercaseLetter, .titlecaseLetter],
        "M": [.nonspacingMark, .spacingMark, .enclosingMark], "Mn": [.nonspacingMark],
        "Mc": [.spacingMark], "Me": [.enclosingMark],
        "N": [.decimalNumber, .letterNumber, .otherNumber], "Nd": [.decimalNumber],
        "Nl": [.letterNumber], "No": [.otherNumber],
        "P": [
            .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
            .initialPunctuation, .finalPunctuation, .otherPunctuation,
        ],
        "Pc": [.connectorPunctuation], "Pd": [.dashPunctuation], "Ps": [.openPunctuation],
        "Pe": [.closePunctuation], "Pi": [.initialPunctuation], "Pf": [.finalPunctuation],
        "Po": [.otherPunctuation],
        "S": [.mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol],
        "Sm": [.mathSymbol], "Sc": [.currencySymbol], "Sk": [.modifierSymbol],
        "So": [.otherSymbol],
        "Z": [.spaceSeparator, .lineSeparator, .paragraphSeparator], "Zs": [.spaceSeparator],
        "Zl": [.lineSeparator], "Zp": [.paragraphSeparator],
        "C": [.control, .format, .surrogate, .privateUse, .unassigned], "Cc": [.control],
        "Cf": [.format], "Co": [.privateUse], "Cn": [.unassigned],
    ]

    private static func matching(_ holds: (Unicode.Scalar.Properties) -> Bool) -> ScalarSet {
        var ranges: [ClosedRange<UInt32>] = []
        for value in 0...last {
            guard let scalar = Unicode.Scalar(value), holds(scalar.properties) else { continue }
            if let open = ranges.last, open.upperBound == value - 1 {
                ranges[ranges.count - 1] = open.lowerBound...value
            } else {
                ranges.append(value...value)
            }
        }
        return ScalarSet(ranges)
    }
}
