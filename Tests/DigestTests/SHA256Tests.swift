import Testing

@testable import Digest

/// FIPS 180-4's examples and CAVP's empty message.
@Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
            + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
])
func agreesWithTheStandardsExamples(message: String, digest: String) {
    #expect(SHA256.hexadecimal(Array(message.utf8)) == digest)
}

@Test func hashesAMillionLettersFedInUnevenPieces() {
    var computation = SHA256()
    var left = 1_000_000
    var size = 1
    while left > 0 {
        let count = min(size, left)
        computation.update([UInt8](repeating: 0x61, count: count))
        left -= count
        size = size % 131 + 1
    }
    #expect(
        hexadecimal(computation.finish())
            == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
}

/// The expected value was computed with Python's hashlib over the same 301 messages.
@Test func agreesWithAnotherImplementationAtEveryLengthAroundTheBlocks() {
    var all: [UInt8] = []
    for count in 0...300 { all += SHA256.hash(pattern(count)) }
    #expect(
        SHA256.hexadecimal(all)
            == "2d12949301a5e259e37efbe6cf3bde097eb2bffeaac8887131581a62d8e5a7a1")
}

@Test func twoAtOnceAreAsEachAlone() {
    for (count, otherCount) in [(0, 0), (1, 300), (64, 64), (130, 130), (1_000, 63), (517, 4_099)] {
        let (bytes, otherBytes) = (pattern(count), pattern(otherCount).reversed() as [UInt8])
        for size in [1, 63, 64, 65, 200] {
            let digests = SHA256.hexadecimal(
                pieces(of: bytes, size), pieces(of: otherBytes, size + 7))
            #expect(digests.first == SHA256.hexadecimal(bytes))
            #expect(digests.second == SHA256.hexadecimal(otherBytes))
        }
    }
}

private func pieces(of bytes: [UInt8], _ size: Int) -> [[UInt8]] {
    stride(from: 0, to: bytes.count, by: size).map {
        Array(bytes[$0..<min($0 + size, bytes.count)])
    }
}

@Test func aCopyGoesItsOwnWay() {
    var first = SHA256()
    first.update("ab")
    var second = first
    first.update("c")
    second.update("d")
    #expect(first.finish() == SHA256.hash(Array("abc".utf8)))
    #expect(second.finish() == SHA256.hash(Array("abd".utf8)))
}

/// RFC 4231, sections 4.2 to 4.8 (without the truncated one).
@Test(arguments: [
    (
        [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
        [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
        [UInt8](1...25), [UInt8](repeating: 0xcd, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    (
        [UInt8](repeating: 0xaa, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
        [UInt8](repeating: 0xaa, count: 131),
        Array(
            ("This is a test using a larger than block-size key and a larger than block-size "
                + "data. The key needs to be hashed before being used by the HMAC algorithm.").utf8),
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
])
func codesAgreeWithTheStandardsExamples(key: [UInt8], message: [UInt8], code: String) {
    #expect(hexadecimal(HMACSHA256.code(for: message, key: key)) == code)
}

/// The expected value was computed with Python's hmac over the same 301 pairs.
@Test func codesAgreeWithAnotherImplementationAtEveryKeyLength() {
    var all: [UInt8] = []
    for count in 0...300 {
        all += HMACSHA256.code(for: pattern(count).reversed(), key: pattern(count))
    }
    #expect(
        SHA256.hexadecimal(all)
            == "3ba9c5077f62f9d8e5bb010ba15550075c38800e6df8f1a2f9be85f2b454ca8f")
}

@Test func equalityInConstantTimeIsEquality() {
    #expect(equalsInConstantTime([], []))
    #expect(equalsInConstantTime([1, 2], [1, 2]))
    #expect(!equalsInConstantTime([1, 2], [1, 3]))
    #expect(!equalsInConstantTime([1, 2], [1]))
}

private func pattern(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8($0 * 7 % 251) }
}
