extension TemplateMachine {
    /// Calls a method of a string that takes a regular expression.
    mutating func callPattern(
        _ name: TemplateName, _ value: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard arguments.first.kind == .string || arguments.first.kind == .null else {
            return .null
        }
        let second = read(arguments.second)
        if name == .split, arguments.count == 2, second.kind != .int { return .null }
        if name == .replaceAll || name == .replaceFirst, second.kind != .string {
            if second.kind == .null { try fail("'\(name)' with null") }
            return .null
        }
        let pattern = try pattern(arguments)
        let text = bytes(of: value)
        steps += text.count / 8
        try count()
        switch name {
        case .matches: return .bool(pattern.matches(text))
        case .split:
            return try split(text, value, pattern, arguments.count == 2 ? second.number : 0)
        default: return try replacedPattern(name, text, pattern, bytes(of: second))
        }
    }

    private mutating func pattern(_ arguments: TemplateArguments) throws(TemplateInterrupt)
        -> JavaPattern
    {
        guard arguments.first.kind == .string else { try fail("the pattern is null") }
        let text = bytes(of: arguments.first)
        if let known = patternCache[text] { return known }
        steps += text.count * 8
        var stored: JavaPattern?
        if arguments.place > 0, op(word(arguments.place)) == .patternString {
            let start = poolBase + word(arguments.place + 3)
            stored = JavaPattern(
                decoding: image, at: start..<start + word(arguments.place + 4))
        }
        if stored == nil {
            switch JavaPattern.compiled(text) {
            case .success(let bytes): stored = JavaPattern(decoding: bytes, at: 0..<bytes.count)
            case .failure(let error): try fail("the pattern cannot be read: \(error.message)")
            }
        }
        guard let stored else { try fail("damaged code") }
        if patternCache.count < 1_024 { patternCache[text] = stored }
        return stored
    }

    private mutating func replacedPattern(
        _ name: TemplateName, _ text: [UInt8], _ pattern: JavaPattern, _ replacement: [UInt8]
    ) throws(TemplateInterrupt) -> TemplateValue {
        var result: [UInt8] = []
        var copied = 0
        var from = 0
        while let groups = pattern.firstMatch(in: text, from: from), let whole = groups[0] {
            result += text[copied..<whole.lowerBound]
            try append(replacement, groups, text, pattern, to: &result)
            copied = whole.upperBound
            from = whole.isEmpty ? next(after: whole.upperBound, in: text) : whole.upperBound
            steps += 4 + text.count / 256
            try count()
            guard result.count < limits.memoryBytes else { try charge(result.count); break }
            if name == .replaceFirst || from > text.count { break }
        }
        if copied < text.count { result += text[copied...] }
        return try self.text(result)
    }

    private func next(after index: Int, in text: [UInt8]) -> Int {
        var next = index + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }

    /// Appends a replacement: `$1`, `${name}` are groups, a backslash takes the next character.
    private mutating func append(
        _ replacement: [UInt8], _ groups: [Range<Int>?], _ text: [UInt8], _ pattern: JavaPattern,
        to result: inout [UInt8]
    ) throws(TemplateInterrupt) {
        var index = 0
        while index < replacement.count {
            let byte = replacement[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\\"):
                guard index < replacement.count else { try fail("a replacement ends in '\\'") }
                result.append(replacement[index])
                index += 1
            case UInt8(ascii: "$"):
                guard index < replacement.count else { try fail("a replacement ends in '$'") }
                var group = 0
                if replacement[index] == UInt8(ascii: "{") {
                    guard let close = replacement[index...].firstIndex(of: UInt8(ascii: "}")),
                        let number = pattern.group(
                            named: String(
                                decoding: replacement[index + 1..<close], as: UTF8.self))
                    else { try fail("a replacement names a group that is not there") }
                    group = number
                    index = close + 1
                } else {
                    let digit = replacement[index] &- 48
                    guard digit < 10, Int(digit) < groups.count else {
                        try fail("a replacement names a group that is not there")
                    }
                    group = Int(digit)
                    index += 1
                    while index < replacement.count, replacement[index] &- 48 < 10 {
                        let longer = group * 10 + Int(replacement[index] - 48)
                        guard longer < groups.count else { break }
                        group = longer
                        index += 1
                    }
                }
                if let range = groups[group] { result += text[range] }
            default: result.append(byte)
            }
        }
    }

    /// Java's `split`: without a limit empty texts at the end are dropped.
    private mutating func split(
        _ text: [UInt8], _ value: TemplateValue, _ pattern: JavaPattern, _ limit: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        let array = newList(.array)
        var parts: [Range<Int>] = []
        var copied = 0
        var from = 0
        while limit <= 0 || parts.count < limit - 1,
            let whole = pattern.firstMatch(in: text, from: from)?[0]
        {
            from = whole.isEmpty ? next(after: whole.upperBound, in: text) : whole.upperBound
            steps += 2 + text.count / 256
            try count()
            // Nothing before the first character, and no empty match at the end.
            if whole.isEmpty, whole.lowerBound == 0 || whole.lowerBound == text.count {
                if from > text.count { break }
                continue
            }
            parts.append(copied..<whole.lowerBound)
            copied = whole.upperBound
            if from > text.count { break }
        }
        if parts.isEmpty {
            lists[array].elements.append(value)
            return .list(array)
        }
        parts.append(copied..<text.count)
        if limit == 0 {
            while let last = parts.last, last.isEmpty { parts.removeLast() }
        }
        try charge(parts.count * 16)
        for range in parts { lists[array].elements.append(part(of: value, range)) }
        return .list(array)
    }
}
