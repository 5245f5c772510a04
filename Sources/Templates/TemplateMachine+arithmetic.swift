internal import JSON

extension TemplateMachine {
    /// How two numbers are calculated with: `MathUtils.findCalculationBase`.
    private enum Base { case long, double, bigInteger, bigDecimal }

    private func base(_ left: TemplateValue, _ right: TemplateValue) -> Base {
        func isInteger(_ value: TemplateValue) -> Bool {
            value.kind == .int || value.kind == .long || value.kind == .bigInteger
                || value.kind == .byte
        }
        let kinds = (left.kind, right.kind)
        if kinds.0 == .bigDecimal || kinds.1 == .bigDecimal { return .bigDecimal }
        let areIntegers = isInteger(left) && isInteger(right)
        if kinds.0 == .bigInteger || kinds.1 == .bigInteger {
            return areIntegers ? .bigInteger : .bigDecimal
        }
        return areIntegers ? .long : .double
    }

    /// A number as `long`, as Java's `longValue`.
    func integer(_ value: TemplateValue) -> Int {
        let value = read(value)
        switch value.kind {
        case .double: return Self.integer(Double(bitPattern: value.bits))
        case .bigInteger: return Int(truncatingIfNeeded: bigInteger(value).lowBits)
        case .bigDecimal:
            let number = bigDecimal(value)
            guard abs(number.scale) < 5_000 else { return 0 }
            let power = BigInteger.powerOfTen(abs(number.scale))
            let whole =
                number.scale < 0
                ? number.unscaled * power : number.unscaled.divided(by: power).quotient
            return Int(truncatingIfNeeded: whole.lowBits)
        default: return value.number
        }
    }

    static func integer(_ value: Double) -> Int {
        if value.isNaN { return 0 }
        if value >= 9.2233720368547758e18 { return .max }
        if value <= -9.2233720368547758e18 { return .min }
        return Int(value)
    }

    func double(_ value: TemplateValue) -> Double {
        let value = read(value)
        switch value.kind {
        case .double: return Double(bitPattern: value.bits)
        case .bigInteger, .bigDecimal: return Double(spelling(value)) ?? 0
        default: return Double(value.number)
        }
    }

    func bigInteger(_ value: TemplateValue) -> BigInteger {
        value.kind == .bigInteger ? BigInteger(spelling(value)) : BigInteger(value.number)
    }

    private func bigDecimal(_ value: TemplateValue) -> BigDecimal {
        switch value.kind {
        case .bigDecimal: BigDecimal(spelling(value))
        case .bigInteger: BigDecimal(unscaled: BigInteger(spelling(value)), scale: 0)
        default: BigDecimal(double(value))
        }
    }

    mutating func value(_ number: BigInteger) throws(TemplateInterrupt) -> TemplateValue {
        guard number.limbs.count < 1_000 else { try fail("a number has too many digits") }
        steps += number.limbs.count
        var result = try text(Array(number.description.utf8))
        result.kind = .bigInteger
        return result
    }

    private mutating func value(_ number: BigDecimal) throws(TemplateInterrupt) -> TemplateValue {
        guard number.unscaled.limbs.count < 1_000, abs(number.scale) < 10_000 else {
            try fail("a number has too many digits")
        }
        steps += number.unscaled.limbs.count
        var result = try text(Array(number.description.utf8))
        result.kind = .bigDecimal
        return result
    }

    /// `wrapPrimitive`: an Integer if both were and the result is one.
    private func wrapped(_ number: Int, _ left: TemplateValue, _ right: TemplateValue)
        -> TemplateValue
    {
        if left.kind == .long || right.kind == .long { return .long(number) }
        return Int32(exactly: number) != nil ? .int(number) : .long(number)
    }

