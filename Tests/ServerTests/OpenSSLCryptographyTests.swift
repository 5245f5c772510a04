#if os(Linux)
import Foundation
import Gateway
import Server
import Testing

/// Signatures by the examples of RFC 7515, and sealing.
@Suite struct OpenSSLCryptographyTests {
    private let cryptography = OpenSSLCryptography()

    /// The payload of the examples in RFC 7515, appendix A.
    private let payload =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"

    private func decoded(_ text: String) throws -> [UInt8] {
        var text = text.replacing("-", with: "+").replacing("_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        return Array(try #require(Data(base64Encoded: text)))
    }

    private func rsaKey() throws -> (key: PublicKey, signature: [UInt8]) {
        let modulus = try decoded(
            "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ"
        )
        let signature = try decoded(
            "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
        )
        return (.rsa(modulus: modulus, exponent: [1, 0, 1]), signature)
    }

    private func curveKey() throws -> (key: PublicKey, signature: [UInt8]) {
        let key = PublicKey.ellipticCurve(
            curve: "P-256", x: try decoded("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
            y: try decoded("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
        let signature = try decoded(
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        )
        return (key, signature)
    }

    @Test func verifiesTheExamplesOfTheStandardAndNoChangedOne() throws {
        for (row, algorithm, header) in [
            (try rsaKey(), SignatureAlgorithm.rs256, "eyJhbGciOiJSUzI1NiJ9"),
            (try curveKey(), .es256, "eyJhbGciOiJFUzI1NiJ9"),
        ] {
            func isValid(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
                cryptography.isValid(
                    signature: signature, of: message, by: row.key, algorithm: algorithm)
            }
            let message = Array("\(header).\(payload)".utf8)
            #expect(isValid(row.signature, message))
            for index in [0, row.signature.count / 2, row.signature.count - 1] {
                var changed = row.signature
                changed[index] ^= 1
                #expect(!isValid(changed, message))
            }
            #expect(!isValid(row.signature, message + [0x20]))
            #expect(!isValid(Array(row.signature.dropLast()), message))
            #expect(!isValid([], message))
            #expect(!isValid([UInt8](repeating: 0, count: row.signature.count), message))
        }
    }

    @Test func takesNoKeyForAnotherAlgorithm() throws {
        let rsa = try rsaKey()
        let curve = try curveKey()
        for (row, header, algorithms) in [
            (rsa, "eyJhbGciOiJSUzI1NiJ9", [SignatureAlgorithm.rs384, .rs512, .es256, .es512]),
            (curve, "eyJhbGciOiJFUzI1NiJ9", [.es384, .es512, .rs256]),
        ] {
            for algorithm in algorithms {
                #expect(
                    !cryptography.isValid(
                        signature: row.signature, of: Array("\(header).\(payload)".utf8),
                        by: row.key, algorithm: algorithm))
            }
        }
    }

    @Test func opensWhatItSealedAndNothingElse() throws {
        for bytes in [[], [7], [UInt8](repeating: 0x41, count: 1000)] {
            let sealed = try #require(cryptography.seal(bytes))
            #expect(sealed.count == bytes.count + 28)
            #expect(cryptography.open(sealed) == bytes)
            #expect(OpenSSLCryptography().open(sealed) == bytes)
            #expect(cryptography.seal(bytes) != sealed)
            for index in sealed.indices.filter({ $0 < 40 || $0 > sealed.count - 20 }) {
                var changed = sealed
                changed[index] ^= 1
                #expect(cryptography.open(changed) == nil)
            }
            #expect(cryptography.open(Array(sealed.dropLast())) == nil)
        }
        #expect(cryptography.open([]) == nil)
    }
}
#endif
