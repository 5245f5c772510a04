/// One segment of a request's path, as the table compares it.
struct Segment {
    /// The first eight bytes, the first in the lowest bits, zeros after the segment's end.
    var key: UInt64

    /// What decides where among its siblings the segment is looked for.
    var hash: UInt64

    /// The length in bytes.
    var count: Int

    /// The slot for the segment in a hash table, from the highest bits of the hash; `shift` is 63
    /// less the number of bits.
    @inline(__always)
    func home(shift: UInt64) -> Int { Int(truncatingIfNeeded: (hash &>> 1) &>> shift) }
}

/// Reads a path eight bytes at a time.
struct SegmentWords {
    /// The path's last eight bytes, or all of a shorter path, the first in the lowest bits.
    private let last: UInt64

    /// Where `last` starts.
    private let lastStart: Int

    @inline(__always)
    init(_ path: Span<UInt8>) {
        if path.count >= 8 {
            lastStart = path.count - 8
            last = loadWord(path, lastStart)
        } else {
            lastStart = 0
            var word: UInt64 = 0
            for index in 0..<path.count { word |= UInt64(path[index]) &<< UInt64(8 * index) }
            last = word
        }
    }

    /// The eight bytes at an offset, zeros after the path's end.
    @inline(__always)
    func word(of path: Span<UInt8>, at offset: Int) -> UInt64 {
        if offset + 8 <= path.count { return loadWord(path, offset) }
        let skipped = offset - lastStart
        return skipped < 8 ? last &>> UInt64(8 * skipped) : 0
    }

    /// The segment that starts at an offset and ends before the next slash or at `end`.
    @inline(__always)
    func segment(of path: Span<UInt8>, at offset: Int, _ end: Int) -> Segment {
        let first = word(of: path, at: offset)
        let marks = slashMarks(first)
        if marks != 0 {
            // The lowest mark is exact; a mark stands in its byte's highest bit.
            let bits = UInt64(marks.trailingZeroBitCount & ~7)
            let key = first & (1 &<< bits &- 1)
            return Segment(key: key, hash: mixed(0, key), count: Int(bits) / 8)
        }
        if end - offset <= 8 {
            return Segment(key: first, hash: mixed(0, first), count: end - offset)
        }
        return longSegment(of: path, at: offset, end, first)
    }

    private func longSegment(
        of path: Span<UInt8>, at offset: Int, _ end: Int, _ first: UInt64
    ) -> Segment {
        var hash = mixed(0, first)
        var position = offset + 8
        while position < end {
            let next = word(of: path, at: position)
            let marks = slashMarks(next)
            if marks != 0 {
                let bits = UInt64(marks.trailingZeroBitCount & ~7)
                if bits > 0 { hash = mixed(hash, next & (1 &<< bits &- 1)) }
                return Segment(key: first, hash: hash, count: position - offset + Int(bits) / 8)
            }
            hash = mixed(hash, next)
            position += 8
        }
        return Segment(key: first, hash: hash, count: end - offset)
    }
}

/// The byte between segments.
let slash = UInt8(ascii: "/")

/// The highest bit of each byte that is a slash; only the lowest mark is certain.
@inline(__always)
private func slashMarks(_ word: UInt64) -> UInt64 {
    let difference = word ^ 0x2f2f_2f2f_2f2f_2f2f
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
}

/// The eight bytes at an offset, the first in the lowest bits.
///
/// Byte by byte this would take longer than the rest of a look-up.
@inline(__always)
func loadWord(_ path: Span<UInt8>, _ offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= path.count &- 8)
    let word = unsafe path.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: UInt64.self)
    return UInt64(littleEndian: word)
}