    /// `+ - * / %`; null where an operand is no number or the divisor is zero.
    mutating func arithmetic(
        _ operation: TemplateOp, _ left: TemplateValue, _ right: TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue {
        if operation == .add, left.kind == .string || right.kind == .string {
            let start = output.count
            try append(left)
            try append(right)
            let offset = arena.count
            try charge(output.count - start)
            arena.append(output, start..<output.count)
            output.truncate(to: start)
            return arenaText(from: offset)
        }
        let left = read(left)
        let right = read(right)
        guard left.isNumber, right.isNumber else { return .null }
        switch base(left, right) {
        case .long: return try integers(operation, left, right)
        case .double:
            let first = double(left)
            let second = double(right)
            switch operation {
            case .add: return .double(first + second)
            case .subtract: return .double(first - second)
            case .multiply: return .double(first * second)
            case .divide: return second == 0 ? .null : .double(first / second)
            default:
                return second == 0
                    ? .null : .double(first.truncatingRemainder(dividingBy: second))
            }
        case .bigInteger:
            let first = bigInteger(left)
            let second = bigInteger(right)
            switch operation {
            case .add: return try value(first + second)
            case .subtract: return try value(first - second)
            case .multiply: return try value(first * second)
            case .divide:
                return second.isZero ? .null : try value(first.divided(by: second).quotient)
            default:
                if second.isZero { return .null }
                guard !second.isNegative else { try fail("a negative modulus") }
                let rest = first.divided(by: second).remainder
                return try value(rest.isNegative ? rest + second : rest)
            }
        case .bigDecimal:
            let first = bigDecimal(left)
            let second = bigDecimal(right)
            guard abs(first.scale) < 5_000, abs(second.scale) < 5_000 else {
                try fail("a number has too many digits")
            }
            switch operation {
            case .add, .subtract:
                let (one, other, scale) = BigDecimal.aligned(first, second)
                return try value(
                    BigDecimal(
                        unscaled: operation == .add ? one + other : one - other, scale: scale))
            case .multiply:
                return try value(
                    BigDecimal(
                        unscaled: first.unscaled * second.unscaled,
                        scale: first.scale + second.scale))
            case .divide:
                return second.unscaled.isZero ? .null : try value(first.divided(by: second))
            default:
                if second.unscaled.isZero { return .null }
                try fail("cannot calculate the modulo of BigDecimals")
            }
        }
    }

    private mutating func integers(
        _ operation: TemplateOp, _ left: TemplateValue, _ right: TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue {
        let first = left.number
        let second = right.number
        switch operation {
        case .add:
            let (sum, isOverflow) = first.addingReportingOverflow(second)
            return isOverflow
                ? try value(BigInteger(first) + BigInteger(second)) : wrapped(sum, left, right)
        case .subtract:
            let (difference, isOverflow) = first.subtractingReportingOverflow(second)
            return isOverflow
                ? try value(BigInteger(first) - BigInteger(second))
                : wrapped(difference, left, right)
        case .multiply:
            let (product, isOverflow) = first.multipliedReportingOverflow(by: second)
            return isOverflow
                ? try value(BigInteger(first) * BigInteger(second)) : wrapped(product, left, right)
        case .divide:
            guard second != 0 else { return .null }
            return wrapped(first.dividingFullWidthSafely(by: second), left, right)
        default:
            guard second != 0 else { return .null }
            return wrapped(second == -1 ? 0 : first % second, left, right)
        }
    }

    /// The order of two numbers: negative, 0 or positive.
    func compare(_ left: TemplateValue, _ right: TemplateValue) throws(TemplateInterrupt) -> Int {
        let left = read(left)
        let right = read(right)
        switch base(left, right) {
        case .long:
            return left.number < right.number ? -1 : left.number > right.number ? 1 : 0
        case .double:
            let first = double(left)
            let second = double(right)
            return first < second ? -1 : first > second ? 1 : 0
        case .bigInteger: return BigInteger.compare(bigInteger(left), bigInteger(right))
        case .bigDecimal:
            let first = bigDecimal(left)
            let second = bigDecimal(right)
            guard abs(first.scale) < 5_000, abs(second.scale) < 5_000 else { return 0 }
            let (one, other, _) = BigDecimal.aligned(first, second)
            return BigInteger.compare(one, other)
        }
    }

    // MARK: Equality

    /// `==`: numbers by value, objects of one class by `equals`, all others by their texts.
    mutating func areEqual(_ left: TemplateValue, _ right: TemplateValue) throws(TemplateInterrupt)
        -> Bool
    {
        if left.kind == .string, right.kind == .string { return haveSameBytes(left, right) }
        if left.isNumber, right.isNumber { return try compare(left, right) == 0 }
        let left = resolved(left)
        let right = resolved(right)
        if left.kind == .null || right.kind == .null { return left.kind == right.kind }
        if areOfOneClass(left, right) { return try areJavaEqual(left, right) }
        // Comparing with nothing is how templates ask whether there is something: what prints at
        // least its brackets need not be printed to know.
        if isEmptyText(left), hasBrackets(right) { return false }
        if isEmptyText(right), hasBrackets(left) { return false }
        let leftText = try string(left)
        let rightText = try string(right)
        return haveSameBytes(leftText, rightText)
    }

    private func isEmptyText(_ value: TemplateValue) -> Bool {
        value.kind == .string && value.count == 0
    }

    /// Whether a value prints brackets or braces whatever is in it.
    private func hasBrackets(_ value: TemplateValue) -> Bool {
        switch value.kind {
        case .node: !isContext(value)
        case .map: !maps[value.number].isContext
        case .list: true
        default: false
        }
    }

    private func isList(_ value: TemplateValue) -> Bool {
        switch value.kind {
        case .list: lists[value.number].style == .list || lists[value.number].style == .json
        case .node: tapes[Int(value.count)].entries[value.number].kind == .array
        default: false
        }
    }

    private func isMap(_ value: TemplateValue) -> Bool {
        value.kind == .map
            || value.kind == .node
                && tapes[Int(value.count)].entries[value.number].kind == .object
    }

    private func areOfOneClass(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        if isList(left) { return isList(right) }
        if isMap(left) { return isMap(right) }
        return left.kind == right.kind && !isList(right) && !isMap(right)
    }

    /// Java's `equals`: numbers only of one type, lists and maps by their elements.
    mutating func areJavaEqual(_ left: TemplateValue, _ right: TemplateValue)
        throws(TemplateInterrupt) -> Bool
    {
        try count()
        let left = resolved(read(left))
        let right = resolved(read(right))
        if isList(left), isList(right) {
            guard let count = size(left), count == size(right) else { return false }
            try deeper()
            defer { depth -= 1 }
            let first = try materialized(left).number
            let second = try materialized(right).number
            for index in 0..<count
            where try !areJavaEqual(lists[first].elements[index], lists[second].elements[index]) {
                return false
            }
            return true
        }
        if isMap(left), isMap(right) {
            guard size(left) == size(right) else { return false }
            try deeper()
            defer { depth -= 1 }
            let first = try materialized(left).number
            let second = try materialized(right).number
            for index in maps[first].keys.indices {
                guard let other = lookUp(maps[first].keys[index], in: second),
                    try areJavaEqual(maps[first].values[index], other)
                else { return false }
            }
            return true
        }
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case .null: return true
        case .string, .bigInteger, .bigDecimal: return haveSameBytes(left, right)
        case .double:
            return left.bits == right.bits
        case .list, .map, .entry, .iterator, .scope, .block: return left.number == right.number
        case .input, .util: return true
        default: return left.bits == right.bits
        }
    }
}

extension Int {
    /// The quotient; the one that overflows wraps, as in Java.
    fileprivate func dividingFullWidthSafely(by divisor: Int) -> Int {
        divisor == -1 ? 0 &- self : self / divisor
    }
}
