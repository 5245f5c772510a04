extension [UInt8] {
    /// Appends a part of another array in one copy.
    @inline(__always)
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        unsafe source.withUnsafeBufferPointer { bytes in
            unsafe append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range]))
        }
    }
}
