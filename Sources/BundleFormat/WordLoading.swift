/// The little-endian word at an offset; the offset is checked.
@inline(__always)
func loadWord(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= bytes.count &- 4)
    return unsafe UInt32(
        littleEndian: bytes.span.bytes.unsafeLoadUnaligned(
            fromByteOffset: offset, as: UInt32.self))
}

/// The little-endian double word at an offset; the offset is checked.
@inline(__always)
func loadWord64(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= bytes.count &- 8)
    return unsafe UInt64(
        littleEndian: bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
}
