/// Signature checks that are never hand-written; implemented where a crypto library is linked.
///
/// Hashes and HMAC are the module `Digest`'s and need no library.
package protocol Cryptography: Sendable {
    /// Whether a signature over a message was made with the private half of a key.
    ///
    /// False as well for keys and signatures that are malformed or of the wrong size, and for a key
    /// that does not fit the algorithm.
    func isValid(
        signature: [UInt8], of message: [UInt8], by key: PublicKey,
        algorithm: SignatureAlgorithm
    ) -> Bool

    /// Encrypts and authenticates bytes under a key of this process; `nil` where that cannot be
    /// done.
    func seal(_ bytes: [UInt8]) -> [UInt8]?

    /// Undoes ``seal(_:)``; `nil` for bytes that it did not make.
    func open(_ sealed: [UInt8]) -> [UInt8]?
}

extension Cryptography {
    package func seal(_ bytes: [UInt8]) -> [UInt8]? { nil }
    package func open(_ sealed: [UInt8]) -> [UInt8]? { nil }
}

/// The JWS algorithms (RFC 7518 section 3.1) that API Gateway accepts: only asymmetric ones.
package enum SignatureAlgorithm: String, Sendable, Hashable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
}

/// A public key by its numbers, big-endian (RFC 7518 section 6).
package enum PublicKey: Sendable, Hashable {
    case rsa(modulus: [UInt8], exponent: [UInt8])

    /// A point on P-256, P-384 or P-521; `curve` is the JWK's `crv`. ECDSA signatures are R and S
    /// one after the other, as JWS has them.
    case ellipticCurve(curve: String, x: [UInt8], y: [UInt8])
}

/// For a process without a crypto library: no signature is ever valid, and nothing that must be
/// encrypted is kept.
package struct NoCryptography: Cryptography {
    /// Creates it.
    package init() {}

    package func isValid(
        signature: [UInt8], of message: [UInt8], by key: PublicKey,
        algorithm: SignatureAlgorithm
    ) -> Bool { false }
}
