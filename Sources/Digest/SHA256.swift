internal import CSHA256

/// A SHA-256 computation (FIPS 180-4, sections 5.1.1 and 6.2.2), fed in pieces.
///
/// Feed with ``update(_:)-([UInt8])`` as often as wanted, then take the 32 bytes with ``finish()``.
/// A copy goes its own way, so a common prefix can be hashed once.
package struct SHA256: Sendable {
    /// The size of a digest in bytes.
    package static let digestCount = 32

    /// The size of a block in bytes; a longer HMAC key is hashed first.
    package static let blockCount = 64

    private var compression = Compression()
    private var pending: [UInt8]
    private var total: UInt64

    /// Starts a computation over no bytes.
    package init() {
        pending = []
        pending.reserveCapacity(Self.blockCount)
        total = 0
    }

    /// Adds bytes; O(*n*), no allocation.
    package mutating func update(_ bytes: Span<UInt8>) {
        let start = fillPending(bytes)
        let blocks = (bytes.count - start) / Self.blockCount
        compression.add(bytes, at: start, blocks: blocks)
        keepPending(bytes, from: start + blocks * Self.blockCount)
    }

    /// Adds bytes, and other bytes to another computation.
    ///
    /// Where the processor helps, that takes hardly longer than one of them. O(*n*), no allocation.
    package mutating func update(
        _ bytes: Span<UInt8>, and other: inout Self, _ otherBytes: Span<UInt8>
    ) {
        let start = fillPending(bytes)
        let otherStart = other.fillPending(otherBytes)
        let blocks = (bytes.count - start) / Self.blockCount
        let otherBlocks = (otherBytes.count - otherStart) / Self.blockCount
        let shared = min(blocks, otherBlocks)
        compression.add(
            bytes, at: start, and: &other.compression, otherBytes, at: otherStart, blocks: shared)
        let sharedCount = shared * Self.blockCount
        compression.add(bytes, at: start + sharedCount, blocks: blocks - shared)
        other.compression.add(
            otherBytes, at: otherStart + sharedCount, blocks: otherBlocks - shared)
        keepPending(bytes, from: start + blocks * Self.blockCount)
        other.keepPending(otherBytes, from: otherStart + otherBlocks * Self.blockCount)
    }

    /// Counts bytes, and completes the block that has been begun; returns the offset of the first
    /// byte that is not in it.
    private mutating func fillPending(_ bytes: Span<UInt8>) -> Int {
        total &+= UInt64(bytes.count)
        if pending.isEmpty { return 0 }
        let taken = min(Self.blockCount - pending.count, bytes.count)
        for index in 0..<taken { pending.append(bytes[index]) }
        if pending.count == Self.blockCount { addPending() }
        return taken
    }

    /// Begins a block with what is left of some bytes.
    private mutating func keepPending(_ bytes: Span<UInt8>, from start: Int) {
        for index in start..<bytes.count { pending.append(bytes[index]) }
    }

    /// Adds bytes; O(*n*).
    package mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

    /// Adds a text's UTF-8; O(*n*).
    package mutating func update(_ text: String) { update(Array(text.utf8).span) }

    /// Returns the digest of all bytes added, 32 bytes; the computation is used up by it.
    package consuming func finish() -> [UInt8] {
        let bitCount = total &* 8
        pending.append(0x80)
        if pending.count > Self.blockCount - 8 {
            while pending.count < Self.blockCount { pending.append(0) }
            addPending()
        }
        while pending.count < Self.blockCount - 8 { pending.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            pending.append(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift)))
        }
        addPending()
        var digest: [UInt8] = []
        digest.reserveCapacity(Self.digestCount)
        for index in 0..<8 {
            for shift in stride(from: 24, through: 0, by: -8) {
                digest.append(UInt8(truncatingIfNeeded: compression.state[index] >> UInt32(shift)))
            }
        }
        return digest
    }

    /// Returns the digest of some bytes, 32 bytes.
    package static func hash(_ bytes: [UInt8]) -> [UInt8] {
        var computation = Self()
        computation.update(bytes)
        return computation.finish()
    }

    /// Returns the digests of two texts in pieces, each as 64 lower-case hexadecimal digits.
    ///
    /// Where the processor helps, that takes hardly longer than one of them.
    package static func hexadecimal(
        _ first: [[UInt8]], _ second: [[UInt8]]
    ) -> (first: String, second: String) {
        var (one, two) = (Self(), Self())
        let shared = min(first.count, second.count)
        for index in 0..<shared {
            let (piece, otherPiece) = (first[index], second[index])
            one.update(piece.span, and: &two, otherPiece.span)
        }
        for piece in first[shared...] { one.update(piece) }
        for piece in second[shared...] { two.update(piece) }
        return (Digest.hexadecimal(one.finish()), Digest.hexadecimal(two.finish()))
    }

    /// Returns the digest of some bytes as 64 lower-case hexadecimal digits.
    package static func hexadecimal(_ bytes: [UInt8]) -> String {
        Digest.hexadecimal(hash(bytes))
    }

    private mutating func addPending() {
        let block = pending
        compression.add(block.span, at: 0, blocks: 1)
        pending.removeAll(keepingCapacity: true)
    }
}

