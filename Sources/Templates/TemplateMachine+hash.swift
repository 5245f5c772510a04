internal import JSON

extension TemplateMachine {
    /// Java's `hashCode` of a value; 0 where Java gives an object's address.
    mutating func javaHash(_ value: TemplateValue) throws(TemplateInterrupt) -> Int32 {
        try count()
        let value = resolved(read(value))
        switch value.kind {
        case .null, .iterator, .block, .scope, .input, .util: return 0
        case .bool: return value.isTrue ? 1231 : 1237
        case .int, .byte, .character: return Int32(truncatingIfNeeded: value.number)
        case .long, .double: return Self.folded(value.bits)
        case .string, .jsonNumber:
            var hash: Int32 = 0
            for unit in JavaText(bytes(of: value)).units { hash = hash &* 31 &+ Int32(unit) }
            return hash
        case .bigInteger: return BigInteger(spelling(value)).javaHash
        case .bigDecimal:
            let number = BigDecimal(spelling(value))
            return number.unscaled.javaHash &* 31 &+ Int32(truncatingIfNeeded: number.scale)
        case .entry:
            let key = try javaHash(lists[value.number].elements[0])
            return try key ^ javaHash(entryValue(value))
        case .map, .node, .list:
            try deeper()
            defer { depth -= 1 }
            return try hash(ofContainer: materialized(value))
        }
    }

    private static func folded(_ bits: UInt64) -> Int32 {
        Int32(truncatingIfNeeded: bits ^ bits >> 32)
    }

    private mutating func hash(ofContainer value: TemplateValue) throws(TemplateInterrupt)
        -> Int32
    {
        let number = value.number
        if value.kind == .map {
            var sum: Int32 = 0
            for index in maps[number].keys.indices {
                let key = try javaHash(maps[number].keys[index])
                sum &+= try key ^ javaHash(maps[number].values[index])
            }
            return sum
        }
        switch lists[number].style {
        case .array: return 0
        case .view where lists[number].view == .values: return 0
        case .view:
            var sum: Int32 = 0
            for element in lists[number].elements { sum &+= try javaHash(element) }
            return sum
        case .list, .json:
            var hash: Int32 = 1
            for element in lists[number].elements { hash = try hash &* 31 &+ javaHash(element) }
            return hash
        }
    }
}

extension BigInteger {
    /// The lowest 64 bits of its two's complement.
    var lowBits: UInt64 {
        let bits = limbs.reversed().reduce(UInt64(0)) { $0 &* 1_000_000_000 &+ UInt64($1) }
        return isNegative ? 0 &- bits : bits
    }

    /// `hashCode` of Java's BigInteger, from its magnitude's words of 32 bits.
    fileprivate var javaHash: Int32 {
        var rest = limbs
        var words: [UInt32] = []
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                let part = remainder * 1_000_000_000 + UInt64(rest[index])
                rest[index] = UInt32(part >> 32)
                remainder = part & 0xFFFF_FFFF
            }
            words.append(UInt32(remainder))
            while rest.last == 0 { rest.removeLast() }
        }
        var hash: Int32 = 0
        for word in words.reversed() { hash = hash &* 31 &+ Int32(bitPattern: word) }
        return isNegative ? 0 &- hash : hash
    }
}
