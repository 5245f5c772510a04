/// One conversion of Java's `Formatter`: `%[index$][flags][width][.precision]letter`.
private struct JavaConversion {
    var index = 0
    var flags: [UInt8] = []
    var width = 0
    var precision: Int?
    var letter: UInt8 = 0

    func has(_ flag: Character) -> Bool { flags.contains { $0 == flag.asciiValue } }

    /// Reads what stands after a percent sign; `nil` for what is no conversion.
    init?(_ text: [UInt8], _ offset: inout Int) {
        func number() -> Int? {
            var value: Int?
            while offset < text.count, text[offset] &- 48 < 10, value ?? 0 < 100_000 {
                value = (value ?? 0) * 10 + Int(text[offset] - 48)
                offset += 1
            }
            return value
        }
        let start = offset
        if offset < text.count, text[offset] != 48, let place = number() {
            if offset < text.count, text[offset] == UInt8(ascii: "$") {
                index = place
                offset += 1
            } else {
                offset = start
            }
        }
        while offset < text.count, "-#+ 0,(".utf8.contains(text[offset]) {
            flags.append(text[offset])
            offset += 1
        }
        width = number() ?? 0
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            offset += 1
            guard let digits = number() else { return nil }
            precision = digits
        }
        guard offset < text.count else { return nil }
        letter = text[offset]
        offset += 1
    }
}

extension TemplateMachine {
    /// `String.format` with at most three arguments; the conversions are those of texts, integers,
    /// decimals, characters and truth.
    mutating func format(
        _ pattern: TemplateValue, _ arguments: [TemplateValue], count argumentCount: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        let text = bytes(of: pattern)
        var result: [UInt8] = []
        var offset = 0
        var next = 0
        while offset < text.count {
            let byte = text[offset]
            offset += 1
            guard byte == UInt8(ascii: "%") else {
                result.append(byte)
                continue
            }
            try count()
            guard let conversion = JavaConversion(text, &offset) else {
                try fail("'format' with a conversion that is none")
            }
            var field: [UInt8]
            switch conversion.letter {
            case UInt8(ascii: "%"): field = [conversion.letter]
            case UInt8(ascii: "n"): field = [10]
            default:
                let index = conversion.index > 0 ? conversion.index - 1 : next
                if conversion.index == 0 { next += 1 }
                guard index < argumentCount else { try fail("'format' with too few arguments") }
                field = try convert(arguments[index], conversion)
            }
            let missing = conversion.width - JavaText(field).units.count
            if missing > 0 {
                try charge(missing)
                let blanks = [UInt8](repeating: 32, count: missing)
                field = conversion.has("-") ? field + blanks : blanks + field
            }
            result += field
        }
        return try self.text(result)
    }

    private mutating func convert(_ value: TemplateValue, _ conversion: JavaConversion)
        throws(TemplateInterrupt) -> [UInt8]
    {
        let value = resolved(read(value))
        let letter = conversion.letter | 0x20
        var field: [UInt8]
        switch letter {
        case UInt8(ascii: "s"), UInt8(ascii: "b"):
            field =
                letter == UInt8(ascii: "s") || value.kind == .bool
                ? try printed(value) : Array((value.kind == .null ? "false" : "true").utf8)
            if let precision = conversion.precision {
                field = JavaText(units: JavaText(field).units.prefix(precision)).bytes
            }
        case UInt8(ascii: "d"), UInt8(ascii: "x"), UInt8(ascii: "o"):
            field = try convertInteger(value, conversion)
        case UInt8(ascii: "f"):
            guard value.kind == .double || value.kind == .bigDecimal else {
                if value.kind == .null { return Array("null".utf8) }
                try fail("'format' of what is no decimal by '%f'")
            }
            let number = DecimalDigits(
                value.kind == .double
                    ? Double(bitPattern: value.bits).description : spelling(value))
            let digits = number.fixed(min(conversion.precision ?? 6, 1_000))
            field = signed(digits, number.isNegative, conversion)
        case UInt8(ascii: "c"):
            guard value.kind == .character || value.kind == .int else {
                try fail("'format' of what is no character by '%c'")
            }
            field = []
            appendUTF8(UInt32(truncatingIfNeeded: value.number) & 0x1F_FFFF, to: &field)
        default: try fail("'format' with a conversion that is none")
        }
        if conversion.letter < 0x60 {
            field = Array(String(decoding: field, as: UTF8.self).uppercased().utf8)
        }
        return field
    }

