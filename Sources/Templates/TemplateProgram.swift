internal import JSON
internal import JSONPath

/// A template's code as the machine reads it.
///
/// The image: a magic word, the number of words of code, of bytes of texts, of slots, flags (bit 0:
/// the template always fails, bit 1: texts hold single surrogates, bit 2: loops keep `$velocityCount`
/// and `$velocityHasNext`), offset and length of the failure's reason in the texts, its range in the
/// template's text; the code; offset and length of each slot's name; the texts, padded to a
/// multiple of four.
struct TemplateProgram {
    let image: [UInt8]
    let codeBase: Int
    let poolBase: Int
    let wordCount: Int
    let slotCount: Int
    let slotsBase: Int

    /// `VTL` and the version of this form, which is raised with every change of it.
    static let magic = 0x334C_5456
    static let headerLength = 36

    /// Reads the header of code that is known to be well formed.
    init(_ template: Template) {
        image = template.image
        let start = template.code.lowerBound
        wordCount = image.word(at: start + 4)
        slotCount = image.word(at: start + 12)
        codeBase = start + Self.headerLength
        slotsBase = codeBase + 4 * wordCount
        poolBase = slotsBase + 8 * slotCount
    }

    /// Whether its texts hold surrogates that stand alone.
    var mayHaveSurrogates: Bool {
        image.word(at: codeBase - Self.headerLength + 16) & 2 != 0
    }

    /// Whether it names `$velocityCount` or `$velocityHasNext`.
    var namesCounters: Bool {
        image.word(at: codeBase - Self.headerLength + 16) & 4 != 0
    }

    /// Why the template always fails, or `nil`.
    var failure: TemplateFailure? {
        let start = codeBase - Self.headerLength
        guard image.word(at: start + 16) & 1 != 0 else { return nil }
        let text = poolBase + image.word(at: start + 20)
        let message = String(
            decoding: image[text..<text + image.word(at: start + 24)], as: UTF8.self)
        return TemplateFailure(
            message: message, range: image.word(at: start + 28)..<image.word(at: start + 32))
    }

    func name(of slot: Int) -> ArraySlice<UInt8> {
        let start = poolBase + image.word(at: slotsBase + 8 * slot)
        return image[start..<start + image.word(at: slotsBase + 8 * slot + 4)]
    }

    /// Writes the image of a template.
    static func image(of code: TemplateCode) -> [UInt8] {
        let reason = Array((code.failure?.message ?? "").utf8)
        let namesOffset = code.pool.count
        let reasonOffset = namesOffset + code.slots.bytes.count
        let poolCount = (reasonOffset + reason.count + 3) & ~3
        let hasSurrogates = hasSurrogates(code.pool) || hasSurrogates(code.slots.bytes)
        let flags =
            (code.failure == nil ? 0 : 1) | (hasSurrogates ? 2 : 0) | (code.namesCounters ? 4 : 0)
        let header = [
            magic, code.words.count, poolCount, code.slots.count, flags, reasonOffset,
            reason.count, code.failure?.start ?? 0, code.failure?.end ?? 0,
        ].map { UInt32(truncatingIfNeeded: $0) }
        var names: [UInt32] = []
        names.reserveCapacity(2 * code.slots.count)
        for slot in 0..<code.slots.count {
            let name = code.slots.range(slot)
            names.append(UInt32(truncatingIfNeeded: namesOffset + name.lowerBound))
            names.append(UInt32(truncatingIfNeeded: name.count))
        }
        var image: [UInt8] = []
        image.reserveCapacity(
            headerLength + 4 * code.words.count + 8 * code.slots.count + poolCount)
        image.append(littleEndian: header)
        image.append(littleEndian: code.words)
        image.append(littleEndian: names)
        image += code.pool
        image += code.slots.bytes
        image += reason
        while image.count % 4 != 0 { image.append(0) }
        return image
    }

    /// Whether a text holds surrogates as three bytes each.
    private static func hasSurrogates(_ pool: [UInt8]) -> Bool {
        let bytes = pool.span
        var index = 1
        while index < bytes.count {
            // Eight bytes of ASCII at once.
            if index &+ 8 <= bytes.count, bytes.word(at: index) & 0x8080_8080_8080_8080 == 0 {
                index &+= 8
                continue
            }
            if bytes[index] >= 0xA0, bytes[index &- 1] == 0xED { return true }
            index &+= 1
        }
        return false
    }
}

extension [UInt8] {
    /// Appends words of four bytes each, the lowest byte first.
    fileprivate mutating func append(littleEndian words: [UInt32]) {
        if 1.littleEndian == 1 {
            unsafe words.withUnsafeBytes { unsafe append(contentsOf: $0) }
        } else {
            for word in words { append(word: Int(word)) }
        }
    }
}
