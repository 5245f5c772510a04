internal import JSON

/// Reads a floating-point number as Java's `Double.parseDouble` does for the spellings of VTL and
/// JSON.
func javaDouble(_ spelling: ArraySlice<UInt8>) -> Double {
    if let fast = simpleDecimal(spelling) { return fast }
    var text = String(decoding: spelling, as: UTF8.self)
    if text.utf8.last == UInt8(ascii: ".") { text += "0" }
    if let value = Double(text) { return value }
    // `5.e3` and `.5`, which not every reader takes.
    text = text.replacing(".e", with: ".0e").replacing(".E", with: ".0E")
    if text.utf8.first == UInt8(ascii: ".") { text = "0" + text }
    return Double(text.replacing("-.", with: "-0.")) ?? 0
}

/// A decimal of at most 15 digits without exponent: exact integer divided by an exact power of ten,
/// which rounds correctly (Clinger).
private func simpleDecimal(_ spelling: ArraySlice<UInt8>) -> Double? {
    guard spelling.count <= 17 else { return nil }
    var mantissa: Int64 = 0
    var digits = 0
    var fraction = 0
    var hasPoint = false
    var isNegative = false
    for (index, byte) in spelling.enumerated() {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            mantissa = mantissa &* 10 &+ Int64(byte &- 48)
            digits += 1
            if hasPoint { fraction += 1 }
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

/// Appends a double as Java's `Double.toString` prints it since release 19: the shortest digits that
/// give the number back, with an exponent from 10⁷ up and below 10⁻³.
func appendJavaDouble(_ value: Double, to output: inout some ByteOutput) {
    if value.isNaN {
        output += "NaN".utf8
        return
    }
    if value.isInfinite {
        output += (value < 0 ? "-Infinity" : "Infinity").utf8
        return
    }
    if value == 0 {
        output += (value.sign == .minus ? "-0.0" : "0.0").utf8
        return
    }
    // Swift prints the same digits in another layout.
    var digits: [UInt8] = []
    digits.reserveCapacity(24)
    var pointAt = -1
    var exponent = 0
    var text = value.description
    text.withUTF8 { bytes in
        var index = 0
        while index < bytes.count {
            let byte = unsafe bytes[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits.append(byte)
            case UInt8(ascii: "."): pointAt = digits.count
            case UInt8(ascii: "e"):
                var sign = 1
                index += 1
                while index < bytes.count {
                    let byte = unsafe bytes[index]
                    if byte == UInt8(ascii: "-") { sign = -1 }
                    if byte >= UInt8(ascii: "0") { exponent = exponent * 10 + Int(byte) - 48 }
                    index += 1
                }
                exponent *= sign
            default: break
            }
            index += 1
        }
    }
    if pointAt < 0 { pointAt = digits.count }
    let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
    digits.removeFirst(leading)
    while digits.last == UInt8(ascii: "0") { digits.removeLast() }
    // The value is 0.DIGITS times ten to this power.
    let power = pointAt - leading + exponent
    if value < 0 { output.append(UInt8(ascii: "-")) }
    let zero = UInt8(ascii: "0")
    if power > 0, power <= 7 {
        for index in 0..<power { output.append(index < digits.count ? digits[index] : zero) }
        output.append(UInt8(ascii: "."))
        if digits.count > power { output += digits[power...] } else { output.append(zero) }
    } else if power <= 0, power > -3 {
        output += "0.".utf8
        for _ in 0..<(-power) { output.append(zero) }
        output += digits
    } else {
        output.append(digits[0])
        output.append(UInt8(ascii: "."))
        if digits.count > 1 { output += digits[1...] } else { output.append(zero) }
        output.append(UInt8(ascii: "E"))
        output += String(power - 1).utf8
    }
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
