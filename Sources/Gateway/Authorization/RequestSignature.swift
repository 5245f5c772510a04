import Digest
import Faults

/// Checks AWS Signature Version 4 on a request, in the `Authorization` header or in the query.
///
/// Source: “Signature Version 4 signing process”, AWS General Reference; for `execute-api` the
/// path is encoded once more, as for every service but S3.
struct RequestSignature {
    /// Milliseconds that a signer's clock may differ from ours.
    static let toleratedSkew: Int64 = 300_000

    /// The longest a signature in a query may be good for, in seconds: seven days.
    static let maximumLifetime = 604_800

    private var accessKey = ""
    private var scope: [Substring] = []
    private var signedHeaders: [String] = []
    private var signature: [UInt8] = []
    private var date: [UInt8] = []
    private var token: [UInt8]?
    private var lifetime: Int?
    private var isInQuery = false

    /// The identity that signed a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - settings: Identities by access key, and the region that signatures must name.
    ///   - now: The moment that the signature's time is compared with.
    ///   - service: The service that signatures must name.
    /// - Returns: The access key's id and identity, or the fault that answers.
    static func check(
        _ request: Request, _ settings: RuntimeSettings, at now: Moment,
        service: String = "execute-api"
    ) -> Result<(accessKey: String, identity: RuntimeSettings.SigningIdentity), GatewayFault> {
        let parsed: RequestSignature
        switch read(request) {
        case .success(let value): parsed = value
        case .failure(let fault): return .failure(fault)
        }
        guard let identity = settings.identities[parsed.accessKey] else {
            return .failure(.unknownAccessKey)
        }
        if let fault = parsed.checkTime(at: now) ?? parsed.checkScope(settings, service) {
            return .failure(fault)
        }
        let expected = parsed.expectedSignature(of: request, secret: identity.secretAccessKey)
        guard equalsInConstantTime(expected, parsed.signature) else {
            return .failure(GatewayFault(.invalidSignature))
        }
        guard parsed.token == identity.sessionToken.map({ Array($0.utf8) }) else {
            return .failure(.unknownAccessKey)
        }
        return .success((parsed.accessKey, identity))
    }

    /// Whether a request carries a signature, in its header or its query, valid or not.
    static func isPresent(in request: Request) -> Bool {
        request.headers.lastIndex(of: "authorization".utf8) != nil
            || queryPairs(of: request).contains { $0.name == Array("X-Amz-Signature".utf8) }
    }
}

extension RequestSignature {
    private static func read(_ request: Request) -> Result<RequestSignature, GatewayFault> {
        let authorizations = request.headers.fields.indices.filter {
            isEqualIgnoringCase(request.headers.name($0), "authorization".utf8)
        }
        if authorizations.count > 1 {
            return .failure(.incompleteSignature(missing: ["Credential"]))
        }
        if let index = authorizations.first {
            return readHeader(Array(request.headers.value(index)), request)
        }
        return readQuery(request)
    }

    private static func readHeader(
        _ value: [UInt8], _ request: Request
    ) -> Result<RequestSignature, GatewayFault> {
        let text = String(decoding: value, as: UTF8.self)
        var result = RequestSignature()
        var found: [Substring: Substring] = [:]
        let algorithm = "AWS4-HMAC-SHA256"
        if text.hasPrefix(algorithm) {
            for part in text.dropFirst(algorithm.count).split(separator: ",") {
                let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
                if pair.count == 2, found.updateValue(pair[1], forKey: pair[0]) != nil {
                    return .failure(.incompleteSignature(missing: [String(pair[0])]))
                }
            }
        }
        let date = request.headers.last("x-amz-date") ?? request.headers.last("date")
        var missing = ["Credential", "Signature", "SignedHeaders"].filter {
            found[Substring($0)] == nil
        }
        if date == nil { missing.append("Date") }
        guard missing.isEmpty, let date, let credential = found["Credential"],
            let signature = found["Signature"], let headers = found["SignedHeaders"]
        else { return .failure(.incompleteSignature(missing: missing)) }
        result.date = Array(date)
        result.signature = Array(signature.utf8)
        result.token = request.headers.last("x-amz-security-token").map(Array.init)
        return result.finish(credential: credential, signedHeaders: headers)
    }