/// Returns bytes as lower-case hexadecimal digits, two a byte.
package func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits: [UInt8] = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

/// Whether the processor does the compression itself.
private let hasInstructions = apigw_sha256_is_available() != 0

/// The compression function and its state (section 6.2.2).
private struct Compression: Sendable {
    var state = SIMD8<UInt32>(
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19)
    private var schedule = [UInt32](repeating: 0, count: 64)

    /// Adds blocks of 64 bytes each from an offset on.
    mutating func add(_ bytes: Span<UInt8>, at start: Int, blocks: Int) {
        precondition(start >= 0 && blocks >= 0 && start + 64 * blocks <= bytes.count)
        guard hasInstructions else {
            for block in 0..<blocks { add(bytes, at: start + 64 * block) }
            return
        }
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe withUnsafeMutableBytes(of: &state) { state in
                unsafe roundConstants.withUnsafeBufferPointer { constants in
                    guard let words = state.baseAddress, let text = bytes.baseAddress else {
                        return
                    }
                    unsafe apigw_sha256_add(
                        words.assumingMemoryBound(to: UInt32.self), text + start, UInt(blocks),
                        constants.baseAddress)
                }
            }
        }
    }

    /// Adds blocks to two states at once.
    mutating func add(
        _ bytes: Span<UInt8>, at start: Int, and other: inout Self, _ otherBytes: Span<UInt8>,
        at otherStart: Int, blocks: Int
    ) {
        precondition(start >= 0 && blocks >= 0 && start + 64 * blocks <= bytes.count)
        precondition(otherStart >= 0 && otherStart + 64 * blocks <= otherBytes.count)
        guard hasInstructions else {
            add(bytes, at: start, blocks: blocks)
            other.add(otherBytes, at: otherStart, blocks: blocks)
            return
        }
        unsafe bytes.withUnsafeBufferPointer { bytes in
            unsafe otherBytes.withUnsafeBufferPointer { otherBytes in
                unsafe withUnsafeMutableBytes(of: &state) { state in
                    unsafe withUnsafeMutableBytes(of: &other.state) { otherState in
                        unsafe roundConstants.withUnsafeBufferPointer { constants in
                            guard let words = state.baseAddress, let text = bytes.baseAddress,
                                let otherWords = otherState.baseAddress,
                                let otherText = otherBytes.baseAddress
                            else { return }
                            unsafe apigw_sha256_add_two(
                                words.assumingMemoryBound(to: UInt32.self), text + start,
                                otherWords.assumingMemoryBound(to: UInt32.self),
                                otherText + otherStart, UInt(blocks), constants.baseAddress)
                        }
                    }
                }
            }
        }
    }

    /// Adds the block at an offset, without special instructions.
    private mutating func add(_ bytes: Span<UInt8>, at start: Int) {
        for index in 0..<16 {
            let offset = start + index * 4
            schedule[index] =
                UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
                | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
        }
        for index in 16..<64 {
            let early = schedule[index - 15]
            let late = schedule[index - 2]
            let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
            let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
            schedule[index] = schedule[index - 16] &+ first &+ schedule[index - 7] &+ second
        }
        // The standard's working variables under the standard's names.
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let choice = e & f ^ ~e & g
            let majority = a & b ^ a & c ^ b & c
            let rotatedE = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let rotatedA = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            let first = h &+ rotatedE &+ choice &+ roundConstants[index] &+ schedule[index]
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ rotatedA &+ majority)
        }
        state &+= SIMD8(a, b, c, d, e, f, g, h)
    }
}

@inline(__always)
private func rotated(_ value: UInt32, _ count: UInt32) -> UInt32 {
    value >> count | value << (32 - count)
}

/// FIPS 180-4, section 4.2.2.
private let roundConstants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
]
