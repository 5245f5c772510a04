extension Span<UInt8> {
    /// Eight bytes from an offset as a little-endian number; the offset is checked.
    @inlinable @inline(__always)
    package func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset &+ 8 <= count)
        return unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// At most eight bytes from an offset as a little-endian number, zeros above.
    @inlinable @inline(__always)
    package func word(at offset: Int, count length: Int) -> UInt64 {
        if length >= 8 { return word(at: offset) }
        if offset &+ 8 <= count {
            return word(at: offset) & (1 << UInt64(truncatingIfNeeded: 8 &* length) &- 1)
        }
        // The two parts overlap unless they fill the word, and agree where they do.
        if length >= 4 {
            let low = UInt64(part(at: offset, as: UInt32.self))
            let high = UInt64(part(at: offset &+ length &- 4, as: UInt32.self))
            return low | high << UInt64(truncatingIfNeeded: 8 &* (length &- 4))
        }
        if length >= 2 {
            let low = UInt64(part(at: offset, as: UInt16.self))
            let high = UInt64(part(at: offset &+ length &- 2, as: UInt16.self))
            return low | high << UInt64(truncatingIfNeeded: 8 &* (length &- 2))
        }
        return length == 1 ? UInt64(self[offset]) : 0
    }

    /// The bytes of a number from an offset on, little-endian; the offset is checked.
    @inlinable @inline(__always)
    func part<Word: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as type: Word.Type
    ) -> Word {
        precondition(offset >= 0 && offset &+ MemoryLayout<Word>.size <= count)
        return unsafe Word(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Word.self))
    }

    /// A 24-bit hash of the bytes in a range, from their number, the first and the last eight.
    ///
    /// Part of the stored form of what is looked up by name.
    @inlinable @inline(__always)
    package func nameHash(_ range: Range<Int>) -> UInt32 {
        let length = range.count
        let first = word(at: range.lowerBound, count: length)
        var mixed = (first ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
        if length > 8 {
            mixed ^= word(at: range.upperBound &- 8)
            mixed = mixed &* 0xC2B2_AE3D_27D4_EB4F
        }
        return UInt32(truncatingIfNeeded: (mixed ^ mixed >> 32) >> 8) & 0xFF_FFFF
    }

    /// A hash of all bytes, eight at a time; no protection against who chooses the bytes.
    package var contentHash: UInt64 {
        var hash = UInt64(truncatingIfNeeded: count)
        var offset = 0
        while offset < count {
            hash ^= word(at: offset, count: Swift.min(8, count &- offset))
            hash = (hash ^ hash >> 29) &* 0xC2B2_AE3D_27D4_EB4F
            offset &+= 8
        }
        return hash ^ hash >> 32
    }

    /// How many code points are in a range of UTF-8.
    @inlinable
    package func scalarCount(_ range: Range<Int>) -> Int {
        var offset = range.lowerBound
        var continuations = 0
        while offset &+ 8 <= range.upperBound {
            let value = word(at: offset)
            continuations &+= (value & ~value << 1 & 0x8080_8080_8080_8080).nonzeroBitCount
            offset &+= 8
        }
        while offset < range.upperBound {
            if self[offset] & 0xC0 == 0x80 { continuations &+= 1 }
            offset &+= 1
        }
        return range.count &- continuations
    }
}

extension [UInt8] {
    /// Copies the bytes of a span.
    package init(_ bytes: Span<UInt8>) {
        self = []
        append(bytes)
    }

    /// Appends the bytes of a span in one piece.
    package mutating func append(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// Appends the bytes that a span lies in, in one piece.
    package mutating func append(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
    }

    /// Appends a number of spaces.
    package mutating func appendSpaces(_ count: Int) {
        append(addingCapacity: count) { output in
            for _ in 0..<count { output.append(UInt8(ascii: " ")) }
        }
    }
}
