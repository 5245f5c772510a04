/// A text as Java has it: UTF-16 units, single surrogates included.
struct JavaText {
    var units: [UInt16] = []

    /// Reads UTF-8 in which surrogates stand as the three bytes of their number.
    init(_ bytes: [UInt8]) {
        units.reserveCapacity(bytes.count)
        var index = 0
        func continuation(_ distance: Int) -> UInt32 {
            index + distance < bytes.count ? UInt32(bytes[index + distance] & 0x3F) : 0
        }
        while index < bytes.count {
            let byte = UInt32(bytes[index])
            switch byte {
            case ..<0xC0:
                units.append(UInt16(byte))
                index += 1
            case ..<0xE0:
                units.append(UInt16((byte & 0x1F) << 6 | continuation(1)))
                index += 2
            case ..<0xF0:
                units.append(UInt16((byte & 0x0F) << 12 | continuation(1) << 6 | continuation(2)))
                index += 3
            default:
                let scalar =
                    (byte & 0x07) << 18 | continuation(1) << 12 | continuation(2) << 6
                    | continuation(3)
                let offset = (scalar &- 0x10000) & 0xFFFFF
                units.append(UInt16(0xD800 | offset >> 10))
                units.append(UInt16(0xDC00 | offset & 0x3FF))
                index += 4
            }
        }
    }

    init(units: some Sequence<UInt16>) { self.units = Array(units) }

    /// The text as UTF-8, surrogate pairs put together.
    var bytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(units.count)
        var index = 0
        while index < units.count {
            let unit = UInt32(units[index])
            if unit & 0xFC00 == 0xD800, index + 1 < units.count,
                units[index + 1] & 0xFC00 == 0xDC00
            {
                let low = UInt32(units[index + 1]) & 0x3FF
                appendUTF8(0x10000 + (unit & 0x3FF) << 10 + low, to: &result)
                index += 2
            } else {
                appendUTF8(unit, to: &result)
                index += 1
            }
        }
        return result
    }
}

/// Replaces surrogates that stand alone by `?`, as Java does when it writes UTF-8, and puts pairs
/// together that were put side by side.
func repairSurrogates(_ bytes: [UInt8], from start: Int) -> [UInt8]? {
    // Counting is what the compiler makes vector code of; most texts have no such byte at all.
    var candidates = 0
    for index in start..<bytes.count { candidates &+= bytes[index] == 0xED ? 1 : 0 }
    guard candidates > 0,
        bytes.indices.dropFirst(start).dropLast(2).contains(where: {
            bytes[$0] == 0xED && bytes[$0 + 1] >= 0xA0
        })
    else { return nil }
    let text = JavaText(Array(bytes[start...]))
    var units = text.units
    for index in units.indices where units[index] & 0xF800 == 0xD800 {
        let isHigh = units[index] & 0xFC00 == 0xD800
        let isPaired =
            isHigh
            ? index + 1 < units.count && units[index + 1] & 0xFC00 == 0xDC00
            : index > 0 && units[index - 1] & 0xFC00 == 0xD800
        if !isPaired { units[index] = UInt16(UInt8(ascii: "?")) }
    }
    return Array(bytes[..<start]) + JavaText(units: units).bytes
}
