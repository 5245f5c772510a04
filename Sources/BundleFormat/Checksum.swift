/// Returns a 64-bit checksum of bytes, in four lanes of eight bytes each, as XXH64 mixes them.
///
/// A change within one lane's word always changes the lane, for every step is a bijection of it;
/// larger damage goes unseen with a probability of 2^-64. Not for secrets: the bundle's manifest
/// has a SHA-256 of the file. About a byte a quarter nanosecond.
package func checksum(_ bytes: Span<UInt8>, skipping skipped: Range<Int>) -> UInt64 {
    var lanes: (UInt64, UInt64, UInt64, UInt64) = (
        prime1 &+ prime2, prime2, 0, 0 &- prime1
    )
    var offset = 0
    let end = bytes.count
    while offset &+ 32 <= end {
        lanes.0 = round(lanes.0, word(bytes, offset, skipped))
        lanes.1 = round(lanes.1, word(bytes, offset &+ 8, skipped))
        lanes.2 = round(lanes.2, word(bytes, offset &+ 16, skipped))
        lanes.3 = round(lanes.3, word(bytes, offset &+ 24, skipped))
        offset &+= 32
    }
    var hash = rotated(lanes.0, 1) &+ rotated(lanes.1, 7)
    hash = hash &+ rotated(lanes.2, 12) &+ rotated(lanes.3, 18)
    for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
        hash = (hash ^ round(0, lane)) &* prime1 &+ prime4
    }
    hash = hash &+ UInt64(truncatingIfNeeded: end)
    while offset < end {
        let byte = skipped.contains(offset) ? 0 : bytes[offset]
        hash = rotated(hash ^ (UInt64(byte) &+ 1) &* prime5, 11) &* prime1
        offset &+= 1
    }
    hash = (hash ^ hash >> 33) &* prime2
    hash = (hash ^ hash >> 29) &* prime3
    return hash ^ hash >> 32
}

private let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
private let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
private let prime3: UInt64 = 0x1656_67B1_9E37_79F9
private let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
private let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

@inline(__always)
private func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value &<< count | value &>> (64 &- count)
}

@inline(__always)
private func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
    rotated(lane &+ input &* prime2, 31) &* prime1
}

/// The eight bytes at an offset, zero for the word that is skipped.
@inline(__always)
private func word(_ bytes: Span<UInt8>, _ offset: Int, _ skipped: Range<Int>) -> UInt64 {
    if offset == skipped.lowerBound { return 0 }
    return loadWord64(bytes, offset)
}
