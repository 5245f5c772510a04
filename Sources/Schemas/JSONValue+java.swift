internal import JSON

extension JSONValue {
    /// The value as API Gateway's engine prints it (Jackson): compact, members in order, of a
    /// repeated name the last value at the first place, numbers as `BigDecimal`.
    var javaText: String {
        var output: [UInt8] = []
        appendJavaText(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func appendJavaText(to output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let isTrue): output += (isTrue ? "true" : "false").utf8
        case .number(let number): output += number.javaText.utf8
        case .string(let text): appendJavaString(text, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.appendJavaText(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            var values: [String: JSONValue] = [:]
            for member in object.members { values[member.key] = member.value }
            var isFirst = true
            for member in object.members {
                guard let value = values.removeValue(forKey: member.key) else { continue }
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                appendJavaString(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                value.appendJavaText(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }
}

extension JSONNumber {
    /// Whether there is neither a fraction nor an exponent.
    var isIntegerSpelling: Bool {
        spelling.utf8.allSatisfy { $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }
    }

    /// An integer's digits, else as `BigDecimal` without trailing zeros.
    var javaText: String {
        if isIntegerSpelling { return spelling == "-0" ? "0" : spelling }
        return JSONDecimal(spelling: spelling.utf8).javaText
    }
}

/// Appends a JSON string as Jackson writes it: control characters with upper case digits.
func appendJavaString(_ text: String, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
        switch byte {
        case 0x22, 0x5C: output += [0x5C, byte]
        case 8: output += "\\b".utf8
        case 9: output += "\\t".utf8
        case 10: output += "\\n".utf8
        case 12: output += "\\f".utf8
        case 13: output += "\\r".utf8
        case 0..<0x20:
            let digits = Array("0123456789ABCDEF".utf8)
            output += "\\u00".utf8
            output += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: output.append(byte)
        }
    }
    output.append(UInt8(ascii: "\""))
}

/// Names as a JSON array without spaces.
func javaList(_ names: [String]) -> String {
    JSONValue.array(names.map { .string($0) }).javaText
}
