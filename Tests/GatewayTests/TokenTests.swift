import Digest
import Gateway
import JSON
import Testing

/// A stand-in for a signature scheme: what is "signed" is the hash of message and key.
///
/// What is tested is which key and algorithm a token gets to be checked with, and its claims.
private struct StandInCryptography: Cryptography {
    func isValid(
        signature: [UInt8], of message: [UInt8], by key: PublicKey, algorithm: SignatureAlgorithm
    ) -> Bool {
        guard case .rsa(let modulus, _) = key else { return false }
        return signature == SHA256.hash(message + modulus + Array(algorithm.rawValue.utf8))
    }
}

/// Attacks on tokens of a Cognito user pool.
@Suite struct TokenTests {
    private static let modulus = [UInt8](repeating: 0xc5, count: 256)
    private static let issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Shelves"
    private static let seconds = 1_770_091_506

    private func encoded(_ bytes: [UInt8]) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var output: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let part = bytes[index..<min(index + 3, bytes.count)]
            var word = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            var digits: [UInt8] = []
            for _ in 0..<4 {
                digits.insert(alphabet[word & 63], at: 0)
                word >>= 6
            }
            output += digits.prefix(part.count + 1)
            index += 3
        }
        return String(decoding: output, as: UTF8.self)
    }

    private func token(
        header: String = #"{"alg":"RS256","kid":"k1"}"#, claims: String, algorithm: String = "RS256"
    ) -> String {
        let message = encoded(Array(header.utf8)) + "." + encoded(Array(claims.utf8))
        let signature = SHA256.hash(
            Array(message.utf8) + Self.modulus + Array(algorithm.utf8))
        return message + "." + encoded(signature)
    }

    private func claims(
        expiry: Int = seconds + 60, use: String = "id", issuer: String = Self.issuer,
        more: String = ""
    ) -> String {
        #"{"sub":"u1","iss":"\#(issuer)","exp":\#(expiry),"token_use":"\#(use)"\#(more)}"#
    }

    private func harness(scopes: String = "", audience: String? = nil) throws -> Harness {
        let validation = audience.map { "identityValidationExpression: '\($0)'" } ?? ""
        var settings = RuntimeSettings()
        let keys = """
            {"keys":[{"kty":"RSA","kid":"k1","use":"sig","alg":"RS256","e":"AQAB",\
            "n":"\(encoded(Self.modulus))"}]}
            """
        settings.keySets["pool"] = Array(keys.utf8)
        let root = """
            components:
              securitySchemes:
                pool:
                  type: apiKey
                  name: Authorization
                  in: header
                  x-amazon-apigateway-authtype: cognito_user_pools
                  x-amazon-apigateway-authorizer:
                    type: cognito_user_pools
                    providerARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Shelves']
                    \(validation)
            """
        let harness = try Harness(
            mockAPI(["/books"], extra: "      security: [{pool: [\(scopes)]}]", root: root),
            settings: settings, cryptography: StandInCryptography())
        harness.now.wallMilliseconds = Int64(Self.seconds) * 1000
        return harness
    }

    private func status(_ token: String, scopes: String = "") throws -> Int {
        try harness(scopes: scopes).send("GET", "/dev/books", [("Authorization", token)]).status
    }

    @Test func acceptsAValidTokenWithAndWithoutBearer() throws {
        #expect(try status(token(claims: claims())) == 200)
        #expect(try status("Bearer " + token(claims: claims())) == 200)
    }

    /// Many clients send all names in lower case.
    @Test func findsAuthorizationInAnySpelling() throws {
        for name in ["authorization", "AUTHORIZATION"] {
            let response = try harness().send(
                "GET", "/dev/books", [(name, token(claims: claims()))])
            #expect(response.status == 200)
        }
        let others = [("Authorization", "none"), ("authorization", token(claims: claims()))]
        #expect(try harness().send("GET", "/dev/books", others).status == 401)
    }

    @Test func refusesAMissingToken() throws {
        #expect(try harness().send("GET", "/dev/books").status == 401)
    }

    @Test func refusesAnExpiredTokenFromItsSecondOn() throws {
        #expect(try status(token(claims: claims(expiry: Self.seconds + 1))) == 200)
        let response = try harness().send(
            "GET", "/dev/books",
            [("Authorization", token(claims: claims(expiry: Self.seconds)))])
        #expect(response.status == 401)
        #expect(response.text == #"{"message":"The incoming token has expired"}"#)
    }

    @Test func refusesATokenWithoutExpiryOrFromTheFuture() throws {
        let eternal = #"{"sub":"u1","iss":"\#(Self.issuer)","token_use":"id"}"#
        #expect(try status(token(claims: eternal)) == 401)
        let future = claims(more: #","nbf":\#(Self.seconds + 1)"#)
        #expect(try status(token(claims: future)) == 401)
    }

    @Test(arguments: ["none", "None", "nOnE", ""])
    func refusesAlgorithmNone(name: String) throws {
        let header = #"{"alg":"\#(name)","kid":"k1"}"#
        let unsigned = encoded(Array(header.utf8)) + "." + encoded(Array(claims().utf8)) + "."
        #expect(try status(unsigned) == 401)
        #expect(try status(token(header: header, claims: claims(), algorithm: name)) == 401)
    }

    @Test func refusesAnHMACMadeWithThePublicKey() throws {
        let header = #"{"alg":"HS256","kid":"k1"}"#
        let message = encoded(Array(header.utf8)) + "." + encoded(Array(claims().utf8))
        let code = HMACSHA256.code(for: Array(message.utf8), key: Self.modulus)
        #expect(try status(message + "." + encoded(code)) == 401)
    }

    @Test func refusesAnAlgorithmThatIsNotTheKeys() throws {
        let header = #"{"alg":"RS512","kid":"k1"}"#
        #expect(try status(token(header: header, claims: claims(), algorithm: "RS512")) == 401)
        let curve = #"{"alg":"ES256","kid":"k1"}"#
        #expect(try status(token(header: curve, claims: claims(), algorithm: "ES256")) == 401)
    }

    @Test func refusesAnUnknownKeyAndCriticalExtensions() throws {
        #expect(try status(token(header: #"{"alg":"RS256","kid":"k2"}"#, claims: claims())) == 401)
        let critical = #"{"alg":"RS256","kid":"k1","crit":["b64"],"b64":false}"#
        #expect(try status(token(header: critical, claims: claims())) == 401)
    }

    @Test func takesAKeysIdForNothingButAText() throws {
        for id in ["1", "null", "[\"k1\"]", "{}", "true"] {
            let header = "{\"alg\":\"RS256\",\"kid\":\(id)}"
            #expect(try status(token(header: header, claims: claims())) == 401, "\(id)")
        }
        // The only key there is needs no name, and paths and statements in a name lead nowhere.
        #expect(try status(token(header: #"{"alg":"RS256"}"#, claims: claims())) == 200)
        for id in ["", "K1", "../k1", "k1' OR '1'='1", "/dev/null", "k1\\u0000"] {
            let header = "{\"alg\":\"RS256\",\"kid\":\"\(id)\"}"
            #expect(try status(token(header: header, claims: claims())) == 401, "\(id)")
        }
    }

    @Test func followsNoKeyThatTheTokenBringsAlong() throws {
        let own = #"{"alg":"RS256","kid":"k2","jwk":{"kty":"RSA","kid":"k2","e":"AQAB","n":"AA"},"#
        let header =
            own + #""jku":"https://evil.example.com/keys","x5u":"https://evil.example.com"}"#
        #expect(try status(token(header: header, claims: claims())) == 401)
    }

    @Test func refusesTheSameTokenInAnotherSpelling() throws {
        let good = token(claims: claims())
        let parts = good.split(separator: ".").map(String.init)
        for text in [
            good + "=", parts[0] + "=." + parts[1] + "." + parts[2], good + ".", "." + good,
            good.replacing(".", with: ".."), good + "\n", " " + good, parts[0] + "." + parts[1],
            parts.joined(separator: "."), "bearer" + good,
        ] where text != good {
            #expect(try status(text) == 401, "\(text.suffix(5))")
        }
        // Bits after the end are part of no value: the last letter has one spelling.
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        let last = try #require(good.last)
        for letter in letters where letter != last {
            #expect(try status(good.dropLast() + String(letter)) == 401)
        }
    }

    @Test func refusesTimesThatAreNoNumbers() throws {
        for expiry in [#""9999999999""#, "null", "true", "[9999999999]", "1e400", "-1"] {
            let text = #"{"sub":"u1","iss":"\#(Self.issuer)","exp":\#(expiry),"token_use":"id"}"#
            #expect(try status(token(claims: text)) == 401, "\(expiry)")
        }
        for name in ["nbf", "iat"] {
            #expect(try status(token(claims: claims(more: #","\#(name)":"0""#))) == 401)
            let now = claims(more: #","\#(name)":\#(Self.seconds)"#)
            #expect(try status(token(claims: now)) == 200)
            let later = claims(more: #","\#(name)":\#(Self.seconds + 1)"#)
            #expect(try status(token(claims: later)) == 401)
        }
    }

    @Test func wantsAnAudienceOfTheAuthorizersForm() throws {
        func status(_ claims: String, scopes: String = "") throws -> Int {
            try harness(scopes: scopes, audience: "app-[0-9]+")
                .send("GET", "/dev/books", [("Authorization", token(claims: claims))]).status
        }
        #expect(try status(claims(more: #","aud":"app-7""#)) == 200)
        #expect(try status(claims(more: #","aud":["x","app-7"]"#)) == 200)
        for audience in [#""xapp-7""#, #""app-7x""#, #""app-""#, "[]", "7"] {
            #expect(try status(claims(more: #","aud":\#(audience)"#)) == 401, "\(audience)")
        }
        // An access token has no audience.
        let access = claims(use: "access", more: #","client_id":"app-7","scope":"books/read""#)
        #expect(try status(access, scopes: "books/read") == 401)
    }

    @Test func refusesChangedClaimsAndAChangedSignature() throws {
        let good = token(claims: claims()).split(separator: ".").map(String.init)
        let other = encoded(Array(claims(more: #","role":"admin""#).utf8))
        #expect(try status("\(good[0]).\(other).\(good[2])") == 401)
        #expect(try status("\(good[0]).\(good[1]).\(good[2].dropLast())") == 401)
        #expect(try status("\(good[0]).\(good[1])") == 401)
        #expect(try status(good.joined(separator: ".") + ".x") == 401)
    }

    @Test func refusesClaimsThatStandTwice() throws {
        let doubled = claims(more: #","iss":"\#(Self.issuer)""#)
        #expect(try status(token(claims: doubled)) == 401)
    }

    @Test func refusesAnotherIssuer() throws {
        let other = claims(issuer: Self.issuer + "X")
        #expect(try status(token(claims: other)) == 401)
    }

    @Test func wantsAnIDTokenWithoutScopesAndAnAccessTokenWithOneOfThem() throws {
        let access = claims(use: "access", more: #","scope":"shelf/read shelf/list""#)
        #expect(try status(token(claims: access)) == 401)
        #expect(try status(token(claims: access), scopes: "shelf/list") == 200)
        #expect(try status(token(claims: access), scopes: "shelf/write") == 401)
        #expect(try status(token(claims: access), scopes: "shelf") == 401)
        #expect(try status(token(claims: claims()), scopes: "shelf/list") == 401)
    }

    @Test func takesTokensOf16384BytesAndNoMore() throws {
        func padded(_ count: Int) -> String {
            let padding = String(repeating: "x", count: count)
            return token(claims: claims(more: #","pad":"\#(padding)""#))
        }
        // Base64 grows in steps: the longest that is not over the limit, and the next one.
        var count = 12_160
        while padded(count).utf8.count > 16_384 { count -= 1 }
        #expect(padded(count).utf8.count >= 16_383)
        #expect(try status(padded(count)) == 200)
        #expect(try status(padded(count + 1)) == 401)
    }
}
