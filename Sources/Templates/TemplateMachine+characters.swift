extension TemplateMachine {
    /// Calls a method of a character.
    mutating func callCharacter(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        switch (name, arguments.count) {
        case (.toString, 0): return try string(receiver)
        case (.charValue, 0): return receiver
        case (.equals, 1): return .bool(try areJavaEqual(receiver, arguments.first))
        case (.hashCode, 0): return .int(receiver.number)
        case (.compareTo, 1):
            guard arguments.first.kind == .character else { try fail("no character") }
            return .int(receiver.number - arguments.first.number)
        case (_, 1) where arguments.first.kind == .character:
            return classify(name, arguments.first)
        default: return .null
        }
    }

    /// The static methods of Character.
    private func classify(_ name: TemplateName, _ character: TemplateValue) -> TemplateValue {
        guard let scalar = Unicode.Scalar(UInt32(truncatingIfNeeded: character.bits)) else {
            return .null
        }
        let properties = scalar.properties
        let isDigit = properties.generalCategory == .decimalNumber
        switch name {
        case .isDigit: return .bool(isDigit)
        case .isLetter: return .bool(properties.generalCategory.isLetter)
        case .isLetterOrDigit: return .bool(isDigit || properties.generalCategory.isLetter)
        case .isUpperCase: return .bool(properties.isUppercase)
        case .isLowerCase: return .bool(properties.isLowercase)
        case .isWhitespace:
            let isBreak = (9...13).contains(scalar.value) || (28...31).contains(scalar.value)
            let isSpace =
                properties.isWhitespace && ![0x85, 0xA0, 0x2007, 0x202F].contains(scalar.value)
            return .bool(isBreak || isSpace)
        case .toUpperCase, .toLowerCase:
            let text =
                name == .toUpperCase
                ? properties.uppercaseMapping : properties.lowercaseMapping
            let units = Array(text.utf16)
            return TemplateValue(
                kind: .character, bits: units.count == 1 ? UInt64(units[0]) : character.bits)
        case .getNumericValue:
            if let value = properties.numericType == .decimal ? properties.numericValue : nil {
                return .int(Int(value))
            }
            let lower = scalar.value | 0x20
            return .int(lower >= 97 && lower <= 122 && scalar.isASCII ? Int(lower) - 87 : -1)
        default: return .null
        }
    }
}

extension Unicode.GeneralCategory {
    /// Whether Java's `Character.isLetter` says so.
    fileprivate var isLetter: Bool {
        switch self {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }
}
