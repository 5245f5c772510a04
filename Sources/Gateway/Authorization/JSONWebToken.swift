import JSON

/// A signed JSON Web Token (RFC 7519, RFC 7515 compact form) whose signature was checked.
struct JSONWebToken {
    /// What a token must satisfy.
    struct Demands {
        /// The `iss` claim; one of them.
        var issuers: [String]
        /// One of these in `aud`, or as `client_id`; empty for no demand.
        var audiences: [String] = []
        /// One of these in `scope` or `scp`; empty for no demand.
        var scopes: [String] = []
        /// The `token_use` claim: `id` or `access`, or `nil` for no demand.
        var use: String?
    }

    /// Why a token is refused; the texts are HTTP APIs' error descriptions.
    enum Refusal: Error, Hashable {
        case malformed
        case unknownKey
        case forbiddenAlgorithm
        case wrongSignature
        case wrongIssuer
        case wrongAudience
        case wrongUse
        case expired
        case notYetValid
        case insufficientScope
    }

    /// Seconds that an issuer's clock may differ from ours.
    static let toleratedSkew: Double = 0

    /// The longest token that is looked at, in bytes.
    static let maximumCount = 16_384

    /// The claims.
    let claims: JSONObject

    /// Checks a token: signature first, then times, issuer, audience, use and scopes.
    ///
    /// - Parameters:
    ///   - token: The compact form, without `Bearer `.
    ///   - keys: The issuer's keys.
    ///   - demands: What the claims must say.
    ///   - cryptography: Checks the signature.
    ///   - seconds: The time, in seconds since 1970.
    /// - Returns: The token, or why it is refused.
    static func check(
        _ token: ArraySlice<UInt8>, keys: KeySet, demands: Demands,
        cryptography: any Cryptography, at seconds: Double
    ) -> Result<JSONWebToken, Refusal> {
        guard token.count <= maximumCount else { return .failure(.malformed) }
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = object(parts[0]), let claims = object(parts[1]),
            let signature = Base64.decodeURLSafe(parts[2]),
            // No extension is understood, so no critical one can be honoured (section 4.1.11).
            header["crit"] == nil,
            // A key's id is a text: anything else is not taken for none.
            header["kid"] == nil || header["kid"]?.stringValue != nil
        else { return .failure(.malformed) }
        // Only asymmetric algorithms have a name here: `none` and HS256 fail in any spelling.
        guard let name = header["alg"]?.stringValue,
            let algorithm = SignatureAlgorithm(rawValue: name)
        else { return .failure(.forbiddenAlgorithm) }
        guard let key = keys.key(id: header["kid"]?.stringValue, for: algorithm) else {
            return .failure(.unknownKey)
        }
        let message = Array(token[..<parts[1].endIndex])
        guard !signature.isEmpty,
            cryptography.isValid(
                signature: signature, of: message, by: key, algorithm: algorithm)
        else { return .failure(.wrongSignature) }
        if let refusal = refusal(of: claims, demands, seconds) { return .failure(refusal) }
        return .success(JSONWebToken(claims: claims))
    }

    private static func refusal(
        of claims: JSONObject, _ demands: Demands, _ seconds: Double
    ) -> Refusal? {
        guard let expiry = number(claims["exp"]) else { return .expired }
        if seconds >= expiry + toleratedSkew { return .expired }
        for name in ["nbf", "iat"] {
            guard let claim = claims[name] else { continue }
            guard let start = number(claim) else { return .malformed }
            if seconds < start - toleratedSkew { return .notYetValid }
        }
        guard let issuer = claims["iss"]?.stringValue, demands.issuers.contains(issuer) else {
            return .wrongIssuer
        }
        if !demands.audiences.isEmpty {
            let audiences =
                claims["aud"]?.arrayValue?.compactMap(\.stringValue)
                ?? [claims["aud"]?.stringValue ?? claims["client_id"]?.stringValue]
                .compactMap(\.self)
            guard audiences.contains(where: demands.audiences.contains) else {
                return .wrongAudience
            }
        }
        if let use = demands.use, claims["token_use"]?.stringValue != use { return .wrongUse }
        guard !demands.scopes.isEmpty else { return nil }
        let scopes = scopes(of: claims)
        return scopes.contains(where: demands.scopes.contains) ? nil : .insufficientScope
    }

    /// The texts of the claim `aud`.
    var audiences: [String] {
        claims["aud"]?.arrayValue?.compactMap(\.stringValue)
            ?? [claims["aud"]?.stringValue].compactMap(\.self)
    }

    /// The scopes of the claim `scope`, separated by spaces, or `scp`, a list or text.
    static func scopes(of claims: JSONObject) -> [String] {
        if let list = (claims["scope"] ?? claims["scp"])?.arrayValue {
            return list.compactMap(\.stringValue)
        }
        let text = claims["scope"]?.stringValue ?? claims["scp"]?.stringValue ?? ""
        return text.split(separator: " ").map(String.init)
    }

    private static func number(_ value: JSONValue?) -> Double? {
        guard case .number(let number)? = value, let value = Double(number.spelling),
            value.isFinite
        else { return nil }
        return value
    }

    private static func object(_ part: ArraySlice<UInt8>) -> JSONObject? {
        guard let bytes = Base64.decodeURLSafe(part),
            let object = (try? JSONValue(parsing: bytes))?.objectValue,
            // With a name twice, two readers could see two tokens (RFC 7519, section 4).
            Set(object.members.map(\.key)).count == object.members.count
        else { return nil }
        return object
    }
}

/// An issuer's keys: a JSON Web Key Set (RFC 7517).
struct KeySet: Sendable {
    private struct Key: Sendable {
        var id: String?
        var algorithm: String?
        var key: PublicKey
    }

    private var keys: [Key] = []

    /// Reads a set; keys that are not for checking signatures are left out.
    init?(_ bytes: [UInt8]) {
        guard let json = try? JSONValue(parsing: bytes), let list = json["keys"]?.arrayValue else {
            return nil
        }
        for value in list {
            if let use = value["use"]?.stringValue, use != "sig" { continue }
            func part(_ name: String) -> [UInt8]? {
                value[name]?.stringValue.flatMap { Base64.decodeURLSafe($0.utf8) }
            }
            let key: PublicKey
            switch value["kty"]?.stringValue {
            case "RSA":
                guard let modulus = part("n"), let exponent = part("e"), modulus.count >= 256
                else { continue }
                key = .rsa(modulus: modulus, exponent: exponent)
            case "EC":
                guard let curve = value["crv"]?.stringValue, let x = part("x"), let y = part("y")
                else { continue }
                key = .ellipticCurve(curve: curve, x: x, y: y)
            default: continue
            }
            keys.append(
                Key(
                    id: value["kid"]?.stringValue, algorithm: value["alg"]?.stringValue, key: key))
        }
    }

    /// The key of an id that fits an algorithm; without an id, the only key there is.
    func key(id: String?, for algorithm: SignatureAlgorithm) -> PublicKey? {
        let named = id == nil && keys.count == 1 ? keys : keys.filter { $0.id == id && id != nil }
        return named.first { key in
            guard key.algorithm == nil || key.algorithm == algorithm.rawValue else { return false }
            return switch (key.key, algorithm) {
            case (.rsa, .rs256), (.rsa, .rs384), (.rsa, .rs512): true
            case (.ellipticCurve("P-256", _, _), .es256): true
            case (.ellipticCurve("P-384", _, _), .es384): true
            case (.ellipticCurve("P-521", _, _), .es512): true
            default: false
            }
        }?.key
    }
}
