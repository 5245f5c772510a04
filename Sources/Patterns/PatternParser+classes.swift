extension PatternParser {
    /// Parses a class; its opening bracket has been read.
    mutating func parseClass() throws(PatternError) -> ScalarSet {
        dialect == .java ? try parseJavaClass() : try parseECMAClass()
    }

    /// ClassRanges of ECMA-262, Annex B.1.2: a range with a set at an end is three items.
    private mutating func parseECMAClass() throws(PatternError) -> ScalarSet {
        let start = position - 1
        let isNegated = peek == "^"
        if isNegated { position += 1 }
        var ranges: [ClosedRange<UInt32>] = []
        while true {
            guard let next = peek else { throw error("unterminated class", at: start) }
            if next == "]" { break }
            let from = position
            let first = try parseClassAtom()
            guard peek == "-", let after = peek(1), after != "]" else {
                add(first, to: &ranges)
                continue
            }
            position += 1
            let second = try parseClassAtom()
            guard case .scalar(let low) = first, case .scalar(let high) = second else {
                add(first, to: &ranges)
                ranges.append(0x2D...0x2D)
                add(second, to: &ranges)
                continue
            }
            guard low <= high else { throw error("range out of order in the class", at: from) }
            ranges.append(low...high)
        }
        position += 1
        let set = ScalarSet(ranges)
        return isNegated ? set.inverted : set
    }

    private mutating func parseClassAtom() throws(PatternError) -> SetEscape {
        guard let scalar = peek else { throw error("unterminated class") }
        let start = position
        position += 1
        guard scalar == "\\" else { return .scalar(scalar) }
        if dialect == .ecma262 {
            if peek == "b" {
                position += 1
                return .scalar(8)
            }
            if peek == "c", let next = peek(1),
                ScalarSet.wordCharacters.contains(next)
            {
                position += 2
                return .scalar(next & 31)
            }
        }
        return try parseSetEscape(start)
    }

    private func add(_ item: SetEscape, to ranges: inout [ClosedRange<UInt32>]) {
        switch item {
        case .scalar(let value): ranges.append(value...value)
        case .set(let set): ranges += set.ranges
        }
    }

    /// Java's classes: nested classes are united, `&&` intersects what stands on its sides.
    private mutating func parseJavaClass() throws(PatternError) -> ScalarSet {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PatternParser.maximumDepth else {
            throw error("classes are nested too deep")
        }
        let start = position - 1
        let isNegated = peek == "^"
        if isNegated { position += 1 }
        var intersected: ScalarSet?
        var ranges: [ClosedRange<UInt32>] = []
        var isEmpty = true
        while true {
            skipComments()
            guard let next = peek else { throw error("unclosed character class", at: start) }
            if next == "]", !isEmpty || intersected != nil { break }
            if next == "&", peek(1) == "&" {
                position += 2
                if !isEmpty {
                    let set = folded(ranges)
                    intersected = intersected?.intersection(set) ?? set
                }
                ranges = []
                isEmpty = true
                continue
            }
            isEmpty = false
            if next == "[" {
                position += 1
                ranges += try parseJavaClass().ranges
                continue
            }
            if next == "\\", peek(1) == "Q" {
                position += 2
                while let quoted = peek, !(quoted == "\\" && peek(1) == "E") {
                    ranges.append(quoted...quoted)
                    position += 1
                }
                position = min(position + 2, scalars.count)
                continue
            }
            try parseJavaRange(&ranges)
        }
        position += 1
        var set = folded(ranges)
        if let intersected { set = isEmpty ? intersected : intersected.intersection(set) }
        return isNegated ? set.inverted : set
    }

    private mutating func parseJavaRange(
        _ ranges: inout [ClosedRange<UInt32>]
    ) throws(PatternError) {
        let from = position
        let first = try parseClassAtom()
        guard case .scalar(let low) = first, peek == "-", let after = peek(1), after != "]",
            after != "["
        else {
            add(first, to: &ranges)
            return
        }
        position += 1
        guard case .scalar(let high) = try parseClassAtom(), low <= high else {
            throw error("illegal character range", at: from)
        }
        ranges.append(low...high)
    }

    private func folded(_ ranges: [ClosedRange<UInt32>]) -> ScalarSet {
        let set = ScalarSet(ranges)
        return flags.ignoresCase ? set.addingOtherCases(isUnicode: flags.isUnicodeCase) : set
    }
}
