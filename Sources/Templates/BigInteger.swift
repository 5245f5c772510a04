/// An integer of any size, for Java's BigInteger: sign and limbs of nine decimal digits.
///
/// Only numbers beyond 64 bits get here, so it is made for printing rather than for speed.
struct BigInteger: Equatable, CustomStringConvertible {
    /// Limbs, least significant first, none of them leading zeros.
    var limbs: [UInt32]
    var isNegative: Bool

    private static let base: UInt64 = 1_000_000_000

    init(_ value: Int) {
        self.init(String(value))
    }

    init(limbs: [UInt32], isNegative: Bool) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        self.limbs = limbs
        self.isNegative = isNegative && !limbs.isEmpty
    }

    /// Reads decimal digits, perhaps after a sign; other bytes count as nothing.
    init(_ text: String) {
        let digits = text.utf8.compactMap { byte -> UInt32? in
            let digit = byte &- UInt8(ascii: "0")
            return digit < 10 ? UInt32(digit) : nil
        }
        var limbs: [UInt32] = []
        var end = digits.count
        while end > 0 {
            let start = max(0, end - 9)
            limbs.append(digits[start..<end].reduce(0) { $0 * 10 + $1 })
            end = start
        }
        self.init(limbs: limbs, isNegative: text.utf8.first == UInt8(ascii: "-"))
    }

    var isZero: Bool { limbs.isEmpty }

    /// The number of decimal digits; 1 for zero.
    var digitCount: Int { magnitude.utf8.count }

    /// The digits without a sign.
    var magnitude: String {
        guard let last = limbs.last else { return "0" }
        var text = String(last)
        for limb in limbs.dropLast().reversed() {
            let digits = String(limb)
            text += String(repeating: "0", count: 9 - digits.utf8.count) + digits
        }
        return text
    }

    var description: String { (isNegative ? "-" : "") + magnitude }

    var negated: BigInteger { BigInteger(limbs: limbs, isNegative: !isNegative) }

    private static func compareMagnitudes(_ left: [UInt32], _ right: [UInt32]) -> Int {
        if left.count != right.count { return left.count < right.count ? -1 : 1 }
        for index in left.indices.reversed() where left[index] != right[index] {
            return left[index] < right[index] ? -1 : 1
        }
        return 0
    }

    static func compare(_ left: BigInteger, _ right: BigInteger) -> Int {
        if left.isNegative != right.isNegative { return left.isNegative ? -1 : 1 }
        let order = compareMagnitudes(left.limbs, right.limbs)
        return left.isNegative ? -order : order
    }

    private static func addMagnitudes(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(left.count, right.count) {
            let sum =
                carry + UInt64(index < left.count ? left[index] : 0)
                + UInt64(index < right.count ? right[index] : 0)
            result.append(UInt32(sum % base))
            carry = sum / base
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return result
    }

    /// The difference of magnitudes, the left one being the larger.
    private static func subtractMagnitudes(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var borrow: Int64 = 0
        for index in left.indices {
            var difference =
                Int64(left[index]) - borrow - Int64(index < right.count ? right[index] : 0)
            borrow = difference < 0 ? 1 : 0
            if difference < 0 { difference += Int64(base) }
            result.append(UInt32(difference))
        }
        return result
    }

    static func + (left: BigInteger, right: BigInteger) -> BigInteger {
        if left.isNegative == right.isNegative {
            return BigInteger(
                limbs: addMagnitudes(left.limbs, right.limbs), isNegative: left.isNegative)
        }
        if compareMagnitudes(left.limbs, right.limbs) >= 0 {
            return BigInteger(
                limbs: subtractMagnitudes(left.limbs, right.limbs), isNegative: left.isNegative)
        }
        return BigInteger(
            limbs: subtractMagnitudes(right.limbs, left.limbs), isNegative: right.isNegative)
    }

    static func - (left: BigInteger, right: BigInteger) -> BigInteger { left + right.negated }

    static func * (left: BigInteger, right: BigInteger) -> BigInteger {
        var result = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count + 1)
        for (index, limb) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (place, other) in right.limbs.enumerated() {
                let sum = UInt64(result[index + place]) + UInt64(limb) * UInt64(other) + carry
                result[index + place] = UInt32(sum % base)
                carry = sum / base
            }
            var place = index + right.limbs.count
            while carry > 0 {
                let sum = UInt64(result[place]) + carry
                result[place] = UInt32(sum % base)
                carry = sum / base
                place += 1
            }
        }
        return BigInteger(limbs: result, isNegative: left.isNegative != right.isNegative)
    }

    /// Quotient, truncated towards zero, and remainder, with the sign of `self`.
    func divided(by divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        precondition(!divisor.isZero)
        var quotient = [UInt32](repeating: 0, count: limbs.count)
        var rest: [UInt32] = []
        let positive = BigInteger(limbs: divisor.limbs, isNegative: false)
        for index in limbs.indices.reversed() {
            rest.insert(limbs[index], at: 0)
            while rest.last == 0 { rest.removeLast() }
            guard Self.compareMagnitudes(rest, divisor.limbs) >= 0 else { continue }
            var low: UInt64 = 1
            var high = Self.base - 1
            while low < high {
                let middle = (low + high + 1) / 2
                let product = positive * BigInteger(limbs: [UInt32(middle)], isNegative: false)
                if Self.compareMagnitudes(product.limbs, rest) <= 0 {
                    low = middle
                } else {
                    high = middle - 1
                }
            }
            quotient[index] = UInt32(low)
            let product = positive * BigInteger(limbs: [UInt32(low)], isNegative: false)
            rest = Self.subtractMagnitudes(rest, product.limbs)
            while rest.last == 0 { rest.removeLast() }
        }
        return (
            BigInteger(limbs: quotient, isNegative: isNegative != divisor.isNegative),
            BigInteger(limbs: rest, isNegative: isNegative)
        )
    }

    /// Ten to a power.
    static func powerOfTen(_ exponent: Int) -> BigInteger {
        var limbs = [UInt32](repeating: 0, count: exponent / 9)
        var last: UInt32 = 1
        for _ in 0..<exponent % 9 { last *= 10 }
        limbs.append(last)
        return BigInteger(limbs: limbs, isNegative: false)
    }
}

