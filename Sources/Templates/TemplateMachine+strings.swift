internal import JSONPath

extension TemplateMachine {
    /// Whether a text is ASCII, so that its bytes are its UTF-16 units.
    private func isASCII(_ value: TemplateValue) -> Bool {
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

    private func units(_ value: TemplateValue) -> [UInt16] { JavaText(bytes(of: value)).units }

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
    private func part(of value: TemplateValue, _ range: Range<Int>) -> TemplateValue {
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

    /// Methods with another text.
    private mutating func search(
        _ name: TemplateName, _ value: TemplateValue, _ first: TemplateValue,
        _ second: TemplateValue, _ count: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        steps += Int(value.count) / 32
        if first.kind == .null {
            if name == .equalsIgnoreCase { return .bool(false) }
            try fail("'\(name)' of null")
        }
        var first = first
        if first.kind == .character, name == .indexOf || name == .lastIndexOf || name == .replace {
            first = try string(first)
        }
        if first.kind == .int, name == .indexOf || name == .lastIndexOf {
            let start = arena.count
            appendUTF8(UInt32(truncatingIfNeeded: first.number) & 0x1FFFFF, to: &arena)
            first = arenaText(from: start)
        }
        guard first.kind == .string else {
            return .null
        }
        switch name {
        case .concat:
            try charge(Int(value.count) + Int(first.count))
            let start = arena.count
            appendToArena(value)
            appendToArena(first)
            return arenaText(from: start)
        case .contains: return .bool(find(first, in: value, from: 0) != nil)
        case .startsWith where count == 1:
            guard first.count <= value.count else { return .bool(false) }
            return .bool(haveSameBytes(part(of: value, 0..<Int(first.count)), first))
        case .endsWith:
            guard first.count <= value.count else { return .bool(false) }
            let start = Int(value.count - first.count)
            return .bool(haveSameBytes(part(of: value, start..<Int(value.count)), first))
        case .replace:
            var replacement = second
            if second.kind == .character { replacement = try string(second) }
            guard replacement.kind == .string else {
                if second.kind == .null { try fail("'replace' with null") }
                return .null
            }
            return try replaced(value, first, replacement)
        case .compareTo, .compareToIgnoreCase, .equalsIgnoreCase:
            var left = units(value)
            var right = units(first)
            if name != .compareTo {
                left = JavaText(Array(spelling(value).lowercased().utf8)).units
                right = JavaText(Array(spelling(first).lowercased().utf8)).units
            }
            if name == .equalsIgnoreCase { return .bool(left == right) }
            for (one, other) in zip(left, right) where one != other {
                return .int(Int(one) - Int(other))
            }
            return .int(left.count - right.count)
        default: return try index(name, value, first, second, count)
        }
    }

    private mutating func index(
        _ name: TemplateName, _ value: TemplateValue, _ wanted: TemplateValue,
        _ from: TemplateValue, _ count: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard count == 1 || from.kind == .int else { return .null }
        if name == .indexOf, count == 1, isASCII(value) {
            return .int(find(wanted, in: value, from: 0) ?? -1)
        }
        let text = units(value)
        let part = units(wanted)
        func stands(_ place: Int) -> Bool {
            place >= 0 && place <= text.count - part.count
                && text[place..<place + part.count].elementsEqual(part)
        }
        if name == .startsWith { return .bool(stands(from.number)) }
        let last = text.count - part.count
        if name == .indexOf {
            var place = count == 2 ? max(0, from.number) : 0
            while place <= last {
                if stands(place) { return .int(place) }
                place += 1
            }
        } else {
            var place = count == 2 ? min(last, from.number) : last
            while place >= 0 {
                if stands(place) { return .int(place) }
                place -= 1
            }
        }
        return .int(-1)
    }

    /// Where a text stands in another, in bytes.
    private func find(_ wanted: TemplateValue, in value: TemplateValue, from start: Int) -> Int? {
        guard wanted.count <= value.count else { return nil }
        guard wanted.count > 0 else { return start }
        return unsafe withBytes(of: wanted) { wanted in
            unsafe withBytes(of: value) { text in
                let first = unsafe wanted[0]
                let bytes = unsafe text.span
                let last = bytes.count &- wanted.count
                var index = start
                while index <= last {
                    if bytes[index] == first, unsafe bytes.hasBytes(wanted, at: index) {
                        return index
                    }
                    index &+= 1
                }
                return nil
            }
        }
    }

    private mutating func replaced(
        _ value: TemplateValue, _ wanted: TemplateValue, _ replacement: TemplateValue
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard wanted.count > 0 else {
            // Between all units.
            mayHaveSurrogates = true
            let units = units(value)
            let put = bytes(of: replacement)
            try charge(put.count.multipliedReportingOverflow(by: units.count + 1).partialValue)
            var result = put
            for unit in units { result += JavaText(units: [unit]).bytes + put }
            return try text(result)
        }
        guard var found = find(wanted, in: value, from: 0) else { return value }
        let start = arena.count
        var copied = 0
        while true {
            try charge(found - copied + Int(replacement.count))
            appendToArena(part(of: value, copied..<found))
            appendToArena(replacement)
            copied = found + Int(wanted.count)
            guard let next = find(wanted, in: value, from: copied) else { break }
            found = next
        }
        try charge(Int(value.count) - copied)
        appendToArena(part(of: value, copied..<Int(value.count)))
        return arenaText(from: start)
    }

    private mutating func regionMatches(_ value: TemplateValue, _ arguments: TemplateArguments)
        throws(TemplateInterrupt) -> TemplateValue
    {
        let (place, other, otherPlace, count) = (
            read(arguments.first), arguments.second, read(arguments.third),
            read(arguments.fourth)
        )
        guard place.kind == .int, other.kind == .string, otherPlace.kind == .int,
            count.kind == .int
        else { return .null }
        let left = units(value)
        let right = units(other)
        guard place.number >= 0, otherPlace.number >= 0,
            place.number + count.number <= left.count,
            otherPlace.number + count.number <= right.count
        else { return .bool(false) }
        guard count.number > 0 else { return .bool(true) }
        return .bool(
            left[place.number..<place.number + count.number].elementsEqual(
                right[otherPlace.number..<otherPlace.number + count.number]))
    }

    // MARK: Regular expressions

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

    private mutating func callPattern(
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
