/// A keyed digest (RFC 2104, FIPS 198-1) over SHA-256, fed in pieces.
package struct HMACSHA256: Sendable {
    private var inner: SHA256
    private var outer: SHA256

    /// Starts a computation; the key may have any length, also none.
    package init(key: [UInt8]) {
        var padded = key.count > SHA256.blockCount ? SHA256.hash(key) : key
        padded.append(
            contentsOf: repeatElement(0, count: SHA256.blockCount - padded.count))
        inner = SHA256()
        inner.update(padded.map { $0 ^ 0x36 })
        outer = SHA256()
        outer.update(padded.map { $0 ^ 0x5c })
    }

    /// Adds bytes to the message; O(*n*).
    package mutating func update(_ bytes: [UInt8]) { inner.update(bytes) }

    /// Adds bytes to the message; O(*n*), no allocation.
    package mutating func update(_ bytes: Span<UInt8>) { inner.update(bytes) }

    /// Returns the authentication code, 32 bytes; the computation is used up by it.
    package consuming func finish() -> [UInt8] {
        let digest = inner.finish()
        outer.update(digest)
        return outer.finish()
    }

    /// Returns the authentication code of a message, 32 bytes.
    package static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        var computation = Self(key: key)
        computation.update(message)
        return computation.finish()
    }
}

/// Whether two byte strings are the same, in a time that depends only on their lengths.
///
/// For comparing secrets and authentication codes.
package func equalsInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
}
