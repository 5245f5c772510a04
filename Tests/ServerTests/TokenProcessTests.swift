import Foundation
import Testing

private let pool = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_porchpool"

private func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
        .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
}

/// A key pair that signs tokens.
private final class Signer {
    let folder: TemporaryFolder
    let keySet: String

    init() throws {
        folder = try TemporaryFolder()
        try openssl("genrsa", "-out", folder.path("key.pem"), "2048")
        try openssl(
            "rsa", "-in", folder.path("key.pem"), "-pubout", "-out", folder.path("public.pem"))
        let modulus = try openssl("rsa", "-in", folder.path("key.pem"), "-noout", "-modulus")
            .trimmingCharacters(in: .whitespacesAndNewlines).dropFirst("Modulus=".count)
        var bytes: [UInt8] = []
        var rest = modulus[...]
        while let byte = UInt8(rest.prefix(2), radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        keySet =
            #"{"keys":[{"kty":"RSA","kid":"k1","use":"sig","alg":"RS256","#
            + #""n":"\#(base64URL(bytes))","e":"AQAB"}]}"#
    }

    enum Way { case rsa, none, hmacOfPublicKey, empty }

    func token(
        algorithm: String = "RS256", kid: String = "k1", _ claims: String = claims(),
        _ way: Way = .rsa
    ) throws -> String {
        let head = base64URL(Array(#"{"alg":"\#(algorithm)","kid":"\#(kid)"}"#.utf8))
        let text = head + "." + base64URL(Array(claims.utf8))
        let signature = folder.path("signature")
        switch way {
        case .none: return text + "."
        case .empty: return text
        case .rsa:
            try openssl(
                "dgst", "-sha256", "-sign", folder.path("key.pem"), "-out", signature,
                input: Array(text.utf8))
        case .hmacOfPublicKey:
            let key = folder.text("public.pem").utf8.map { String(format: "%02x", $0) }.joined()
            try openssl(
                "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(key)", "-binary", "-out",
                signature, input: Array(text.utf8))
        }
        return text + "." + base64URL([UInt8](try Data(contentsOf: URL(filePath: signature))))
    }
}

private func claims(
    issuer: String = pool, expires: Int = 3600, use: String = "id"
) -> String {
    let now = Int(Date().timeIntervalSince1970)
    return #"{"sub":"anna","iss":"\#(issuer)","aud":"client","token_use":"\#(use)","#
        + #""iat":\#(now - 60),"exp":\#(now + expires)}"#
}

@Suite(.enabled(if: hasProgram("openssl"), "needs openssl")) struct TokenProcessTests {
    @Test func letsInWhoHasATokenOfTheUserPool() throws {
        let (signer, stranger) = (try Signer(), try Signer())
        let served = try ServedProcess(
            "Server/porch.yaml",
            settings: """
                stages: { dev: { variables: { backend: 'a:1', plainBackend: 'a:1' } } }
                authorizers: { members: { jwks: "file:jwks.json" } }
                """, files: ["jwks.json": signer.keySet])
        func club(_ token: String) -> String {
            String(served.get("/dev/club", ["Authorization: \(token)"]).prefix(40))
        }
        #expect(club(try signer.token()) == #"200 {"member": "anna"}"#)
        #expect(club("Bearer " + (try signer.token())) == #"200 {"member": "anna"}"#)
        let refused = #"401 {"message":"Unauthorized"}"#
        #expect(served.get("/dev/club") == refused)
        #expect(club("") == refused)
        let wrong = [
            try stranger.token(),
            try signer.token(algorithm: "none", .none),
            try signer.token(algorithm: "None", .none),
            try signer.token(algorithm: "none", claims(), .empty),
            try signer.token(claims(), .none),
            try signer.token(algorithm: "HS256", claims(), .hmacOfPublicKey),
            try signer.token(algorithm: "RS384"),
            try signer.token(kid: "k2"),
            try signer.token(claims(issuer: pool + "x")),
            try signer.token(claims(expires: -1)),
            try signer.token() + "AA",
            "\(try signer.token().split(separator: ".")[0]).\(base64URL(Array(claims().utf8)))"
                + ".\(try stranger.token().split(separator: ".")[2])",
        ]
        for token in wrong {
            let answer = served.get("/dev/club", ["Authorization: \(token)"])
            #expect(answer.hasPrefix("401 "), "\(token): \(answer)")
        }
    }
}

extension Signer {
    fileprivate func token(algorithm: String, _ way: Way) throws -> String {
        try token(algorithm: algorithm, claims(), way)
    }
}
