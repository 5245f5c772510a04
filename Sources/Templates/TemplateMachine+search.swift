extension TemplateMachine {
    /// Methods with another text.
    mutating func search(
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

    mutating func regionMatches(_ value: TemplateValue, _ arguments: TemplateArguments)
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
}
