internal import COpenSSL
package import Gateway

/// Signature checks by OpenSSL.
package struct OpenSSLCryptography: Cryptography {
    package init() {}

    package func isValid(
        signature: [UInt8], of message: [UInt8], by key: PublicKey,
        algorithm: SignatureAlgorithm
    ) -> Bool {
        let made: OpaquePointer?
        let isCurve: Bool
        switch (key, algorithm) {
        case (.rsa(let modulus, let exponent), .rs256), (.rsa(let modulus, let exponent), .rs384),
            (.rsa(let modulus, let exponent), .rs512):
            // RFC 7518, section 3.3: 2,048 bits or more; more than 16,384 only costs time.
            guard (256...2048).contains(modulus.count), signature.count == modulus.count,
                (1...8).contains(exponent.count)
            else { return false }
            unsafe made = openssl_rsa_key(
                modulus, Int32(modulus.count), exponent, Int32(exponent.count))
            isCurve = false
        case (.ellipticCurve("P-256", let x, let y), .es256):
            unsafe made = curveKey("P-256", 32, x, y, signature)
            isCurve = true
        case (.ellipticCurve("P-384", let x, let y), .es384):
            unsafe made = curveKey("P-384", 48, x, y, signature)
            isCurve = true
        case (.ellipticCurve("P-521", let x, let y), .es512):
            unsafe made = curveKey("P-521", 66, x, y, signature)
            isCurve = true
        default:
            return false
        }
        guard let made = unsafe made else {
            ERR_clear_error()
            return false
        }
        defer { unsafe EVP_PKEY_free(made) }
        let digest =
            switch algorithm {
            case .rs256, .es256: "SHA256"
            case .rs384, .es384: "SHA384"
            case .rs512, .es512: "SHA512"
            }
        return unsafe openssl_verify(
            made, digest, isCurve ? 1 : 0, signature, signature.count, message, message.count)
            == 1
    }

    /// AES-256-GCM under a key that is drawn when the process first needs it and never leaves it.
    package func seal(_ bytes: [UInt8]) -> [UInt8]? {
        guard let key = Self.sealingKey, bytes.count <= 1 << 30 else { return nil }
        var sealed = [UInt8](repeating: 0, count: bytes.count + 28)
        guard unsafe openssl_seal(key, bytes, Int32(bytes.count), &sealed) == 1 else { return nil }
        return sealed
    }

    package func open(_ sealed: [UInt8]) -> [UInt8]? {
        guard let key = Self.sealingKey, (28...1 << 30).contains(sealed.count) else { return nil }
        // One byte more than needed, so that there is an address when nothing was sealed.
        var bytes = [UInt8](repeating: 0, count: sealed.count - 27)
        guard unsafe openssl_open(key, sealed, Int32(sealed.count), &bytes) == 1 else {
            return nil
        }
        bytes.removeLast()
        return bytes
    }

    private static let sealingKey: [UInt8]? = {
        var key = [UInt8](repeating: 0, count: 32)
        return unsafe RAND_bytes(&key, 32) == 1 ? key : nil
    }()

    /// A key on a curve; `nil` when key or signature have the wrong size.
    private func curveKey(
        _ name: String, _ size: Int, _ x: [UInt8], _ y: [UInt8], _ signature: [UInt8]
    ) -> OpaquePointer? {
        guard x.count == size, y.count == size, signature.count == 2 * size else { return nil }
        let point = [4] + x + y
        return unsafe openssl_curve_key(name, point, point.count)
    }
}
