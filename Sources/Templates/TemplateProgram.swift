internal import JSONPath

/// A template's code as the machine reads it.
///
/// The image: a magic word, the number of words of code, of bytes of texts, of slots, flags (bit 0:
/// the template always fails, bit 1: texts hold single surrogates), offset and length of the failure's reason in the texts, its range in
/// the template's text; the code; offset and length of each slot's name; the texts, padded to a
/// multiple of four.
struct TemplateProgram {
    let image: [UInt8]
    let codeBase: Int
    let poolBase: Int
    let wordCount: Int
    let slotCount: Int
    let slotsBase: Int

    static let magic = 0x324C_5456
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
        var pool = code.pool
        var names: [(Int, Int)] = []
        for slot in code.slots {
            names.append((pool.count, slot.count))
            pool += slot
        }
        let reason = Array((code.failure?.message ?? "").utf8)
        let reasonOffset = pool.count
        pool += reason
        while pool.count % 4 != 0 { pool.append(0) }
        var image: [UInt8] = []
        image.reserveCapacity(headerLength + 4 * code.words.count + 8 * names.count + pool.count)
        image.append(word: magic)
        image.append(word: code.words.count)
        image.append(word: pool.count)
        image.append(word: names.count)
        let hasSurrogates = zip(pool, pool.dropFirst()).contains { $0 == 0xED && $1 >= 0xA0 }
        image.append(word: (code.failure == nil ? 0 : 1) | (hasSurrogates ? 2 : 0))
        image.append(word: reasonOffset)
        image.append(word: reason.count)
        image.append(word: code.failure?.start ?? 0)
        image.append(word: code.failure?.end ?? 0)
        for word in code.words { image.append(word: Int(word)) }
        for (offset, count) in names {
            image.append(word: offset)
            image.append(word: count)
        }
        image += pool
        return image
    }
}
