internal import JSON

/// Reads a floating-point number as Java's `Double.parseDouble` does for the spellings of VTL and
/// JSON.
func javaDouble(_ spelling: Span<UInt8>) -> Double {
    if let fast = simpleDecimal(spelling) { return fast }
    var text = ""
    for index in spelling.indices { text.unicodeScalars.append(Unicode.Scalar(spelling[index])) }
    if text.utf8.last == UInt8(ascii: ".") { text += "0" }
    if let value = Double(text) { return value }
    // `5.e3` and `.5`, which not every reader takes.
    text = text.replacing(".e", with: ".0e").replacing(".E", with: ".0E")
    if text.utf8.first == UInt8(ascii: ".") { text = "0" + text }
    return Double(text.replacing("-.", with: "-0.")) ?? 0
}

/// A decimal of at most 15 digits without exponent: exact integer divided by an exact power of ten,
/// which rounds correctly (Clinger).
private func simpleDecimal(_ spelling: Span<UInt8>) -> Double? {
    guard spelling.count <= 17 else { return nil }
    var mantissa: Int64 = 0
    var digits = 0
    var fraction = 0
    var hasPoint = false
    var isNegative = false
    for index in 0..<spelling.count {
        let byte = spelling[index]
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            mantissa = mantissa &* 10 &+ Int64(byte &- 48)
            digits &+= 1
            if hasPoint { fraction &+= 1 }
        case UInt8(ascii: ".") where !hasPoint: hasPoint = true
        case UInt8(ascii: "-") where index == 0: isNegative = true
        default: return nil
        }
    }
    guard digits > 0, digits <= 15 else { return nil }
    let value = Double(mantissa) / powersOfTen[fraction]
    return isNegative ? -value : value
}

private let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
]

/// Appends a double as the `Double.toString` of Java 8 to 18 prints it: the shortest digits that
/// give the number back, with an exponent from 10⁷ up and below 10⁻³.
func appendJavaDouble(_ value: Double, to output: inout some ByteOutput) {
    let magnitude = value.magnitude
    if magnitude >= 0x1p53 || magnitude.isNaN {
        appendLargeJavaDouble(value, to: &output)
    } else if magnitude == 0 || magnitude >= 1e-3 && magnitude < 1e7 {
        // Swift's own layout.
        output += value.description.utf8
    } else {
        appendScientific(DecimalDigits(value), to: &output)
    }
}

/// Appends a float as Java's `Float.toString` prints it.
func appendJavaFloat(_ value: Float, to output: inout some ByteOutput) {
    let magnitude = value.magnitude
    if !value.isFinite || magnitude == 0 {
        appendJavaDouble(Double(value), to: &output)
    } else if magnitude >= 1e-3 && magnitude < 1e7 {
        output += value.description.utf8
    } else {
        appendScientific(DecimalDigits(value.description), to: &output)
    }
}

private func appendLargeJavaDouble(_ value: Double, to output: inout some ByteOutput) {
    if value.isNaN {
        output += "NaN".utf8
    } else if value.isInfinite {
        output += (value < 0 ? "-Infinity" : "Infinity").utf8
    } else if value.magnitude >= 0x1p63 {
        appendScientific(DecimalDigits(value), to: &output)
    } else {
        // Where doubles are whole numbers that fit a `long`, Java up to release 18 prints all of
        // their digits but for one or two at the end, which their spacing makes meaningless.
        let drop = value.exponent >= 61 ? 100 : value.exponent >= 58 ? 10 : 1
        let whole = UInt64(value.magnitude)
        let rounded = whole / UInt64(drop) + (whole % UInt64(drop) >= UInt64(drop / 2) ? 1 : 0)
        var digits = DecimalDigits(Double(0))
        digits.isNegative = value < 0
        digits.digits = Array(String(drop == 1 ? whole : rounded).utf8)
        digits.power = digits.digits.count + (drop == 100 ? 2 : drop == 10 ? 1 : 0)
        digits.trim()
        appendScientific(digits, to: &output)
    }
}

/// A number as 0.DIGITS times ten to a power.
struct DecimalDigits {
    var isNegative: Bool
    var digits: [UInt8] = []
    var power = 0

    /// Takes the shortest digits that give a number back.
    init(_ value: Double) { self.init(value.description) }

    /// Reads digits in Swift's layout.
    init(_ text: String) {
        isNegative = text.utf8.first == UInt8(ascii: "-")
        digits.reserveCapacity(24)
        var pointAt = -1
        var exponent = 0
        var isExponent = false
        var isBelow = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if isExponent {
                    exponent = exponent * 10 + Int(byte) - 48
                } else {
                    digits.append(byte)
                }
            case UInt8(ascii: "."): pointAt = digits.count
            case UInt8(ascii: "e"): isExponent = true
            case UInt8(ascii: "-"): isBelow = isExponent
            default: break
            }
        }
        if pointAt < 0 { pointAt = digits.count }
        let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(leading)
        power = pointAt - leading + (isBelow ? -exponent : exponent)
        trim()
    }

    /// Drops zeros at the end.
    mutating func trim() {
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    }
}

private func appendScientific(_ number: DecimalDigits, to output: inout some ByteOutput) {
    let digits = number.digits
    if number.isNegative { output.append(UInt8(ascii: "-")) }
    output.append(digits[0])
    output.append(UInt8(ascii: "."))
    if digits.count > 1 { output += digits[1...] } else { output.append(UInt8(ascii: "0")) }
    output.append(UInt8(ascii: "E"))
    output += String(number.power - 1).utf8
}

/// Appends an integer in decimal.
func appendInteger(_ value: Int, to output: inout some ByteOutput) {
    var rest = value.magnitude
    if value < 0 { output.append(UInt8(ascii: "-")) }
    if rest < 10 {
        output.append(48 &+ UInt8(rest))
        return
    }
    let start = output.count
    while rest > 0 {
        output.append(48 &+ UInt8(rest % 10))
        rest /= 10
    }
    var low = start
    var high = output.count - 1
    while low < high {
        (output[low], output[high]) = (output[high], output[low])
        low += 1
        high -= 1
    }
}
