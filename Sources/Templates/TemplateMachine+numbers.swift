extension TemplateMachine {
    /// Calls a method of a number.
    mutating func callNumber(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let first = read(arguments.first)
        switch (name, arguments.count) {
        case (.toString, 0): return try string(receiver)
        case (.intValue, 0):
            if receiver.kind == .double {
                let value = Double(bitPattern: receiver.bits)
                return .int(max(-2_147_483_648, min(2_147_483_647, Self.integer(value))))
            }
            return .int(Int(Int32(truncatingIfNeeded: integer(receiver))))
        case (.longValue, 0): return .long(integer(receiver))
        case (.shortValue, 0): return .int(Int(Int16(truncatingIfNeeded: integer(receiver))))
        case (.byteValue, 0): return .int(Int(Int8(truncatingIfNeeded: integer(receiver))))
        case (.doubleValue, 0): return .double(double(receiver))
        case (.floatValue, 0): return .float(Float(double(receiver)))
        case (.equals, 1): return .bool(try areJavaEqual(receiver, first))
        case (.compareTo, 1):
            guard first.kind == receiver.kind else {
                try fail("'compareTo' with a value of another class")
            }
            return .int(try compare(receiver, first))
        case (.hashCode, 0): return .int(try Int(javaHash(receiver)))
        case (.isNaN, 0) where receiver.kind == .double:
            return .bool(Double(bitPattern: receiver.bits).isNaN)
        case (.isInfinite, 0) where receiver.kind == .double:
            return .bool(Double(bitPattern: receiver.bits).isInfinite)
        default:
            if receiver.kind == .bigInteger {
                return try callBigInteger(name, on: receiver, first, arguments.count)
            }
            let first = widened(arguments.first, to: receiver.kind)
            return try callStatic(name, on: receiver, arguments, first)
        }
    }

    /// A number as Java passes it to a method that takes another type of numbers.
    private func widened(_ value: TemplateValue, to kind: TemplateValue.Kind) -> TemplateValue {
        let value = read(value)
        switch (value.kind, kind) {
        case (.int, .long): return .long(value.number)
        case (.int, .double), (.long, .double): return .double(Double(value.number))
        default: return value
        }
    }

    private mutating func callBigInteger(
        _ name: TemplateName, on receiver: TemplateValue, _ first: TemplateValue, _ count: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        let number = bigInteger(receiver)
        switch (name, count) {
        case (.negate, 0): return try value(number.negated)
        case (.abs, 0): return try value(BigInteger(limbs: number.limbs, isNegative: false))
        case (.signum, 0): return .int(number.isZero ? 0 : number.isNegative ? -1 : 1)
        case (.valueOf, 1) where first.kind == .int || first.kind == .long:
            return try value(BigInteger(first.number))
        case (.pow, 1) where first.kind == .int:
            guard first.number >= 0, first.number * number.limbs.count < 1_000 else {
                try fail("a number has too many digits")
            }
            steps += first.number * number.limbs.count
            var power = BigInteger(1)
            for _ in 0..<first.number { power = power * number }
            return try value(power)
        case (.add, 1), (.subtract, 1), (.multiply, 1), (.divide, 1), (.max, 1), (.min, 1):
            guard first.kind == .bigInteger else { return .null }
            let other = bigInteger(first)
            switch name {
            case .add: return try value(number + other)
            case .subtract: return try value(number - other)
            case .multiply: return try value(number * other)
            case .divide:
                guard !other.isZero else { try fail("division by zero") }
                return try value(number.divided(by: other).quotient)
            default:
                let isLess = BigInteger.compare(number, other) < 0
                return isLess == (name == .min) ? receiver : first
            }
        default: return .null
        }
    }

    /// The static methods of Integer, Long and Double, which templates reach through any number.
    private mutating func callStatic(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments,
        _ first: TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue {
        let kind = receiver.kind
        // A radix is a number of its own.
        let hasRadix = name == .toString || name == .parseInt || name == .parseLong
        let second = hasRadix ? read(arguments.second) : widened(arguments.second, to: kind)
        switch (name, arguments.count) {
        case (.parseInt, 1) where kind == .int, (.valueOf, 1) where kind == .int && first.isText,
            (.parseLong, 1) where kind == .long, (.valueOf, 1) where kind == .long && first.isText:
            guard first.kind == .string else { return .null }
            let text = spelling(first)
            guard let value = Int64(text), kind == .long || Int32(exactly: value) != nil else {
                try fail("'\(text)' is no number")
            }
            return kind == .int ? .int(Int(value)) : .long(Int(value))
        case (.parseInt, 2) where kind == .int, (.parseLong, 2) where kind == .long:
            guard first.kind == .string, second.kind == .int else { return .null }
            let text = spelling(first)
            guard (2...36).contains(second.number),
                let value = Int64(text, radix: second.number),
                kind == .long || Int32(exactly: value) != nil
            else { try fail("'\(text)' is no number") }
            return kind == .int ? .int(Int(value)) : .long(Int(value))
        case (.valueOf, 1) where first.kind == kind: return first
        case (.parseDouble, 1) where kind == .double,
            (.valueOf, 1) where kind == .double && first.kind == .string:
            guard first.kind == .string else { return .null }
            let text = spelling(first)
            guard let value = Double(text.trimmed), !text.trimmed.utf8.contains(UInt8(ascii: "x"))
            else { try fail("'\(text)' is no number") }
            return .double(value)
        case (.toString, 1) where first.kind == kind: return try string(first)
        case (.toString, 2) where kind == .int || kind == .long:
            guard first.kind == kind, second.kind == .int else { return .null }
            let radix = (2...36).contains(second.number) ? second.number : 10
            return try text(Array(String(first.number, radix: radix).utf8))
        case (.toHexString, 1), (.toBinaryString, 1), (.toOctalString, 1):
            guard first.kind == kind, kind == .int || kind == .long else { return .null }
            let bits =
                kind == .int
                ? UInt64(UInt32(truncatingIfNeeded: first.number))
                : UInt64(bitPattern: Int64(first.number))
            let radix = name == .toHexString ? 16 : name == .toBinaryString ? 2 : 8
            return try text(Array(String(bits, radix: radix).utf8))
        case (.max, 2), (.min, 2), (.sum, 2):
            guard first.kind == kind, second.kind == kind else { return .null }
            if name == .sum { return try arithmetic(.add, first, second) }
            let isFirst = (try compare(first, second) < 0) == (name == .min)
            return isFirst ? first : second
        case (.compare, 2):
            guard first.kind == kind, second.kind == kind else { return .null }
            return .int(try compare(first, second))
        case (.signum, 1):
            guard first.kind == kind, kind != .double else { return .null }
            return .int(first.number.signum())
        case (.hashCode, 1) where first.kind == kind: return .int(try Int(javaHash(first)))
        case (.isFinite, 1) where first.kind == kind && kind == .double:
            return .bool(Double(bitPattern: first.bits).isFinite)
        case (.isNaN, 1) where first.kind == kind && kind == .double:
            return .bool(Double(bitPattern: first.bits).isNaN)
        case (.isInfinite, 1) where first.kind == kind && kind == .double:
            return .bool(Double(bitPattern: first.bits).isInfinite)
        case (.bitCount, 1), (.highestOneBit, 1), (.lowestOneBit, 1), (.numberOfLeadingZeros, 1),
            (.numberOfTrailingZeros, 1), (.reverse, 1), (.toUnsignedString, 1):
            guard first.kind == kind, kind == .int || kind == .long else { return .null }
            return kind == .int
                ? try callBits(name, UInt32(truncatingIfNeeded: first.number))
                : try callBits(name, UInt64(truncatingIfNeeded: first.number))
        default: return .null
        }
    }

    private mutating func callBits<Bits: FixedWidthInteger & UnsignedInteger>(
        _ name: TemplateName, _ bits: Bits
    ) throws(TemplateInterrupt) -> TemplateValue {
        func number(_ bits: Bits) -> TemplateValue {
            Bits.bitWidth == 32
                ? .int(Int(Int32(truncatingIfNeeded: bits))) : .long(Int(truncatingIfNeeded: bits))
        }
        switch name {
        case .bitCount: return .int(bits.nonzeroBitCount)
        case .numberOfLeadingZeros: return .int(bits.leadingZeroBitCount)
        case .numberOfTrailingZeros: return .int(bits.trailingZeroBitCount)
        case .highestOneBit:
            return number(bits == 0 ? 0 : 1 << Bits(Bits.bitWidth - 1 - bits.leadingZeroBitCount))
        case .lowestOneBit: return number(bits & (0 &- bits))
        case .reverse:
            var result: Bits = 0
            for place in 0..<Bits.bitWidth where bits >> Bits(place) & 1 != 0 {
                result |= 1 << Bits(Bits.bitWidth - 1 - place)
            }
            return number(result)
        default: return try text(Array(String(bits).utf8))
        }
    }
}

extension String {
    /// Without the control characters and blanks at both ends that Java's `trim` removes.
    fileprivate var trimmed: String {
        let bytes = Array(utf8)
        let start = bytes.firstIndex { $0 > 32 } ?? bytes.count
        let end = (bytes.lastIndex { $0 > 32 } ?? start - 1) + 1
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }
}
