internal import JSON

// Equality of values (draft 4, section 3.6 of the core specification): numbers by value, objects
// whatever the order of their members.

extension SchemaChecker {
    /// Whether the instance is a value of the program.
    func isValue(_ value: Int, _ index: Int) -> Bool {
        let entry = entries[index]
        guard words[value] == entry.info & 15 else { return false }
        switch entry.kind {
        case .number: return decimal(index) == words.span.decimal(at: value + 1)
        case .string:
            let (isDecoded, range) = stringRange(index)
            return isText(value + 1, isDecoded, range)
        case .array:
            guard Int(words[value + 1]) == entry.count else { return false }
            var item = index + 1
            for place in 0..<entry.count {
                if !isValue(Int(words[value + 2 + place]), item) { return false }
                item = next(item)
            }
            return true
        case .object:
            guard Int(words[value + 1]) == entry.count else { return false }
            for place in 0..<entry.count {
                let pair = value + 2 + 2 * place
                guard let member = member(Int(words[pair]), of: index, entry.count),
                    isValue(Int(words[pair + 1]), member)
                else { return false }
            }
            return true
        default: return true
        }
    }

    func decimal(_ index: Int) -> JSONDecimal {
        JSONDecimal(bytes.span, in: Int(entries[index].start)..<Int(entries[index].end))
    }

    /// Whether no two items are equal.
    mutating func hasUniqueItems(_ array: Int, _ count: Int) -> Bool {
        if count < 2 { return true }
        if count <= 8 {
            var one = array + 1
            for _ in 1..<count {
                var two = next(one)
                let end = Int(entries[array].link)
                while two < end {
                    if areEqual(one, two) { return false }
                    two = next(two)
                }
                one = next(one)
            }
            return true
        }
        var size = 32
        while size < 2 * count { size *= 2 }
        while items.count < size { items.append(0) }
        for slot in 0..<size { items[slot] = 0 }
        var item = array + 1
        for _ in 0..<count {
            var slot = Int(truncatingIfNeeded: hash(item)) & (size - 1)
            while items[slot] != 0 {
                if areEqual(Int(items[slot]), item) { return false }
                slot = (slot + 1) & (size - 1)
            }
            items[slot] = UInt32(item)
            item = next(item)
        }
        return true
    }

    func areEqual(_ one: Int, _ two: Int) -> Bool {
        let first = entries[one]
        let second = entries[two]
        guard first.info & 15 == second.info & 15 else { return false }
        switch first.kind {
        case .number:
            if haveSameBytes(
                Int(first.start)..<Int(first.end), Int(second.start)..<Int(second.end))
            {
                return true
            }
            if !first.isFractional, !second.isFractional, first.end &- first.start > 1,
                bytes[Int(first.start)] != 0x2D || bytes[Int(second.start)] != 0x2D
            {
                // Integers have one spelling, but for -0.
                return decimal(one) == decimal(two)
            }
            return decimal(one) == decimal(two)
        case .string: return areEqualStrings(one, two)
        case .array:
            guard first.count == second.count else { return false }
            var left = one + 1
            var right = two + 1
            for _ in 0..<first.count {
                if !areEqual(left, right) { return false }
                left = next(left)
                right = next(right)
            }
            return true
        case .object:
            guard first.count == second.count else { return false }
            var key = one + 1
            for _ in 0..<first.count {
                guard let value = member(key, of: two), areEqual(key + 1, value) else {
                    return false
                }
                key = next(key + 1)
            }
            return true
        default: return true
        }
    }

    private func haveSameBytes(_ one: Range<Int>, _ two: Range<Int>) -> Bool {
        guard one.count == two.count else { return false }
        for offset in 0..<one.count
        where bytes[one.lowerBound + offset] != bytes[two.lowerBound + offset] { return false }
        return true
    }

    private func areEqualStrings(_ one: Int, _ two: Int) -> Bool {
        let (isDecoded, first) = stringRange(one)
        let (isOtherDecoded, second) = stringRange(two)
        guard first.count == second.count else { return false }
        for offset in 0..<first.count {
            let left = first.lowerBound + offset
            let right = second.lowerBound + offset
            if (isDecoded ? decoded[left] : bytes[left])
                != (isOtherDecoded ? decoded[right] : bytes[right])
            {
                return false
            }
        }
        return true
    }

    /// The value in an object under the key at an index.
    private func member(_ key: Int, of object: Int) -> Int? {
        var other = object + 1
        for _ in 0..<entries[object].count {
            if entries[other].keyHash == entries[key].keyHash, areEqualStrings(other, key) {
                return other + 1
            }
            other = next(other + 1)
        }
        return nil
    }

    /// Equal values have equal hashes.
    private func hash(_ index: Int) -> UInt64 {
        let entry = entries[index]
        var value = UInt64(entry.info & 15) &* 0x9E37_79B9_7F4A_7C15
        func mix(_ part: UInt64) {
            value = (value ^ part) &* 0xC2B2_AE3D_27D4_EB4F
            value ^= value >> 29
        }
        switch entry.kind {
        case .number:
            let number = decimal(index)
            mix(number.digits ^ (number.isNegative ? 1 << 63 : 0))
            mix(UInt64(bitPattern: Int64(number.exponent)))
            for digit in number.longDigits { mix(UInt64(digit)) }
        case .string:
            let (isDecoded, range) = stringRange(index)
            var offset = range.lowerBound
            while offset < range.upperBound {
                let count = range.upperBound - offset
                mix(
                    isDecoded
                        ? decoded.span.word(at: offset, count: count)
                        : bytes.span.word(at: offset, count: count))
                offset += 8
            }
            mix(UInt64(range.count))
        case .array:
            var item = index + 1
            for _ in 0..<entry.count {
                mix(hash(item))
                item = next(item)
            }
        case .object:
            var sum: UInt64 = 0
            var key = index + 1
            for _ in 0..<entry.count {
                sum &+= (hash(key + 1) ^ UInt64(entries[key].keyHash)) &* 0xFF51_AFD7_ED55_8CCD
                key = next(key + 1)
            }
            mix(sum)
        default: break
        }
        return value
    }
}