    private static func readQuery(_ request: Request) -> Result<RequestSignature, GatewayFault> {
        var found: [String: String] = [:]
        for pair in queryPairs(of: request) {
            let name = String(decoding: pair.name, as: UTF8.self)
            guard name.hasPrefix("X-Amz-") else { continue }
            if found.updateValue(String(decoding: pair.value, as: UTF8.self), forKey: name) != nil {
                return .failure(.incompleteSignature(missing: [name]))
            }
        }
        guard let signature = found["X-Amz-Signature"] else {
            return .failure(GatewayFault(.missingAuthenticationToken))
        }
        let names = ["X-Amz-Credential", "X-Amz-SignedHeaders", "X-Amz-Date", "X-Amz-Expires"]
        let missing = names.filter { found[$0] == nil }
        guard missing.isEmpty, found["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256",
            let lifetime = Int(found["X-Amz-Expires"] ?? ""),
            (0...maximumLifetime).contains(lifetime)
        else { return .failure(.incompleteSignature(missing: missing)) }
        var result = RequestSignature()
        result.isInQuery = true
        result.lifetime = lifetime
        result.date = Array((found["X-Amz-Date"] ?? "").utf8)
        result.signature = Array(signature.utf8)
        result.token = found["X-Amz-Security-Token"].map { Array($0.utf8) }
        return result.finish(
            credential: Substring(found["X-Amz-Credential"] ?? ""),
            signedHeaders: Substring(found["X-Amz-SignedHeaders"] ?? ""))
    }

    private consuming func finish(
        credential: Substring, signedHeaders: Substring
    ) -> Result<RequestSignature, GatewayFault> {
        let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[4] == "aws4_request", let key = parts.first else {
            return .failure(.incompleteSignature(missing: ["Credential"]))
        }
        accessKey = String(key)
        scope = Array(parts.dropFirst())
        self.signedHeaders = signedHeaders.split(separator: ";").map(String.init)
        // An unsigned Host would let a signature for one API be used on another.
        guard self.signedHeaders.contains("host"),
            isInQuery
                || self.signedHeaders.contains("x-amz-date") || self.signedHeaders.contains("date")
        else { return .failure(.incompleteSignature(missing: ["SignedHeaders"])) }
        return .success(self)
    }

    private func checkTime(at now: Moment) -> GatewayFault? {
        guard let signedAt = milliseconds(ofBasicTime: date) else {
            return .incompleteSignature(missing: ["Date"])
        }
        let text = String(decoding: date, as: UTF8.self)
        if signedAt - now.wallMilliseconds > RequestSignature.toleratedSkew {
            return GatewayFault(
                .invalidSignature,
                message: "Signature not yet current: \(text) is still later than "
                    + "\(basicTime(now.wallMilliseconds + RequestSignature.toleratedSkew)) "
                    + "(\(basicTime(now.wallMilliseconds)) + 5 min.)")
        }
        let lifetime = lifetime.map { Int64($0) * 1000 } ?? RequestSignature.toleratedSkew
        guard now.wallMilliseconds - signedAt > lifetime else { return nil }
        return GatewayFault(
            .invalidSignature,
            message: "Signature expired: \(text) is now earlier than "
                + "\(basicTime(now.wallMilliseconds - lifetime)) "
                + "(\(basicTime(now.wallMilliseconds)) - \(lifetime / 60_000) min.)")
    }

    private func checkScope(_ settings: RuntimeSettings, _ service: String) -> GatewayFault? {
        if !date.starts(with: scope[0].utf8) || scope[0].utf8.count != 8 {
            return GatewayFault(
                .invalidSignature,
                message: "Date in Credential scope does not match YYYYMMDD from ISO-8601 version "
                    + "of date from HTTP: '\(scope[0])' != "
                    + "'\(String(decoding: date.prefix(8), as: UTF8.self))'")
        }
        if scope[1] != settings.region {
            return GatewayFault(
                .invalidSignature,
                message: "Credential should be scoped to a valid region.")
        }
        if scope[2] != service {
            return GatewayFault(
                .invalidSignature,
                message: "Credential should be scoped to correct service: '\(service)'.")
        }
        return nil
    }

    private func expectedSignature(of request: Request, secret: String) -> [UInt8] {
        let canonical = canonicalRequest(request)
        var text = Array("AWS4-HMAC-SHA256\n".utf8)
        text += date
        text.append(UInt8(ascii: "\n"))
        text += scope.joined(separator: "/").utf8
        text.append(UInt8(ascii: "\n"))
        appendHex(SHA256.hash(canonical), to: &text)
        var key = Array("AWS4\(secret)".utf8)
        for part in scope { key = HMACSHA256.code(for: Array(part.utf8), key: key) }
        var output: [UInt8] = []
        appendHex(HMACSHA256.code(for: text, key: key), to: &output)
        return output
    }

    private func canonicalRequest(_ request: Request) -> [UInt8] {
        var output = request.method
        output.append(UInt8(ascii: "\n"))
        let question = request.target.firstIndex(of: UInt8(ascii: "?")) ?? request.target.count
        appendPercentEncoded(
            normalizedPath(request.target[..<question]), keepingSlashes: true, to: &output)
        output.append(UInt8(ascii: "\n"))
        appendCanonicalQuery(of: request, to: &output)
        output.append(UInt8(ascii: "\n"))
        for name in signedHeaders {
            output += name.utf8
            output.append(UInt8(ascii: ":"))
            var isFirst = true
            for index in request.headers.fields.indices
            where isEqualIgnoringCase(request.headers.name(index), name.utf8) {
                if !isFirst { output.append(UInt8(ascii: ",")) }
                isFirst = false
                appendCollapsed(request.headers.value(index), to: &output)
            }
            output.append(UInt8(ascii: "\n"))
        }
        output.append(UInt8(ascii: "\n"))
        output += signedHeaders.joined(separator: ";").utf8
        output.append(UInt8(ascii: "\n"))
        // The body that came is hashed, whatever the client's header says its hash is.
        appendHex(SHA256.hash(request.body), to: &output)
        return output
    }

    private func appendCanonicalQuery(of request: Request, to output: inout [UInt8]) {
        var pairs: [(name: [UInt8], value: [UInt8])] = []
        for pair in queryPairs(of: request) {
            if isInQuery, pair.name == Array("X-Amz-Signature".utf8) { continue }
            var encoded: (name: [UInt8], value: [UInt8]) = ([], [])
            appendPercentEncoded(pair.name, to: &encoded.name)
            appendPercentEncoded(pair.value, to: &encoded.value)
            pairs.append(encoded)
        }
        pairs.sort {
            $0.name == $1.name
                ? $0.value.lexicographicallyPrecedes($1.value)
                : $0.name.lexicographicallyPrecedes($1.name)
        }
        for (index, pair) in pairs.enumerated() {
            if index > 0 { output.append(UInt8(ascii: "&")) }
            output += pair.name
            output.append(UInt8(ascii: "="))
            output += pair.value
        }
    }
}

extension GatewayFault {
    fileprivate static let unknownAccessKey = Self(
        .default4XX, message: "The security token included in the request is invalid.",
        status: 403, errorType: "UnrecognizedClientException")

