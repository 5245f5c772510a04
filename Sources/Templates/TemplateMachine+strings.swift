extension TemplateMachine {
    /// Whether a text is ASCII, so that its bytes are its UTF-16 units.
    func isASCII(_ value: TemplateValue) -> Bool {
        unsafe withBytes(of: value) { bytes in unsafe bytes.allSatisfy { $0 < 0x80 } }
    }

    /// The number of UTF-16 units, counted as ``JavaText`` reads them, bad UTF-8 too.
    private func length(_ value: TemplateValue) -> Int {
        unsafe withBytes(of: value) { bytes in
            var count = 0
            var index = 0
            while index < bytes.count {
                let byte = unsafe bytes[index]
                count += byte < 0xF0 ? 1 : 2
                index += byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            }
            return count
        }
    }

    func units(_ value: TemplateValue) -> [UInt16] { JavaText(bytes(of: value)).units }

    /// A text argument: a string, or a character where Java takes a `CharSequence` or `int`.
    private func isString(_ value: TemplateValue) -> Bool { value.kind == .string }

    /// Calls a method of a string.
    mutating func callString(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let first = read(arguments.first)
        let second = read(arguments.second)
        switch (name, arguments.count) {
        case (.length, 0): return .int(length(receiver))
        case (.isEmpty, 0): return .bool(receiver.count == 0)
        case (.toString, 0), (.intern, 0): return receiver
        case (.equals, 1):
            return .bool(isString(first) && haveSameBytes(receiver, first))
        case (.toLowerCase, 0), (.toUpperCase, 0): return try cased(receiver, name == .toUpperCase)
        case (.trim, 0), (.strip, 0), (.stripLeading, 0), (.stripTrailing, 0):
            return try trimmed(receiver, name)
        case (.isBlank, 0):
            let isBlank = unsafe withBytes(of: receiver) { bytes in
                unsafe bytes.allSatisfy { $0 == 32 || (9...13).contains($0) }
            }
            return .bool(isBlank)
        case (.substring, 1), (.substring, 2), (.subSequence, 2):
            return try substring(receiver, first, arguments.count == 2 ? second : nil)
        case (.charAt, 1), (.codePointAt, 1):
            guard first.kind == .int else { return .null }
            let units = units(receiver)
            guard first.number >= 0, first.number < units.count else {
                try fail("index \(first.number) is out of bounds for a text of \(units.count)")
            }
            let unit = units[first.number]
            guard name == .codePointAt else {
                return TemplateValue(kind: .character, bits: UInt64(unit))
            }
            if unit & 0xFC00 == 0xD800, first.number + 1 < units.count,
                units[first.number + 1] & 0xFC00 == 0xDC00
            {
                return .int(
                    0x10000 + (Int(unit) & 0x3FF) << 10 + Int(units[first.number + 1]) & 0x3FF)
            }
            return .int(Int(unit))
        case (.concat, 1), (.contains, 1), (.startsWith, 1), (.endsWith, 1), (.startsWith, 2),
            (.indexOf, 1), (.indexOf, 2), (.lastIndexOf, 1), (.lastIndexOf, 2), (.replace, 2),
            (.compareTo, 1), (.compareToIgnoreCase, 1), (.equalsIgnoreCase, 1):
            return try search(name, receiver, first, second, arguments.count)
        case (.replaceAll, 2), (.replaceFirst, 2), (.matches, 1), (.split, 1), (.split, 2):
            return try callPattern(name, receiver, arguments)
        case (.toCharArray, 0):
            let array = newList(.array)
            let units = units(receiver)
            try charge(units.count * 16)
            for unit in units {
                lists[array].elements.append(TemplateValue(kind: .character, bits: UInt64(unit)))
            }
            return .list(array)
        case (.getBytes, 0), (.getBytes, 1):
            let array = newList(.array)
            try charge(Int(receiver.count) * 16)
            for byte in bytes(of: receiver) {
                lists[array].elements.append(TemplateValue(kind: .byte, bits: UInt64(byte)))
            }
            return .list(array)
        case (.hashCode, 0): return .int(try Int(javaHash(receiver)))
        case (.format, 1), (.format, 2), (.format, 3), (.format, 4):
            guard first.kind == .string else { return .null }
            return try format(
                first, [arguments.second, arguments.third, arguments.fourth],
                count: arguments.count - 1)
        case (.formatted, 0), (.formatted, 1), (.formatted, 2), (.formatted, 3):
            return try format(
                receiver, [arguments.first, arguments.second, arguments.third],
                count: arguments.count)
        case (.codePointCount, 2), (.codePointBefore, 1), (.offsetByCodePoints, 2):
            return try callCodePoints(name, receiver, first, second)
        case (.contentEquals, 1):
            guard isString(first) else { return .null }
            return .bool(haveSameBytes(receiver, first))
        case (.repeat, 1):
            guard first.kind == .int else { return .null }
            guard first.number >= 0 else { try fail("a negative count") }
            let size = Int(receiver.count).multipliedReportingOverflow(by: first.number)
            try charge(size.overflow ? Int.max / 4 : size.partialValue)
            let start = arena.count
            if receiver.count > 0 { for _ in 0..<first.number { appendToArena(receiver) } }
            return arenaText(from: start)
        case (.regionMatches, 4):
            return try regionMatches(receiver, arguments)
        case (.valueOf, 1):
            return first.kind == .null ? .null : try string(arguments.first)
        case (.join, 2):
            guard isString(first), let parts = try elements(of: second) else { return .null }
            var result: [UInt8] = []
            for (index, part) in parts.enumerated() {
                if index > 0 { result += bytes(of: first) }
                guard part.kind == .string else { try fail("'join' of what is no text") }
                result += bytes(of: part)
                guard result.count < limits.memoryBytes else { break }
            }
            return try text(result)
        default: return .null
        }
    }

    private mutating func callCodePoints(
        _ name: TemplateName, _ value: TemplateValue, _ first: TemplateValue,
        _ second: TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue {
        let units = units(value)
        guard first.kind == .int, name == .codePointBefore || second.kind == .int else {
            return .null
        }
        func isPair(_ place: Int) -> Bool {
            place >= 0 && place + 1 < units.count && units[place] & 0xFC00 == 0xD800
                && units[place + 1] & 0xFC00 == 0xDC00
        }
        var place = first.number
        switch name {
        case .codePointBefore:
            guard place > 0, place <= units.count else { break }
            guard isPair(place - 2) else { return .int(Int(units[place - 1])) }
            let high = Int(units[place - 2] & 0x3FF) << 10
            return .int(0x10000 + high + Int(units[place - 1] & 0x3FF))
        case .codePointCount:
            guard place >= 0, place <= second.number, second.number <= units.count else { break }
            var count = 0
            while place < second.number {
                place += isPair(place) && place + 1 < second.number ? 2 : 1
                count += 1
            }
            return .int(count)
        default:
            guard place >= 0, place <= units.count else { break }
            var rest = second.number
            while rest > 0, place < units.count {
                place += isPair(place) ? 2 : 1
                rest -= 1
            }
            while rest < 0, place > 0 {
                place -= isPair(place - 2) ? 2 : 1
                rest += 1
            }
            guard rest == 0 else { break }
            return .int(place)
        }
        try fail("an index is out of bounds for a text of \(units.count)")
    }

    private mutating func cased(_ value: TemplateValue, _ isUpper: Bool) throws(TemplateInterrupt)
        -> TemplateValue
    {
        try charge(Int(value.count))
        if isASCII(value) {
            let start = arena.count
            let first: UInt8 = isUpper ? UInt8(ascii: "a") : UInt8(ascii: "A")
            appendToArena(value)
            for index in start..<arena.count {
                let byte = arena[index]
                if byte &- first < 26 { arena[index] = byte ^ 0x20 }
            }
            return arenaText(from: start)
        }
        let text = spelling(value)
        return try self.text(Array((isUpper ? text.uppercased() : text.lowercased()).utf8))
    }

    private mutating func trimmed(_ value: TemplateValue, _ name: TemplateName)
        throws(TemplateInterrupt) -> TemplateValue
    {
        func isRemoved(_ byte: UInt8) -> Bool {
            name == .trim ? byte <= 32 : byte == 32 || (9...13).contains(byte)
        }
        let (start, end) = unsafe withBytes(of: value) { bytes in
            var start = 0
            var end = bytes.count
            if name != .stripTrailing {
                while start < end, unsafe isRemoved(bytes[start]) { start += 1 }
            }
            if name != .stripLeading {
                while end > start, unsafe isRemoved(bytes[end - 1]) { end -= 1 }
            }
            return (start, end)
        }
        return part(of: value, start..<end)
    }

    /// A part of a text by its bytes.
    func part(of value: TemplateValue, _ range: Range<Int>) -> TemplateValue {
        var result = value
        result.bits += UInt64(range.lowerBound)
        result.count = UInt32(range.count)
        return result
    }

    private mutating func substring(
        _ value: TemplateValue, _ first: TemplateValue, _ last: TemplateValue?
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard first.kind == .int, last == nil || last?.kind == .int else { return .null }
        let count = length(value)
        let start = first.number
        let end = last?.number ?? count
        guard start >= 0, end <= count, start <= end else {
            try fail("\(start)..\(end) is out of bounds for a text of \(count)")
        }
        if count == Int(value.count) { return part(of: value, start..<end) }
        mayHaveSurrogates = true
        return try text(JavaText(units: units(value)[start..<end]).bytes)
    }
}