    private mutating func convertInteger(_ value: TemplateValue, _ conversion: JavaConversion)
        throws(TemplateInterrupt) -> [UInt8]
    {
        if value.kind == .null { return Array("null".utf8) }
        guard conversion.precision == nil else { try fail("'format' of an integer to a precision") }
        let radix = conversion.letter | 0x20 == UInt8(ascii: "x") ? 16 : 8
        switch value.kind {
        case .int, .long, .byte, .bigInteger: break
        default: try fail("'format' of what is no integer by '%d'")
        }
        if conversion.letter == UInt8(ascii: "d") {
            let text = try printed(value)
            let isNegative = text.first == UInt8(ascii: "-")
            return signed(Array(text.dropFirst(isNegative ? 1 : 0)), isNegative, conversion)
        }
        guard value.kind != .bigInteger else { try fail("'format' of a large number by '%x'") }
        let bits =
            value.kind == .int
            ? UInt64(UInt32(truncatingIfNeeded: value.number))
            : UInt64(bitPattern: Int64(value.number))
        var digits = String(bits, radix: radix)
        if conversion.has("#") { digits = (radix == 16 ? "0x" : "0") + digits }
        return zeroed(Array(digits.utf8), conversion, used: 0)
    }

    /// A number's digits with thousands, zeros and a sign as the flags want them.
    private func signed(_ digits: [UInt8], _ isNegative: Bool, _ conversion: JavaConversion)
        -> [UInt8]
    {
        var digits = digits
        if conversion.has(",") {
            let whole = digits.firstIndex(of: UInt8(ascii: ".")) ?? digits.count
            var place = whole - 3
            while place > 0 {
                digits.insert(UInt8(ascii: ","), at: place)
                place -= 3
            }
        }
        if isNegative {
            return conversion.has("(")
                ? [UInt8(ascii: "(")] + zeroed(digits, conversion, used: 2) + [UInt8(ascii: ")")]
                : [UInt8(ascii: "-")] + zeroed(digits, conversion, used: 1)
        }
        guard conversion.has("+") || conversion.has(" ") else {
            return zeroed(digits, conversion, used: 0)
        }
        let sign: UInt8 = conversion.has("+") ? UInt8(ascii: "+") : 32
        return [sign] + zeroed(digits, conversion, used: 1)
    }

    private func zeroed(_ digits: [UInt8], _ conversion: JavaConversion, used: Int) -> [UInt8] {
        let missing = conversion.width - used - digits.count
        guard conversion.has("0"), missing > 0 else { return digits }
        return [UInt8](repeating: 48, count: missing) + digits
    }
}

extension DecimalDigits {
    /// The number without its sign, with so many decimals, halves rounded up.
    fileprivate func fixed(_ decimals: Int) -> [UInt8] {
        var digits = self.digits
        var power = self.power
        // As many digits as are wanted, and whether the next one rounds them up.
        let wanted = power + decimals
        if wanted < digits.count {
            let isUp = wanted >= 0 && digits[wanted] >= UInt8(ascii: "5")
            digits = Array(digits.prefix(max(0, wanted)))
            if isUp {
                var place = digits.count - 1
                while place >= 0, digits[place] == UInt8(ascii: "9") {
                    digits[place] = UInt8(ascii: "0")
                    place -= 1
                }
                if place >= 0 {
                    digits[place] += 1
                } else {
                    digits.insert(UInt8(ascii: "1"), at: 0)
                    power += 1
                }
            }
        }
        var result: [UInt8] = []
        if power <= 0 { result.append(UInt8(ascii: "0")) }
        for place in 0..<max(0, power) {
            result.append(place < digits.count ? digits[place] : UInt8(ascii: "0"))
        }
        guard decimals > 0 else { return result }
        result.append(UInt8(ascii: "."))
        for place in power..<power + decimals {
            result.append(
                place >= 0 && place < digits.count ? digits[place] : UInt8(ascii: "0"))
        }
        return result
    }
}