    fileprivate static func incompleteSignature(missing: [String]) -> Self {
        let sentences = missing.map { name in
            name == "Date"
                ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
                    + "header."
                : "Authorization header requires '\(name)' parameter."
        }
        return Self(
            .default4XX, message: sentences.joined(separator: " "), status: 403,
            errorType: "IncompleteSignatureException")
    }
}

/// The query's parameters in order, decoded; `+` is a plus, as signers see it.
private func queryPairs(of request: Request) -> [(name: [UInt8], value: [UInt8])] {
    guard let question = request.target.firstIndex(of: UInt8(ascii: "?")) else { return [] }
    return request.target[(question + 1)...].split(separator: UInt8(ascii: "&")).map { part in
        let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
        var pair: (name: [UInt8], value: [UInt8]) = ([], [])
        appendPercentDecoded(part[..<equals], plusIsSpace: false, to: &pair.name)
        if equals < part.endIndex {
            appendPercentDecoded(part[(equals + 1)...], plusIsSpace: false, to: &pair.value)
        }
        return pair
    }
}

/// The path without `.`, `..` and doubled slashes, as signers normalise it.
private func normalizedPath(_ path: ArraySlice<UInt8>) -> [UInt8] {
    var segments: [ArraySlice<UInt8>] = []
    for segment in path.split(separator: UInt8(ascii: "/")) {
        if segment.elementsEqual(".".utf8) { continue }
        if segment.elementsEqual("..".utf8) {
            _ = segments.popLast()
            continue
        }
        segments.append(segment)
    }
    var output: [UInt8] = []
    for segment in segments {
        output.append(UInt8(ascii: "/"))
        output += segment
    }
    if segments.isEmpty || path.last == UInt8(ascii: "/") { output.append(UInt8(ascii: "/")) }
    return output
}

/// Appends a header's value with runs of spaces as one.
private func appendCollapsed(_ value: ArraySlice<UInt8>, to output: inout [UInt8]) {
    var wasSpace = true
    for byte in value {
        let isSpace = byte == UInt8(ascii: " ")
        if !(isSpace && wasSpace) { output.append(byte) }
        wasSpace = isSpace
    }
    if wasSpace, value.last == UInt8(ascii: " ") { output.removeLast() }
}

/// The milliseconds of `20200304T191517Z`, or `nil`.
private func milliseconds(ofBasicTime text: [UInt8]) -> Int64? {
    guard text.count == 16, text[8] == UInt8(ascii: "T"), text[15] == UInt8(ascii: "Z") else {
        return nil
    }
    func number(_ range: Range<Int>) -> Int? {
        guard text[range].allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return text[range].reduce(0) { $0 * 10 + Int($1 - 48) }
    }
    guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
        let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
        1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 61
    else { return nil }
    let days = daysSinceEpoch(year: year, month: month, day: day)
    return (days * 86_400 + Int64(hour * 3600 + minute * 60 + second)) * 1000
}

private func basicTime(_ milliseconds: Int64) -> String {
    var output: [UInt8] = []
    CalendarDate(wallMilliseconds: milliseconds).appendBasicTime(to: &output)
    return String(decoding: output, as: UTF8.self)
}