/// A decimal number of any size, for Java's BigDecimal: an integer and how many of its digits are
/// behind the point.
struct BigDecimal: CustomStringConvertible {
    var unscaled: BigInteger
    var scale: Int

    init(unscaled: BigInteger, scale: Int) {
        self.unscaled = unscaled
        self.scale = scale
    }

    /// Reads a JSON number, or what ``description`` printed; scales are limited to ±10,000.
    init(_ text: String) {
        var digits = ""
        var scale = 0
        var isFraction = false
        var rest = text[...]
        while let character = rest.utf8.first {
            if character | 0x20 == UInt8(ascii: "e") {
                let exponent = Int(rest.dropFirst()) ?? 0
                scale -= max(-10_000, min(10_000, exponent))
                break
            }
            if character == UInt8(ascii: ".") {
                isFraction = true
            } else {
                digits.unicodeScalars.append(Unicode.Scalar(character))
                if isFraction { scale += 1 }
            }
            rest = rest.dropFirst()
        }
        self.init(unscaled: BigInteger(digits), scale: scale)
    }

    /// The exact value of a double, as `new BigDecimal(double)`.
    init(_ value: Double) {
        guard value.isFinite, value != 0 else {
            self.init(unscaled: BigInteger(0), scale: 0)
            return
        }
        var significand = Int(value.significandBitPattern)
        var exponent = Int(value.exponentBitPattern) - 1075
        if value.exponentBitPattern == 0 { exponent += 1 } else { significand |= 1 << 52 }
        while significand & 1 == 0 {
            significand >>= 1
            exponent += 1
        }
        var unscaled = BigInteger(value < 0 ? -significand : significand)
        let factor = BigInteger(exponent < 0 ? 5 : 2)
        for _ in 0..<abs(exponent) { unscaled = unscaled * factor }
        self.init(unscaled: unscaled, scale: max(0, -exponent))
    }

    /// As Java's `toString`: plain unless that needs many zeros.
    var description: String {
        let digits = unscaled.magnitude
        let sign = unscaled.isNegative ? "-" : ""
        if scale == 0 { return sign + digits }
        let exponent = digits.utf8.count - 1 - scale
        if scale > 0, exponent >= -6 {
            let padded =
                String(repeating: "0", count: max(0, scale + 1 - digits.utf8.count)) + digits
            return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
        }
        let fraction = digits.dropFirst()
        let mantissa = digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
        let power = exponent == 0 ? "" : "E" + (exponent > 0 ? "+" : "") + String(exponent)
        return sign + mantissa + power
    }

    /// The unscaled integers of two numbers at the same scale, and the scale.
    static func aligned(_ left: BigDecimal, _ right: BigDecimal) -> (BigInteger, BigInteger, Int) {
        let scale = max(left.scale, right.scale)
        return (
            left.unscaled * .powerOfTen(scale - left.scale),
            right.unscaled * .powerOfTen(scale - right.scale), scale
        )
    }

    /// The quotient at the scale of `self`, half rounded down.
    func divided(by divisor: BigDecimal) -> BigDecimal {
        var numerator = unscaled
        var denominator = divisor.unscaled
        if divisor.scale >= 0 {
            numerator = numerator * .powerOfTen(divisor.scale)
        } else {
            denominator = denominator * .powerOfTen(-divisor.scale)
        }
        let (quotient, rest) = numerator.divided(by: denominator)
        let double = BigInteger(limbs: (rest * BigInteger(2)).limbs, isNegative: false)
        let bound = BigInteger(limbs: denominator.limbs, isNegative: false)
        guard BigInteger.compare(double, bound) > 0 else {
            return BigDecimal(unscaled: quotient, scale: scale)
        }
        let isNegative = numerator.isNegative != denominator.isNegative
        return BigDecimal(unscaled: quotient + BigInteger(isNegative ? -1 : 1), scale: scale)
    }
}
