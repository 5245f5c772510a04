/// Unlimited lookahead: whether a `[` begins a range or a list.
extension VTLParser {
    /// Whether the `[` that follows begins a range: `LOOKAHEAD` of `IntegerRange`.
    mutating func isRange() throws(VTLError) -> Bool {
        var position = 1
        return try scanRangeStart(&position)
    }

    private mutating func scan(_ wanted: VTLTokenKind, _ position: inout Int) throws(VTLError)
        -> Bool
    {
        try countScan()
        guard try kind(position) == wanted else { return false }
        position += 1
        return true
    }

    private mutating func scanBlank(_ position: inout Int) throws(VTLError) {
        _ = try scan(.whitespace, &position)
    }

    /// Items with commas between them, or nothing.
    private mutating func scanItems(
        _ position: inout Int,
        _ item: (_ parser: inout Self, _ position: inout Int) throws(VTLError) -> Bool
    ) throws(VTLError) {
        var end = position
        while try item(&self, &end) {
            position = end
            guard try scan(.comma, &end) else { return }
        }
    }

    private mutating func scanRangeStart(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.leftBracket, &position) else { return false }
        try scanBlank(&position)
        guard try scanBound(&position) else { return false }
        try scanBlank(&position)
        return try scan(.doubleDot, &position)
    }

    private mutating func scanBound(_ position: inout Int) throws(VTLError) -> Bool {
        if try scan(.integer, &position) { return true }
        return try scanReference(&position)
    }

    private mutating func scanReference(_ position: inout Int) throws(VTLError) -> Bool {
        let isFormal = try kind(position) == .referenceLeftCurly
        if isFormal { position += 1 }
        guard try scan(.identifier, &position) else { return false }
        try scanIndexes(&position)
        while true {
            let before = position
            guard try scan(.dot, &position) else { break }
            let name = position
            if try !scanMethod(&position) {
                position = name
                guard try scan(.identifier, &position) else {
                    position = before
                    break
                }
            }
            try scanIndexes(&position)
        }
        return isFormal ? try scan(.referenceRightCurly, &position) : true
    }

    private mutating func scanIndexes(_ position: inout Int) throws(VTLError) {
        while true {
            let before = position
            guard try scan(.indexLeftBracket, &position) else { return }
            try scanBlank(&position)
            let isFound: Bool
            switch try kind(position) {
            case .string, .integer, .true, .false:
                position += 1
                isFound = true
            default: isFound = try scanReference(&position)
            }
            try scanBlank(&position)
            guard isFound, try scan(.indexRightBracket, &position) else {
                position = before
                return
            }
        }
    }

    private mutating func scanMethod(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.identifier, &position), try scan(.leftParenthesis, &position) else {
            return false
        }
        try scanItems(&position) { (parser, position) throws(VTLError) in
            try parser.scanParameter(&position)
        }
        return try scan(.methodRightParenthesis, &position)
    }

    private mutating func scanParameter(_ position: inout Int) throws(VTLError) -> Bool {
        let token = try peek(position)
        try deeper(token)
        defer { depth -= 1 }
        try scanBlank(&position)
        let before = position
        switch try kind(position) {
        case .string, .integer, .true, .false, .float: position += 1
        case .identifier, .referenceLeftCurly:
            guard try scanReference(&position) else { return false }
        case .leftCurly:
            guard try scanMap(&position) else { return false }
        case .leftBracket:
            if try scanRange(&position) { break }
            position = before
            guard try scanList(&position) else { return false }
        default: return false
        }
        try scanBlank(&position)
        return true
    }

    private mutating func scanRange(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scanRangeStart(&position) else { return false }
        try scanBlank(&position)
        guard try scanBound(&position) else { return false }
        try scanBlank(&position)
        return try scan(.rightBracket, &position)
    }

    private mutating func scanList(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.leftBracket, &position) else { return false }
        try scanItems(&position) { (parser, position) throws(VTLError) in
            try parser.scanParameter(&position)
        }
        return try scan(.rightBracket, &position)
    }

    private mutating func scanMap(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scan(.leftCurly, &position) else { return false }
        let before = position
        try scanItems(&position) { (parser, position) throws(VTLError) in
            try parser.scanPair(&position)
        }
        if position == before { try scanBlank(&position) }
        if try scan(.rightCurly, &position) { return true }
        return try scan(.referenceRightCurly, &position)
    }

    private mutating func scanPair(_ position: inout Int) throws(VTLError) -> Bool {
        guard try scanParameter(&position), try scan(.colon, &position) else { return false }
        return try scanParameter(&position)
    }
}
