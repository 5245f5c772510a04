/// The exact value of a JSON number: digits times a power of ten, nothing rounded.
///
/// Normalized: no leading and no trailing zero digits, zero is positive with exponent 0. So equal
/// values are equal in parts, and `1`, `1.0` and `10e-1` are one value.
package struct JSONDecimal: Hashable, Sendable {
    /// Whether the value is below zero.
    package let isNegative: Bool

    /// The digits as an integer, for values of at most 18 digits; 0 with ``longDigits`` otherwise.
    package let digits: UInt64

    /// The power of ten; beyond ±2^40 it is that.
    package let exponent: Int

    /// The digits, 0 to 9 each, of values of more than 18; empty otherwise.
    package let longDigits: [UInt8]

    private static let exponentLimit = 1 << 40

    package init(isNegative: Bool, digits: UInt64, exponent: Int, longDigits: [UInt8]) {
        self.isNegative = isNegative
        self.digits = digits
        self.exponent = exponent
        self.longDigits = longDigits
    }

    /// Creates an integer.
    package init(_ value: Int) {
        self.init(spelling: String(value).utf8)
    }

    /// Reads a spelling that follows RFC 8259 section 6.
    ///
    /// Allocates only for more than 18 digits.
    package init(spelling: some Sequence<UInt8>) {
        self.init(Array(spelling).span, in: nil)
    }

    /// Reads the spelling in a range of bytes, all of them by default.
    package init(_ bytes: Span<UInt8>, in range: Range<Int>?) {
        let range = range ?? 0..<bytes.count
        var offset = range.lowerBound
        let isNegative = offset < range.upperBound && bytes[offset] == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        var digits: UInt64 = 0
        var count = 0
        var zeros = 0
        var fraction = 0
        var isFraction = false
        let firstDigit = offset
        scan: while offset < range.upperBound {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "0"):
                if count > 0 { zeros += 1 }
                if isFraction { fraction += 1 }
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                if isFraction { fraction += 1 }
                count += zeros + 1
                if count <= 18 {
                    for _ in 0..<zeros { digits = digits &* 10 }
                    digits = digits &* 10 &+ UInt64(byte &- 0x30)
                }
                zeros = 0
            default: break scan
            }
            offset += 1
        }
        var exponent = 0
        let endOfDigits = offset
        if offset < range.upperBound {
            offset += 1
            var isBelow = false
            if offset < range.upperBound, bytes[offset] == UInt8(ascii: "-") {
                isBelow = true
                offset += 1
            } else if offset < range.upperBound, bytes[offset] == UInt8(ascii: "+") {
                offset += 1
            }
            while offset < range.upperBound {
                let digit = Int(bytes[offset] &- 0x30)
                exponent = min(exponent * 10 + digit, JSONDecimal.exponentLimit)
                offset += 1
            }
            if isBelow { exponent = -exponent }
        }
        if count == 0 {
            self.init(isNegative: false, digits: 0, exponent: 0, longDigits: [])
            return
        }
        var long: [UInt8] = []
        if count > 18 {
            for index in firstDigit..<endOfDigits where bytes[index] != UInt8(ascii: ".") {
                let digit = bytes[index] &- 0x30
                if digit > 0 || !long.isEmpty { long.append(digit) }
            }
            long.removeLast(zeros)
            digits = 0
        }
        self.init(
            isNegative: isNegative, digits: digits, exponent: exponent - fraction + zeros,
            longDigits: long)
    }

    /// Whether the value is zero.
    package var isZero: Bool { digits == 0 && longDigits.isEmpty }

    /// How many digits the value has.
    private var digitCount: Int {
        longDigits.isEmpty ? digits.decimalDigitCount : longDigits.count
    }

    /// The digits, one each, the most significant first.
    private var allDigits: [UInt8] {
        longDigits.isEmpty ? String(digits).utf8.map { $0 - 0x30 } : longDigits
    }

    /// Below 0 when the value is less than another, 0 when equal, above 0 when greater.
    package func compared(with other: JSONDecimal) -> Int {
        if isZero || other.isZero || isNegative != other.isNegative {
            return sign - other.sign
        }
        return isNegative ? -comparedMagnitude(other) : comparedMagnitude(other)
    }

    private var sign: Int { isZero ? 0 : isNegative ? -1 : 1 }

    private func comparedMagnitude(_ other: JSONDecimal) -> Int {
        if exponent == other.exponent, longDigits.isEmpty, other.longDigits.isEmpty {
            return digits < other.digits ? -1 : digits == other.digits ? 0 : 1
        }
        let magnitude = digitCount + exponent
        let otherMagnitude = other.digitCount + other.exponent
        if magnitude != otherMagnitude { return magnitude < otherMagnitude ? -1 : 1 }
        if longDigits.isEmpty, other.longDigits.isEmpty {
            let difference = digitCount - other.digitCount
            let left = difference < 0 ? digits * UInt64.powerOfTen(-difference) : digits
            let right = difference > 0 ? other.digits * UInt64.powerOfTen(difference) : other.digits
            return left < right ? -1 : left == right ? 0 : 1
        }
        let left = allDigits
        let right = other.allDigits
        for (one, two) in zip(left, right) where one != two { return one < two ? -1 : 1 }
        return left.count - right.count
    }

    /// Whether the value divided by another, which is not zero, is an integer.
    package func isMultiple(of divisor: JSONDecimal) -> Bool {
        if isZero { return true }
        // Without trailing zeros the digits are no multiple of ten.
        let shift = exponent - divisor.exponent
        guard shift >= 0, !divisor.isZero else { return false }
        if divisor.longDigits.isEmpty {
            var remainder: UInt64 = 0
            if longDigits.isEmpty {
                remainder = digits % divisor.digits
            } else {
                for digit in longDigits {
                    remainder = UInt64(
                        (UInt128(remainder) * 10 + UInt128(digit)) % UInt128(divisor.digits))
                }
            }
            return divisor.digits.remainder(remainder, timesTenTo: shift) == 0
        }
        guard
            (longDigits.count + shift).multipliedReportingOverflow(by: divisor.digitCount) <= 1
                << 20
        else { return false }
        return divisor.longRemainderIsZero(of: allDigits, zeros: shift)
    }

    /// Long division of `digits` followed by zeros.
    private func longRemainderIsZero(of dividend: [UInt8], zeros: Int) -> Bool {
        let divisor = allDigits
        var remainder: [UInt8] = []
        func isLess() -> Bool {
            if remainder.count != divisor.count { return remainder.count < divisor.count }
            return remainder.lexicographicallyPrecedes(divisor)
        }
        for index in 0..<dividend.count + zeros {
            let digit = index < dividend.count ? dividend[index] : 0
            if digit > 0 || !remainder.isEmpty { remainder.append(digit) }
            while !isLess() {
                var borrow = 0
                for place in 1...remainder.count {
                    let lower =
                        place <= divisor.count ? Int(divisor[divisor.count - place]) : 0
                    var difference = Int(remainder[remainder.count - place]) - lower - borrow
                    borrow = difference < 0 ? 1 : 0
                    if difference < 0 { difference += 10 }
                    remainder[remainder.count - place] = UInt8(difference)
                }
                let leading = remainder.prefix { $0 == 0 }.count
                remainder.removeFirst(leading)
            }
        }
        return remainder.isEmpty
    }

    /// The value as `java.math.BigDecimal` writes it after removing trailing zeros.
    package var javaText: String {
        if isZero { return "0" }
        let sign = isNegative ? "-" : ""
        let digits = allDigits.map { $0 + 0x30 }
        let adjusted = exponent + digits.count - 1
        if exponent == 0 { return sign + String(decoding: digits, as: UTF8.self) }
        if exponent < 0, adjusted >= -6 {
            let point = digits.count + exponent
            if point > 0 {
                return sign + String(decoding: digits[..<point], as: UTF8.self) + "."
                    + String(decoding: digits[point...], as: UTF8.self)
            }
            return sign + "0." + String(repeating: "0", count: -point)
                + String(decoding: digits, as: UTF8.self)
        }
        let rest = digits.count > 1 ? "." + String(decoding: digits[1...], as: UTF8.self) : ""
        let power = adjusted == 0 ? "" : "E\(adjusted > 0 ? "+" : "")\(adjusted)"
        return sign + String(decoding: digits[..<1], as: UTF8.self) + rest + power
    }

    /// The value as an integer's digits; `nil` for one with a fraction or more than 400 digits.
    package var integerText: String? {
        guard exponent >= 0, exponent <= 400 else { return nil }
        if isZero { return "0" }
        return (isNegative ? "-" : "")
            + String(decoding: allDigits.map { $0 + 0x30 }, as: UTF8.self)
            + String(repeating: "0", count: exponent)
    }
}

extension Int {
    /// The product, or the greatest integer where it is beyond that.
    fileprivate func multipliedReportingOverflow(by other: Int) -> Int {
        let (product, overflow): (Int, Bool) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }
}

extension UInt64 {
    fileprivate static func powerOfTen(_ power: Int) -> UInt64 {
        var value: UInt64 = 1
        for _ in 0..<power { value &*= 10 }
        return value
    }

    fileprivate var decimalDigitCount: Int {
        var count = 1
        var bound: UInt64 = 10
        while count < 19, self >= bound {
            count += 1
            bound &*= 10
        }
        return count
    }

    /// `value * 10^power` modulo this number.
    fileprivate func remainder(_ value: UInt64, timesTenTo power: Int) -> UInt64 {
        let modulus = UInt128(self)
        var result = UInt128(value) % modulus
        var factor = UInt128(10) % modulus
        var power = power
        while power > 0, result != 0 {
            if power & 1 != 0 { result = result * factor % modulus }
            factor = factor * factor % modulus
            power >>= 1
        }
        return UInt64(result)
    }
}
