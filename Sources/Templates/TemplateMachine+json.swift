internal import JSON

extension TemplateMachine {
    /// Which characters JSON texts escape.
    enum JSONStyle {
        /// What printing a list gives: `/` is escaped too.
        case web
        /// `$input.json`.
        case plain
    }

    /// Appends a value as json-smart writes it.
    mutating func appendJSON(_ value: TemplateValue, _ style: JSONStyle) throws(TemplateInterrupt) {
        try count()
        switch value.kind {
        case .null: output += "null".utf8
        case .string, .character: try appendJSONString(string(value), style)
        case .node: try appendJSONNode(value, style)
        case .list:
            try deeper()
            output.append(UInt8(ascii: "["))
            var index = 0
            while index < lists[value.number].elements.count {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                try appendJSON(lists[value.number].elements[index], style)
                index += 1
            }
            output.append(UInt8(ascii: "]"))
            depth -= 1
        case .map:
            try deeper()
            output.append(UInt8(ascii: "{"))
            var index = 0
            var isFirst = true
            while index < maps[value.number].keys.count {
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                try appendJSONString(string(maps[value.number].keys[index]), style)
                output.append(UInt8(ascii: ":"))
                try appendJSON(maps[value.number].values[index], style)
                index += 1
            }
            output.append(UInt8(ascii: "}"))
            depth -= 1
        case .double where !Double(bitPattern: value.bits).isFinite: output += "null".utf8
        case .jsonNumber where isInfinite(value): output += "null".utf8
        case .bool, .int, .long, .double, .bigInteger, .bigDecimal, .jsonNumber, .byte:
            try append(value)
        case .entry, .iterator, .block, .scope, .input, .util:
            try appendJSONString(string(value), style)
        }
        try checkOutput()
    }

    /// Whether a JSON text's number is beyond what a double can be.
    private func isInfinite(_ value: TemplateValue) -> Bool {
        guard !isPlainNumber(value) else { return false }
        let number = read(value)
        return number.kind == .double && !Double(bitPattern: number.bits).isFinite
    }

    private mutating func appendJSONNode(_ value: TemplateValue, _ style: JSONStyle)
        throws(TemplateInterrupt)
    {
        if !overlay.isEmpty, let changed = overlay[overlayKey(value)] {
            try appendJSON(changed, style)
            return
        }
        let tape = Int(value.count)
        let entry = tapes[tape].entries[value.number]
        try deeper()
        var child = value.number + 1
        if entry.kind == .array {
            output.append(UInt8(ascii: "["))
            for index in 0..<entry.count {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                try appendJSON(nodeValue(child, tape: tape), style)
                child = end(of: child, tape: tape)
            }
            output.append(UInt8(ascii: "]"))
        } else if hasRepeatedNames(value) {
            try appendJSON(materialized(value), style)
        } else {
            output.append(UInt8(ascii: "{"))
            for index in 0..<entry.count {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                appendJSONString(scalar(child, tape: tape), style)
                output.append(UInt8(ascii: ":"))
                try appendJSON(nodeValue(child + 1, tape: tape), style)
                child = end(of: child + 1, tape: tape)
            }
            output.append(UInt8(ascii: "}"))
        }
        depth -= 1
    }

    /// Appends a text as a JSON string: json-smart escapes `"`, `\`, control characters up to
    /// U+009F, and the punctuation of U+2000 to U+20FF.
    private mutating func appendJSONString(_ text: TemplateValue, _ style: JSONStyle) {
        output.append(UInt8(ascii: "\""))
        let isPlain = unsafe withBytes(of: text) { bytes in
            unsafe bytes.allSatisfy { byte in
                byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"")
                    && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "/")
            }
        }
        if isPlain {
            appendBytes(of: text)
        } else {
            var result: [UInt8] = []
            let bytes = bytes(of: text)
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                switch byte {
                case UInt8(ascii: "\""), UInt8(ascii: "\\"): result += [92, byte]
                case UInt8(ascii: "/"): result += style == .web ? [92, byte] : [byte]
                case 8: result += "\\b".utf8
                case 9: result += "\\t".utf8
                case 10: result += "\\n".utf8
                case 12: result += "\\f".utf8
                case 13: result += "\\r".utf8
                case ..<0x20, 0x7F: appendUnicodeEscape(UInt32(byte), to: &result)
                case 0xC2 where index + 1 < bytes.count && bytes[index + 1] < 0xA0:
                    appendUnicodeEscape(UInt32(bytes[index + 1]), to: &result)
                    index += 1
                case 0xE2
                where index + 2 < bytes.count && bytes[index + 1] >= 0x80
                    && bytes[index + 1] <= 0x83:
                    let scalar =
                        0x2000 | UInt32(bytes[index + 1] & 0x3F) << 6
                        | UInt32(bytes[index + 2] & 0x3F)
                    appendUnicodeEscape(scalar, to: &result)
                    index += 2
                default: result.append(byte)
                }
                index += 1
            }
            output += result
        }
        output.append(UInt8(ascii: "\""))
    }

    /// Reads a text as JSON, leniently as json-smart does; `nil` where even that fails.
    mutating func parse(_ text: [UInt8]) throws(TemplateInterrupt) -> TemplateValue? {
        try charge(text.count * 3)
        steps += text.count / 16
        try count()
        guard tapeCount < 16_000 else { try fail("the template reads too many JSON texts") }
        if tapeCount == tapes.count { tapes.append(JSONTape()) }
        let tape = tapeCount
        if tapes[tape].scan(text) != nil {
            guard let lenient = LenientJSON.tape(of: text) else { return nil }
            mayHaveSurrogates = true
            tapes[tape] = lenient
        }
        tapeCount += 1
        return nodeValue(0, tape: tape)
    }

    /// Reads the body once; `false` where it is not JSON even leniently.
    mutating func readBody() throws(TemplateInterrupt) -> Bool {
        if let known = bodyIsJSON { return known }
        steps += body.count / 64
        try count()
        var isJSON = true
        if tapes[Self.bodyTape].scan(body) != nil {
            if let lenient = LenientJSON.tape(of: body) {
                tapes[Self.bodyTape] = lenient
                mayHaveSurrogates = true
            } else {
                isJSON = false
            }
        }
        bodyIsJSON = isJSON
        return isJSON
    }
}

/// Appends `\uXXXX` with upper-case digits.
func appendUnicodeEscape(_ unit: UInt32, to output: inout some ByteOutput) {
    output += "\\u".utf8
    for shift in [UInt32(12), 8, 4, 0] {
        let digit = UInt8(truncatingIfNeeded: unit >> shift & 15)
        output.append(digit < 10 ? 48 + digit : 55 + digit)
    }
}
